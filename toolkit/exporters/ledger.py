"""The ledger of claims as data: every unit with its judgement, its sources and the state of its evidence.

What it never says is "supported": whether a work says what it is cited for is for a person to judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from toolkit.claims.coverage import coverage_of
from toolkit.model.article import Article, Citation, Suppression
from toolkit.model.bibliography import Bibliography
from toolkit.model.json_text import json_text, position_document
from toolkit.model.record import Record, Standing
from toolkit.model.span import Span
from toolkit.model.unit import Claim, Coverage, Need

VERSION = 1
"""Of the JSON form; raised when a consumer would misread it."""

RULE = "claim-uncited"
NO_SOURCE_NEEDED = "no-source-needed"
NO_SOURCE = "no-source"
WAIVED = "waived"
TO_BE_CHECKED = "to-be-checked-by-a-person"
NOT_COMPARED = "not-compared"


def render(
    article: Article, claims: Sequence[Claim], bibliography: Bibliography, *, as_of: date | None = None
) -> bytes:
    """Give `ledger.json` of one article: UTF-8, same bytes for the same input.

    `as_of` is the day by which suppressions expire; without it none does.
    """
    document = document_of([ledger_document(article, claims, bibliography, as_of=as_of)])
    return json_text(document).encode()


def document_of(articles: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Wrap the ledgers of articles in the versioned document of `osler ledger --format json`."""
    return {"version": VERSION, "articles": list(articles)}


def ledger_document(
    article: Article, claims: Sequence[Claim], bibliography: Bibliography, *, as_of: date | None = None
) -> dict[str, Any]:
    """Give the ledger of one article as plain data, units in reading order.

    Lines and columns count from 1, offsets from 0, columns and offsets in Unicode characters, as in
    the JSON of `osler check`. `list` is the index of the unit under which the items of one claim
    are reported together.
    """
    return {
        "path": article.path,
        "units": [
            {
                "text": claim.unit.text,
                "start": position_document(article.source.position(claim.unit.span.start)),
                "end": position_document(article.source.position(claim.unit.span.end)),
                "block": claim.unit.block.value,
                "section": list(claim.unit.section),
                "need": claim.judgement.need.value,
                "kind": claim.judgement.kind.value,
                "confidence": claim.judgement.confidence.value,
                "why": claim.judgement.why,
                "citations": [citation.key for citation in claim.sources],
                "scope": claim.scope.value,
                "list": claim.reported_with,
                "evidence": evidence_of(article, claims, claim, bibliography, as_of),
            }
            for claim in claims
        ],
        "coverage": coverage_document(coverage_of(claims)),
    }


def coverage_document(coverage: Coverage) -> dict[str, int]:
    """Give coverage as plain data."""
    names = ("must", "must_cited", "should", "should_cited", "exempt", "compared")
    return {name: getattr(coverage, name) for name in names}


def evidence_of(
    article: Article,
    claims: Sequence[Claim],
    claim: Claim,
    bibliography: Bibliography,
    as_of: date | None = None,
) -> dict[str, Any]:
    """Give the state of a claim's evidence, with a reason, and that of each of its sources.

    States: `no-source-needed`, `no-source`, `waived` (a suppression says why there is none),
    `not-compared` (no abstract at hand), `to-be-checked-by-a-person`.
    """
    if claim.sources:
        sources = [_source(citation, bibliography) for citation in claim.sources]
        waiting = [one for one in sources if one["state"] == TO_BE_CHECKED]
        first = (waiting or sources)[0]
        return {"state": first["state"], "reason": first["reason"], "sources": sources}
    if claim.judgement.need is Need.NO:
        return {"state": NO_SOURCE_NEEDED, "reason": claim.judgement.why, "sources": []}
    head = claim if claim.reported_with is None else claims[claim.reported_with]
    suppression = _suppression(article, (claim.unit.span, head.unit.span), as_of)
    if suppression is not None:
        return {"state": WAIVED, "reason": suppression.reason, "sources": []}
    return {"state": NO_SOURCE, "reason": "it names no source", "sources": []}


def _suppression(article: Article, spans: tuple[Span, ...], as_of: date | None) -> Suppression | None:
    """Find the suppression that keeps a claim from being reported."""
    for one in article.suppressions:
        is_alive = as_of is None or one.until is None or as_of <= one.until
        is_named = RULE in one.rules or RULE.partition("-")[0] in one.rules
        if is_alive and is_named and any(_covers(one, span) for span in spans):
            return one
    return None


def _covers(suppression: Suppression, span: Span) -> bool:
    """Tell whether a finding at `span` would be silenced: by its first character, as the engine does."""
    return suppression.covers.start <= span.start <= suppression.covers.end


def _source(citation: Citation, bibliography: Bibliography) -> dict[str, Any]:
    reference = bibliography.resolve(citation.key)
    if reference is None:
        state, reason = NOT_COMPARED, "nothing defines the key"
    else:
        state, reason = _state(reference.record)
    return {
        "key": citation.key,
        "locator": citation.locator,
        "identity": reference.identity if reference else None,
        "title": reference.work.title if reference else None,
        "state": state,
        "reason": reason,
    }


def _state(record: Record | None) -> tuple[str, str]:
    """Give the state of one source, and why, in words."""
    if record is None:
        return NOT_COMPARED, "no record is in the lock: run osler fetch"
    if record.is_retracted:
        return TO_BE_CHECKED, "the work is retracted"
    if record.abstract is None and record.fingerprint is None:
        if record.standing is Standing.NOT_IN_PUBMED:
            return NOT_COMPARED, "PubMed has no record of the work, so there is no abstract"
        return NOT_COMPARED, "the record has no abstract"
    at_hand = "abstract" if record.abstract is not None else "fingerprint of its abstract"
    return TO_BE_CHECKED, f"the {at_hand} is at hand"
