"""Merging two entries of one work: across articles, without loss, or not at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.rules.literate import TODAY
from toolkit.api.check import check
from toolkit.api.mend import mend, save
from toolkit.api.workspace import open_workspace
from toolkit.errors import UnreadableInputError

FIRST = """@article{green2017,
    author  = {Green, Ralph},
    title   = {Vitamin B12 deficiency from the perspective of a practicing hematologist},
    journal = {Blood},
    year    = 2017
}
"""
SECOND = """@article{Green_2017,
  author = {Green, R.}, title = {Vitamin {B12} Deficiency from the Perspective of a Practicing Hematologist},
  journaltitle = {Blood}, year = {2017},
  doi = {10.1182/blood-2016-10-569186},
  keywords = {anaemia, {B12}},
}
"""
OTHER = "@misc{other, title = {Another work altogether}, year = {2020}}\n"


def mended(
    folder: Path,
    library: str,
    articles: dict[str, str],
    *,
    select: tuple[str, ...] = ("reference-duplicate-work",),
) -> dict[str, str]:
    (folder / "articles").mkdir()
    (folder / "osler.toml").write_text("")
    (folder / "references.bib").write_bytes(library.encode())
    for name, text in articles.items():
        (folder / "articles" / name).write_bytes(text.encode())
    workspace = open_workspace(folder)
    texts, _ = mend(workspace, TODAY, unsafe=True, select=select)
    save(workspace, texts)
    assert mend(open_workspace(folder), TODAY, unsafe=True, select=select) == ({}, 0)
    return {path.name: path.read_bytes().decode() for path in sorted(folder.rglob("*.*")) if path.is_file()}


def findings(folder: Path, rule: str) -> list[str]:
    return [one.message for one in check(open_workspace(folder), TODAY, select=[rule]).findings]


def test_citations_move_in_all_articles_and_missing_fields_with_them(tmp_path: Path) -> None:
    after = mended(
        tmp_path,
        FIRST + "\n" + SECOND + "\n" + OTHER,
        {
            "a.md": "# A\n\nSee [see @Green_2017, p. 3; -@other], and @Green_2017 says.\r\nNo @green2017.",
            "b.md": "Nothing [@other].\n",
            "c.md": "Braces [@{Green_2017}].\n",
        },
    )
    assert (
        after["references.bib"]
        == FIRST.replace(
            "2017\n",
            "2017,\n    doi = {10.1182/blood-2016-10-569186},\n    keywords = {anaemia, {B12}}\n",
        )
        + "\n"
        + OTHER
    )
    assert (
        after["a.md"] == "# A\n\nSee [see @green2017, p. 3; -@other], and @green2017 says.\r\nNo @green2017."
    )
    assert after["b.md"] == "Nothing [@other].\n"
    assert after["c.md"] == "Braces [@{green2017}].\n"
    assert findings(tmp_path, "reference-duplicate-work") == []
    assert findings(tmp_path, "citation-undefined") == []


def test_an_entry_that_only_its_double_is_cited_for_is_not_removed_in_the_same_breath(tmp_path: Path) -> None:
    after = mended(
        tmp_path, FIRST + SECOND, {"a.md": "It may [@Green_2017].\n"}, select=("reference", "citation")
    )
    assert after["references.bib"].count("@article") == 1
    assert findings(tmp_path, "citation-undefined") == []
    assert findings(tmp_path, "reference-unused") == []


def test_three_of_a_kind_become_one(tmp_path: Path) -> None:
    third = SECOND.replace("Green_2017", "c").replace(
        "  doi = {10.1182/blood-2016-10-569186},\n", "  pmid = 28360040,\n"
    )
    third = third.replace("year = {2017}", "year = {2017}, note = {Read \\#3}")
    after = mended(
        tmp_path,
        FIRST + SECOND + third,
        {"a.md": "It [@c; @Green_2017; @green2017].\n"},
        select=("reference-duplicate-work", "citation-duplicate"),
    )
    assert after["a.md"] == "It [@green2017].\n"
    library = after["references.bib"]
    assert library.count("@article") == 1
    assert "pmid = 28360040" in library
    assert "note = {Read \\#3}" in library
    assert library.count("keywords") == 1


def test_a_macro_that_is_defined_later_is_written_out(tmp_path: Path) -> None:
    second = SECOND.replace("keywords = {anaemia, {B12}}", 'publisher = ash # " Press"')
    after = mended(tmp_path, FIRST + '@string{ash = "ASH"}\n' + second, {"a.md": "It [@Green_2017].\n"})
    assert "publisher = {ASH Press}" in after["references.bib"]


@pytest.mark.parametrize(
    "library",
    [
        FIRST + SECOND + "@inbook{part, crossref = {Green_2017}, title = {A part}}\n",
        FIRST + SECOND.replace("  doi", "  crossref = {other}, doi") + OTHER,
        FIRST + SECOND + OTHER.replace("other", "Green_2017"),
        FIRST + "% osler: ignore reference-preprint: agreed\n" + SECOND,
        FIRST + SECOND.rstrip().removesuffix("}"),
        FIRST.replace("year ", "pages = 2--3, year ") + SECOND.replace("year ", "pages = {7--8}, year "),
        FIRST.replace("2017\n", "2017, pmid = 28360040\n")
        + OTHER.replace("year", "author = {A, B}, pmid = {28360040}, year"),
    ],
    ids=["linked", "inherits", "key twice", "suppressed", "not closed", "other pages", "another paper"],
)
def test_where_it_is_not_sure_nothing_is_merged(tmp_path: Path, library: str) -> None:
    after = mended(tmp_path, library, {"a.md": "It [@Green_2017].\n"})
    assert after["references.bib"] == library
    assert after["a.md"] == "It [@Green_2017].\n"


def test_where_not_all_articles_were_read_no_merging_is_proposed(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "osler.toml").write_text("")
    (tmp_path / "references.bib").write_text(FIRST + SECOND)
    for name in "ab":
        (tmp_path / f"articles/{name}.md").write_text("It [@Green_2017].\n")
    workspace = open_workspace(tmp_path, [tmp_path / "articles/a.md"])
    assert mend(workspace, date(2026, 11, 22), unsafe=True) == ({}, 0)


def test_where_one_file_is_read_only_none_is_written(tmp_path: Path) -> None:
    """Half of a merge would leave the article without the entry that it cites."""
    text = "As @Green_2017 says, and @green2017.\n"
    mended(tmp_path, FIRST, {"a.md": text})
    library = tmp_path / "references.bib"
    library.write_text(FIRST + "\n" + SECOND)
    library.chmod(0o444)
    workspace = open_workspace(tmp_path)
    texts, count = mend(workspace, TODAY, unsafe=True, select=("reference-duplicate-work",))
    assert count
    assert set(texts) == {"articles/a.md", "references.bib"}
    with pytest.raises(UnreadableInputError, match="the file is read-only"):
        save(workspace, texts)
    assert (tmp_path / "articles" / "a.md").read_text() == text
