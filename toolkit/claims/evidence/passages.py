"""Sentences that are judged with those around them: what one citation covers, and what cites one work throughout.

A short sentence shares few words with an abstract ("It probably eases tiredness."). Beside sentences that fit
the work it is no sign of a wrong source.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toolkit.claims.evidence.summary import overall, related_after_all
from toolkit.claims.stems import stems
from toolkit.model.evidence import Evidence, EvidenceState, SourceEvidence
from toolkit.model.unit import Claim

LIKE = 0.2
"""Of right pairs in SciFact and in the citation integrity data nineteen of twenty are more alike, of wrong ones
nineteen of twenty less (`python -m benchmarks.evidence_articles` reads the same pairs)."""
_LEANING = 8
"""A sentence of more content words than these stands on its own."""
_REASON = "few of its words are the abstract's, but the sentences around it fit the work"


def shared_by(claim: Claim) -> tuple[int, ...]:
    """Give a key that statements covered by the same citations share; there is at least one citation.

    Citations that cover a statement follow each other in the text, so the first and the last name them.
    """
    return (claim.sources[0].span.start, claim.sources[-1].span.start, len(claim.sources))


def with_neighbours(claims: Sequence[Claim], found: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Take back *unrelated* where the passage speaks for the source; the rest stays as it is.

    That is so where the same citation covers a sentence that is like the source; and, for sentences of
    few words, where the work is cited without a break and fits more of the passage than not, unless
    another reference fits the sentence better. Linear in the claims.
    """
    settled = list(found)
    cited = [index for index, claim in enumerate(claims) if claim.sources and found[index].sources]
    homes = _homes([found[index] for index in cited])
    groups: dict[tuple[int, ...], list[int]] = {}
    at_home: dict[tuple[int, ...], set[str]] = {}
    for index, home in zip(cited, homes, strict=True):
        key = shared_by(claims[index])
        groups.setdefault(key, []).append(index)
        at_home.setdefault(key, set()).update(home)
    for key, indices in groups.items():
        is_short = all(len(set(stems(claims[one].unit.text))) <= _LEANING for one in indices)
        for place in range(len(claims[indices[0]].sources)):
            sources = [settled[one].sources[place] for one in indices]
            if not _is_strange(sources):
                continue
            reference = sources[0].reference
            leans = is_short and reference is not None and reference.identity in at_home[key]
            if _is_liked(sources) or (leans and not any(settled[one].better for one in indices)):
                for one in indices:
                    settled[one] = _taken_back(settled[one], place)
    return tuple(settled)


def _homes(found: Sequence[Evidence]) -> list[list[str]]:
    """Give, for each cited statement, those of its works that are cited without a break and fit most of it there."""
    runs: dict[str, list[int]] = {}
    of_claims: list[dict[str, list[int]]] = []
    for evidence in found:
        works = {one.reference.identity: one for one in evidence.sources if one.reference}
        runs = {work: runs.get(work, [0]) for work in works}
        for work, source in works.items():
            comparison = source.comparison
            if comparison is not None and comparison.is_unrelated:
                runs[work][0] -= 1
            elif comparison is not None and comparison.likeness >= LIKE:
                runs[work][0] += 1
        of_claims.append(runs)
    return [[work for work, balance in works.items() if balance[0] > 0] for works in of_claims]


def _is_strange(sources: Sequence[SourceEvidence]) -> bool:
    return any(one.state is EvidenceState.UNRELATED for one in sources)


def _is_liked(sources: Sequence[SourceEvidence]) -> bool:
    """Tell whether one of the statements that a citation covers is like its source."""
    return any(
        one.comparison is not None and not one.comparison.is_unrelated and one.comparison.likeness >= LIKE
        for one in sources
    )


def _taken_back(evidence: Evidence, place: int) -> Evidence:
    """Give one source, and the claim with it, the state that is left when it counts as related."""
    own = related_after_all(evidence.sources[place], _REASON)
    if own is evidence.sources[place]:
        return evidence
    sources = (*evidence.sources[:place], own, *evidence.sources[place + 1 :])
    state, reason = overall(sources, evidence.absent_numbers)
    return replace(evidence, state=state, told=reason, sources=sources)
