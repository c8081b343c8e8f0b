"""The ledger as JSON. Its form is described in docs/claims.md and docs/schemas/ledger.json."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from toolkit.claims.coverage import total
from toolkit.claims.ledger import hardest_first
from toolkit.model.article import Article, Suppression
from toolkit.model.bibliography import Reference
from toolkit.model.evidence import Comparison, Evidence, Passage, Quantity, SourceEvidence
from toolkit.model.identifier import Scheme
from toolkit.model.json_text import json_text, position_document
from toolkit.model.ledger import ArticleLedger, LedgerLine
from toolkit.model.record import Notice, Record, Standing
from toolkit.model.unit import Coverage

VERSION = 1
"""Of the JSON form; raised when a consumer would misread it."""

# What PubMed's RefTypes mean for a work, the gravest first.
_STATUSES = (
    ("retracted", ("RetractionIn", "RetractedandRepublishedIn")),
    ("partially-retracted", ("PartialRetractionIn",)),
    ("concern", ("ExpressionOfConcernIn",)),
    ("superseded", ("UpdateIn",)),
    ("corrected", ("ErratumIn", "CorrectedandRepublishedIn")),
    ("republished", ("RepublishedIn",)),
)


def render(ledger: ArticleLedger) -> bytes:
    """Give `ledger.json` of one article: UTF-8, same bytes for the same input."""
    return json_text(document_of([ledger])).encode()


def document_of(
    articles: Sequence[ArticleLedger], *, from_store: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Give the versioned document of `osler ledger --format json`, with the coverage of the whole.

    Units stand in reading order. `from_store` are the identities of the works whose abstract was read
    from the local store.
    """
    return {
        "version": VERSION,
        "articles": [_article(one, from_store) for one in articles],
        "coverage": coverage_document(total(one.coverage for one in articles)),
    }


def coverage_document(coverage: Coverage) -> dict[str, int]:
    """Give coverage as plain data."""
    return {name: getattr(coverage, name) for name in Coverage.__slots__}


def _article(ledger: ArticleLedger, from_store: frozenset[str]) -> dict[str, Any]:
    return {
        "path": ledger.article.path,
        "digest": f"sha256:{ledger.digest}",
        "judged": ledger.is_judged,
        "units": [_unit(ledger.article, line, from_store) for line in ledger.lines],
        "hardest_first": [line.index for entry in hardest_first(ledger.entries) for line in entry.lines],
        "coverage": coverage_document(ledger.coverage),
    }


def _unit(article: Article, line: LedgerLine, from_store: frozenset[str]) -> dict[str, Any]:
    """Give one unit. Lines and columns count from 1, offsets from 0, as in the JSON of `osler check`."""
    claim = line.claim
    return {
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
        "evidence": _evidence(line.evidence, from_store),
        "suppressions": [_suppression(one) for one in line.suppressions],
    }


def _suppression(suppression: Suppression) -> dict[str, Any]:
    until = suppression.until
    return {
        "rules": list(suppression.rules),
        "reason": suppression.reason,
        "until": until.isoformat() if until else None,
    }


def _evidence(evidence: Evidence, from_store: frozenset[str]) -> dict[str, Any]:
    return {
        "state": evidence.state.value,
        "reason": evidence.reason,
        "absent_numbers": _numbers(evidence.absent_numbers),
        "better": [_work(reference) for reference in evidence.better],
        "sources": [_source(source, from_store) for source in evidence.sources],
    }


def _source(source: SourceEvidence, from_store: frozenset[str]) -> dict[str, Any]:
    reference = source.reference
    return {
        "key": source.citation.key,
        "locator": source.citation.locator,
        **_work(reference),
        "state": source.state.value,
        "reason": source.reason,
        **_comparison(source.comparison),
        "from_store": reference is not None and reference.identity in from_store,
    }


def _work(reference: Reference | None) -> dict[str, Any]:
    """Give what is known of a work; everything is null where nothing defines the key."""
    work = reference.work if reference else None
    record = reference.record if reference else None
    return {
        "identity": reference.identity if reference else None,
        "title": work.title if work else None,
        "year": work.date.year if work and work.date else None,
        "publication_types": list(record.publication_types) if record else [],
        "status": status_of(record),
        "notices": [{"kind": one.kind, "pmid": one.pmid, "source": one.source} for one in _notices(record)],
        "identifiers": _identifiers(reference),
    }


def _notices(record: Record | None) -> Iterable[Notice]:
    kinds = [kind for _, names in _STATUSES for kind in names]
    return record.notices_of(*kinds) if record else ()


def status_of(record: Record | None) -> str | None:
    """Name the editorial status of a work, the gravest notice first; `None` where PubMed gave no record."""
    if record is None or record.standing is Standing.NOT_IN_PUBMED:
        return None
    if record.is_retracted:
        return "retracted"
    found = (name for name, kinds in _STATUSES if record.notices_of(*kinds))
    return next(found, "no-notice" if record.status is not None else None)


def _identifiers(reference: Reference | None) -> dict[str, str]:
    """Give the identifiers that lead to the work, by scheme."""
    names = (Scheme.PMID, Scheme.DOI, Scheme.PMCID)
    known = reference.identifiers if reference else ()
    return {one.scheme.value: one.value for one in known if one.scheme in names}


def _comparison(comparison: Comparison | None) -> dict[str, Any]:
    """Give what the comparison found; everything is null or empty where there was none."""
    return {
        "basis": comparison.basis.value if comparison else None,
        "likeness": round(comparison.likeness, 4) if comparison else None,
        "passage": _passage(comparison.passage) if comparison else None,
        "absent_numbers": _numbers(comparison.absent_numbers) if comparison else [],
        "absent_quotes": list(comparison.absent_quotes) if comparison else [],
        "checked_quotes": comparison.checked_quotes if comparison else False,
    }


def _passage(passage: Passage | None) -> dict[str, Any] | None:
    return None if passage is None else {"text": passage.text, "start": passage.start, "end": passage.end}


def _numbers(numbers: Sequence[Quantity]) -> list[dict[str, str]]:
    return [{"form": one.form, "text": one.text} for one in numbers]
