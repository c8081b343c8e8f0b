"""How many of the claims that need a source have one."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.model.unit import Claim, Coverage, Need


def coverage_of(claims: Iterable[Claim]) -> Coverage:
    """Count the claims of an article.

    `compared` stays 0 until evidence is laid beside claims: a citation alone proves nothing.
    """
    counts = dict.fromkeys(("must", "must_cited", "should", "should_cited", "exempt"), 0)
    for claim in claims:
        need = claim.judgement.need
        if need is Need.NO:
            counts["exempt"] += 1
            continue
        counts[need.value] += 1
        counts[f"{need.value}_cited"] += bool(claim.sources)
    return Coverage(**counts)


def total(coverages: Iterable[Coverage]) -> Coverage:
    """Add up the coverage of several articles."""
    fields = ("must", "must_cited", "should", "should_cited", "exempt", "compared")
    parts = list(coverages)
    return Coverage(**{name: sum(getattr(part, name) for part in parts) for name in fields})
