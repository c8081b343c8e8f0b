"""The JATS reader: articles that others wrote, what it can't hold, and hostile files."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.exporters.samples import publish, read
from toolkit.errors import UnreadableInputError
from toolkit.exporters import jats
from toolkit.model.article import (
    CitationGroup,
    CitationMode,
    Div,
    Figure,
    Heading,
    Link,
    ListBlock,
    Metadata,
    Paragraph,
    Table,
    plain_text,
)
from toolkit.readers.jats import JatsReading, read_jats

FOLDER = Path(__file__).parent.parent / "data" / "jats"


def plos(name: str) -> JatsReading:
    return read_jats(name, (FOLDER / name).read_bytes())


def body(xml: str, back: str = "") -> JatsReading:
    return read_jats("a.xml", f"<article><body>{xml}</body><back>{back}</back></article>".encode())


def test_an_article_of_others_becomes_an_article() -> None:
    reading = plos("journal.pone.0002554.xml")
    article = reading.article
    assert (
        article.metadata.title
        == "A Comparison of Wood Density between Classical Cremonese and Modern Violins"
    )
    assert article.metadata.doi == "10.1371/journal.pone.0002554"
    assert article.metadata.date == date(2008, 7, 2)
    assert [one.name for one in article.metadata.authors] == ["Berend C. Stoel", "Terry M. Borman"]
    assert (article.metadata.authors[0].affiliation or "").startswith("Department of Radiology")
    kinds = Counter(type(node) for node in article.walk())
    assert (kinds[Table], kinds[Figure], kinds[Heading], kinds[CitationGroup]) == (1, 5, 9, 21)
    groups = [
        [citation.key.partition("-")[2] for citation in one.citations] for one in article.citation_groups
    ]
    assert groups[2] == ["Schelling1", "Schleske1"]
    assert groups[3] == ["Wegst1", "McIntyre1", "Haines1", "Haines2", "Bucur1"], "the range is written out"
    assert reading.works["pone.0002554-Sacconi1"].publisher == "Libreria Del Convegno"
    assert reading.journal.title == "PLoS ONE"


def test_what_is_not_held_is_named_with_its_line() -> None:
    reading = plos("journal.pone.0002554.xml")
    names = Counter(one.name for one in reading.unheld)
    assert names["fig/object-id"] == 5
    assert names["td[@colspan]"] == 2
    assert names["article-meta/history"] == 1
    assert (reading.held, reading.elements) == (671, 705)
    lines = (FOLDER / "journal.pone.0002554.xml").read_text("utf-8").splitlines()
    history = next(one for one in reading.unheld if one.name == "article-meta/history")
    assert "<history>" in lines[history.line - 1]


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.xml")))
def test_every_element_is_held_or_named(name: str) -> None:
    reading = plos(name)
    named = [one for one in reading.unheld if "[@" not in one.name]
    assert reading.elements - reading.held == len(named)
    assert reading.held / reading.elements > 0.8


def test_citations_in_brackets_superscripts_and_ranges() -> None:
    refs = "<ref-list>" + "".join(f'<ref id="r{n}"/>' for n in range(1, 6)) + "</ref-list>"
    one, two, five = (f'<xref ref-type="bibr" rid="r{n}">{n}</xref>' for n in (1, 2, 5))
    reading = body(
        f"<p>A [see {one}, p. 3; {two}]. B<sup>{one},{two}</sup> C [{two}–{five}] D {one} E [not {one} closed</p>",
        refs,
    )
    found = [
        [(c.key, c.prefix, c.suffix, c.locator) for c in group.citations]
        for group in reading.article.citation_groups
    ]
    assert found == [
        [("r1", "see", "p. 3", "p. 3"), ("r2", None, None, None)],
        [("r1", None, None, None), ("r2", None, None, None)],
        [(f"r{n}", None, None, None) for n in (2, 3, 4, 5)],
        [("r1", None, None, None)],
        [("r1", None, None, None)],
    ]
    assert plain_text(reading.article.blocks) == "A . B C  D  E [not  closed"


def test_blocks_in_a_paragraph_cut_it() -> None:
    reading = body("<p>one<list list-type='order'><list-item><p>x</p></list-item></list>two</p>")
    assert [type(one) for one in reading.article.blocks] == [Paragraph, ListBlock, Paragraph]
    assert reading.unheld == ()


def test_our_own_marks_are_read_as_what_they_were() -> None:
    source = read("@green says so.\n\n::: {.key-points}\n- One\n:::\n\n[link](https://example.org)\n")
    reading = read_jats("article.xml", jats.render(publish(source)))
    modes = [citation.mode for group in reading.article.citation_groups for citation in group.citations]
    assert modes == [CitationMode.NARRATIVE]
    boxes = [one for one in reading.article.blocks if isinstance(one, Div)]
    assert boxes[0].attributes.classes == ("key-points",)
    assert [one.url for one in reading.article.nodes(Link)] == ["https://example.org"]
    assert reading.state["review-status"] == "submitted"


def test_metadata_survive() -> None:
    front = """title: Can it?
