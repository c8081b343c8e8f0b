"""What a claim says, made ready once for any number of abstracts."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.claims.evidence.background import background
from toolkit.claims.evidence.numbers import Sought, sought_in
from toolkit.claims.evidence.quotations import quotations
from toolkit.claims.stems import stems

Word = tuple[str, float, float, float]
"""A stem, its rarity, and what its presence and its absence tell."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim's words, each once, the sum of their rarity and their direction, its numbers and quotations."""

    text: str
    words: tuple[Word, ...]
    rarity: float
    direction: tuple[float, ...] = ()
    numbers: tuple[Sought, ...] = ()
    quotes: tuple[str, ...] = ()


def statement_of(text: str) -> Statement:
    """Make a claim's text ready. Linear in its length; any text will do."""
    known = background()
    words = []
    for stem in dict.fromkeys(stems(text)):
        weight = known.weight(stem)
        words.append((stem, weight.rarity, weight.presence, weight.absence))
    return Statement(
        text,
        tuple(words),
        sum(word[1] for word in words),
        known.direction((word[0], word[1]) for word in words),
        sought_in(text),
        quotations(text),
    )
