"""One claim beside one abstract or fingerprint."""

from __future__ import annotations

from toolkit.claims.evidence.prepared import Prepared
from toolkit.claims.evidence.statement import Statement, statement_of
from toolkit.model.evidence import Comparison, Passage

_LEAST_WORDS = 3
"""A claim of fewer content words is too short to be called unrelated to anything."""


def compare(claim: str | Statement, against: Prepared) -> Comparison:
    """Lay a claim beside a prepared abstract or fingerprint.

    A claim that is laid beside several is made ready once, with `statement_of`.
    """
    statement = statement_of(claim) if isinstance(claim, str) else claim
    words = frozenset(statement.stems)
    shared = sum(word in against.counts or word in against.title for word in words)
    likeness = shared / len(words) if words else 0.0
    return Comparison(
        against.basis,
        likeness,
        len(words) >= _LEAST_WORDS and not shared,
        tuple(one for one in statement.numbers if one.form not in against.quantities),
        passage=_passage(words, against),
    )


def _passage(words: frozenset[str], against: Prepared) -> Passage | None:
    """Give the sentence of the abstract that shares most words with the claim."""
    if against.text is None or not against.sentences:
        return None
    best = max(against.sentences, key=lambda one: len(words & one.stems))
    if words.isdisjoint(best.stems):
        return None
    return Passage(against.text[best.start : best.end], best.start, best.end)
