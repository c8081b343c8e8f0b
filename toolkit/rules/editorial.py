"""The editorial status of a work: what has been said against it, or been put in its place, since it appeared.

By the links that NLM keeps between records (*Errata, Retractions, and Other Linked Citations in PubMed*,
NLM fact sheet), as far as the lock has them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from toolkit.model.bibliography import Reference
from toolkit.model.record import Notice, Record, Standing
from toolkit.model.rule import Context
from toolkit.rules.citing import notice_words
from toolkit.rules.reference_retracted import is_retracted_by_title
from toolkit.rules.reference_superseded import newer_version


class Editorial(StrEnum):
    """Kinds of status, the gravest first."""

    RETRACTED = "retracted"
    CONCERN = "concern"
    RETRACTION_NOTICE = "retraction-notice"
    """The work is itself the notice of another's retraction."""
    NOT_IN_PUBMED = "not-in-pubmed"
    REPUBLISHED = "republished"
    """Corrected and published again."""
    SUPERSEDED = "superseded"
    CORRECTED = "corrected"


RULES = tuple(
    f"reference-{name}"
    for name in (
        *("retracted", "concern", "retraction-notice", "not-found", "republished"),
        *("superseded", "corrected", "unverified"),
    )
)
"""The rules that say whether an article takes the status of its references into account."""

_NOTICES = (
    (Editorial.RETRACTED, ("RetractionIn", "RetractedandRepublishedIn")),
    (Editorial.CONCERN, ("ExpressionOfConcernIn",)),
    (Editorial.RETRACTION_NOTICE, ("RetractionOf",)),
    (Editorial.REPUBLISHED, ("CorrectedandRepublishedIn",)),
    (Editorial.CORRECTED, ("ErratumIn",)),
)


@dataclass(frozen=True, slots=True)
class Status:
    """One thing that was said of a work. `where` names the notice, in words; `None` if PubMed names none.

    `name` tells one notice from another: its PMID, else what names it.
    """

    kind: Editorial
    name: str | None = None
    where: str | None = None


def statuses_of(reference: Reference, context: Context) -> tuple[Status, ...]:
    """Give all that is known to have been said of a work, the gravest first; nothing if it simply stands."""
    record = reference.record
    found = [] if record is None else [*_noticed(record), *_marked(record)]
    newer = newer_version(reference, context)
    if newer is not None:
        words, identifiers = newer
        found.append(Status(Editorial.SUPERSEDED, str(identifiers[-1]) if identifiers else None, words))
    # A publication type says less than the link that goes with it.
    named = {one.kind for one in found if one.where is not None}
    kept = dict.fromkeys(one for one in found if one.where is not None or one.kind not in named)
    order = tuple(Editorial)
    return tuple(sorted(kept, key=lambda one: order.index(one.kind)))


def _noticed(record: Record) -> Iterator[Status]:
    for kind, links in _NOTICES:
        for notice in record.notices_of(*links):
            yield Status(kind, _name(notice), notice_words(notice))


def _marked(record: Record) -> Iterator[Status]:
    if record.is_retracted or is_retracted_by_title(record):
        yield Status(Editorial.RETRACTED)
    if "Retraction of Publication" in record.publication_types:
        yield Status(Editorial.RETRACTION_NOTICE)
    if record.standing is Standing.NOT_IN_PUBMED:
        yield Status(Editorial.NOT_IN_PUBMED)


def _name(notice: Notice) -> str | None:
    return f"pmid:{notice.pmid}" if notice.pmid else notice.source


def have_changed(before: tuple[Status, ...], now: tuple[Status, ...]) -> bool:
    """Tell whether other things are said now, whatever became of the words of one notice."""
    return {(one.kind, one.name) for one in before} != {(one.kind, one.name) for one in now}
