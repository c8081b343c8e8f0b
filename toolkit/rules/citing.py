"""The works that an article cites, each with all its citations, and the sentences that cite them."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache

from toolkit.model.article import (
    Article,
    Citation,
    CitationGroup,
    Heading,
    Paragraph,
    TableCell,
    plain_text,
)
from toolkit.model.bibliography import Reference
from toolkit.model.finding import Problem, Related, Severity
from toolkit.model.record import Notice, Origin, Record
from toolkit.model.rule import Context, Project
from toolkit.model.span import Span

# More places than these would bury the first; the message counts them all.
_MAXIMUM_PLACES = 8
# A sentence in a list in a quotation in a list: what holds a place begins shortly before it.
_MAXIMUM_NESTING = 64
# PubMed prints `Eur J Immunol. 2021 Feb 12;:` where volume and pages are not known yet.
_EMPTY_PLACE = re.compile(r";?:?(?:null)?$")


@dataclass(frozen=True, slots=True)
class Place:
    """One citation of a work, with the group that it stands in."""

    citation: Citation
    group: CitationGroup


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A work and every place where one article cites it, in reading order; there is at least one."""

    reference: Reference
    places: tuple[Place, ...]

    @property
    def name(self) -> str:
        """How the article names the work at first, in quotation marks."""
        return f'"{self.places[0].citation.key}"'


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """An article as it is being checked, as a key of the cache: by identity."""

    article: Article
    context: Context

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Reading)
            and other.article is self.article
            and other.context.bibliography is self.context.bibliography
            and other.context.claims is self.context.claims
        )

    def __hash__(self) -> int:
        return id(self.article)


def cited_works(article: Article, context: Context) -> tuple[CitedWork, ...]:
    """Give the works that an article cites, by first citation; keys that name nothing are left out.

    The last answer is kept, since many rules in turn ask it of one article.
    """
    return _cited_works(_Reading(article, context))


@lru_cache(maxsize=1)
def _cited_works(reading: _Reading) -> tuple[CitedWork, ...]:
    resolve = reading.context.bibliography.resolve
    found: dict[str, tuple[Reference, list[Place]]] = {}
    for group in reading.article.citation_groups:
        for citation in group.citations:
            reference = resolve(citation.key)
            if reference is not None:
                _, places = found.setdefault(reference.identity, (reference, []))
                places.append(Place(citation, group))
    return tuple(CitedWork(reference, tuple(places)) for reference, places in found.values())


def entry_of(reference: Reference, context: Context) -> tuple[Related, ...]:
    """Point to the library's entry of a work, if it has one."""
    if reference.entry is None:
        return ()
    return (Related(context.library.path, reference.entry.key_span, "the entry of the work"),)


def report(
    article: Article,
    context: Context,
    work: CitedWork,
    message: str,
    *,
    help: str,  # noqa: A002 - the word that the output uses
    severity: Severity | None = None,
    places: tuple[Place, ...] = (),
) -> Problem:
    """Make one problem of a cited work: at its first citation, with the others and the entry beside it.

    `message` is the predicate that follows the work's name. `places` are the citations to report,
    all by default.
    """
    places = places or work.places
    first, others = places[0], places[1:]
    count = {0: "", 1: "; cited once more"}.get(len(others), f"; cited {len(others)} more times")
    related = [
        Related(article.path, place.citation.key_span, "cited here too") for place in others[:_MAXIMUM_PLACES]
    ]
    return Problem(
        first.citation.key_span,
        f'"{first.citation.key}" {message}{count}',
        help=help,
        severity=severity,
        related=(*related, *entry_of(work.reference, context)),
    )


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of an article, or its blocks where no sentence is known, found by place."""

    spans: tuple[Span, ...]
    texts: tuple[str, ...]
    _said: dict[tuple[int, re.Pattern[str]], bool] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, article: Article, context: Context) -> Sentences:
        """Gather an article's sentences: the units that claims were judged by."""
        return _sentences(_Reading(article, context))

    @classmethod
    def read(cls, article: Article, context: Context) -> Sentences:
        """Gather them anew; `of` keeps the last answer, since many rules in turn ask of one article."""
        units = [claim.unit for claim in context.claims]
        found = [(unit.span, unit.text) for unit in units] or [
            (node.span, plain_text(node.children))
            for node in article.walk()
            if isinstance(node, Paragraph | Heading | TableCell)
        ]
        found.sort(key=lambda pair: pair[0])
        return cls(tuple(span for span, _ in found), tuple(text for _, text in found))

    def say(self, place: Place, words: re.Pattern[str]) -> bool:
        """Tell whether the innermost sentence around a citation uses one of `words`."""
        index = self._around(place.group.span)
        if index is None:
            return False
        if (index, words) not in self._said:
            self._said[index, words] = words.search(self.texts[index]) is not None
        return self._said[index, words]

    def _around(self, span: Span) -> int | None:
        last = bisect_right(self.spans, (span.start, sys.maxsize)) - 1
        near = range(last, max(last - _MAXIMUM_NESTING, -1), -1)
        return next((index for index in near if self.spans[index].contains(span)), None)


@lru_cache(maxsize=1)
def _sentences(reading: _Reading) -> Sentences:
    return Sentences.read(reading.article, reading.context)


def notice_words(notice: Notice) -> str:
    """Say where an editorial notice stands: its citation and PMID, as far as PubMed gives them."""
    source = _EMPTY_PLACE.sub("", notice.source.rstrip()) if notice.source else None
    pmid = f"pmid:{notice.pmid}" if notice.pmid else None
    return ", ".join(part for part in (source, pmid) if part) or "a notice that PubMed does not name"


def speaker(record: Record) -> str:
    """Name who says what a record says: PubMed, or the file or page that it was taken from."""
    if record.provenance.origin is Origin.FETCHED:
        return "PubMed"
    return f"the record {record.provenance.origin} from {record.provenance.source}"


def used_entries(project: Project, context: Context) -> frozenset[str]:
    """Give the keys of the library's entries that any article of the project cites."""
    keys = {citation.key for article in project.articles for citation in article.citations}
    references = filter(None, map(context.bibliography.resolve, keys))
    return frozenset(one.entry.key for one in references if one.entry)
