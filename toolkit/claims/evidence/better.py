"""Another reference of the article that fits a claim markedly better than those that it cites."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from toolkit.claims.evidence.likeness import features, model
from toolkit.claims.evidence.prepared import Prepared, prepare
from toolkit.claims.evidence.statement import Statement
from toolkit.model.bibliography import Bibliography, Reference
from toolkit.model.evidence import SourceEvidence
from toolkit.model.unit import Claim

POOR, GOOD = 0.3, 0.65
"""The cited ones are at most so alike, and the better one at least so alike: a wide margin, on purpose.

Of 138 SciFact claims with their right abstract, none was offered one of 20 others; of as many with a wrong one,
70 % were offered the right one.
"""
_LEAST_WORDS = 5
_MOST = 3
_MOST_OTHERS = 200
"""Another source is looked for among so many references at most, so that long articles stay quick."""


@dataclass(frozen=True, slots=True)
class Others:
    """The references that an article cites and that can be compared, each work once, the first ones."""

    prepared: tuple[tuple[Reference, Prepared], ...]

    @classmethod
    def of(cls, claims: Iterable[Claim], bibliography: Bibliography) -> Others:
        """Gather them; a retracted work is never offered."""
        keys = dict.fromkeys(one.key for claim in claims for one in claim.sources)
        found: dict[str, tuple[Reference, Prepared]] = {}
        for reference in map(bibliography.resolve, keys):
            if len(found) == _MOST_OTHERS:
                break
            record = reference.record if reference is not None else None
            if reference is None or record is None or record.is_retracted:
                continue
            ready = prepare(record)
            if ready is not None:
                found.setdefault(reference.identity, (reference, ready))
        return cls(tuple(found.values()))

    def better(self, statement: Statement, sources: Sequence[SourceEvidence]) -> tuple[Reference, ...]:
        """Give those that fit a claim far better than all that it cites, the best first; at most three.

        Only where every cited source could be compared: the others may fit as well.
        """
        cited = [one.comparison.likeness for one in sources if one.comparison is not None]
        if len(cited) < len(sources) or max(cited) > POOR or len(statement.words) < _LEAST_WORDS:
            return ()
        own = {one.reference.identity for one in sources if one.reference is not None}
        likeness = model().likeness
        found = [
            (likeness.probability(features(statement, ready)), reference)
            for reference, ready in self.prepared
            if reference.identity not in own
        ]
        fitting = sorted((pair for pair in found if pair[0] >= GOOD), key=lambda pair: -pair[0])
        return tuple(reference for _, reference in fitting[:_MOST])
