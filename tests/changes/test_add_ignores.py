"""`--add-ignores`: comments and nothing else, and afterwards the check is clean of what they silence."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.changes.conftest import FRONT, Project
from toolkit.api.check import check
from toolkit.api.ignores import add_ignores, checked_reason
from toolkit.api.workspace import open_workspace
from toolkit.errors import ConfigurationError
from toolkit.model.article import plain_text
from toolkit.readers.markdown import read_article

REASON = "agreed with the board"
COMMENT = re.compile(r"<!-- osler: [^\n]*? -->")
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Give 5 mg daily.\n", "<!-- osler: ignore claim-uncited: R -->\nGive 5 mg daily.\n"),
        ("- Give 5 mg daily.\n", "- Give 5 mg daily.<!-- osler: ignore claim-uncited: R -->\n"),
        (
            "1. One.\n\n   - Give 5 mg daily.  \n     So.\n",
            "1. One.\n\n   - Give 5 mg daily.<!-- osler: ignore claim-uncited: R -->  \n     So.\n",
        ),
        ("> Give 5 mg daily.\n", "> Give 5 mg daily.<!-- osler: ignore claim-uncited: R -->\n"),
        (
            "| Drug | Dose |\n| --- | --- |\n| Iron | Give 5 mg daily. |\n",
            "| Drug | Dose |\n| --- | --- |\n| Iron | Give 5 mg daily.<!-- osler: ignore claim-uncited: R --> |\n",
        ),
        (
            "::: {.note}\nGive 5 mg daily.\n:::\n",
            "::: {.note}\n<!-- osler: ignore claim-uncited: R -->\nGive 5 mg daily.\n:::\n",
        ),
        (
            "Give 5 mg daily [@nowhere].\n",
            "<!-- osler: ignore citation-undefined: R -->\nGive 5 mg daily [@nowhere].\n",
        ),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_where_comments_go(tmp_path: Path, body: str, expected: str, newline: str) -> None:
    path = tmp_path / "articles" / "a.md"
    path.parent.mkdir()
    path.write_bytes((FRONT + "\n" + body).replace("\n", newline).encode())
    workspace = open_workspace(tmp_path)
    select = ("claim-uncited", "citation-undefined")
    ignored = add_ignores(workspace, check(workspace, TODAY, select=select), "R")
    assert ignored.texts == {"articles/a.md": (FRONT + "\n" + expected).replace("\n", newline)}
    assert not ignored.left


def test_no_front_matter_at_all(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.md").write_text("Give 5 mg daily.^[Or 10 mg.]\n")
    workspace = open_workspace(tmp_path)
    ignored = add_ignores(workspace, check(workspace, TODAY, select=("article-metadata-missing",)), "R")
    assert ignored.texts["articles/a.md"].startswith(
        "<!-- osler: ignore-file article-metadata-missing: R -->\nGive"
    )
    assert not ignored.left


def test_front_matter_is_covered_by_the_file(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.md").write_text(FRONT.replace("date: 2026-11-01\n", "") + "Text.\n")
    workspace = open_workspace(tmp_path)
    ignored = add_ignores(workspace, check(workspace, TODAY, select=("article-metadata-missing",)), "R")
    text = ignored.texts["articles/a.md"]
    assert "---\n<!-- osler: ignore-file article-metadata-missing: R -->\nText.\n" in text


def test_afterwards_the_check_is_clean_and_a_second_time_nothing_is_written(project: Project) -> None:
    project.write(
        "references.bib",
        project.folder.joinpath("references.bib").read_text().replace("  year = {2017},\n", ""),
    )
    done = project.osler("--add-ignores", REASON)
    assert done.returncode == 0, done.stdout
    assert "% osler: ignore reference-incomplete" in project.folder.joinpath("references.bib").read_text()
    texts = {path: path.read_bytes() for path in project.folder.rglob("*.*") if ".git" not in path.parts}
    assert project.osler().returncode == 0
    assert project.osler("--add-ignores", "another reason").returncode == 0
    assert all(path.read_bytes() == data for path, data in texts.items() if path.is_file())


def test_the_difference_is_shown_and_nothing_written(project: Project) -> None:
    before = project.folder.joinpath("articles/b12.md").read_bytes()
    done = project.osler("--select", "claim", "--add-ignores", REASON, "--diff")
    assert done.returncode == 1
    assert "+<!-- osler: ignore claim-uncited: agreed with the board -->" in done.stdout
    assert project.folder.joinpath("articles/b12.md").read_bytes() == before


def test_only_what_is_reported_is_silenced(project: Project) -> None:
    other = project.folder.joinpath("articles/other.md").read_bytes()
    text = project.folder.joinpath("articles/b12.md").read_text("utf-8")
    project.write("articles/b12.md", text.replace("20%", "25%"))
    done = project.osler("--select", "claim", "--changed-since", "main", "--add-ignores", REASON)
    assert done.returncode == 0, done.stdout
    assert project.folder.joinpath("articles/b12.md").read_text("utf-8").count("osler: ignore") == 1
    assert project.folder.joinpath("articles/other.md").read_bytes() == other


def test_a_retracted_source_is_only_silenced_by_name(retracted: Project) -> None:
    assert retracted.osler("--add-ignores", REASON).returncode == 1
    (path,) = retracted.folder.glob("articles/*.md")
    assert "reference-retracted" not in path.read_text("utf-8")
    assert retracted.osler("--select", "reference-retracted", "--add-ignores", REASON).returncode == 0
    assert "ignore reference-retracted" in path.read_text("utf-8")


@pytest.mark.parametrize(
    "reason",
    ["", "  ", "a --> b", "a -- b", "a\nb", "a\rb", "a\u2028b", "a\x1b[2J", "a\u202eb", "a-", "x" * 301],
)
def test_a_reason_that_does_not_do(reason: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        checked_reason(reason)
    assert refused.value.help


BLOCKS = st.sampled_from(
    [
        "Give 5 mg daily.",
        "Take 3 tablets `a <!--` and *give* 5 mg\ndaily, or  \n10 mg [@nowhere].",
        "# Heading with 20% [@nowhere] #",
        "Under 20% die\n=============",
        "- Give 5 mg.\n- Take `b\n  c` 10 mg\n\n  > Give 7 mg [@x].",
        "| A | B |\n|---|---|\n| Give 5 mg | `x` |\n| [@nowhere] | 20% of men die. |\n\n: Caption with [@x].",
        "| A |\n|---|\n| Give 5 mg",
        "```\ncode [@x]\n```",
        "    indented 5 mg",
        "$$\nx = 5\n$$",
        "::: {.note}\n- Give 5 mg.\n\nTake 10 mg [@x].\n:::",
        "Term\n: Give 5 mg daily [@x].",
        "Text.[^1]\n\n[^1]: Give 5 mg [@nowhere].",
        "<div>raw</div>",
        "[link](nowhere.md) and ![](image.png)",
        "<!-- osler: ignore claim-uncited: known -->\nGive 8 mg daily.",
        "## Empty",
        "Note.^[Give 5 mg [@x].] More.",
        "Visit ** open `tick and 5 mg [@x",
    ]
)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(BLOCKS, min_size=1, max_size=6),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([FRONT, "---\ntitle: x\n---", ""]),
)
def test_only_comments_are_added_and_what_is_read_stays(
    tmp_path_factory: pytest.TempPathFactory, blocks: list[str], newline: str, front: str
) -> None:
    folder = tmp_path_factory.mktemp("p")
    (folder / "articles").mkdir()
    text = (front + "\n" + "\n\n".join(blocks) + "\n").replace("\n", newline)
    (folder / "articles" / "a.md").write_bytes(text.encode())
    workspace = open_workspace(folder)
    report = check(workspace, TODAY)
    ignored = add_ignores(workspace, report, "see `notes` | agreed: 2026 [@x]")
    after = ignored.texts.get("articles/a.md", text)
    before, now = (read_article("articles/a.md", one.encode()) for one in (text, after))
    assert squeezed(COMMENT.sub("", after)) == squeezed(COMMENT.sub("", text))
    assert plain_text(now.blocks) == plain_text(before.blocks)
    (folder / "articles" / "a.md").write_bytes(after.encode())
    left = {(one.rule, one.message) for one in ignored.left}
    again = open_workspace(folder)
    remaining = check(again, TODAY)
    told = {(one.rule, one.message) for one in report.findings}
    lines = re.compile(r"line \d+")
    assert {
        (one.rule, lines.sub("", one.message))
        for one in remaining.findings
        if (one.rule, one.message) in told and one.rule != "article-suppression"
    } <= {(rule, lines.sub("", message)) for rule, message in left}


def squeezed(text: str) -> str:
    """Leave out the empty lines that a comment on a line of its own leaves behind."""
    return re.sub(r"(\r?\n)+", "\n", text).strip("\n")
