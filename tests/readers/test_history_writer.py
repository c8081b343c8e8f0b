"""A change entered in the front matter leaves every other character as it was, or is not entered."""

from __future__ import annotations

from datetime import date

import pytest

from toolkit.model.metadata import ChangeKind
from toolkit.model.span import SourceText
from toolkit.readers.frontmatter import read_front_matter
from toolkit.readers.history_writer import with_change

DAY = date(2026, 11, 1)
SUMMARY = 'It said "5 mg": it is 1 mg; né # no comment'
OLD = "history:\n  - date: 2026-01-01\n    kind: update\n    summary: a b\n"


def entered(text: str) -> str | None:
    return with_change(SourceText("a.md", text), DAY, ChangeKind.CORRECTION, SUMMARY, "10.1000/182")


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: X\n---\n\nText.\n\n---\n",
        "---\ntitle: X\n---",
        "---\n---\nText.\n",
        f"---\ntitle: X\n{OLD}keywords: [a]\n---\n\nText.\n",
        f"---\ntitle: X\n{OLD}# a comment\n---\n\nText.\n",
        f"---\n{OLD.replace('  -', '-').replace('    ', '  ')}title: X\n...\nText.\n",
        f"---\ntitle: X\n{OLD}---\n\nText.\n".replace("\n", "\r\n"),
        "---\nhistory:\n  - date: 2026-01-01\n    kind: update\n    summary: >\n      a\n      b\n\ntitle: X\n---\n",
        "---\ntitle: X\nauthors:\n  - name: Joe\nai_assistance:\n  - tool: T\n---\n",
    ],
)
def test_an_entry_is_added_and_nothing_else_changes(text: str) -> None:
    found = entered(text)
    assert found is not None
    at = next(n for n, (one, other) in enumerate(zip(found, text + " ", strict=False)) if one != other)
    added = len(found) - len(text)
    # What was put in may begin as what follows does ("---", "  - date"); taking it out at some place gives the text.
    assert any(found[:n] + found[n + added :] == text for n in range(max(at - added, 0), at + 1))
    last = read_front_matter(SourceText("a.md", found))[0].history[-1]
    assert (last.date, last.kind, last.summary, last.notice) == (
        DAY,
        ChangeKind.CORRECTION,
        SUMMARY,
        "10.1000/182",
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Text without front matter.\n",
        "---\ntitle: X\n",
        "---\ntitle: X\nhistory: [{date: 2026-01-01, kind: update, summary: a}]\n---\n",
        "---\ntitle: X\nhistory:\n---\n",
        "---\ntitle: X\nhistory: none\n---\n",
        "---\n{title: X}\n---\n",
        "---\n- a\n---\n",
    ],
)
def test_what_cannot_be_done_without_harm_is_not_done(text: str) -> None:
    assert entered(text) is None
