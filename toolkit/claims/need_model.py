"""The small model for what rules can't see: weights for words and circumstances, learnt from labelled pages.

Two multinomial logistic regressions, for the need (must, should, no) and for the kind, trained by
`training/detection.py` and kept as whole numbers (thousandths of a natural logarithm) in
`toolkit/data/detection.json`. Judging adds up the weights of a unit's names (`circumstances`). The
weights of a name for all classes are packed into one integer, so that one pass and one addition a name
serve all classes: the class number k has its sum at bit 32 k.
"""

from __future__ import annotations

import json
from array import array
from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import repeat
from math import exp
from pathlib import Path
from struct import Struct
from sys import byteorder
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
    _gains: dict[int, _Gains] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Scorer:
        """Read `classes`, `bias` (one number a class), `names`, and `numbers`.

        The numbers are 16 bits each with a sign, little end first, one for each class, name by name; in base64.
        """
        count = len(data["classes"])
        numbers = array("h", b64decode(data["numbers"]))
        # With a half added, no number is negative, and four bytes each lie side by side as in the integer.
        if byteorder == "big":
            numbers.byteswap()
        lifted = array("I", map(_HALF.__add__, numbers))
        if byteorder == "big":
            lifted.byteswap()
        width, rows, halves = 4 * count, lifted.tobytes(), _HALVES[count]
        return cls(
            tuple(data["classes"]),
            packed(data["bias"]),
            {
                name: int.from_bytes(rows[start : start + width], "little") - halves
                for name, start in zip(data["names"], range(0, len(rows), width), strict=True)
            },
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
        if place not in self._gains:
            self._gains[place] = _Gains(self.weights, len(self.classes), place)
        known = [*filter(self.weights.__contains__, names)]
        gains = map(self._gains[place].__getitem__, known)
        return sorted([(-gain, name) for gain, name in zip(gains, known, strict=True) if gain > 0])


class _Gains(dict[str, int]):
    """How much each name that has weights speaks for one class; found when first asked for, since names recur."""

    def __init__(self, weights: Mapping[str, int], count: int, place: int) -> None:
        super().__init__()
        self._weights = weights
        self._count = count
        self._place = place

    def __missing__(self, name: str) -> int:
        numbers = unpacked(self._weights[name], self._count)
        gain = self[name] = self._count * numbers[self._place] - sum(numbers)
        return gain


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


def share(scores: Sequence[int], place: int) -> float:
    """Give the probability of one class from the scores of all."""
    top = max(scores)
    parts = [exp((score - top) / SCALE) for score in scores]
    return parts[place] / sum(parts)


@cache
def shipped() -> NeedModel:
    """Give the model that ships with Osler; read once."""
    return NeedModel.from_json(json.loads(DATA.read_text(encoding="utf-8")))
