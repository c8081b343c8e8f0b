"""The reviewer's sheet: what it says, in which order, what it never says, and that nothing in a text breaks it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.exporters.sample_ledgers import (
    KNOWN,
    PROJECT,
    TODAY,
    Builder,
    compared,
    everything,
    reference,
    sheet,
    source,
)
from tests.growth import growth
from toolkit.api.ledger import ledger
from toolkit.api.workspace import open_workspace
from toolkit.claims.shared_words import numbers_in, shared_words
from toolkit.claims.stems import stems
from toolkit.exporters.ledger import Sheet, render_sheet
from toolkit.exporters.ledger.words import comparison_coverage
from toolkit.model.article import Citation, Suppression
from toolkit.model.evidence import EvidenceState, Quantity
from toolkit.model.ledger import ArticleLedger
from toolkit.model.record import Notice
from toolkit.model.span import Span
from toolkit.model.unit import ClaimKind, Coverage, Need
from toolkit.validators.html import validate_html
from toolkit.validators.html_tree import Node, read_tree

GOLDEN = Path(__file__).parent / "pages" / "golden" / "sheet.html"
HOSTILE = "</style><script>alert(1)</script> \x00\x1b[31m \u202e & \ud800 ]]> <!-- \" ' onload=x"


def text_of(page: Sheet) -> str:
    return render_sheet(page).decode()


def without_style(text: str) -> str:
    text = re.sub(r"(<style>).*?(</style>)", r"\1\2", text, flags=re.DOTALL)
    return re.sub(r"sha256-[A-Za-z0-9+/=]+", "sha256-…", text)


def rows(page: Sheet) -> list[Node]:
    tree = read_tree(text_of(page))
    return [node for node in tree.named("tr") if node.attributes.get("class") == "entry"]


def row_with(words: str) -> Node:
    return next(row for row in rows(sheet(everything())) if words in row.text())


@pytest.mark.parametrize(
    ("coverage", "said"),
    [
        (Coverage(must=2), None),
        (Coverage(must=2, must_cited=1), "the one that names one was not laid beside an abstract’s wording"),
        (Coverage(must_cited=1, compared=1), "the one that names one was laid beside an abstract’s wording"),
        (Coverage(must_cited=3), "of the 3 that name one, none was laid beside an abstract’s wording"),
        (
            Coverage(must_cited=3, compared=2),
            "of the 3 that name one, 2 were laid beside an abstract’s wording",
        ),
    ],
)
def test_what_was_compared_is_said_of_one_and_of_many(coverage: Coverage, said: str | None) -> None:
    assert comparison_coverage(coverage) == said


def test_golden_sheet(*, update: bool) -> None:
    text = without_style(text_of(sheet(everything())))
    if update:
        GOLDEN.write_text(text, "utf-8")
    assert text == GOLDEN.read_text("utf-8")


def empty() -> ArticleLedger:
    return Builder("").ledger("articles/empty.md")


def foreign() -> ArticleLedger:
    built = Builder("---\ntitle: Was ist das?\nlanguage: de\n---\n\nText.\n")
    built.add(
        "Ein Mangel senkt die Zahl.",
        EvidenceState.NOT_COMPARED,
        source("obeid2024", EvidenceState.NOT_COMPARED, reason="the article is not in English"),
        need=Need.NO,
        kind=ClaimKind.OTHER,
    )
    return built.ledger("articles/was.md", is_judged=False)


def hostile() -> ArticleLedger:
    built = Builder(f"---\ntitle: '{HOSTILE.replace(chr(39), '')}'\n---\n\nText.\n")
    work = replace(reference("xiao2016").work, title=HOSTILE, url="javascript:alert(1)")
    record = reference("xiao2016").record
    assert record is not None
    spoilt = replace(record, work=work, abstract=HOSTILE, notices=(Notice("RetractionIn", HOSTILE, "1"),))
    found = replace(reference("xiao2016"), work=work, record=spoilt)
    number = Quantity("5 mg", HOSTILE)
    evil = replace(
        source("xiao2016", EvidenceState.NUMBER_ABSENT, compared(HOSTILE, 0.2, number, quotes=(HOSTILE,))),
        reference=found,
        citation=Citation(Span(0, 0), Span(0, 0), HOSTILE, locator=HOSTILE),
    )
    built.add(
        HOSTILE, EvidenceState.NUMBER_ABSENT, evil, numbers=(number,), better=(found,), section=(HOSTILE,)
    )
    answer = Suppression(Span(0, 0), Span(0, 0), (HOSTILE,), HOSTILE)
    built.add(HOSTILE, EvidenceState.WAIVED, reason=HOSTILE, answers=(answer,))
    built.add(HOSTILE, EvidenceState.NO_SOURCE_NEEDED, need=Need.NO)
    return built.ledger(f"articles/{HOSTILE.replace('/', '')}.md")


@pytest.mark.parametrize("in_order", [False, True])
@pytest.mark.parametrize(
    "articles",
    [
        (),
        (everything(),),
        (empty(),),
        (foreign(),),
        (hostile(),),
        (everything(), empty(), foreign(), hostile()),
    ],
    ids=["none", "everything", "empty", "foreign", "hostile", "all"],
)
def test_the_sheet_passes_the_checks_of_pages(articles: tuple[ArticleLedger, ...], *, in_order: bool) -> None:
    data = render_sheet(sheet(*articles, in_order=in_order))
    assert [one.message for one in validate_html(data, is_article=False)] == []
    assert data == render_sheet(sheet(*articles, in_order=in_order))


def test_the_check_for_search_engines_is_left_out_of_sheets_only() -> None:
    data = render_sheet(sheet(everything()))
    assert [one.rule for one in validate_html(data)] == ["export-html-metadata"]


def test_hostile_text_stays_text() -> None:
    text = text_of(sheet(hostile()))
    assert "<script" not in text
    assert "javascript:" not in text
    assert "\x1b" not in text
    assert text.count("</style>") == 1
    assert "&lt;script&gt;alert(1)" in text


def test_the_hardest_comes_first_and_every_claim_is_there_once() -> None:
    found = [node.text() for node in read_tree(text_of(sheet(everything()))).named("h2")]
    assert found == [
        "How to read this sheet",
        "Coverage",
        "A cited work is retracted",
        "The cited abstract seems to be about something else",
        "A number is not in the cited abstract",
        "A quotation is not in the cited abstract",
        "No source, and one is needed",
        "Cited, but no abstract is at hand",
        "No source, and there should be one",
        "Cited, to be read beside the abstract",
        "No source, by agreement",
        "Cited, though no source was asked for",
        "2 sentences and headings that need no source",
        "Sources in full",
    ]
    identifiers = [row.attributes["id"] for row in rows(sheet(everything()))]
    claims = [entry for entry in everything().entries if not entry.is_exempt]
    assert sorted(identifiers) == sorted(f"a1-claim-{number}" for number in range(1, len(claims) + 1))


def test_the_order_of_the_article_can_be_kept() -> None:
    numbers = [row.attributes["id"] for row in rows(sheet(everything(), in_order=True))]
    assert numbers == [f"a1-claim-{number}" for number in range(1, len(numbers) + 1)]


def test_shared_words_are_underlined_and_absent_numbers_marked_in_both_columns() -> None:
    row = row_with("1000 µg every other day")
    assert [node.text() for node in row.walk() if node.name == "mark"] == ["1000 µg", "1000 µg"]
    assert [node.text() for node in row.walk() if node.name == "u"] == ["Initial treatment"]
    quoted = row_with("mainstay")
    assert [node.text() for node in quoted.walk() if node.name == "mark"] == ["the mainstay of all"] * 2
    assert "whose wording is nearer" in row.text()
    assert "The authors, of claim-number-absent: “the full text, table 2”" in row.text()


def test_what_a_reviewer_must_know_of_a_source_stands_beside_the_claim() -> None:
    row = row_with("miR-429")
    assert "Retracted: Oncol Lett. 2021 Jul;22(1):545" in row.text()
    assert "10 years old" in row.text()
    links = [node.attributes["href"] for node in row.walk() if node.name == "a"]
    assert "https://pubmed.ncbi.nlm.nih.gov/27602157/" in links
    assert "https://doi.org/10.3892/ol.2016.4904" in links
    assert "fingerprint only" in row.text()


def test_every_source_has_its_own_boxes_and_no_claim_is_without() -> None:
    for row in rows(sheet(everything())):
        boxes = [node for node in row.walk() if node.attributes.get("class") == "tick"]
        sources = [node for node in row.walk() if node.attributes.get("class") == "source"]
        assert len(boxes) == (4 * len(sources) if sources else len(boxes))
        assert boxes
        assert "Remarks" in row.text()
        assert "Initials" in row.text()


def test_a_list_is_one_claim_with_its_lead_in() -> None:
    row = row_with("strict vegans")
    assert "Consider prophylaxis in:" in row.text()
    assert [node.text() for node in row.walk() if node.name == "li"] == [
        "strict vegans",
        "people after surgery",
    ]
    assert "Its source: shared by the list." in row.text()
    alone = row_with("numb feet")
    assert "See a doctor if you have:" in alone.text()


def test_it_never_says_supported() -> None:
    text = re.sub(r"<[^>]+>", " ", text_of(sheet(everything(), foreign())))
    assert not re.search(r"\b(supported|verified|confirmed)\b", text, re.IGNORECASE)
    assert "None of this says that a source supports a claim" in text


def test_the_text_is_bound_by_its_digest_and_the_counts_are_there() -> None:
    one = everything()
    text = text_of(sheet(one))
    assert one.digest in text
    assert "20 November 2026" in text
    assert "22 November 2026" in text
    assert f"{one.coverage.must_cited} of {one.coverage.must} claims that must have a source name one" in text
    assert "1 with a number not found" in text


def test_several_articles_have_an_index_with_the_coverage_of_each_and_of_all() -> None:
    tree = read_tree(text_of(sheet(everything(), foreign())))
    index = next(node for node in tree.named("section") if node.attributes.get("class") == "index")
    cells = [[cell.text() for cell in row.elements()] for row in index.walk() if row.name == "tr"]
    assert cells[1][0] == "Is it so?"
    assert cells[2][1:] == ["not judged"] * 4
    assert cells[3][0] == "Whole project"
    assert cells[3][1:] == cells[1][1:]


def test_an_article_in_another_language_says_so() -> None:
    text = text_of(sheet(foreign()))
    assert "Not judged: the detector reads English only" in text
    assert 'lang="de"' in text
    assert "Sentences with a source, not judged" in text


def test_an_empty_article_says_so() -> None:
    assert "The article has no text." in text_of(sheet(empty()))
    assert "No articles." in text_of(sheet())


def test_the_abstract_is_given_in_full_where_it_is_at_hand() -> None:
    text = text_of(sheet(everything()))
    assert "We aimed to develop a widely accepted expert consensus" in text
    assert "from the local store" in text


def crowded(claims: int) -> Callable[[], bytes]:
    built = Builder()
    passage = "Treatment was regarded as first choice for patients."
    for number in range(claims):
        text = f"Treatment {number} of 1000 µg lowers the risk in some patients."
        built.add(text, EvidenceState.TO_BE_CHECKED, source("obeid2024", comparison=compared(passage, 0.4)))
    made = sheet(built.ledger())
    return lambda: render_sheet(made)


def test_the_sheet_of_a_thousand_claims_takes_time_in_proportion() -> None:
    assert crowded(1_000)().count(b'class="entry"') == 1_000
    assert growth(crowded, 120, below=8) < 8


def test_the_sheet_of_the_project_says_what_the_ledger_says() -> None:
    found = ledger(open_workspace(PROJECT), TODAY)
    text = found.sheet().decode()
    assert [one.message for one in validate_html(text.encode(), is_article=False)] == []
    for one in found.articles:
        assert one.digest in text
    assert KNOWN.resolve("obeid2024") is not None


@pytest.mark.parametrize(
    ("text", "other", "shared"),
    [
        ("", "anaemia", []),
        ("Anaemias harm.", "", []),
        ("Anaemia of the old.", "anemic", ["Anaemia"]),
        ("Vitamin B12 helps nerves.", "vitamin b12 and nerve", ["Vitamin B12", "nerves"]),
        ("High-dose oral B12.", "a high dose", ["High-dose"]),
        ("The of and.", "the of and", []),
    ],
)
def test_shared_words(text: str, other: str, shared: list[str]) -> None:
    found = shared_words(text, frozenset(stems(other)))
    assert [text[start:end] for start, end in found] == shared


def test_numbers_are_found_by_their_normal_form() -> None:
    text = "Give 1 mg, then 1000 mcg for two weeks."
    assert [text[start:end] for start, end in numbers_in(text, {"1000 ug"})] == ["1 mg", "1000 mcg"]
    assert numbers_in(text, set()) == []
