"""The small model for what rules can't see: weights for words and circumstances, learnt from labelled pages.

Two multinomial logistic regressions, for the need (must, should, no) and for the kind, trained by
`training/detection.py` and kept as whole numbers (thousandths of a natural logarithm) in
`toolkit/data/detection.json`. Judging adds up the weights of a unit's names (`circumstances`). The
weights of a name for all needs and kinds are packed into one integer, so that one pass and one addition a
name serve them all: number k, needs before kinds, has its sum at bit 32 k.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
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
_KEPT_HALF = 1 << 15
"""Added to a weight where it is kept, in 16 bits, little end first: none is negative then."""


def _lifted(half: int, count: int) -> int:
    return sum(half << (_BITS * place) for place in range(count))


@dataclass(frozen=True, slots=True)
class NeedModel:
    """What training leaves behind.

    `needs` and `kinds` are the classes of the two regressions; `bias` and `weights`, by name, are packed for both.
    `offsets` are added to the scores of `needs` before the highest decides: they were chosen so that few
    claims are missed and few exempt units accused; `trust` is added to must where a rule names a claim.
    `sure` and `likely` are the probabilities from which a decision is of high and of medium confidence.
    """

    needs: tuple[Need, ...]
    kinds: tuple[ClaimKind, ...]
    bias: int
    weights: Mapping[str, int]
    offsets: tuple[int, ...]
    trust: int
    sure: float
    likely: float
    _numbers: Struct
    _gains: dict[int, _Gains] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> NeedModel:
        """Read the form of `detection.json`: `needs`, `kinds`, `bias` (one number each), and what `kept` gives."""
        needs, kinds = tuple(map(Need, data["needs"])), tuple(map(ClaimKind, data["kinds"]))
        count = len(needs) + len(kinds)
        halves, width = _lifted(_KEPT_HALF, count), 4 * count
        numbers = b64decode(data["numbers"])
        rows = bytearray(2 * len(numbers))
        rows[0::4], rows[1::4] = numbers[0::2], numbers[1::2]
        packed = bytes(rows)
        weights = {
            name: int.from_bytes(packed[start : start + width], "little") - halves
            for name, start in zip(data["names"].split("\n"), range(0, len(packed), width), strict=True)
        }
        bias = sum(number << (_BITS * place) for place, number in enumerate(data["bias"]))
        return cls(
            needs,
            kinds,
            bias + _lifted(_HALF, count),
            weights,
            tuple(data["offsets"]),
            data["trust"],
            data["sure"],
            data["likely"],
            Struct(f"<{count}I"),
        )

    def scores(self, names: Iterable[str]) -> tuple[int, ...]:
        """Add up the weights of names, each given once: for every need, then for every kind.

        Names that were not learnt weigh nothing. All sums are lifted by the same number, so that none is negative:
        they are for comparing with each other.
        """
        total = sum(map(self.weights.get, names, repeat(0)), self.bias)
        return self._numbers.unpack(total.to_bytes(self._numbers.size, "little"))

    def kind(self, scores: Sequence[int]) -> ClaimKind:
        """Give the likeliest kind by the scores of needs and kinds."""
        of_kinds = scores[len(self.needs) :]
        return self.kinds[of_kinds.index(max(of_kinds))]

    def leanings(self, names: Iterable[str], place: int) -> list[tuple[int, str]]:
        """Give the names that speak for the need at `place`, with by how much: the most telling first.

        How much is the weight for that need against the mean of the others, times their number.
        """
        if place not in self._gains:
            self._gains[place] = _Gains(self, place)
        known = [*filter(self.weights.__contains__, names)]
        gains = map(self._gains[place].__getitem__, known)
        return sorted([(-gain, name) for gain, name in zip(gains, known, strict=True) if gain > 0])


class _Gains(dict[str, int]):
    """How much each name that has weights speaks for one need; found when first asked for, since names recur."""

    def __init__(self, model: NeedModel, place: int) -> None:
        super().__init__()
        self._weights = model.weights
        self._count = len(model.needs)
        self._place = place

    def __missing__(self, name: str) -> int:
        count = self._count
        # With a half added to each, no number is negative, and each fills its own four bytes.
        own = (self._weights[name] + _lifted(_HALF, count)) % (1 << (_BITS * count))
        numbers = [own >> (_BITS * place) & (2 * _HALF - 1) for place in range(count)]
        gain = self[name] = count * numbers[self._place] - sum(numbers)
        return gain


def kept(weights: Mapping[str, Sequence[int]]) -> dict[str, str]:
    """Give weights by name, for every need and then every kind, as `detection.json` keeps them.

    `names` by lines, `numbers` in base64: 16 bits each with a half added, little end first, name by name.
    Raises `OverflowError` for a weight that does not fit.
    """
    lifted = (number + _KEPT_HALF for numbers in weights.values() for number in numbers)
    rows = b"".join(number.to_bytes(2, "little") for number in lifted)
    return {"names": "\n".join(weights), "numbers": b64encode(rows).decode("ascii")}


def share(scores: Sequence[int], place: int) -> float:
    """Give the probability of one class from the scores of all, lifted or not."""
    top = max(scores)
    parts = [exp((score - top) / SCALE) for score in scores]
    return parts[place] / sum(parts)


@cache
def shipped() -> NeedModel:
    """Give the model that ships with Osler; read once."""
    return NeedModel.from_json(json.loads(DATA.read_text(encoding="utf-8")))
