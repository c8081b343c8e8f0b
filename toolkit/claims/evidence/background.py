"""How common each stem is in the medical literature, and what it tells that a text lacks or has it.

The figures are in `toolkit/data/stems.txt`, which `training/evidence.py` derives from PubMed abstracts
(counts alone: no text can be read back). Four lines: the stems, then for each, in one character,
its rarity, what its presence tells, and what its absence tells. `stem_vectors.bin` has, for each
stem in the same order, `DIMENSIONS` signed bytes: where it stands among the others, by the company
that it keeps (latent semantic analysis of abstracts; Deerwester and others, 1990).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from math import hypot

FIRST = 35
"""The character that stands for 0; those after it, for one step each."""
STEPS = {"rarity": (0.0, 0.125), "presence": (-1.0, 0.05), "absence": (-4.0, 0.05)}
"""The value of `FIRST` in each line, and what one character more adds."""
LARGEST = 89
DIMENSIONS = 32


@dataclass(frozen=True, slots=True)
class Weight:
    """What is known of a stem.

    `rarity` is the logarithm of the share of abstracts without it (inverse document frequency).
    `presence` and `absence` are logarithms of likelihood ratios: how much oftener a text has (or lacks)
    a stem of a sentence if the sentence is about that text than if it is about one much like it.
    """

    rarity: float
    presence: float
    absence: float


RARE = Weight(10.2, 2.0, -1.0)
"""For stems that the literature hardly has."""


@dataclass(frozen=True, slots=True)
class Background:
    """The table of stems, as read; a stem's weight is made when first asked for."""

    places: Mapping[str, int]
    lines: tuple[str, ...]
    vectors: array[int]
    _known: dict[str, Weight] = field(default_factory=dict, repr=False, compare=False)

    def weight(self, stem: str) -> Weight:
        """Give what is known of a stem."""
        known = self._known.get(stem)
        if known is not None:
            return known
        place = self.places.get(stem)
        if place is None:
            return RARE
        columns = zip(self.lines, STEPS.values(), strict=True)
        made = Weight(*(first + step * (ord(line[place]) - FIRST) for line, (first, step) in columns))
        self._known[stem] = made
        return made

    def direction(self, counts: Iterable[tuple[str, float]]) -> tuple[float, ...]:
        """Give the direction of a text's stems, each with its weight: a vector of length 1, or of zeros."""
        total = [0.0] * DIMENSIONS
        for stem, weight in counts:
            place = self.places.get(stem)
            if place is not None:
                row = self.vectors[place * DIMENSIONS : (place + 1) * DIMENSIONS]
                total = [sum_ + weight * value for sum_, value in zip(total, row, strict=True)]
        length = hypot(*total)
        return tuple(value / length for value in total) if length else tuple(total)


@cache
def background() -> Background:
    """Give the table of stems that Osler ships; read when first asked for."""
    data = resources.files("toolkit").joinpath("data")
    return parse(
        data.joinpath("stems.txt").read_text("ascii"), data.joinpath("stem_vectors.bin").read_bytes()
    )


def parse(text: str, vectors: bytes) -> Background:
    """Read the table of stems, and their vectors."""
    stems, *lines = text.splitlines()
    words = stems.split(" ")
    return Background(dict(zip(words, range(len(words)), strict=True)), tuple(lines), array("b", vectors))


def render(table: Mapping[str, Weight]) -> str:
    """Write the table of stems, values rounded to whole steps; `parse` reads it."""
    lines = [" ".join(table)]
    for name, (first, step) in STEPS.items():
        codes = (round((getattr(weight, name) - first) / step) for weight in table.values())
        lines.append("".join(chr(FIRST + min(max(code, 0), LARGEST)) for code in codes))
    return "\n".join((*lines, ""))
