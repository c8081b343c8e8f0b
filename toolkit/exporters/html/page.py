"""What the parts of one page share: numbers, places, identifiers, and the language of its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from toolkit.exporters.html.markup import Content, Element, element
from toolkit.exporters.publication import sectioned_blocks
from toolkit.model.article import (
    Figure,
    FootnoteDefinition,
    Heading,
    MathBlock,
    Node,
    Table,
    children_of,
    plain_text,
)
from toolkit.model.publication import NumberedReference, Publication

# Identifiers that the page gives itself. An author's identifier that looks like one is renamed.
_OWN_IDENTIFIER = re.compile(r"(?:ref|cite|card|note|noteref|osler|text)-")
# Languages written from right to left, by primary subtag (CLDR, "characters" orientation).
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})
_MONTH_NAMES = "January February March April May June July August September October November December"
_MONTHS = _MONTH_NAMES.split()
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading that was printed: what the list of contents needs."""

    identifier: str
    level: int
    title: str


@dataclass(slots=True)
class Page:
    """The state of one rendering: what was numbered before, and what has been printed so far.

    `places` counts the citations printed for each reference, so that the list of references can
    link back to each of them and to nothing else. `deferred` holds, while a link's text is being
    printed, the links inside it, which HTML does not allow there: they follow it.
    """

    publication: Publication
    labels: dict[str, str]
    notes: dict[str, int]
    base_level: int
    places: Counter[int] = field(default_factory=Counter)
    note_places: Counter[int] = field(default_factory=Counter)
    sections: list[Section] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    last_level: int = 1
    deferred: list[Content] | None = None
    depth: int = 0
    identifiers: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, publication: Publication) -> Page:
        """Make the page of a publication: figures, tables, formulas and notes are numbered first."""
        blocks = sectioned_blocks(publication.article)
        notes: dict[str, int] = {}
        for number, note in enumerate(blocks.notes, start=1):
            notes.setdefault(note.label, number)
        printed = [*_outside_notes(blocks.body)]
        levels = [node.level for node in printed if isinstance(node, Heading)]
        for note in blocks.notes:
            printed.extend(_outside_notes(note.children))
        return cls(publication, _labels(printed), notes, min(levels, default=1))

    @property
    def language(self) -> str:
        """The article's language tag (BCP 47), or the policy's where it has no valid one."""
        own = self.publication.article.metadata.language
        return language_tag(own) or language_tag(self.publication.policy.language) or "en"

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, by the language."""
        return "rtl" if self.language.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"

    @property
    def title(self) -> str:
        """The title, or the file's name where a draft has none."""
        return self.publication.article.metadata.title or self.publication.article.slug

    def words(self, text: str) -> Content:
        """Give the page's own words, which are English, marked as such on pages in other languages."""
        if self.language.split("-")[0].lower() == "en":
            return text
        return element("span", {"lang": "en", "dir": "ltr"}, text)

    def anchor(self, identifier: str) -> str:
        """Give the page's id for an author's identifier; those of the page itself stay apart."""
        identifier = re.sub(r"\s", "-", identifier)
        return f"text-{identifier}" if _OWN_IDENTIFIER.match(identifier) else identifier

    def identify(self, identifier: str | None) -> str | None:
        """Give the id to print for an author's identifier, once: an id names one element of a page."""
        if not identifier:
            return None
        anchor = self.anchor(identifier)
        if anchor in self.identifiers:
            return None
        self.identifiers.add(anchor)
        return anchor

    def reference_of(self, key: str) -> NumberedReference | None:
        """Give the reference that a citation key leads to."""
        return self.publication.by_key.get(key)

    def place(self, reference: NumberedReference) -> str:
        """Count one more citation of a reference and give its id."""
        self.places[reference.number] += 1
        return f"cite-{reference.number}-{self.places[reference.number]}"

    def count(self, kind: str) -> str:
        """Count one more figure, table or equation in the order of printing: `Figure 1`, `Table 2`."""
        self.counts[kind] += 1
        return f"{kind} {self.counts[kind]}"

    def note_place(self, number: int) -> str:
        """Count one more mention of a note and give its id."""
        self.note_places[number] += 1
        return f"noteref-{number}-{self.note_places[number]}"

    def level(self, heading: Heading) -> int:
        """Give the level to print: from 2, since the title is 1, and never skipping one downwards."""
        wanted = heading.level - self.base_level + 2
        self.last_level = max(2, min(wanted, self.last_level + 1, 6))
        return self.last_level

    def defer(self, content: Element) -> Content | None:
        """Hold back a link that stands inside a link's text; give it back where it may stand."""
        if self.deferred is None:
            return content
        self.deferred.append(content)
        return None


def language_tag(text: str | None) -> str | None:
    """Give a well-formed language tag (BCP 47), `None` for anything else."""
    return text if text and _LANGUAGE.fullmatch(text) else None


def long_date(day: date) -> str:
    """Give a date in words, such as `19 March 2025`, whatever the machine's locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year:04d}"


def time_element(page: Page, day: date) -> Element:
    """Give a date for people and machines."""
    return element("time", {"datetime": day.isoformat()}, page.words(long_date(day)))


def numbered_kind(node: Node) -> tuple[str, str | None] | None:
    """Give the kind under which a block is counted, and its identifier; `None` for one without number.

    Counted are each figure, tables with a caption or identifier, and formulas with an identifier.
    """
    match node:
        case Figure():
            return ("Figure", node.image.attributes.identifier)
        case Table() if node.caption or node.attributes.identifier:
            return ("Table", node.attributes.identifier)
        case MathBlock() if node.attributes.identifier:
            return ("Equation", node.attributes.identifier)
        case _:
            return None


def _labels(nodes: Iterable[Node]) -> dict[str, str]:
    """Name what cross-references may point at, by identifier: `Figure 1`, `Table 2`, a heading's text."""
    labels: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for node in nodes:
        kind, identifier = numbered_kind(node) or ("", None)
        counts[kind] += 1
        if identifier is not None:
            labels.setdefault(identifier, f"{kind} {counts[kind]}")
        if isinstance(node, Heading):
            labels.setdefault(node.identifier, f"“{plain_text(node.children)}”")
    return labels


def _outside_notes(nodes: Sequence[Node]) -> Iterator[Node]:
    stack = list(reversed(nodes))
    while stack:
        node = stack.pop()
        if not isinstance(node, FootnoteDefinition):
            yield node
            stack.extend(reversed(children_of(node)))
