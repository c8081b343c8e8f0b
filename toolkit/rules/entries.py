"""Edits of the library's entries that several rules propose: taking one out, merging two."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from toolkit.model.article import Article, Citation
from toolkit.model.finding import Edit, Fix, Place
from toolkit.model.library import Entry, Field, Library
from toolkit.model.span import Span

LINKS = ("crossref", "xref", "xdata", "related", "entryset")
"""The fields in which an entry names others, by key."""
# What pandoc reads of `@key` without braces (pandoc's manual, "Citation syntax").
_PLAIN_KEY = re.compile(r"\w(?:\w|[:.#$%&\-+?<>~/](?=\w))*+")
_PLAIN_VALUE = re.compile(r'\{.*\}|"[^"]*"|\d+', re.DOTALL)
_LINK = tuple(re.compile(rf"{name}\s*=") for name in LINKS)
_GAP = re.compile(r"[ \t]*,(\s*)")
# Names for one thing in BibTeX and BibLaTeX: an entry that has one of them lacks none of the others.
_SYNONYMS = (
    frozenset({"journal", "journaltitle"}),
    frozenset({"year", "date"}),
    frozenset({"number", "issue"}),
    frozenset({"address", "location"}),
    frozenset({"school", "institution"}),
    frozenset({"pmcid", "pmc"}),
)


def linked_keys(library: Library) -> frozenset[str]:
    """Give the keys that other entries refer to."""
    values = (entry.get(name) for entry in _linking(library) for name in LINKS)
    return frozenset(key.strip() for value in values if value for key in value.split(","))


def _linking(library: Library) -> Iterable[Entry]:
    """Give the entries that may have such a field, by searching the text: cutting out all fields takes longer."""
    text = library.source.text.lower()
    if len(text) != len(library.source.text):  # some capital letters have two small ones
        return library.entries
    starts = [entry.span.start for entry in library.entries]
    # A pattern each, since the search for one that begins with fixed letters is ten times as fast.
    places = {place.start() for link in _LINK for place in link.finditer(text)}
    indexes = sorted({bisect_right(starts, place) - 1 for place in places} - {-1})
    return [library.entries[index] for index in indexes]


def removal(library: Library, entry: Entry) -> Edit:
    """Take out an entry with the line end and the blank line that follow it."""
    text, end = library.source.text, entry.span.end
    for _ in range(2):
        end += 2 if text.startswith("\r\n", end) else text.startswith("\n", end)
    return Edit(library.path, Span(entry.span.start, end), "")


@dataclass(frozen=True, slots=True)
class Merging:
    """What merging entries of one library needs to know, gathered once.

    `citations` are those of all articles, by key, with the path of their article.
    """

    library: Library
    citations: Mapping[str, tuple[tuple[str, Citation], ...]]
    linked: frozenset[str]
    counts: Mapping[str, int]
    suppressed: frozenset[Span]

    @classmethod
    def of(cls, library: Library, articles: Iterable[Article]) -> Merging:
        """Gather it."""
        citations: dict[str, list[tuple[str, Citation]]] = {}
        for article in articles:
            for citation in article.citations:
                citations.setdefault(citation.key, []).append((article.path, citation))
        return cls(
            library,
            {key: tuple(found) for key, found in citations.items()},
            linked_keys(library),
            Counter(entry.key for entry in library.entries),
            frozenset(one.covers for one in library.suppressions),
        )

    def fix(self, kept: Entry, other: Entry) -> Fix | None:
        """Merge an entry into another one of the same work: fields, then citations, in all articles.

        The fields that only the other one has move over; where both have one, that of the entry kept
        stands. Gives `None` where that would not be sure: an entry that others refer to or that
        inherits, a key that stands twice, an entry with a suppression of its own or with faults.
        """
        if not (self._is_plain(kept) and self._is_plain(other)) or other.span in self.suppressed:
            return None
        missing = tuple(_missing(kept, other))
        edits = [removal(self.library, other)]
        if missing:
            edits.append(self._addition(kept, missing))
        edits += [
            Edit(path, citation.key_span, _cited(kept.key, braced=citation.braced))
            for path, citation in self.citations.get(other.key, ())
        ]
        return Fix(
            f'merge "{other.key}" into "{kept.key}", and cite that everywhere',
            tuple(edits),
            is_safe=False,
            keeps=(Place(self.library.path, kept.key_span),),
        )

    def _is_plain(self, entry: Entry) -> bool:
        library = self.library
        return (
            self.counts[entry.key] == 1
            and entry.key not in self.linked
            and len(entry.fields) > 0
            and all(entry.get(name) is None for name in LINKS)
            and library.source.text[entry.span.end - 1 : entry.span.end] in ("}", ")")
            and not any(
                entry.span.contains(problem.span)
                for problem in library.problems
                if problem.rule == "reference-malformed"
            )
        )

    def _addition(self, entry: Entry, fields: Iterable[Field]) -> Edit:
        """Write fields after the last one of an entry, laid out as that one."""
        text, last = self.library.source.text, entry.fields[-1]
        before = entry.fields[-2].span.end if len(entry.fields) > 1 else entry.key_span.end
        gap = _GAP.fullmatch(text, before, last.span.start)
        white = gap[1] if gap else "\n  "
        added = "".join(f",{white}{self._written(one)}" for one in fields)
        return Edit(self.library.path, Span(last.span.end, last.span.end), added)

    def _written(self, one: Field) -> str:
        """Give a field as it stands; one that uses macros with their text, since they may be defined later."""
        text = self.library.source.text
        if _PLAIN_VALUE.fullmatch(text, *one.value_span) and "#" not in self.library.source.slice(
            one.value_span
        ):
            return self.library.source.slice(one.span)
        return f"{one.name} = {{{one.value}}}"


def _missing(kept: Entry, other: Entry) -> Iterator[Field]:
    """Yield the fields that only the second of two entries has."""
    names = {one.name for one in kept.fields}
    for synonyms in _SYNONYMS:
        if names & synonyms:
            names |= synonyms
    for one in other.fields:
        if one.name not in names and one.value.strip():
            names.add(one.name)
            yield one


def _cited(key: str, *, braced: bool) -> str:
    return f"@{{{key}}}" if braced or not _PLAIN_KEY.fullmatch(key) else f"@{key}"


def citation_text(key: str) -> str:
    """Give `@key`, with braces where the grammar would cut it otherwise."""
    return _cited(key, braced=False)
