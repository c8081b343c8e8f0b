"""The right-hand side of the sheet: each source with what is known of it, and the abstract's nearest sentence."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from toolkit.claims.shared_words import shared_words
from toolkit.claims.stems import stems
from toolkit.exporters.html.evidence import evidence_type, links, marks, provenance
from toolkit.exporters.html.links import safe_url
from toolkit.exporters.html.markup import Content, Element, element
from toolkit.exporters.ledger.words import STATES
from toolkit.exporters.nlm import PartKind, format_reference
from toolkit.model.bibliography import Reference
from toolkit.model.evidence import Basis, Comparison, EvidenceState, SourceEvidence
from toolkit.model.ledger import LedgerEntry
from toolkit.model.work import Work

Contents = list[Content]
_AUTHORS = 3
"""How many authors are named beside a claim; the list of sources names them all."""
_WANTING = frozenset((EvidenceState.UNRELATED, EvidenceState.NUMBER_ABSENT, EvidenceState.QUOTE_ABSENT))
_ANSWERS = ("supports it", "in part", "does not", "can’t tell")


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of one article's claims, each once, with their numbers on the sheet.

    `prefix` begins the ids of this article's part of the page; `from_store` are the identities of works
    whose abstract was read from the local store.
    """

    prefix: str
    numbers: dict[str, int]
    references: tuple[Reference, ...]
    as_of: date
    from_store: frozenset[str]
    _descriptions: dict[str, Contents] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(
        cls, prefix: str, entries: tuple[LedgerEntry, ...], as_of: date, from_store: frozenset[str]
    ) -> Sources:
        """Give the sources of entries, numbered by first appearance."""
        found: dict[str, Reference] = {}
        for entry in entries:
            for source in entry.evidence.sources:
                if source.reference is not None:
                    found.setdefault(source.reference.identity, source.reference)
        numbers = {identity: number for number, identity in enumerate(found, start=1)}
        return cls(prefix, numbers, tuple(found.values()), as_of, from_store)

    def identifier(self, reference: Reference) -> str:
        """Give the id of a source in the list at the end."""
        return f"{self.prefix}-source-{self.numbers[reference.identity]}"

    def description(self, reference: Reference) -> Contents:
        """Give the reference as it stands beside each of its claims, made once: number, citation."""
        if reference.identity not in self._descriptions:
            number = f"{self.numbers[reference.identity]}."
            link = element("a", {"class": "number", "href": f"#{self.identifier(reference)}"}, number)
            work = replace(reference.work, identifiers=(), url=None)
            self._descriptions[reference.identity] = [link, " ", *formatted(work, _AUTHORS)]
        return self._descriptions[reference.identity]


def box(label: str) -> Element:
    """Print an empty box to tick, with what it stands for."""
    return element("span", {"class": "answer"}, element("span", {"class": "tick"}), label)


def source_part(source: SourceEvidence, entry: LedgerEntry, known: Sources) -> Element:
    """Print one source of an entry, and the boxes for what the reviewer finds."""
    reference = source.reference
    contents: list[Content | None] = [_reference(source, known)]
    if reference is not None:
        contents += [_facts(reference, known), _marks(reference)]
    contents.append(_state(source))
    if source.comparison is not None and reference is not None:
        contents += _comparison(source.comparison, reference, entry, known)
    asked = element("span", {"class": "asked"}, "The source")
    parts: Contents = [asked]
    for answer in _ANSWERS:
        parts += [" ", box(answer)]
    contents.append(element("p", {"class": "answers"}, *parts))
    return element("div", {"class": "source"}, *contents)


def _reference(source: SourceEvidence, known: Sources) -> Element:
    reference, citation = source.reference, source.citation
    key = element("code", {"class": "key"}, f"@{citation.key}")
    place: Contents = [", ", citation.locator] if citation.locator else []
    if reference is None:
        return element("p", {"class": "reference"}, key, *place)
    return element("p", {"class": "reference"}, *known.description(reference), " ", key, *place)


def formatted(work: Work, maximum_authors: int | None) -> Contents:
    """Print a reference in NLM form, its title marked up."""
    contents: Contents = []
    for part in format_reference(work, maximum_authors=maximum_authors):
        href = safe_url(part.url) if part.url else None
        if href is not None:
            contents.append(element("a", {"href": href}, part.text))
        elif part.kind is PartKind.TITLE:
            contents.append(element("cite", {"dir": "auto"}, part.text))
        else:
            contents.append(part.text)
    return contents


