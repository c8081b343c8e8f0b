"""The ledger on a terminal: verdict, words, why, sources and what the abstract lacks, in 60 to 96 columns."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Collection, Iterator
from datetime import date

import click

from toolkit.api.ledger import Ledger
from toolkit.claims.detection import NOT_JUDGED as UNJUDGED
from toolkit.claims.ledger import hardest_first
from toolkit.exporters.html.evidence import evidence_type, marks
from toolkit.exporters.ledger.words import NOT_JUDGED, STATES, coverage_sentences, scope_of
from toolkit.model.bibliography import Reference
from toolkit.model.counting import counted
from toolkit.model.evidence import Basis, EvidenceState, SourceEvidence
from toolkit.model.ledger import ArticleLedger, LedgerEntry
from toolkit.model.unit import Coverage, Need
from toolkit.model.work import Collective
from toolkit.reporters.printable import one_line

_NARROW, _WIDE = 60, 96
_INDENT = " " * 9
_COLOURS = {
    EvidenceState.UNRELATED: "red",
    EvidenceState.NUMBER_ABSENT: "red",
    EvidenceState.QUOTE_ABSENT: "red",
    EvidenceState.NOT_COMPARED: "yellow",
    EvidenceState.WAIVED: "yellow",
}


def text_of(
    found: Ledger,
    *,
    is_hardest_first: bool = False,
    only_uncited: bool = False,
    states: Collection[EvidenceState] = (),
) -> Iterator[str]:
    """Give the lines of the terminal's form; `states`, if any, are those to show."""
    width = min(max(shutil.get_terminal_size((80, 24)).columns, _NARROW), _WIDE)
    is_filtered = only_uncited or bool(states)
    for one in found.articles:
        entries = [
            entry
            for entry in one.entries
            if (entry.is_uncited or not only_uncited) and (not states or entry.evidence.state in states)
        ]
        if is_filtered and not entries:
            continue
        yield click.style(one_line(one.article.path), bold=True)
        yield from _coverage(one.coverage, width) if one.is_judged else _wrap(NOT_JUDGED, width, "  ")
        yield ""
        for entry in hardest_first(entries) if is_hardest_first else entries:
            yield from _entry(entry, one, found, width)
        if not entries or entries[-1].is_exempt or is_hardest_first:
            yield ""
    if len(found.articles) > 1:
        yield click.style(counted(len(found.articles), "article"), bold=True)
        yield from _coverage(found.coverage, width)
    if not found.articles:
        yield "No articles."


def _coverage(coverage: Coverage, width: int) -> Iterator[str]:
    for sentence in coverage_sentences(coverage):
        yield from _wrap(sentence, width, "  ")


def _entry(entry: LedgerEntry, ledger: ArticleLedger, found: Ledger, width: int) -> Iterator[str]:
    """Give one claim: place and verdict, its text, its sources. Exempt sentences take one line."""
    position = ledger.article.source.position(entry.first.claim.unit.span.start)
    place = f"{position.line}:{position.column}".rjust(7)
    judgement = entry.judgement
    if entry.is_exempt:
        text = one_line(f"{judgement.why}: {entry.first.claim.unit.text}")
        yield click.style(f"{place}  {textwrap.shorten(text, width - 9, placeholder='…')}", dim=True)
        return
    verdict = f"{judgement.need} · {judgement.kind} · {judgement.confidence} confidence"
    if judgement == UNJUDGED:
        verdict = "not judged"
    yield from _verdict(f"{place}  ", verdict, entry, width)
    yield from _words(entry, width)
    yield from _dim(f"why: {judgement.why}", width)
    scope = scope_of(entry)
    if entry.is_cited and scope:
        yield from _dim(f"scope: {scope}", width)
    for one in entry.suppressions:
        yield from _dim(f"the authors, of {', '.join(one.rules)}: “{one.reason}”", width)
    for source in entry.evidence.sources:
        yield from _source(source, found, width)
    for reference in entry.evidence.better:
        yield from _dim(f"nearer in wording: {_short(reference, found.as_of)}", width)
    yield ""


