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
from functools import cache, lru_cache
from itertools import repeat
from math import exp
from pathlib import Path
from struct import Struct
from typing import Any

from toolkit.model.unit import ClaimKind, Need

DATA = Path(__file__).parent.parent / "data" / "detection.json"
SCALE = 1000
"""Weights are kept in units of one part in this many."""

_BITS = 32
_HALF = 1 << (_BITS - 1)
_HALVES = tuple(sum(_HALF << (_BITS * place) for place in range(count)) for count in range(32))
_WORDS = tuple(Struct(f"<{count}I") for count in range(32))


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

    def leanings(self, names: Iterable[str], place: int) -> list[tuple[int, str]]:
        """Give the names that speak for the class at `place`, with by how much: the most telling first.

        How much is the weight for that class against the mean of the others, times their number.
        """
        found = []
        for name in names:
            if name in self.weights:
                weights = _weights(self.weights[name], len(self.classes))
                gain = len(weights) * weights[place] - sum(weights)
                if gain > 0:
                    found.append((-gain, name))
        return sorted(found)


@dataclass(frozen=True, slots=True)
class NeedModel:
    """What training leaves behind.

    `needs` and `kinds` are the classes of the two. `offsets` are added to the scores of `needs` before
    the highest decides: they were chosen so that few claims are missed and few exempt units accused; `trust`
    is added to must where a rule names a claim. `sure` and `likely` are the probabilities from which a
    decision is of high and of medium confidence.
    """

    need: Scorer
    kind: Scorer
    needs: tuple[Need, ...]
    kinds: tuple[ClaimKind, ...]
    offsets: tuple[int, ...]
    trust: int
    sure: float
    likely: float

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> NeedModel:
        """Read the form of `detection.json`."""
        need, kind = Scorer.from_json(data["need"]), Scorer.from_json(data["kind"])
        return cls(
            need,
            kind,
            tuple(map(Need, need.classes)),
            tuple(map(ClaimKind, kind.classes)),
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
    # With a half added to each, no number is negative, and each fills its own four bytes.
    data = (total + _HALVES[count]).to_bytes(4 * count, "little")
    return [number - _HALF for number in _WORDS[count].unpack(data)]


@lru_cache(maxsize=8192)
def _weights(total: int, count: int) -> tuple[int, ...]:
    """Give the weights of one name; names recur."""
    return tuple(unpacked(total, count))


def share(scores: Sequence[int], place: int) -> float:
    """Give the probability of one class from the scores of all."""
    top = max(scores)
    parts = [exp((score - top) / SCALE) for score in scores]
    return parts[place] / sum(parts)


@cache
def shipped() -> NeedModel:
    """Give the model that ships with Osler; read once."""
    return NeedModel.from_json(json.loads(DATA.read_text(encoding="utf-8")))
