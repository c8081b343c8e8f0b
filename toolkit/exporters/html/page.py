"""What the parts of one page share: numbers, places, identifiers, and the language of its words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from toolkit.exporters.arrangement import outside_notes, sectioned_blocks
from toolkit.exporters.html.markup import Content, Element, element
from toolkit.model.article import Audience, Heading
from toolkit.model.publication import NumberedReference, Publication

# Identifiers that the page gives itself. An author's identifier that looks like one is renamed.
_OWN_IDENTIFIER = re.compile(r"(?:ref|cite|card|note|noteref|osler|text)-")
# Languages written from right to left, by primary subtag (CLDR, "characters" orientation).
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})
_MONTH_NAMES = "January February March April May June July August September October November December"
_MONTHS = _MONTH_NAMES.split()
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
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
        levels = [node.level for node in outside_notes(blocks.body) if isinstance(node, Heading)]
        return cls(publication, blocks.labels, blocks.note_numbers, min(levels, default=1))

    @property
    def language(self) -> str:
        """The article's language tag (BCP 47), or the policy's where it has no valid one."""
        own = self.publication.article.metadata.language
        return language_tag(own) or language_tag(self.publication.policy.language) or "en"

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, by the language."""
        return direction_of(self.language)

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

    def beside(self, address: str) -> str:
        """Give the address of something in the article's folder as this page, which may lie below it, says it."""
        return self.publication.root + address if is_relative(address) else address

    def defer(self, content: Element) -> Content | None:
        """Hold back a link that stands inside a link's text; give it back where it may stand."""
        if self.deferred is None:
            return content
        self.deferred.append(content)
        return None


def page_of(edition: Audience | None) -> str:
    """Give the file of an edition in the article's folder: the professionals' page is the first."""
    return "patient/index.html" if edition is Audience.PATIENT else "index.html"


def is_relative(address: str) -> bool:
    """Tell whether an address depends on the folder of the page that says it."""
    return not address.startswith(("/", "#", "?")) and not _SCHEME.match(address)


def direction_of(language: str) -> str:
    """Give `ltr` or `rtl` for a language tag."""
    return "rtl" if language.split("-", maxsplit=1)[0].lower() in _RIGHT_TO_LEFT else "ltr"


def language_tag(text: str | None) -> str | None:
    """Give a well-formed language tag (BCP 47), `None` for anything else."""
    return text if text and _LANGUAGE.fullmatch(text) else None


def long_date(day: date) -> str:
    """Give a date in words, such as `19 March 2025`, whatever the machine's locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year:04d}"


def time_element(page: Page, day: date) -> Element:
    """Give a date for people and machines."""
    return element("time", {"datetime": day.isoformat()}, page.words(long_date(day)))
