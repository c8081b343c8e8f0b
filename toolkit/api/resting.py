"""What rests on what: the works of a project with their editorial status, and the sentences that cite them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from toolkit.model.article import Article, Citation
from toolkit.model.bibliography import Bibliography, Reference
from toolkit.model.identifier import Identifier
from toolkit.model.json_text import position_document
from toolkit.model.rule import Context
from toolkit.model.span import Position, Span
from toolkit.model.unit import Claim, ClaimKind, Need, UnitBlock
from toolkit.model.work import Work, WorkType
from toolkit.rules.claim_outdated_evidence import dated
from toolkit.rules.editorial import Status, have_changed, statuses_of
from toolkit.rules.reference_unverified import verdict_on

VERSION = 1
"""Of the JSON documents (`docs/schemas/audit.json`, `docs/schemas/impact.json`)."""
MOST_OTHERS = 20
"""So many other works are named beside a sentence: all of a thousand would take time with their square."""

_STRONGEST = (Need.MUST, Need.SHOULD, Need.NO)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, list item or row of a table (those of its cells that do) that names a work as its source.

    `others` are the keys of further works that it cites, `MOST_OTHERS` at most. `need` and `kind` are
    those of the detector; `None` for a citation that stands in no sentence, such as one in a heading.
    """

    path: str
    start: Position
    end: Position
    text: str
    need: Need | None = None
    kind: ClaimKind | None = None
    others: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """Give the sentence as values for JSON."""
        return {
            "path": self.path,
            "start": position_document(self.start),
            "end": position_document(self.end),
            "text": self.text,
            "need": self.need,
            "kind": self.kind,
            "others": list(self.others),
        }


@dataclass(frozen=True, slots=True)
class CitedPaper:
    """A work that articles cite, under `keys`, with what is said of it now.

    `before` is what was said of it earlier; `None` if nothing was to be compared with. `year` and
    `age` (in whole years, by the calendar) are `None` where no date is known; `ageing` is the kind by
    which it ages, and `is_outdated` tells whether the policy's limit for that kind is passed.
    `unverified` says in what respect it was not compared with PubMed. `is_open` tells whether a rule
    finds that an article does not take the status into account.
    """

    reference: Reference
    keys: tuple[str, ...]
    statuses: tuple[Status, ...] = ()
    before: tuple[Status, ...] | None = None
    sentences: tuple[Sentence, ...] = ()
    year: int | None = None
    age: int | None = None
    ageing: str | None = None
    is_outdated: bool = False
    unverified: str | None = None
    is_open: bool = False

    @property
    def has_changed(self) -> bool:
        """Whether other things are said of it now than before."""
        return self.before is not None and have_changed(self.before, self.statuses)

    @property
    def title(self) -> str | None:
        """The title, in its own language where PubMed gives no other."""
        return self.reference.work.title or self.reference.work.vernacular_title

    def document(self) -> dict[str, Any]:
        """Give the work as values for JSON."""
        provenance = self.reference.record.provenance if self.reference.record else None
        return {
            "identity": self.reference.identity,
            "keys": list(self.keys),
            "identifiers": {str(one.scheme): one.value for one in self.reference.identifiers},
            "title": self.title,
            "statuses": [_status(one) for one in self.statuses],
            "before": None if self.before is None else [_status(one) for one in self.before],
            "changed": self.has_changed,
            "unanswered": self.is_open,
            "year": self.year,
            "age": self.age,
            "ageing": self.ageing,
            "outdated": self.is_outdated,
            "unverified": self.unverified,
            "obtained": provenance and {"origin": str(provenance.origin), "date": provenance.date},
            "sentences": [one.document() for one in self.sentences],
        }


def _status(status: Status) -> dict[str, str | None]:
    return {"status": str(status.kind), "notice": status.name, "where": status.where}


def work_named(key: str, bibliography: Bibliography) -> Reference | None:
    """Give the work that a citation key names; an identifier names one even where nothing is known of it.

    Unlike `Bibliography.resolve`, which gives only what can be printed as a reference.
    """
    found = bibliography.resolve(key)
    identifier = Identifier.from_key(key) if found is None else None
    if identifier is None:
        return found
    record = bibliography.records.find(identifier)
    work = record.work if record else Work(type=WorkType.OTHER, identifiers=(identifier,))
    return Reference(str(record.identifier if record else identifier), None, record, work)


