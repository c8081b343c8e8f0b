"""The round-trip proof: whatever is taken out of one of the files is missed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.exporters.test_jats_golden import publication
from toolkit.exporters import html, jats
from toolkit.validators.printed import source_words
from toolkit.validators.roundtrip import prove_round_trip

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
    from tests.exporters.samples import publish, read

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


def test_a_lost_word_is_located() -> None:
    proof = prove_round_trip(PUBLICATION, XML.replace(b"Quoted words.", b"Quoted."), HTML)
    source = PUBLICATION.article.source
    assert [source.slice(one.span) for one in proof.problems] == ["Quoted words."]


def test_marks_inside_words_join_them_and_citations_part_them() -> None:
    words = source_words(PUBLICATION.article).counts()
    assert words["H2O"] == 1
    assert words["B12"] >= 1
    assert words["agrees"] == 1


def test_a_name_behind_a_word_does_not_hide_it() -> None:
    from tests.exporters.samples import publish, read

    source = publish(read("B~12~@green says."))
    assert prove_round_trip(source, jats.render(source), html.render(source)).problems == ()
    spoilt = jats.render(source).replace(b"<sub>12</sub>", b"")
    assert prove_round_trip(source, spoilt, html.render(source)).problems != ()
