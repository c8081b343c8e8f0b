"""Columns in the units of others: Osler counts Unicode characters, SARIF UTF-16 units, reviewdog bytes."""

from __future__ import annotations

import re
from bisect import bisect_left
from enum import Enum
from itertools import accumulate

from toolkit.model.span import Position, SourceText

_WIDE = re.compile("[\U00010000-\U0010ffff]")
_NON_ASCII = re.compile("[^\x00-\x7f]")


class Unit(Enum):
    """What a column counts."""

    UTF16 = "UTF-16 code units"
    UTF8 = "bytes in UTF-8"


class Columns:
    """Converts columns of one text. Takes time in proportion to the text once, then little for each place."""

    def __init__(self, source: SourceText | None, unit: Unit) -> None:
        """`source` is the text that the positions are of; without it columns stay as they are."""
        text = source.text if source is not None else ""
        if text.isascii():
            text = ""
        pattern = _WIDE if unit is Unit.UTF16 else _NON_ASCII
        found = [(match.start(), _surplus(match[0], unit)) for match in pattern.finditer(text)]
        self._offsets = [offset for offset, _ in found]
        self._surplus = [0, *accumulate(surplus for _, surplus in found)]

    def column(self, place: Position) -> int:
        """Give the column of a place in the unit, from 1."""
        if not self._offsets:
            return place.column
        line_start = place.offset - (place.column - 1)
        return place.column + self._before(place.offset) - self._before(line_start)

    def _before(self, offset: int) -> int:
        return self._surplus[bisect_left(self._offsets, offset)]


def _surplus(character: str, unit: Unit) -> int:
    """Tell how many units a character takes beyond the first."""
    if unit is Unit.UTF16:
        return 1
    # A lone surrogate is written as U+FFFD, which takes three bytes as well.
    return len(character.encode("utf-8", "surrogatepass")) - 1
