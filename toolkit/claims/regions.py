"""Places of an article, to ask of each character whether it lies in one of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from toolkit.model.span import Span


class Regions:
    """Spans in reading order, some perhaps within others; asking takes time by the logarithm of their number."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for span in sorted(spans):
            if self._ends and span.start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], span.end)
            else:
                self._starts.append(span.start)
                self._ends.append(span.end)

    def __contains__(self, offset: int) -> bool:
        """Tell whether a character lies in any of them."""
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and offset < self._ends[index]
