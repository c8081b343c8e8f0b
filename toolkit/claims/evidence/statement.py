"""What a claim says, made ready once for any number of abstracts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from toolkit.claims.evidence.background import background
from toolkit.claims.evidence.numbers import Sought, figures_in, sought_in
from toolkit.claims.evidence.otherwise import Forms, forms_of
from toolkit.claims.evidence.quotations import quotations
from toolkit.claims.stems import stems

Word = tuple[str, float, float, float]
"""A stem, its rarity, and what its presence and its absence tell."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim's words, each once, the sum of their rarity and their direction, its numbers and quotations.

    `otherwise` has the other forms of those words that have any; `figures` are the numbers in digits as they stand.
    """

    text: str
    words: tuple[Word, ...]
    rarity: float
    direction: tuple[float, ...] = ()
    numbers: tuple[Sought, ...] = ()
    quotes: tuple[str, ...] = ()
    otherwise: Mapping[str, Forms] = field(default_factory=dict)
    figures: frozenset[str] = frozenset()


def statement_of(text: str) -> Statement:
    """Make a claim's text ready. Linear in its length; any text will do."""
    known = background()
    words = []
    in_order = stems(text)
    for stem in dict.fromkeys(in_order):
        weight = known.weight(stem)
        words.append((stem, weight.rarity, weight.presence, weight.absence))
    return Statement(
        text,
        tuple(words),
        sum(word[1] for word in words),
        known.direction((word[0], word[1]) for word in words),
        sought_in(text),
        quotations(text),
        forms_of(in_order),
        figures_in(text),
    )
