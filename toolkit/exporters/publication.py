"""From an article to a publication: what every exporter prints, decided once.

Numbers, notes, disclaimers and credits are settled here, so that JATS and HTML can't disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from toolkit.claims.disclaimers import fill_in, identify, placements
from toolkit.exporters.arrangement import outside_notes, sectioned_blocks
from toolkit.model.article import (
    Article,
    Audience,
    Citation,
    CitationGroup,
    Contributor,
    Div,
)
from toolkit.model.bibliography import Bibliography, Reference
from toolkit.model.policy import Disclaimer, Occasion, Policy
from toolkit.model.publication import NumberedReference, Publication
from toolkit.model.review import UNREVIEWED, Board, ReviewState
from toolkit.model.span import Span
from toolkit.model.unit import Coverage

DISCLAIMER_CLASS = "disclaimer"
"""The class that makes a fenced div a disclaimer; the div's identifier names the approved text."""


def compile_publication(
    article: Article,
    bibliography: Bibliography,
    policy: Policy,
    *,
    as_of: date,
    review: ReviewState = UNREVIEWED,
    board: Board | None = None,
    coverage: Coverage | None = None,
    occasions: frozenset[Occasion] | None = None,
    is_draft: bool = False,
    editions: tuple[Audience, ...] = (),
    edition: Audience | None = None,
    elsewhere: frozenset[str] = frozenset(),
) -> Publication:
    """Settle everything that the exporters print of an article.

    `occasions` are those that the article's content gives (dosing, red flags, pregnancy…), as the
    disclaimer rules find them; audience, AI assistance and review status are added here. `as_of`
    is the date of the export; nothing here reads a clock.
    """
    references, by_key = number_references(article, bibliography)
    placed = frozenset(_placed_disclaimers(article, policy))
    given = (occasions or frozenset()) | structural_occasions(article, policy, review)
    return Publication(
        article=article,
        policy=policy,
        references=references,
        by_key=by_key,
        disclaimers=_disclaimers_to_print(policy, placed, given),
        placed=placed,
        contributors=tuple(_fill_in(author, board) for author in article.metadata.authors),
        as_of=as_of,
        review=review,
        coverage=coverage or Coverage(),
        is_draft=is_draft,
        editions=editions,
        edition=edition,
        elsewhere=elsewhere,
        board=board or Board(),
    )


def number_references(
    article: Article, bibliography: Bibliography
) -> tuple[tuple[NumberedReference, ...], dict[str, NumberedReference]]:
    """Give the works cited their numbers by first appearance, and each key its reference.

    Two keys name one work when their references have the same identity or share an identifier.
    Citations in notes count where the notes are printed: after the body. Keys that nothing
    defines are absent.
    """
    cited = [(citation, bibliography.resolve(citation.key)) for citation in _printed_citations(article)]
    known = [(citation, reference) for citation, reference in cited if reference is not None]
    works = _Works()
    for _, reference in known:
        works.join(_names(reference, bibliography))
    first: dict[str, Reference] = {}
    places: dict[str, list[Span]] = {}
    for citation, reference in known:
        work = works.root(reference.identity)
        first.setdefault(work, reference)
        places.setdefault(work, []).append(citation.key_span)
    numbered = {
        work: NumberedReference(number, f"ref-{number}", reference, tuple(places[work]))
        for number, (work, reference) in enumerate(first.items(), start=1)
    }
    by_key = {citation.key: numbered[works.root(reference.identity)] for citation, reference in known}
    return tuple(numbered.values()), by_key


class _Works:
    """Names of works, joined where two are known to be one (a union-find forest)."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def root(self, name: str) -> str:
        parent = self._parent.setdefault(name, name)
        while parent != name:
            self._parent[name] = self._parent[parent]
            name, parent = parent, self._parent[parent]
        return name

    def join(self, names: Iterable[str]) -> None:
        first, *others = map(self.root, names)
        for other in others:
            self._parent[self.root(other)] = self.root(first)


def _names(reference: Reference, bibliography: Bibliography) -> list[str]:
    own = bibliography.library.work(reference.entry).identifiers if reference.entry else ()
    return [reference.identity, *map(str, reference.identifiers), *map(str, own)]


def structural_occasions(article: Article, policy: Policy, review: ReviewState) -> frozenset[Occasion]:
    """Give the occasions that follow from front matter and record, without reading the text."""
    audience = article.metadata.audience or policy.default_audience
    found = {Occasion.ALWAYS}
    if Audience.PATIENT in audience:
        found.add(Occasion.PATIENT)
    if Audience.PROFESSIONAL in audience:
        found.add(Occasion.PROFESSIONAL)
    if article.metadata.ai_assistance:
        found.add(Occasion.AI_ASSISTANCE)
    if not review.is_approved:
        found.add(Occasion.UNREVIEWED)
    return frozenset(found)


def disclaimer_paragraphs(disclaimer: Disclaimer, policy: Policy) -> tuple[str, ...]:
    """Give a disclaimer's paragraphs as they are printed, with the publisher's name filled in."""
    text = fill_in(disclaimer.text, policy)
    paragraphs = (" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n"))
    return tuple(paragraph for paragraph in paragraphs if paragraph)


def disclaimer_of(div: Div, policy: Policy) -> Disclaimer | None:
    """Give the approved disclaimer that a div names, `None` if it is none or names no approved one."""
    identifier = div.attributes.identifier
    if DISCLAIMER_CLASS not in div.attributes.classes or identifier is None:
        return None
    return policy.disclaimer(identifier)


def disclaimers_at(publication: Publication, placement: str) -> tuple[Disclaimer, ...]:
    """Give the disclaimers that the article doesn't place itself, for `start` or `end`."""
    return tuple(
        one
        for one in publication.disclaimers
        if one.identifier not in publication.placed and (one.placement == "start") == (placement == "start")
    )


def _placed_disclaimers(article: Article, policy: Policy) -> Iterator[str]:
    """Name the disclaimers that the article places: by identifier, or by their exact wording."""
    for placement in placements(article):
        known = identify(placement, policy)
        name = placement.identifier or (known.identifier if known else None)
        if name is not None:
            yield name


def _disclaimers_to_print(
    policy: Policy, placed: frozenset[str], occasions: frozenset[Occasion]
) -> tuple[Disclaimer, ...]:
    wanted = [
        one
        for one in policy.disclaimers
        if one.identifier in placed or not one.required_for.isdisjoint(occasions)
    ]
    return tuple(sorted(wanted, key=lambda one: one.placement != "start"))


def _fill_in(author: Contributor, board: Board | None) -> Contributor:
    member = board.find(author.identifier) if board and author.identifier else None
    if member is None:
        return author if author.name else replace(author, name=author.identifier)
    return replace(
        author,
        name=author.name or member.name,
        orcid=author.orcid or member.orcid,
        affiliation=author.affiliation or member.affiliation,
        credentials=author.credentials or member.credentials,
        email=author.email or member.email,
    )


def _printed_citations(article: Article) -> Iterator[Citation]:
    note_blocks = (note.children for note in sectioned_blocks(article).notes)
    for blocks in (article.blocks, *note_blocks):
        for node in outside_notes(blocks):
            if isinstance(node, CitationGroup):
                yield from node.citations