def _verdict(place: str, verdict: str, entry: LedgerEntry, width: int) -> Iterator[str]:
    """Give the verdict, and the state at the right, or below where there is no room."""
    words, colour = _state(entry)
    styled = click.style(verdict, bold=True)
    gap = width - len(place) - len(verdict) - len(words)
    if gap >= 2:
        yield f"{place}{styled}{' ' * gap}{click.style(words, fg=colour)}"
        return
    yield f"{place}{styled}"
    for row in textwrap.wrap(words, width, initial_indent=_INDENT, subsequent_indent=_INDENT):
        yield click.style(row, fg=colour)


def _state(entry: LedgerEntry) -> tuple[str, str | None]:
    """Give the state in words, and its colour."""
    state = entry.evidence.state
    if entry.cites_retracted:
        return "cites a retracted work", "red"
    if state is EvidenceState.NO_SOURCE:
        return STATES[state], "red" if entry.need is Need.MUST else "yellow"
    if state is EvidenceState.WAIVED:
        return f"waived: {one_line(entry.evidence.reason)}", "yellow"
    return STATES[state], _COLOURS.get(state)


def _words(entry: LedgerEntry, width: int) -> Iterator[str]:
    """Give the sentence, or the lead-in and its items."""
    lines = list(entry.lines)
    if entry.lead_in is not None:
        yield from _dim(entry.lead_in.claim.unit.text, width)
    elif lines[0].claim.reported_with is None:
        yield from _wrap(lines.pop(0).claim.unit.text, width, _INDENT)
    for line in lines:
        yield from _wrap(f"• {line.claim.unit.text}", width, _INDENT, _INDENT + "  ")


def _source(source: SourceEvidence, found: Ledger, width: int) -> Iterator[str]:
    """Give one source: which it is, what is known of it, and what its abstract has and lacks."""
    reference, comparison = source.reference, source.comparison
    title = _short(reference, found.as_of) if reference else ""
    yield from _wrap(f"[@{source.citation.key}] {title}".rstrip(), width, _INDENT, _INDENT + "  ")
    within = _INDENT + "  "
    for mark in marks(reference) if reference else ():
        text = ": ".join(filter(None, (mark.text, mark.detail)))
        for row in _wrap(text, width, within, within + "  "):
            yield click.style(row, fg="red" if mark.weight == "alarm" else "yellow")
    if comparison is None:
        yield from _dim(f"{STATES[source.state]}: {source.reason}", width, within)
        return
    if source.state in _COLOURS:
        yield from _dim(source.reason, width, within)
    if comparison.passage is not None:
        is_stored = reference is not None and reference.identity in found.from_store
        label = "nearest, from the local store" if is_stored else "nearest"
        yield from _dim(f"{label}: “{comparison.passage.text}”", width, within)
    elif comparison.basis is Basis.FINGERPRINT:
        yield from _dim("compared with the abstract's fingerprint: its text is not at hand", width, within)


def _short(reference: Reference, as_of: date) -> str:
    """Name a work in a line: first author, year, title, kind."""
    work = reference.work
    first = work.authors[0] if work.authors else None
    name = first.name if isinstance(first, Collective) else first.family if first else None
    year = work.date.year if work.date else None
    age = f", {as_of.year - year} years old" if year is not None and 1 < as_of.year - year < 1000 else ""
    head = " ".join(filter(None, (name, str(year) if year is not None else None)))
    title = (work.title or "no title known").rstrip(".")
    return ". ".join(filter(None, (head, title))) + f". {evidence_type(reference)}{age}"


def _wrap(text: str, width: int, indent: str, then: str | None = None) -> Iterator[str]:
    yield from textwrap.wrap(one_line(text), width, initial_indent=indent, subsequent_indent=then or indent)


def _dim(text: str, width: int, indent: str = _INDENT) -> Iterator[str]:
    for row in _wrap(text, width, indent, indent + "  "):
        yield click.style(row, dim=True)
