"""Which suppression silences a finding: found without looking through all of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from toolkit.model.article import Suppression


@dataclass(frozen=True, slots=True)
class Silence:
    """The suppressions of one file that are in force on a day, by rule and place.

    For each rule it keeps where they begin, in order, and which of those up to there reaches furthest:
    an article may hold thousands of suppressions, and as many findings.
    """

    _starts: dict[str, list[int]]
    _furthest: dict[str, list[Suppression]]

    @classmethod
    def of(cls, suppressions: Iterable[Suppression], today: date | None) -> Silence:
        """Index suppressions; those that have expired by `today` count no more (`None`: none expires)."""
        starts: dict[str, list[int]] = {}
        furthest: dict[str, list[Suppression]] = {}
        for one in sorted(suppressions, key=lambda one: one.covers.start):
            if one.until is not None and today is not None and one.until < today:
                continue
            for rule in one.rules:
                known = furthest.setdefault(rule, [])
                is_further = not known or one.covers.end > known[-1].covers.end
                known.append(one if is_further else known[-1])
                starts.setdefault(rule, []).append(one.covers.start)
        return cls(starts, furthest)

    def at(self, rule: str, offset: int) -> Suppression | None:
        """Give the suppression of a rule that covers a character; the end of its range counts as covered."""
        number = bisect_right(self._starts.get(rule, ()), offset)
        if number == 0:
            return None
        found = self._furthest[rule][number - 1]
        return found if offset <= found.covers.end else None

    def about(self, rules: Iterable[str], offset: int) -> tuple[Suppression, ...]:
        """Give the suppressions of several rules at a place, each once."""
        found = (self.at(rule, offset) for rule in rules)
        return tuple(dict.fromkeys(one for one in found if one is not None))

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that something is said of."""
        return tuple(self._starts)
