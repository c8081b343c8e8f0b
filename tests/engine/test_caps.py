"""One rule may not bury all others: its findings in one article are counted beyond the first thousand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from toolkit.api.check import check
from toolkit.api.workspace import open_workspace
from toolkit.engine import MOST_OF_ONE_RULE
from toolkit.model.finding import Finding

DAY = date(2026, 11, 22)
ENTRY = "@article{{key{0},\n  title = {{On {0}}},\n  year = {{2020}},\n  journal = {{Blood}}\n}}\n"


def undefined(folder: Path, count: int) -> list[Finding]:
    (folder / "articles").mkdir(exist_ok=True)
    text = "".join(f"It is so [@nobody{one}].\n\n" for one in range(count))
    (folder / "articles" / "x.md").write_text(text, "utf-8")
    (folder / "articles" / "y.md").write_text("It is so [@nobody].\n", "utf-8")
    report = check(open_workspace(folder), DAY, select=["citation-undefined"])
    assert report.exit_code == 1
    assert report.findings[-1].path == "articles/y.md"
    return list(report.findings[:-1])


def test_the_first_thousand_are_given_and_the_others_counted(tmp_path: Path) -> None:
    findings = undefined(tmp_path, MOST_OF_ONE_RULE + 5)
    assert len(findings) == MOST_OF_ONE_RULE + 1
    last = findings[-1]
    assert last.message == "5 more findings of citation-undefined from here on are not shown"
    assert (last.rule, last.start.line) == ("citation-undefined", 2 * MOST_OF_ONE_RULE + 1)


def test_one_more_than_that_is_given_itself(tmp_path: Path) -> None:
    findings = undefined(tmp_path, MOST_OF_ONE_RULE + 1)
    assert len(findings) == MOST_OF_ONE_RULE + 1
    assert "nobody1000" in findings[-1].message


def test_the_library_is_given_whole(tmp_path: Path) -> None:
    count = MOST_OF_ONE_RULE + 5
    (tmp_path / "references.bib").write_text("".join(map(ENTRY.format, range(count))), "utf-8")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "x.md").write_text("Nothing is cited.\n", "utf-8")
    report = check(open_workspace(tmp_path), DAY, select=["reference-unused"])
    assert len(report.findings) == count