type: question-answer
audience: both
date: 2026-11-22
translated_abstracts: {de: Kurz.}
history:
- {date: 2026-11-23, kind: retraction, summary: Wrong., notice: 10.5555/n}
ai_assistance: none
"""
    source = read("It can.\n", front=front)
    found = read_jats("article.xml", jats.render(publish(source))).article.metadata
    wanted = source.metadata

    def facts(one: Metadata) -> tuple[object, ...]:
        changes = [(change.date, change.kind, change.summary, change.notice) for change in one.history]
        return (
            one.title,
            one.type,
            one.audience,
            one.date,
            one.translated_abstracts,
            one.ai_assistance,
            changes,
        )

    assert facts(found) == facts(wanted)


def test_entities_that_html_knows_are_spelled_out_and_others_named() -> None:
    data = b"<!DOCTYPE article SYSTEM 'http://127.0.0.1:9/x'><article><body><p>a&alpha;b &odd; c</p></body></article>"
    reading = read_jats("a.xml", data)
    assert plain_text(reading.article.blocks) == "aαb &odd; c"
    assert [one.name for one in reading.unheld] == ["&odd;"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not well-formed"),
        (b"<html/>", "not `article`"),
        (b"<!DOCTYPE article [<!ENTITY a 'x'>]><article/>", "entities of its own"),
        (b"<!DOCTYPE article [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><article>&a;</article>", "entities"),
        (b"<article>" + b"<p>" * 400 + b"</p>" * 400 + b"</article>", "not well-formed"),
        (b" " * (16 * 1024 * 1024 + 1), "more than"),
    ],
    ids=["empty", "no article", "entity", "external entity", "deep", "large"],
)
def test_hostile_files_are_refused(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableInputError, match=message):
        read_jats("a.xml", data)


def test_a_small_file_cannot_become_a_huge_article() -> None:
    refs = "<ref-list>" + "".join(f'<ref id="r{n}"/>' for n in range(1000)) + "</ref-list>"
    pair = '<p>[<xref ref-type="bibr" rid="r0">1</xref>–<xref ref-type="bibr" rid="r999">1000</xref>]</p>'
    rows = "<table-wrap><table>" + '<tr><td colspan="999">x</td></tr>' * 1000 + "</table></table-wrap>"
    reading = body(pair * 1000 + rows, refs)
    assert sum(1 for _ in reading.article.walk()) < 150_000
    assert sum(len(one.citations) for one in reading.article.citation_groups) < 110_000


def test_columns_give_their_alignment_to_cells_without_one() -> None:
    table = (
        "<table-wrap><table><colgroup><col align='right'/><col span='2' align='center' width='3%'/></colgroup>"
        "<tr><td>a</td><td align='left'>b</td><td>c</td></tr></table></table-wrap>"
    )
    reading = read_jats("a.xml", f"<article><body>{table}</body></article>".encode())
    (found,) = reading.article.blocks
    assert isinstance(found, Table)
    assert found.alignments == ("right", "left", "center")
    assert reading.unheld == ()
