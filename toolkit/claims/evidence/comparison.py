"""One claim beside one abstract or fingerprint."""

from __future__ import annotations

from functools import lru_cache

from toolkit.claims.evidence.likeness import features, model
from toolkit.claims.evidence.numbers import is_in
from toolkit.claims.evidence.prepared import Prepared
from toolkit.claims.evidence.quotations import folded, is_quoted_from
from toolkit.claims.evidence.statement import Statement, statement_of
from toolkit.model.evidence import Comparison, Passage

_OF_FIGURE = 4.0
_OF_DIGIT = 0.5
"""What a number that both have tells of a sentence, beside the rarity of words (0 to 12): one digit tells little."""
_LEAST_WORDS = 4
"""A claim of fewer content words is too short to be called unrelated to anything."""


def compare(claim: str | Statement, against: Prepared, *, is_carried: bool = False) -> Comparison:
    """Lay a claim beside a prepared abstract or fingerprint.

    A claim that is laid beside several is made ready once, with `statement_of`. `is_carried` is for
    a claim in which the citation does not stand: it takes more to call its source unrelated.
    """
    statement = statement_of(claim) if isinstance(claim, str) else claim
    values = features(statement, against)
    text = against.text
    return Comparison(
        against.basis,
        model().likeness.probability(values),
        _is_strange(statement, values, is_carried=is_carried),
        tuple(one.quantity for one in statement.numbers if not is_in(one, against.numbers)),
        tuple(one for one in statement.quotes if not is_quoted_from(one, _folded(text))) if text else (),
        text is not None,
        _passage(statement, against),
    )


def is_about(statement: Statement, against: Prepared, *, is_carried: bool = False) -> bool:
    """Tell whether an abstract seems to be about what a statement says, by the limits of `compare`."""
    return not _is_strange(statement, features(statement, against), is_carried=is_carried)


def _is_strange(statement: Statement, values: tuple[float, ...], *, is_carried: bool) -> bool:
    learnt = model()
    limit = learnt.surely_unrelated if is_carried else learnt.unrelated
    return len(statement.words) >= _LEAST_WORDS and learnt.aboutness.probability(values) < limit


@lru_cache(maxsize=256)
def _folded(text: str) -> str:
    return folded(text)


def _passage(statement: Statement, against: Prepared) -> Passage | None:
    """Give the sentence of the abstract that has most of the claim's words, by their rarity, and its numbers."""
    best, best_score = None, 0.0
    for sentence in against.sentences:
        score = sum(word[1] for word in statement.words if word[0] in sentence.stems)
        for one in statement.figures & sentence.figures:
            score += _OF_FIGURE if len(one) > 1 else _OF_DIGIT
        if score > best_score:
            best, best_score = sentence, score
    if best is None or against.text is None:
        return None
    return Passage(against.text[best.start : best.end], best.start, best.end)
