"""What an export says in JATS, Osler's own reader reads back: text, citations, metadata, in their order."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exporters.samples import GREEN, bibliography, publish
from tests.properties.test_exports_valid import documents
from toolkit.errors import UnreadableInputError
from toolkit.exporters import jats
from toolkit.readers.jats import read_jats
from toolkit.readers.markdown import read_article
from toolkit.validators.reading_back import prove_reading

FRONT = """---
title: A title
type: question-answer
date: 2026-11-22
doi: 10.5555/a
audience: both
authors:
  - name: Jane van der Berg, MD
    orcid: 0000-0002-1825-0097
    roles: [writing – original draft]
  - collective: The Study Group
keywords: [one, two]
subjects: [Leukopenia]
abstract: A short answer.
funding: None.
competing_interests: None declared.
history:
  - date: 2026-11-23
    kind: correction
    summary: A dose was corrected.
    notice: 10.5555/notice.1
translated_abstracts:
  de: Eine kurze Antwort.
ai_assistance:
  - tool: Writer
    version: "2"
    provider: The Maker
    dates: 2026-01
    purpose: a first draft.
    sections: [Doses, Key points]
    verified_by: Jane
---
"""
XML_FRAGMENTS = (
    "<sec><title>T</title><p>a</p></sec>",
    "<p>one<list><list-item><p>x</p></list-item></list>two</p>",
    "<p>[<xref ref-type='bibr' rid='r1'>1</xref>–<xref ref-type='bibr' rid='r3'>3</xref>]</p>",
    "<p><sup><xref ref-type='bibr' rid='r1'>1</xref></sup> &nbsp; &unknown; tail</p>",
    "<table-wrap><table><tr><td colspan='3'>a</td></tr></table></table-wrap>",
    "<unknown><p>kept <strange>too</strange></p></unknown>",
    "<fig><graphic/></fig>",
    "<boxed-text><p/></boxed-text>",
    "<disp-formula><label>(1)</label>x</disp-formula>",
    "<question-wrap><question><p>q</p></question><answer><p>a</p></answer></question-wrap>",
    "<p><fn><p>note</p></fn></p>",
    "<xref/>",
    "loose",
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents)
def test_any_article_survives_the_way_to_jats_and_back(markdown: str) -> None:
    article = read_article("articles/a.md", (FRONT + markdown).encode("utf-8", "surrogatepass"))
    publication = publish(article, bibliography(green=GREEN))
    assert [one.message for one in prove_reading(publication, jats.render(publication))] == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(XML_FRAGMENTS), max_size=8))
def test_reading_is_total_and_loses_no_word_unnamed(fragments: list[str]) -> None:
    body = "".join(fragments)
    data = f"<!DOCTYPE article SYSTEM 'x.dtd'><article><body>{body}</body></article>".encode()
    reading = read_jats("a.xml", data)
    assert reading.held <= reading.elements
    if "strange" in body:
        assert "p/strange" in {one.name for one in reading.unheld}
    if "colspan" in body:
        assert "td[@colspan]" in {one.name for one in reading.unheld}


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_an_article_or_refused(data: bytes) -> None:
    with pytest.raises(UnreadableInputError):
        read_jats("a.xml", data)


def test_deep_nesting_keeps_its_words() -> None:
    data = (
        "<article><body><p>" + "<bold>" * 240 + "deep" + "</bold>" * 240 + "</p></body></article>"
    ).encode()
    reading = read_jats("a.xml", data)
    assert any(one.name == "bold/bold" and one.keeps_text for one in reading.unheld)
    assert b"deep" in data