def cited_papers(
    articles: Sequence[Article], context: Context, earlier: Context | None = None
) -> dict[str, CitedPaper]:
    """Give each work that articles cite, by its identity, in order of first citation; without sentences.

    `earlier` is the context of the lock to compare with.
    """
    found: dict[str, tuple[Reference, dict[str, None]]] = {}
    for article in articles:
        for citation in article.citations:
            reference = work_named(citation.key, context.bibliography)
            if reference is not None:
                found.setdefault(reference.identity, (reference, {}))[1][citation.key] = None
    return {
        identity: _paper(reference, tuple(keys), context, earlier)
        for identity, (reference, keys) in found.items()
    }


def _paper(
    reference: Reference, keys: tuple[str, ...], context: Context, earlier: Context | None
) -> CitedPaper:
    before = None
    if earlier is not None:
        then = work_named(keys[0], earlier.bibliography)
        before = statuses_of(then, earlier) if then is not None else ()
    age, verdict = dated(reference, context), verdict_on(reference, context)
    year = reference.work.date.year if reference.work.date else None
    return CitedPaper(
        reference=reference,
        keys=keys,
        statuses=statuses_of(reference, context),
        before=before,
        year=year,
        age=None if year is None else max(0, context.today.year - year),
        ageing=str(age.kind.ageing) if age else None,
        is_outdated=age is not None and age.is_old,
        unverified=verdict[0] if verdict else None,
    )


def sentences_on(
    identities: Collection[str],
    articles: Sequence[Article],
    claims: Mapping[str, Sequence[Claim]],
    bibliography: Bibliography,
) -> dict[str, tuple[Sentence, ...]]:
    """Give the sentences that rest on each of some works, in reading order; linear in the articles' text.

    `claims` gives an article's claims by its path, and is asked only about articles that cite one of the works.
    """
    found: dict[str, list[Sentence]] = {identity: [] for identity in identities}

    def identity_of(citation: Citation) -> str | None:
        reference = work_named(citation.key, bibliography)
        return reference.identity if reference is not None and reference.identity in found else None

    for article in articles:
        stray = {one.span: (one, name) for one in article.citations if (name := identity_of(one))}
        if not stray:
            continue
        for group in _statements(claims[article.path]):
            resting: dict[str, list[Claim]] = {}
            for claim in group:
                for identity in dict.fromkeys(filter(None, map(identity_of, claim.sources))):
                    resting.setdefault(identity, []).append(claim)
                for citation in claim.sources:
                    stray.pop(citation.span, None)
            sources = _identities(group, bibliography) if resting else {}
            for identity, parts in resting.items():
                found[identity].append(_sentence(article, parts, identity, sources))
        for citation, name in stray.values():
            found[name].append(_stray(article, citation.span))
    return {identity: tuple(_in_order(sentences)) for identity, sentences in found.items()}


def _statements(claims: Sequence[Claim]) -> Iterator[tuple[Claim, ...]]:
    """Yield what is one statement to a reader: each claim, but the cells of a table's row together."""
    for _, group in groupby(
        enumerate(claims),
        lambda one: (
            (one[1].unit.paragraph, -1) if one[1].unit.block is UnitBlock.TABLE_CELL else (-1, one[0])
        ),
    ):
        yield tuple(claim for _, claim in group)


def _identities(claims: Iterable[Claim], bibliography: Bibliography) -> dict[str, str | None]:
    """Give the keys that claims cite, each with the identity of its work; `None` for one that names nothing."""
    keys = dict.fromkeys(citation.key for claim in claims for citation in claim.sources)
    works = ((key, work_named(key, bibliography)) for key in keys)
    return {key: work.identity if work is not None else None for key, work in works}


def _sentence(
    article: Article, parts: Sequence[Claim], identity: str, sources: Mapping[str, str | None]
) -> Sentence:
    cited = dict.fromkeys(citation.key for claim in parts for citation in claim.sources)
    others = islice((key for key in cited if sources[key] != identity), MOST_OTHERS)
    # The judgement that stands for all: the first of those with the strongest need.
    judgement = min((claim.judgement for claim in parts), key=lambda one: _STRONGEST.index(one.need))
    return Sentence(
        article.path,
        article.source.position(parts[0].unit.span.start),
        article.source.position(parts[-1].unit.span.end),
        " | ".join(claim.unit.text for claim in parts),
        judgement.need,
        judgement.kind,
        tuple(others),
    )


def _stray(article: Article, span: Span) -> Sentence:
    """Give a citation that covers no sentence as itself."""
    source = article.source
    text = source.text[span.start : span.end]
    return Sentence(article.path, source.position(span.start), source.position(span.end), text)


def _in_order(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    order = {path: index for index, path in enumerate(dict.fromkeys(one.path for one in sentences))}
    yield from sorted(sentences, key=lambda one: (order[one.path], one.start.offset))
