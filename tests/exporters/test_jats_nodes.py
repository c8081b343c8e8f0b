"""Every type of node, in every place where it may stand, is valid under three DTDs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, get_args

import pytest
from lxml import etree

from tests.exporters.jats_dtds import complaints
from tests.exporters.samples import NOWHERE as AT
from tests.exporters.samples import article_of, cite, paragraph, publish, text
from toolkit.exporters.jats import NODES, build
from toolkit.model import article as model
from toolkit.model.article import (
    Attributes,
    Block,
    BlockQuote,
    Citation,
    CitationGroup,
    CitationMode,
    Code,
    CodeBlock,
    Comment,
    CrossReference,
    DefinitionItem,
    DefinitionList,
    Div,
    Emphasis,
    Figure,
    FootnoteDefinition,
    FootnoteReference,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    ListItem,
    Math,
    MathBlock,
    Paragraph,
    RawBlock,
    RawInline,
    SoftBreak,
    SpanNode,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Table,
    TableCell,
    ThematicBreak,
)
from toolkit.model.review import ReviewEvent, ReviewEventKind, ReviewState
from toolkit.readers.jats import read_jats

UNREADABLE_TEX = "{{{" * 50


def classed(*classes: str, **pairs: str) -> Attributes:
    return Attributes(classes=classes, pairs=tuple(pairs.items()))


def named(identifier: str) -> Attributes:
    return Attributes(identifier=identifier)


WRAPPERS: dict[str, Any] = {
    "emphasis": Emphasis(AT, (text("e"),)),
    "strong": Strong(AT, (text("s"),)),
    "strike": Strikethrough(AT, (text("s"),)),
    "superscript": Superscript(AT, (text("2"),)),
    "subscript": Subscript(AT, (text("2"),)),
    "link": Link(AT, "https://example.org/", (text("l"),)),
    "span": SpanNode(AT, (text("x"),), classed("term")),
    "underline": SpanNode(AT, (text("x"),), classed("underline")),
    "smallcaps": SpanNode(AT, (text("x"),), classed("smallcaps")),
    "claim": SpanNode(AT, (text("x"),), classed("claim")),
}
INLINES: dict[str, Inline] = {
    "text": text("x"),
    **WRAPPERS,
    "code": Code(AT, "c"),
    "math": Math(AT, "x^2"),
    "display math": Math(AT, "x^2", display=True),
    "unreadable math": Math(AT, UNREADABLE_TEX),
    "email": Link(AT, "mailto:a@b.org", (text("a@b.org"),)),
    "fragment": Link(AT, "#h1", (text("l"),)),
    "image": Image(AT, "a.png", "alt"),
    "remote image": Image(AT, "https://example.org/b.png", "alt"),
    "note": FootnoteReference(AT, "n"),
    "cross-reference": CrossReference(AT, "fig-1"),
    "citation": cite("green"),
    "narrative citation": CitationGroup(AT, (Citation(AT, AT, "green", CitationMode.NARRATIVE),)),
    "unresolved citation": cite("nobody"),
    "line break": LineBreak(AT),
    "soft break": SoftBreak(AT),
    "raw": RawInline(AT, "<b>"),
    "comment": Comment(AT, "c"),
}


def wrapped(wrapper: Any, one: Inline) -> list[Block]:
    return [Paragraph(AT, (replace(wrapper, children=(one,)),))]


PLACES: dict[str, Callable[[Inline], list[Block]]] = {
    "paragraph": lambda one: [Paragraph(AT, (one,))],
    "heading": lambda one: [Heading(AT, 2, (text("t"), one), "hh")],
    "heading alone": lambda one: [Heading(AT, 2, (one,), "hh")],
    "heading in a list": lambda one: [ListBlock(AT, (ListItem(AT, (Heading(AT, 2, (one,), "hx"),)),))],
    "list item": lambda one: [ListBlock(AT, (ListItem(AT, (Paragraph(AT, (one,), tight=True),)),))],
    "definition": lambda one: [
        DefinitionList(AT, (DefinitionItem(AT, (one,), ((Paragraph(AT, (one,)),),)),)),
    ],
    "quotation": lambda one: [BlockQuote(AT, (Paragraph(AT, (one,)),))],
    "table": lambda one: [
        Table(
            AT,
            (None, "right"),
            (TableCell(AT, (one,)), TableCell(AT, ())),
            ((TableCell(AT, (one,)), TableCell(AT, ())),),
            (one,),
            named("tbl-1"),
        )
    ],
    "figure": lambda one: [Figure(AT, Image(AT, "f.png", "alt", attributes=named("fig-2")), (one,))],
    "note": lambda one: [FootnoteDefinition(AT, "n2", (Paragraph(AT, (one,)),))],
    "box": lambda one: [
        Div(AT, (Heading(AT, 2, (one,), "kk"), Paragraph(AT, (one,))), classed("key-points"), AT)
    ],
    "audience": lambda one: [
        Div(AT, (Heading(AT, 2, (one,), "kk"), Paragraph(AT, (one,))), classed(audience="patient"), AT)
    ],
    **{name: partial(wrapped, wrapper) for name, wrapper in WRAPPERS.items()},
}
BLOCKS: dict[str, Block] = {
    "paragraph": paragraph("p"),
    "heading": Heading(AT, 3, (text("h"),), "hb"),
    "bullets": ListBlock(AT, (ListItem(AT, (paragraph("x"),)),)),
    "numbers from 3": ListBlock(AT, (ListItem(AT, (paragraph("x"),)),), 3),
    "tasks": ListBlock(AT, (ListItem(AT, (paragraph("x"),), checked=True),)),
    "empty item": ListBlock(AT, (ListItem(AT, ()),)),
    "definitions": DefinitionList(
        AT, (DefinitionItem(AT, (text("t"),), ((paragraph("d"),), (paragraph("d"),), ())),)
    ),
    "quotation": BlockQuote(AT, (paragraph("q"),)),
    "code": CodeBlock(AT, "a\n<b>", "python {.numbered}"),
    "formula": MathBlock(AT, "x^2", named("eq-1")),
    "unreadable formula": MathBlock(AT, UNREADABLE_TEX),
    "table": Table(
        AT,
        ("left", "center"),
        (TableCell(AT, (text("a"),)), TableCell(AT, (text("b"),))),
        ((TableCell(AT, (text("1"),)), TableCell(AT, (text("2"),))),),
        (text("caption"),),
        named("tbl-9"),
    ),
    "table without rows": Table(AT, ("left",), (TableCell(AT, (text("a"),)),), ()),
    "table without anything": Table(AT, (), (), ()),
    "figure": Figure(AT, Image(AT, "f.png", "alt"), (text("caption"),)),
    "remote figure": Figure(AT, Image(AT, "https://example.org/f.png", "alt"), ()),
    "box": Div(AT, (paragraph("p"),), classed("note"), AT),
    "box with a heading": Div(
        AT, (paragraph("p"), Heading(AT, 2, (text("h"),), "hd"), paragraph("p")), classed("aside"), AT
    ),
    "box that is a heading": Div(AT, (Heading(AT, 2, (text("h"),), "hd"),), classed("tip"), AT),
    "empty box": Div(AT, (), classed("note"), AT),
    "mark": Div(AT, (paragraph("p"),), classed("no-claim"), AT),
    "audience": Div(AT, (paragraph("p"),), classed(audience="patient"), AT),
    "disclaimer by reference": Div(AT, (), Attributes("general", ("disclaimer",)), AT),
    "disclaimer spelled out": Div(AT, (paragraph("own"),), Attributes("general", ("disclaimer",)), AT),
    "unknown disclaimer": Div(AT, (), Attributes("nobody", ("disclaimer",)), AT),
    "rule": ThematicBreak(AT),
    "raw": RawBlock(AT, "<p>"),
    "comment": Comment(AT, "c"),
    "note": FootnoteDefinition(AT, "nn", (paragraph("n"),)),
    "empty note": FootnoteDefinition(AT, "nn", ()),
}
BLOCK_PLACES: dict[str, Callable[[Block], list[Block]]] = {
    "body": lambda one: [one],
    "body before a paragraph": lambda one: [one, paragraph("after")],
    "section": lambda one: [Heading(AT, 2, (text("s"),), "s1"), one, Heading(AT, 2, (text("s"),), "s2")],
    "list item": lambda one: [ListBlock(AT, (ListItem(AT, (one,)),))],
    "definition": lambda one: [DefinitionList(AT, (DefinitionItem(AT, (text("t"),), ((one,),)),))],
    "quotation": lambda one: [BlockQuote(AT, (one,))],
    "note": lambda one: [
        Paragraph(AT, (FootnoteReference(AT, "q"),)),
        FootnoteDefinition(AT, "q", (one,)),
    ],
    "box": lambda one: [Div(AT, (one,), classed("key-points"), AT)],
    "box before a paragraph": lambda one: [Div(AT, (one, paragraph("after")), classed("key-points"), AT)],
    "audience": lambda one: [Div(AT, (one,), classed(audience="patient"), AT)],
    "audience before a paragraph": lambda one: [
        Div(AT, (one, paragraph("x")), classed(audience="patient"), AT),
        paragraph("x"),
    ],
    "disclaimer": lambda one: [Div(AT, (one,), Attributes("general", ("disclaimer",)), AT)],
}
AROUND: list[Block] = [
    Heading(AT, 2, (text("h1"),), "h1"),
    Figure(AT, Image(AT, "f.png", "a", attributes=named("fig-1")), (text("c"),)),
    FootnoteDefinition(AT, "n", (paragraph("n"),)),
]


def test_every_type_of_node_has_a_row() -> None:
    types = {
        *get_args(model.Block),
        *get_args(model.Inline),
        model.ListItem,
        model.DefinitionItem,
        model.TableCell,
    }
    assert set(NODES) == types


def test_every_type_of_node_is_tried_below() -> None:
    tried = {type(one) for one in (*INLINES.values(), *BLOCKS.values())}
    assert tried == {*get_args(model.Block), *get_args(model.Inline)}


def said(*blocks: Block) -> list[str]:
    article = article_of(*blocks, targets=frozenset({"h1", "fig-1"}))
    return complaints(build(publish(article)).data)


def culprits(placed: dict[str, list[Block]]) -> list[str]:
    """Name the nodes that are not valid, before or after others; all at once first, which is faster."""
    together = [block for blocks in placed.values() for block in blocks]
    if not said(*AROUND, *together) and not said(*together, *AROUND):
        return []
    return [
        f"{name}: {complaint}"
        for name, blocks in placed.items()
        for complaint in (*said(*AROUND, *blocks), *said(*blocks, *AROUND))
    ] or ["only together"]


@pytest.mark.parametrize("place", PLACES)
def test_inlines_are_valid_wherever_they_stand(place: str) -> None:
    assert culprits({name: PLACES[place](node) for name, node in INLINES.items()}) == []


@pytest.mark.parametrize("place", BLOCK_PLACES)
def test_blocks_are_valid_wherever_they_stand(place: str) -> None:
    assert culprits({name: BLOCK_PLACES[place](node) for name, node in BLOCKS.items()}) == []


@pytest.mark.parametrize("name", [*INLINES, *BLOCKS])
def test_each_node_is_valid_alone(name: str) -> None:
    node = INLINES.get(name)
    block = Paragraph(AT, (node,)) if node is not None else BLOCKS[name]
    assert said(block) == []


def test_the_steps_of_a_review_are_dated_events_and_are_read_back() -> None:
    steps = tuple(ReviewEvent(kind, date(2026, 11, day)) for day, kind in enumerate(ReviewEventKind, start=1))
    publication = publish(article_of(paragraph("text")), review=ReviewState(events=steps))
    built = build(publication)
    events = etree.fromstring(built.data).findall(".//pub-history/event")
    assert [(one.get("event-type"), one.xpath("string(date/@iso-8601-date)")) for one in events] == [
        (step.kind.value, step.day.isoformat()) for step in steps
    ]
    assert complaints(built.data) == []
    reading = read_jats("a.xml", built.data)
    assert reading.article.metadata.history == ()
    assert not [one for one in reading.unheld if "event" in one.name]
