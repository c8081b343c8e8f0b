"""The small model for what rules can't see: weights for words and circumstances, learnt from labelled pages.

Two multinomial logistic regressions, for the need (must, should, no) and for the kind, trained by
`training/detection.py` and kept as whole numbers (thousandths of a natural logarithm) in
`toolkit/data/detection.json`. Judging adds up the weights of a unit's names (`circumstances`). The
weights of a name for all classes are packed into one integer, so that one pass and one addition a name
serve all classes: the class number k has its sum at bit 32 k.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from math import exp
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent.parent / "data" / "detection.json"
SCALE = 1000
"""Weights are kept in units of one part in this many."""

_BITS = 32
_MASK = (1 << _BITS) - 1
_HALF = 1 << (_BITS - 1)


@dataclass(frozen=True, slots=True)
class Scorer:
    """A linear model over names: `classes`, their bias, and packed weights by name."""

    classes: tuple[str, ...]
    bias: int
    weights: Mapping[str, int]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Scorer:
        """Read `classes`, `bias` (one number a class) and `weights` (a list for each name)."""
        return cls(
            tuple(data["classes"]),
            packed(data["bias"]),
            {name: packed(numbers) for name, numbers in data["weights"].items()},
        )

    def total(self, names: Iterable[str]) -> int:
        """Add up the packed weights of names; unknown ones weigh nothing."""
        return sum(map(self.weights.get, names, repeat(0)), self.bias)

    def scores(self, total: int) -> list[int]:
        """Give each class's score from a packed total."""
        return unpacked(total, len(self.classes))

    def weight(self, name: str) -> list[int]:
        """Give the weights of one name, by class."""
        return unpacked(self.weights.get(name, 0), len(self.classes))


@dataclass(frozen=True, slots=True)
class NeedModel:
    """What training leaves behind.

    `offsets` are added to the scores of `need.classes` before the highest decides: they were chosen
    so that few claims are missed and few exempt units accused; `trust` is added to must where a rule names a
    claim. `sure` and `likely` are the
    probabilities from which a decision is of high and of medium confidence.
    """

    need: Scorer
    kind: Scorer
    offsets: tuple[int, ...]
    trust: int
    sure: float
    likely: float

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> NeedModel:
        """Read the form of `detection.json`."""
        return cls(
            Scorer.from_json(data["need"]),
            Scorer.from_json(data["kind"]),
            tuple(data["offsets"]),
            data["trust"],
            data["sure"],
            data["likely"],
        )


def packed(numbers: Sequence[int]) -> int:
    """Put whole numbers, each within 31 bits and a sign, into one integer."""
    return sum(number << (_BITS * place) for place, number in enumerate(numbers))


def unpacked(total: int, count: int) -> list[int]:
    """Give the numbers, or the sums of numbers, that were packed."""
    numbers = []
    for _ in range(count):
        number = ((total + _HALF) & _MASK) - _HALF
        numbers.append(number)
        total = (total - number) >> _BITS
    return numbers


def share(scores: Sequence[int], place: int) -> float:
    """Give the probability of one class from the scores of all."""
    top = max(scores)
    parts = [exp((score - top) / SCALE) for score in scores]
    return parts[place] / sum(parts)


@cache
def shipped() -> NeedModel:
    """Give the model that ships with Osler; read once."""
    return NeedModel.from_json(json.loads(DATA.read_text(encoding="utf-8")))
