"""What the fixes of the rules on disclaimers write: the div where it belongs, and no approved text by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.literate import TODAY
from toolkit.api.mend import mend
from toolkit.api.workspace import open_workspace

HEAD = "---\ntitle: Why am I so tired?\naudience: patient\n---\n"
POLICY = """
default-disclaimers = false

[disclaimers.first]
version = "1"
title = "First"
text = "Read this first."
required-for = ["always"]
placement = "{placement}"
"""


def mended(folder: Path, rule: str, text: str, policy: str = "", *, unsafe: bool = False) -> str:
    """Write a project, mend it by one rule, and give the article; as it was, if there was nothing to mend."""
    (folder / "articles").mkdir()
    (folder / "osler.toml").write_text(policy, "utf-8")
    (folder / "articles" / "a.md").write_bytes(text.encode())
    texts, _ = mend(open_workspace(folder), TODAY, select=(rule,), unsafe=unsafe)
    return texts.get("articles/a.md", text)


def test_an_altered_disclaimer_is_emptied_so_that_the_approved_text_is_inserted(tmp_path: Path) -> None:
    text = (
        f"{HEAD}\nText.\n\n::: {{.disclaimer #patient}}\nAsk a doctor.\n\n- Or do not.\n\n:::\n\nMore text.\n"
    )
    expected = f"{HEAD}\nText.\n\n::: {{.disclaimer #patient}}\n\n\n:::\n\nMore text.\n"
    assert mended(tmp_path, "disclaimer-altered", text, unsafe=True) == expected


def test_an_altered_disclaimer_is_left_by_safe_fixes(tmp_path: Path) -> None:
    text = f"{HEAD}\n::: {{.disclaimer #patient}}\nAsk a doctor.\n:::\n"
    assert mended(tmp_path, "disclaimer-altered", text) == text


@pytest.mark.parametrize(
    ("placement", "text", "expected"),
    [
        ("start", f"{HEAD}\nText.\n", f"{HEAD}\n::: {{.disclaimer #first}}\n:::\n\nText.\n"),
        ("start", f"{HEAD}Text.\n", f"{HEAD}\n::: {{.disclaimer #first}}\n:::\nText.\n"),
        ("start", "Text.\n", "::: {.disclaimer #first}\n:::\n\nText.\n"),
        ("end", f"{HEAD}\nText.\n", f"{HEAD}\nText.\n\n::: {{.disclaimer #first}}\n:::\n"),
        ("end", f"{HEAD}\r\nText.\r\n".replace("\n", "\r\n").replace("\r\r", "\r"), None),
        ("end", f"{HEAD}\n```\ncode that is open\n", f"{HEAD}\n```\ncode that is open\n"),
        ("end", f"{HEAD}\n::: note\nA div that is open.\n", f"{HEAD}\n::: note\nA div that is open.\n"),
    ],
    ids=["start", "no blank line", "no front matter", "end", "CRLF", "open code", "open div"],
)
def test_a_missing_disclaimer_is_placed(
    tmp_path: Path, placement: str, text: str, expected: str | None
) -> None:
    found = mended(tmp_path, "disclaimer-missing", text, POLICY.format(placement=placement))
    if expected is None:
        expected = text + "\r\n::: {.disclaimer #first}\r\n:::\r\n"
    assert found == expected


APPROVED = "Read this first."


@pytest.mark.parametrize(
    ("opener", "expected"),
    [
        ("::: {.disclaimer}", "::: {.disclaimer #first}"),
        (":::: disclaimer", ":::: {.disclaimer #first}"),
        (":::disclaimer", "::: {.disclaimer #first}"),
        (":::{.disclaimer}", "::: {.disclaimer #first}"),
        (
            "::: {.disclaimer .boxed lang=en audience=patient}",
            '::: {.disclaimer .boxed #first lang="en" audience="patient"}',
        ),
    ],
    ids=["braces", "a word", "no space", "braces without space", "attributes"],
)
def test_a_disclaimer_in_the_approved_words_is_named(tmp_path: Path, opener: str, expected: str) -> None:
    fence = ":" * (len(opener) - len(opener.lstrip(":")))
    text = f"{HEAD}\nText.\n\n{{}}\n{APPROVED}\n{fence}\n\nMore text.\n"
    found = mended(tmp_path, "disclaimer-unknown", text.format(opener), POLICY.format(placement="end"))
    assert found == text.format(expected)
