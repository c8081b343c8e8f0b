"""What the fixes of the rules on citations and references write, and that they end the finding."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.locks import GREEN_LOCK
from tests.rules.literate import TODAY, check_project
from toolkit.api.mend import mend
from toolkit.api.workspace import open_workspace
from toolkit.readers.lock import seal_lock

GREEN = """@article{green2017,
  author = {Green, Ralph},
  title = {Vitamin B12 deficiency from the perspective of a practicing hematologist},
  journal = {Blood},
  year = {2017},
  volume = {129},
  pages = {2603--2611},
  pmid = {28360040},
}
"""
RETRACTED = """lock-version = 1

["pmid:27602157"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "miR-429 promotes the proliferation of non-small cell lung cancer cells via targeting DLC-1"
publication-types = ["Retracted Publication"]
"""


def mended(
    folder: Path,
    rule: str,
    *,
    article: str = "",
    library: str = "",
    lock: str = GREEN_LOCK,
    unsafe: bool = False,
) -> tuple[str, str]:
    """Write a project, mend it by one rule, and give the article and the library."""
    (folder / "articles").mkdir()
    (folder / "osler.toml").write_text("")
    files = {"articles/a.md": article, "references.bib": library, "references.lock": seal_lock(lock)}
    for path, text in files.items():
        (folder / path).write_bytes(text.encode())
    texts, _ = mend(open_workspace(folder), TODAY, unsafe=unsafe, select=[rule])
    for path, text in texts.items():
        (folder / path).write_bytes(text.encode())
    again, count = mend(open_workspace(folder), TODAY, unsafe=unsafe, select=[rule])
    assert (again, count) == ({}, 0)
    assert check_project(folder, rule).findings == ()
    return texts.get("articles/a.md", article), texts.get("references.bib", library)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[@Green_2017, p. 3]", "[@green2017, p. 3]"),
        ("[-@gr\u0435en2017]", "[-@green2017]"),
        ("[@{GREEN2017}]", "[@{green2017}]"),
        ("[@gre\u200ben2017; @green2017]", "[@green2017; @green2017]"),
    ],
)
def test_an_undefined_key_is_replaced(tmp_path: Path, before: str, after: str) -> None:
    text, _ = mended(tmp_path, "citation-undefined", article=f"It may {before}.\n", library=GREEN)
    assert text == f"It may {after}.\n"


def test_a_guess_is_only_made_when_asked_for(tmp_path: Path) -> None:
    text, _ = mended(tmp_path, "citation-undefined", article="[@green2107]", library=GREEN, unsafe=True)
    assert text == "[@green2017]"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[@green2017; @green2017]", "[@green2017]"),
        ("[see @green2017, p. 3;@pmid:28360040 ; @green2017]", "[see @green2017, p. 3 ]"),
        ("[@green2017; @other; @green2017]", "[@green2017; @other]"),
    ],
)
def test_a_duplicate_is_taken_out(tmp_path: Path, before: str, after: str) -> None:
    library = GREEN + "@misc{other, title = {Other}}\n"
    text, _ = mended(tmp_path, "citation-duplicate", article=before, library=library)
    assert " ".join(text.split()).replace(" ]", "]") == after.replace(" ]", "]")


def test_a_cut_identifier_gets_braces(tmp_path: Path) -> None:
    text, _ = mended(tmp_path, "citation-truncated", article="[@doi:10.1016/S0140-6736(20)30925-9, p. 3]")
    assert text == "[@{doi:10.1016/S0140-6736(20)30925-9}, p. 3]"


def test_numbers_are_corrected_and_nothing_else(tmp_path: Path) -> None:
    wrong = GREEN.replace("{129}", '"192"').replace("{2017}", "2071").replace("2603--2611", "2603--2621")
    _, library = mended(tmp_path, "reference-mismatch", library=wrong)
    assert library == GREEN.replace("{129}", '"129"').replace("{2017}", "2017")


def test_the_delimiters_and_braces_of_the_author_stay(tmp_path: Path) -> None:
    own = GREEN.replace("{2017}", "2017").replace("{129}", '"129"').replace("Vitamin B12 ", "Vitamin {B12} ")
    wrong = own.replace("= 2017", "= 2071").replace("129", "192").replace("practicing", "practising")
    _, library = mended(tmp_path, "reference-mismatch", library=wrong, unsafe=True)
    assert library == own


def test_words_are_corrected_on_request(tmp_path: Path) -> None:
    wrong = GREEN.replace("{Blood}", "{Annals of Hematology}").replace("practicing", "practising")
    _, library = mended(tmp_path, "reference-mismatch", library=wrong, unsafe=True)
    assert library == GREEN


def test_a_citation_is_marked_as_one_of_a_retracted_paper(tmp_path: Path) -> None:
    article = "The report was retracted [@pmid:27602157].\n"
    text, _ = mended(tmp_path, "reference-retracted", article=article, lock=RETRACTED, unsafe=True)
    assert text == "The report was retracted [@pmid:27602157]{.as-retracted}.\n"


def test_an_unused_entry_goes_with_its_lines(tmp_path: Path) -> None:
    library = GREEN + "\n@misc{spare,\n  title = {Spare},\n}\n\n@misc{other, title = {Other}}\n"
    article = "[@green2017; @other]\n"
    _, kept = mended(tmp_path, "reference-unused", article=article, library=library, unsafe=True)
    assert kept == GREEN + "\n@misc{other, title = {Other}}\n"


def test_misread_letters_are_written_anew(tmp_path: Path) -> None:
    library = GREEN.replace("Green, Ralph", "GuÃ©ant, Jean-Louis")
    _, text = mended(tmp_path, "reference-encoding", library=library, unsafe=True)
    assert text == GREEN.replace("Green, Ralph", "Guéant, Jean-Louis")


def test_the_day_decides_what_is_too_old(tmp_path: Path) -> None:
    assert date(2026, 11, 22) == TODAY
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/a.md").write_text("[@pmid:28360040]")
    (tmp_path / "references.lock").write_text(seal_lock(GREEN_LOCK.replace("2026-11-22", "2025-11-22")))
    assert check_project(tmp_path, "reference-unverified").findings == ()
    (tmp_path / "references.lock").write_text(seal_lock(GREEN_LOCK.replace("2026-11-22", "2025-11-21")))
    assert len(check_project(tmp_path, "reference-unverified").findings) == 1


def test_a_copy_of_an_entry_is_taken_out_and_another_entry_of_its_key_is_not(tmp_path: Path) -> None:
    copy = GREEN.replace("\n  ", " ").replace("= {2017}", '= "2017"')
    _, library = mended(tmp_path, "reference-duplicate-key", library=GREEN + "\n" + copy)
    assert library == GREEN + "\n"
    (tmp_path / "references.bib").write_text(GREEN + GREEN.replace("Blood", "Lancet"))
    assert mend(open_workspace(tmp_path), TODAY, unsafe=True, select=["reference-duplicate-key"]) == ({}, 0)


def test_invisible_characters_go_on_request(tmp_path: Path) -> None:
    text, _ = mended(
        tmp_path, "article-control-character", article="One\u200b tab\u2028let.\x00\n", unsafe=True
    )
    assert text == "One tab let.\n"
