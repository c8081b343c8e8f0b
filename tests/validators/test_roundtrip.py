"""The round-trip proof: whatever is taken out of one of the files is missed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.exporters.samples import publish, read
from tests.exporters.test_jats_golden import publication
from toolkit.exporters import html, jats
from toolkit.model.finding import Severity
from toolkit.model.review import ReviewState, ReviewStatus
from toolkit.validators.printed import source_words
from toolkit.validators.roundtrip import RoundTrip, prove_round_trip

PUBLICATION = publication("everything")
XML, HTML = jats.render(PUBLICATION), html.render(PUBLICATION)


def lost(xml: bytes = XML, page: bytes = HTML) -> list[str]:
    return [f"{one.rule}: {one.message}" for one in prove_round_trip(PUBLICATION, xml, page).problems]


def test_nothing_is_lost_and_everything_is_counted() -> None:
    proof = prove_round_trip(PUBLICATION, XML, HTML)
    assert [one.message for one in proof.problems] == []
    assert (proof.citations, proof.references, proof.identifiers) == (11, 3, 6)
    assert (proof.authors, proof.dates, proof.disclaimers) == (7, 3, 1)
    assert proof.words == 95


@pytest.mark.parametrize("name", ["minimal", "journal"])
def test_other_goldens_lose_nothing(name: str) -> None:
    source = publication(name)
    assert prove_round_trip(source, jats.render(source), html.render(source)).problems == ()


def test_a_draft_counts_the_citations_that_lead_nowhere() -> None:
    source = publish(read("Text [@green; @nobody]."))
    proof = prove_round_trip(source, jats.render(source), html.render(source))
    assert (proof.citations, proof.unresolved, proof.problems) == (1, 1, ())


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda xml: xml.replace(b'<xref ref-type="bibr" rid="ref-1">1</xref>', b"1", 1), "links to ref-1"),
        (lambda xml: xml.replace(b'rid="ref-2"', b'rid="ref-3"', 1), "links to ref-2"),
        (lambda xml: xml.replace(b"28360040", b"28360041"), "lost pmid:28360040"),
        (lambda xml: xml.replace(b"PMC11050313", b"PMC1"), "lost pmcid:PMC11050313"),
        (lambda xml: xml.replace(b"10.3390/jcm13082176<", b"10.3390/jcm<"), "lost doi:10.3390/jcm13082176"),
        (lambda xml: xml.replace(b"<surname>Green", b"<surname>Gren"), 'the author "Green"'),
        (
            lambda xml: xml.replace(b'<year iso-8601-date="2017-05-11">2017', b"<year>2018"),
            "the year of reference 1",
        ),
        (
            lambda xml: xml.replace(b"Oxford, UK", b"").replace(b"Berg</surname>", b"</surname>"),
            "Jane van der Berg",
        ),
        (lambda xml: xml.replace(b'iso-8601-date="2025-04-01"', b""), "the date 2025-04-01"),
        (lambda xml: xml.replace(b"Ask a doctor.", b""), 'the disclaimer "general"'),
        (lambda xml: xml.replace(b"Quoted words.", b"Quoted."), '"words"'),
        (lambda xml: xml.replace(b"1000 ", b"100 "), '"1000"'),
        (lambda xml: xml.replace(b"<p>Check the count.</p>", b""), '"Check"'),
        (lambda xml: xml[: len(xml) // 2], "cannot be read back"),
    ],
)
def test_what_the_xml_lost_is_missed(spoil: Callable[[bytes], bytes], said: str) -> None:
    assert spoil(XML) != XML
    found = lost(xml=spoil(XML))
    assert any("article.xml" in one and said in one for one in found), found


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (
            lambda page: page.replace(b'href="#ref-1" role="doc-biblioref"', b'href="#ref-1"', 1),
            "links to ref-1",
        ),
        (
            lambda page: page.replace(
                b'href="#ref-2" role="doc-biblioref"', b'href="#ref-9" role="doc-biblioref"', 1
            ),
            "links to ref-9",
        ),
        (lambda page: page.replace(b"28360040", b"1"), "lost pmid:28360040"),
        (lambda page: page.replace(b"10.1182/blood-2016-10-569186", b"10.1/x"), "lost doi:"),
        (lambda page: page.replace(b"Green", b"Gren"), 'the author "Green"'),
        (lambda page: page.replace(b'datetime="2025-04-01"', b""), "the date 2025-04-01"),
        (lambda page: page.replace(b"Ask a doctor.", b""), 'the disclaimer "general"'),
        (lambda page: page.replace(b"Quoted words.", b"Quoted."), '"words"'),
    ],
)
def test_what_the_page_lost_is_missed(spoil: Callable[[bytes], bytes], said: str) -> None:
    assert spoil(HTML) != HTML
    found = lost(page=spoil(HTML))
    assert any("index.html" in one and said in one for one in found), found


ORDERS = ("export-roundtrip-citation", "the two exports cite in different orders or numbers", "title")
TOLD: list[tuple[bytes, bytes, list[tuple[str, str, str]]]] = [
    (
        b'<xref ref-type="bibr" rid="ref-1">1</xref>',
        b"1",
        [("citation", "links to ref-1 5 times, the article cites it 6 times", "@green")],
    ),
    (
        b'rid="ref-2"',
        b'rid="ref-3"',
        [
            ("citation", "links to ref-2 2 times, the article cites it 3 times", "@obeid"),
            ("citation", "links to ref-3 3 times, the article cites it 2 times", "@bad"),
        ],
    ),
    (
        b'rid="ref-2"',
        b'rid="ref-9"',
        [
            ("citation", "links to ref-2 2 times, the article cites it 3 times", "@obeid"),
            ("citation", "links to ref-9 1 times, the article cites it 0 times", "title"),
            ("citation", "links to ref-9, which is not in its list of references", "title"),
        ],
    ),
    (
        b'<ref id="ref-3"',
        b'<ref id="ref-9"',
        [
            ("citation", "links to ref-3, which is not in its list of references", "title"),
            ("reference", "has no entry ref-3 in its list of references", "@bad"),
        ],
    ),
    (b"28360040", b"28360041", [("reference", "lost pmid:28360040 of reference 1", "@green")]),
    (b"PMC11050313", b"PMC1", [("reference", "lost pmcid:PMC11050313 of reference 2", "@obeid")]),
    (
        b"10.3390/jcm13082176<",
        b"10.3390/jcm<",
        [("reference", "lost doi:10.3390/jcm13082176 of reference 2", "@obeid")],
    ),
    (b"<surname>Green", b"<surname>Gren", [("author", 'lost the author "Green" of reference 1', "@green")]),
    (
        b'<year iso-8601-date="2017-05-11">2017',
        b"<year>2018",
        [("date", "lost the year of reference 1", "@green")],
    ),
    (b"A paper that was", b"A paper", [("reference", "lost words of the title of reference 3", "@bad")]),
    (b"Ask a doctor.", b"", [("disclaimer", 'lost the disclaimer "general"', "title")]),
    (b"Quoted words.", b"Quoted.", [("words", 'lost words of the text: "words"', "Quoted words.")]),
]


@pytest.mark.parametrize(("old", "new", "told"), TOLD)
def test_what_is_lost_is_told_in_words_and_in_its_place(
    old: bytes, new: bytes, told: list[tuple[str, str, str]]
) -> None:
    assert old in XML
    problems = prove_round_trip(PUBLICATION, XML.replace(old, new, 1), HTML).problems
    said = [(one.rule, one.message, PUBLICATION.article.source.slice(one.span)) for one in problems]
    expected = [(f"export-roundtrip-{what}", f"article.xml {text}", place) for what, text, place in told]
    assert said == [*expected, *([ORDERS] if b"rid=" in old else [])]
    assert {one.severity for one in problems} == {Severity.ERROR}
    assert all(one.help and one.help.startswith("this is a defect of the exporter") for one in problems)


def test_a_lost_citation_of_the_page_is_told() -> None:
    page = HTML.replace(b'href="#ref-1" role="doc-biblioref"', b'href="#ref-1"', 1)
    first, second = prove_round_trip(PUBLICATION, XML, page).problems
    assert first.message == "index.html links to ref-1 5 times, the article cites it 6 times"
    assert (second.rule, second.message) == ORDERS[:2]


def test_xml_that_cannot_be_read_back_proves_nothing() -> None:
    found = prove_round_trip(PUBLICATION, XML[: len(XML) // 2], HTML)
    (problem,) = found.problems
    assert found == RoundTrip((problem,), 0, 0, 0, 0, 0, 0, 0)
    assert problem.rule == "export-roundtrip-citation"
    assert problem.message.startswith("article.xml cannot be read back: ")
    assert PUBLICATION.article.source.slice(problem.span) == "title"


def test_many_lost_words_are_counted() -> None:
    source = publish(read("Alpha bravo charlie delta echo foxtrot golf hotel india juliet.\n"))
    data = jats.render(source)
    spoilt = data.replace(b"Alpha bravo charlie delta echo foxtrot golf hotel india juliet.", b"")
    (problem,) = prove_round_trip(source, spoilt, html.render(source)).problems
    words = '"Alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel" and 2 more'
    assert problem.message == f"article.xml lost words of the text: {words}"
    eight = data.replace(b"Alpha bravo charlie delta echo foxtrot golf hotel", b"")
    (problem,) = prove_round_trip(source, eight, html.render(source)).problems
    assert problem.message.endswith('"golf", "hotel"')


def test_the_day_of_the_last_review_is_on_the_page() -> None:
    day = date(2026, 1, 2)
    for status, count in ((ReviewStatus.APPROVED, 1), (ReviewStatus.UNDER_REVIEW, 0)):
        state = ReviewState(status, last_reviewed=day)
        reviewed = replace(publish(read("Text.\n")), review=state)
        page = html.render(reviewed).replace(b"2026-01-02", b"2026-01-03")
        xml = jats.render(reviewed).replace(b"2026-01-02", b"2026-01-03")
        found = prove_round_trip(reviewed, xml, page)
        names = ["article.xml", "index.html"] if count else []
        assert [one.message for one in found.problems] == [f"{one} lost the date 2026-01-02" for one in names]
        assert found.dates == count + (reviewed.article.metadata.date is not None)


def test_marks_inside_words_join_them_and_citations_part_them() -> None:
    words = source_words(PUBLICATION.article).counts()
    assert words["H2O"] == 1
    assert words["B12"] >= 1
    assert words["agrees"] == 1


def test_a_name_behind_a_word_does_not_hide_it() -> None:
    source = publish(read("B~12~@green says."))
    assert prove_round_trip(source, jats.render(source), html.render(source)).problems == ()
    spoilt = jats.render(source).replace(b"<sub>12</sub>", b"")
    assert prove_round_trip(source, spoilt, html.render(source)).problems != ()
