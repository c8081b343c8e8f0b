"""Which citations cover which unit.

A citation covers its sentence. Where the policy says `citation-scope = "paragraph"`, it also covers
the sentences of its paragraph that have none of their own: from the citation on, and, up to the
paragraph's first citation, before it. A mark on a citation overrules the policy: `[@key]{.paragraph}`
carries through its paragraph, `[@key]{.sentence}` covers its sentence alone.

A list that completes a lead-in is one claim: a citation on the lead-in or on the last item covers all of
it, and what is missing is reported once, at the lead-in; so is a row of a table, whose cells share their
citations, and a table, which its caption's citation covers.

A footnote that has nothing but citations ("See [@key].") covers the sentence in which its mark stands.

An explicit claim, `[…]{.claim}` or a `::: {.claim}` block, is covered by the citations inside it or
right after it, and by no others; they cover nothing beyond it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from toolkit.model.article import (
    Article,
    Citation,
    CitationGroup,
    Div,
    FootnoteDefinition,
    FootnoteReference,
    SpanNode,
    walk,
)
from toolkit.model.blocks import plain_text
from toolkit.model.span import Span
from toolkit.model.unit import Claim, Judgement, Need, Scope, Unit, UnitBlock

_Sources = tuple[tuple[Citation, ...], Scope]
REACHES = {"sentence": Scope.SENTENCE, "paragraph": Scope.PARAGRAPH}
"""Classes by which a group of citations says how far it reaches; the narrower one wins."""
# What may stand between an explicit claim and the citation right after it.
_BETWEEN = re.compile(r"[\s.,;:!?*_”\"')]{0,8}")
_NO_WORDS = re.compile(
    r"(?i)(?:see|also|cf|compare|source|sources|reference|references|and|from|e\.g|[\s.,:;&()])*+"
)
"""What may stand in a note beside its citations without making it a text of its own."""
_LONGEST_NOTE = 200
_NOTHING: _Sources = ((), Scope.NONE)
_LIST_LIKE = frozenset((UnitBlock.LIST_ITEM, UnitBlock.TABLE_CELL))


@dataclass(frozen=True, slots=True)
class _Explicit:
    """An explicit claim: its place, and the citations inside or right after it."""

    span: Span
    sources: tuple[Citation, ...]


def claims_of(
    article: Article, units: Sequence[Unit], judgements: Sequence[Judgement], scope: Scope
) -> tuple[Claim, ...]:
    """Give every unit with its judgement and the citations that cover it.

    `scope` is the policy's: `Scope.SENTENCE` or `Scope.PARAGRAPH`.
    """
    explicit = _explicit_claims(article)
    sources = _by_sentence(units, explicit)
    _cite_notes(article, units, sources)
    reaches = _reaches(article)
    if scope is Scope.PARAGRAPH or Scope.PARAGRAPH in reaches.values():
        _carry_through_paragraphs(units, sources, lambda one: reaches.get(one.span, scope) is Scope.PARAGRAPH)
    _share_rows_and_captions(units, sources)
    _share_lists(units, sources)
    heads = _heads(units, judgements)
    return tuple(
        Claim(unit, judgement, covered, how, heads[index])
        for index, (unit, judgement, (covered, how)) in enumerate(
            zip(units, judgements, sources, strict=True)
        )
    )


def _reaches(article: Article) -> dict[Span, Scope]:
    """Give, by their place, the citations that say themselves how far they reach."""
    return {
        citation.span: next(scope for name, scope in REACHES.items() if name in group.attributes.classes)
        for group in article.citation_groups
        if not REACHES.keys().isdisjoint(group.attributes.classes)
        for citation in group.citations
    }


def _explicit_claims(article: Article) -> list[_Explicit]:
    """Find the explicit claims, in order of their beginning."""
    groups = article.citation_groups
    starts = [group.span.start for group in groups]
    found = []
    for node in walk(article.blocks):
        if not isinstance(node, SpanNode | Div) or "claim" not in node.attributes.classes:
            continue
        first, last = bisect_left(starts, node.span.start), bisect_left(starts, node.span.end)
        inside = [citation for group in groups[first:last] for citation in group.citations]
        if last < len(groups) and isinstance(node, SpanNode):
            inside.extend(_right_after(article, node.span, groups[last]))
        found.append(_Explicit(node.span, tuple(inside)))
    return found


def _right_after(article: Article, span: Span, group: CitationGroup) -> tuple[Citation, ...]:
    gap = article.source.text[span.end : group.span.start] if group.span.start - span.end <= 8 else "-"
    return group.citations if _BETWEEN.fullmatch(gap) else ()


def _by_sentence(units: Sequence[Unit], explicit: list[_Explicit]) -> list[_Sources]:
    """Give each unit its own citations; explicit claims overrule what stands around them."""
    sources: list[_Sources] = [
        (unit.citations, Scope.SENTENCE) if unit.citations else _NOTHING for unit in units
    ]
    starts = [unit.span.start for unit in units]
    for claim in explicit:
        first = max(bisect_right(starts, claim.span.start) - 1, 0)
        for index in range(first, bisect_left(starts, claim.span.end)):
            if units[index].span.overlaps(claim.span):
                sources[index] = (claim.sources, Scope.EXPLICIT)
    return sources


def _cite_notes(article: Article, units: Sequence[Unit], sources: list[_Sources]) -> None:
    """Let a footnote that has nothing but citations cover the sentence in which its mark stands.

    A note with words of its own is read on its own: nobody can tell which of them its citations are for.
    """
    notes = _citing_notes(article)
    if not notes:
        return
    starts = [unit.span.start for unit in units]
    for mark in article.nodes(FootnoteReference):
        index = bisect_right(starts, mark.span.start) - 1
        if mark.label not in notes or index < 0 or not units[index].span.overlaps(mark.span):
            continue
        covered, how = sources[index]
        if how is not Scope.EXPLICIT:
            sources[index] = ((*covered, *notes[mark.label]), Scope.SENTENCE)


def _citing_notes(article: Article) -> dict[str, tuple[Citation, ...]]:
    """Give, by their labels, the citations of the footnotes that have nothing else."""
    notes: dict[str, tuple[Citation, ...]] = {}
    for note in article.nodes(FootnoteDefinition):
        groups = [node for node in walk(note.children) if isinstance(node, CitationGroup)]
        if groups and _NO_WORDS.fullmatch(plain_text(note.children)[:_LONGEST_NOTE]):
            notes.setdefault(note.label, tuple(one for group in groups for one in group.citations))
    return notes


def _carry_through_paragraphs(
    units: Sequence[Unit], sources: list[_Sources], carries: Callable[[Citation], bool]
) -> None:
    """Let the citations that carry cover those sentences of their paragraph that have none.

    From the citation on, up to the next that carries; and what stands before the first that does. What
    is explicit is marked in `sources`, and neither gives nor takes.
    """
    start = 0
    while start < len(units):
        end = start
        while end < len(units) and units[end].paragraph == units[start].paragraph:
            end += 1
        if units[start].block is not UnitBlock.TABLE_CELL:
            giving = [
                tuple(one for one in covered if carries(one)) if how is Scope.SENTENCE else ()
                for covered, how in sources[start:end]
            ]
            carried = next((given for given in giving if given), ())
            for index, given in enumerate(giving, start=start):
                carried = given or carried
                if carried and sources[index][1] is Scope.NONE:
                    sources[index] = (carried, Scope.PARAGRAPH)
        start = end


def _share_rows_and_captions(units: Sequence[Unit], sources: list[_Sources]) -> None:
    """Let a citation in any cell cover its row, and one in the caption its table."""
    rows: dict[int, list[int]] = {}
    for index, unit in enumerate(units):
        if unit.block is UnitBlock.TABLE_CELL:
            rows.setdefault(unit.paragraph, []).append(index)
    for cells in rows.values():
        shared = next((sources[index][0] for index in cells if sources[index][0]), ())
        lead_in = units[cells[0]].lead_in
        if not shared and lead_in is not None:
            shared = sources[lead_in][0]
        for index in cells:
            if shared and sources[index][1] is Scope.NONE:
                sources[index] = (shared, Scope.LIST)


def _share_lists(units: Sequence[Unit], sources: list[_Sources]) -> None:
    """Let a citation on a lead-in, or on the last item, cover a lead-in and its list."""
    lists: dict[int, list[int]] = {}
    for index, unit in enumerate(units):
        if unit.lead_in is not None and unit.block is UnitBlock.LIST_ITEM:
            lists.setdefault(unit.lead_in, []).append(index)
    for lead_in, items in lists.items():
        shared = sources[lead_in][0] or sources[items[-1]][0]
        for index in (lead_in, *items):
            if shared and sources[index][1] is Scope.NONE:
                sources[index] = (shared, Scope.LIST)


def _heads(units: Sequence[Unit], judgements: Sequence[Judgement]) -> list[int | None]:
    """Give, for each item of one claim, the unit under which a missing source is reported.

    For a list that is its lead-in; for a row of a table its first cell that needs a source.
    """
    heads: list[int | None] = [unit.lead_in if unit.block is UnitBlock.LIST_ITEM else None for unit in units]
    rows: dict[int, int] = {}
    for index, unit in enumerate(units):
        if unit.block is UnitBlock.TABLE_CELL and judgements[index].need is not Need.NO:
            first = rows.setdefault(unit.paragraph, index)
            heads[index] = first if first != index else None
    return heads
