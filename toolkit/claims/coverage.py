"""How many of the claims that need a source name one, and what became of comparing them."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.model.evidence import EvidenceState
from toolkit.model.ledger import LedgerEntry
from toolkit.model.unit import Coverage, Need

_COUNTED = {
    EvidenceState.UNRELATED: "unrelated",
    EvidenceState.NUMBER_ABSENT: "number_absent",
    EvidenceState.QUOTE_ABSENT: "quote_absent",
}


def coverage_of(entries: Iterable[LedgerEntry]) -> Coverage:
    """Count an article's claims, and of those that name a source, what became of the comparison."""
    counts = dict.fromkeys(Coverage.__slots__, 0)
    for entry in entries:
        need = entry.need
        if need is Need.NO:
            counts["exempt"] += len(entry.lines)
            continue
        counts[need.value] += 1
        counts["waived"] += entry.evidence.state is EvidenceState.WAIVED
        if not entry.is_cited:
            continue
        counts[f"{need.value}_cited"] += 1
        counts["retracted"] += entry.cites_retracted
        if entry.evidence.is_compared:
            counts["compared"] += 1
            counts[_COUNTED.get(entry.evidence.state, "to_be_checked")] += 1
        else:
            counts["not_compared"] += 1
    return Coverage(**counts)


def total(coverages: Iterable[Coverage]) -> Coverage:
    """Add up the coverage of several articles."""
    counts = dict.fromkeys(Coverage.__slots__, 0)
    for one in coverages:
        for name in counts:
            counts[name] += getattr(one, name)
    return Coverage(**counts)
