"""Editions: an article with parts for patients and parts for professionals is two articles in one.

Each reads one of them whole: what is for all, and what is for them. Exports print each as a page of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from toolkit.claims.disclaimers import identify, placements
from toolkit.claims.kept import kept
from toolkit.model.article import (
    Article,
    Audience,
    Block,
    CitationGroup,
    Comment,
    Div,
    FootnoteDefinition,
    FootnoteReference,
    Heading,
    Node,
    children_of,
    walk,
)
from toolkit.model.policy import Occasion, Policy
from toolkit.model.span import Span

_OCCASIONS = {Audience.PATIENT: Occasion.PATIENT, Audience.PROFESSIONAL: Occasion.PROFESSIONAL}


@dataclass(frozen=True, slots=True)
class Edition:
    """What one audience reads of an article: as an article of its own, with that audience alone.

    `elsewhere` are the identifiers that only the other edition has.
    """

    audience: Audience
    article: Article
    elsewhere: frozenset[str] = frozenset()


def editions_of(article: Article, policy: Policy) -> tuple[Edition, ...]:
    """Give the editions of an article with parts for each audience, professionals' first; else none.

    A part is a div with `audience=patient` or `audience=professional` and something in it. What lies in no
    part is for all readers, except a disclaimer whose approved text is for the other audience alone.
    """
    if not {div.attributes.get("audience") for div in _parts(article)} >= set(Audience):
        return ()
    edited = {one: _edited(article, policy, one) for one in (Audience.PROFESSIONAL, Audience.PATIENT)}
    return tuple(Edition(one, own, article.targets - own.targets) for one, own in edited.items())


@kept
def _parts(article: Article) -> tuple[Div, ...]:
    return tuple(
        div
        for div in article.nodes(Div)
        if div.attributes.get("audience") in tuple(Audience)
        and any(not isinstance(child, Comment) for child in div.children)
    )


def parts_for(article: Article, audience: Audience) -> tuple[Div, ...]:
    """Give the parts of an article that are for one audience, nested ones too, in reading order."""
    return tuple(div for div in _parts(article) if div.attributes.get("audience") == audience)


def _edited(article: Article, policy: Policy, audience: Audience) -> Article:
    others = tuple(one for one in Audience if one is not audience)
    left_out = {div.span for other in others for div in parts_for(article, other)}
    left_out |= set(_disclaimers_for(article, policy, others))
    blocks = _Editor(left_out).blocks(article.blocks)
    blocks = _without_lost_notes(article, blocks)
    nodes = list(walk(blocks))
    identifiers = {name for node in nodes for name in _identifiers(node)}
    return replace(
        article,
        metadata=replace(article.metadata, audience=(audience,)),
        blocks=blocks,
        citation_groups=tuple(node for node in nodes if isinstance(node, CitationGroup)),
        targets=article.targets & identifiers,
    )


def _disclaimers_for(article: Article, policy: Policy, others: Sequence[Audience]) -> Iterator[Span]:
    """Yield the places of disclaimers that are approved for other audiences alone."""
    wanted = {_OCCASIONS[one] for one in others}
    for placement in placements(article):
        approved = identify(placement, policy)
        if approved is not None and approved.required_for and approved.required_for <= wanted:
            yield placement.div.span


class _Editor:
    """Rebuilds blocks without those that are left out; only what holds one of them is touched."""

    def __init__(self, left_out: set[Span]) -> None:
        self._left_out = left_out

    def blocks(self, nodes: Sequence[Any]) -> tuple[Any, ...]:
        """Give blocks without what is left out, and without the headings that nothing stands under any more."""
        remain = [self._rebuilt(node) for node in nodes if not self._is_left_out(node)]
        if len(remain) == len(nodes):
            return tuple(remain)
        emptied = _emptied(nodes, {node.span for node in remain})
        return tuple(node for node in remain if node.span not in emptied)

    def _is_left_out(self, node: Node) -> bool:
        return isinstance(node, Div) and node.span in self._left_out

    def _rebuilt(self, node: Any) -> Any:
        if not any(self._is_left_out(one) for one in walk((node,))):
            return node
        fields = {
            name: self._value(value)
            for name in node.__dataclass_fields__
            if isinstance(value := getattr(node, name), tuple) and not isinstance(value, Span)
        }
        return replace(node, **fields)

    def _value(self, value: tuple[Any, ...]) -> tuple[Any, ...]:
        if value and all(isinstance(one, Node) for one in value):
            return self.blocks(value)
        if value and all(isinstance(one, tuple) and not isinstance(one, Span) for one in value):
            return tuple(self._value(one) for one in value)
        return value


def _emptied(nodes: Sequence[Node], remaining: set[Span]) -> set[Span]:
    """Give the headings of sections that held something, and hold nothing of what remains."""
    open_sections: list[Heading] = []
    held: set[Span] = set()
    holding: set[Span] = set()
    for node in nodes:
        if isinstance(node, Heading):
            while open_sections and open_sections[-1].level >= node.level:
                open_sections.pop()
            open_sections.append(node)  # at most six, one a level
        elif not isinstance(node, Comment | FootnoteDefinition):
            around = {heading.span for heading in open_sections}
            held |= around
            holding |= around if node.span in remaining else set()
    return held - holding


def _without_lost_notes(article: Article, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Leave out the notes that only what was left out refers to; a note that nothing refers to stays."""
    definitions = {node.label: node for node in walk(blocks) if isinstance(node, FootnoteDefinition)}
    everywhere = {node.label for node in article.nodes(FootnoteReference)}
    reached: set[str] = set()
    queue: list[Node] = [node for node in blocks if not isinstance(node, FootnoteDefinition)]
    queue += [note for label, note in definitions.items() if label not in everywhere]
    while queue:
        node = queue.pop()
        if isinstance(node, FootnoteReference) and node.label in definitions and node.label not in reached:
            reached.add(node.label)
            queue.append(definitions[node.label])
        queue.extend(one for one in children_of(node) if not isinstance(one, FootnoteDefinition))
    lost = everywhere - reached
    return tuple(node for node in blocks if not (isinstance(node, FootnoteDefinition) and node.label in lost))


def _identifiers(node: Node) -> Iterator[str]:
    """Yield the identifiers that a node gives."""
    if isinstance(node, Heading):
        yield node.identifier
    attributes = getattr(node, "attributes", None)
    if attributes is not None and attributes.identifier:
        yield attributes.identifier