def _facts(reference: Reference, known: Sources) -> Element:
    """Print the kind of publication, its age, and where to read it."""
    parts: Contents = [element("span", {"class": "evidence-type"}, evidence_type(reference))]
    year = reference.work.date.year if reference.work.date else None
    if year is not None and year <= known.as_of.year:
        parts += [" · ", _age(known.as_of.year - year)]
    for name, identifier in links(reference):
        parts += [" · ", element("a", {"href": safe_url(identifier.url)}, f"{name} {identifier.value}")]
    return element("p", {"class": "facts"}, *parts)


def _age(years: int) -> str:
    if years == 0:
        return "of this year"
    return "1 year old" if years == 1 else f"{years} years old"


def _marks(reference: Reference) -> Element | None:
    """Print the editorial notices: a reviewer must not miss a retraction."""
    items = []
    for mark in marks(reference):
        parts: Contents = [element("strong", None, mark.text)]
        if mark.detail:
            parts += [": ", mark.detail]
        if mark.url:
            parts += [" ", element("a", {"href": mark.url}, "Read the notice")]
        items.append(element("li", {"class": f"mark-{mark.weight}"}, *parts))
    return element("ul", {"class": "marks"}, *items) if items else None


def _state(source: SourceEvidence) -> Element:
    """Print what became of the comparison; the reason where the words and the passage don't give it."""
    words = STATES[source.state]
    label = element("strong", None, f"{words[0].upper()}{words[1:]}")
    weight = "wanting" if source.state in _WANTING else "plain"
    reason = f": {source.reason}." if source.comparison is None else "."
    return element("p", {"class": f"state state-{weight}"}, label, reason)


def _comparison(comparison: Comparison, reference: Reference, entry: LedgerEntry, known: Sources) -> Contents:
    """Print the nearest sentence of the abstract, and what the abstract lacks."""
    contents: Contents = []
    if comparison.passage is not None:
        label = "Nearest sentence of the abstract"
        if reference.identity in known.from_store:
            label += " (from the local store)"
        contents.append(element("p", {"class": "passage-label"}, label + ":"))
        text = comparison.passage.text
        words = frozenset(stem for line in entry.lines for stem in stems(line.claim.unit.text))
        marked = highlighted(text, shared_words(text, words), "u")
        contents.append(element("blockquote", {"class": "passage", "dir": "auto"}, *marked))
    elif comparison.basis is Basis.FINGERPRINT:
        contents.append(
            element(
                "p",
                {"class": "passage-label"},
                "The text is not at hand: compared with the abstract’s fingerprint only.",
            )
        )
    else:
        contents.append(
            element("p", {"class": "passage-label"}, "No sentence of the abstract shares a word with it.")
        )
    lacks: Contents = []
    for number in comparison.absent_numbers:
        lacks += [", " if lacks else "", element("mark", None, number.text)]
    if lacks:
        contents.append(element("p", {"class": "absent"}, "Not in this abstract: ", *lacks))
    for quote in comparison.absent_quotes:
        quoted = element("mark", {"dir": "auto"}, quote)
        contents.append(element("p", {"class": "absent"}, "Not in this abstract, as quoted: ", quoted))
    return contents


def highlighted(text: str, ranges: list[tuple[int, int]], name: str) -> Contents:
    """Give a text with each of the ranges, which are in order, in an element of that name."""
    contents: Contents = []
    end = 0
    for start, stop in ranges:
        contents += [text[end:start], element(name, None, text[start:stop])]
        end = stop
    contents.append(text[end:])
    return [one for one in contents if one != ""]


def source_list(known: Sources) -> list[Element]:
    """Print every source in full, with where its details come from, and its abstract where that is at hand."""
    return [
        element(
            "li",
            {"id": known.identifier(reference), "value": known.numbers[reference.identity]},
            element(
                "p",
                {"class": "reference"},
                *formatted(replace(reference.work, identifiers=(), url=None), None),
            ),
            _facts(reference, known),
            _marks(reference),
            element("p", {"class": "provenance"}, provenance(reference)),
            _abstract(reference, known),
        )
        for reference in known.references
    ]


def _abstract(reference: Reference, known: Sources) -> Element | None:
    text = reference.record.abstract if reference.record else None
    if text is None:
        return None
    label = "The whole abstract"
    if reference.identity in known.from_store:
        label += ", from the local store; it may be under its publisher’s copyright"
    parts = [part for part in text.split("\n") if part.strip()]
    return element(
        "details",
        {"class": "abstract"},
        element("summary", None, label),
        *(element("p", {"dir": "auto"}, part) for part in parts),
    )
