"""Figures with their intervals and targets, and the statistics behind them. Standard library only."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

SEED = 20261122
"""Of every random choice, so that two runs print the same."""

Tally = Counter[Hashable]
"""Counts of one page, article or document; those of several add up."""
Measure = Callable[[Tally], float | None]
"""A figure of a tally; `None` where nothing was there to count."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds of a 95 % interval."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure should reach: at least `value`, or at most."""

    value: float
    at_most: bool = False

    def is_reached(self, value: float) -> bool:
        """Tell whether `value` reaches the target."""
        return value <= self.value if self.at_most else value >= self.value

    def verdict(self, value: float, interval: Interval | None) -> str:
        """Say `reached` or `not reached`, and whether the interval lies on both sides of the target."""
        said = "reached" if self.is_reached(value) else "not reached"
        if interval is None:
            return said
        is_open = self.is_reached(interval.low) is not self.is_reached(interval.high)
        return f"{said}, within error" if is_open else said


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `count` is how many cases it was taken from, `form` the way to print it.

    `value` is `None` where there were no cases.
    """

    name: str
    value: float | None
    interval: Interval | None = None
    count: int | None = None
    target: Target | None = None
    form: str = ".3f"

    @property
    def verdict(self) -> str:
        """Whether the target was reached; empty without one."""
        if self.target is None or self.value is None:
            return ""
        return self.target.verdict(self.value, self.interval)

    def document(self) -> dict[str, Any]:
        """Give plain data for JSON."""
        target = None
        if self.target is not None:
            target = {"at_most" if self.target.at_most else "at_least": self.target.value}
        return {
            "name": self.name,
            "value": self.value,
            "low": self.interval.low if self.interval else None,
            "high": self.interval.high if self.interval else None,
            "count": self.count,
            "target": target,
            "verdict": self.verdict or None,
        }


@dataclass(frozen=True, slots=True)
class Table:
    """Figures under one title, what must be known to read them, and errors worth reading."""

    title: str
    figures: tuple[Figure, ...]
    notes: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """Give plain data for JSON."""
        return {
            "title": self.title,
            "notes": list(self.notes),
            "figures": [figure.document() for figure in self.figures],
            "errors": list(self.errors),
        }


def resamples(count: int, rounds: int) -> Iterator[Sequence[int]]:
    """Yield, for each round of a bootstrap over `count` groups, how often each group was drawn."""
    chance = random.Random(SEED)
    groups = range(count)
    for _ in range(rounds):
        weights = [0] * count
        for group in chance.choices(groups, k=count):
            weights[group] += 1
        yield weights


def percentiles(values: Sequence[float | None]) -> Interval | None:
    """Give the middle 95 % of bootstrap values; rounds without a value are left out."""
    there = sorted(value for value in values if value is not None)
    if not there:
        return None
    return Interval(there[int(0.025 * len(there))], there[max(int(0.975 * len(there)) - 1, 0)])


def intervals(groups: Sequence[Tally], measures: Mapping[str, Measure], rounds: int) -> dict[str, Interval]:
    """Give bootstrap intervals of several measures, resampling whole groups."""
    if len(groups) < 2:
        return {}
    keys = sorted({key for group in groups for key in group}, key=repr)
    rows = [[group[key] for key in keys] for group in groups]
    values: dict[str, list[float | None]] = {name: [] for name in measures}
    for weights in resamples(len(groups), rounds):
        sums = [0] * len(keys)
        for weight, row in zip(weights, rows, strict=True):
            if weight:
                sums = [total + weight * one for total, one in zip(sums, row, strict=True)]
        tally = Counter(dict(zip(keys, sums, strict=True)))
        for name, measure in measures.items():
            values[name].append(measure(tally))
    found = {name: percentiles(sample) for name, sample in values.items()}
    return {name: interval for name, interval in found.items() if interval is not None}


def total(groups: Sequence[Tally]) -> Tally:
    """Add up the counts of all groups."""
    counts: Tally = Counter()
    for group in groups:
        counts.update(group)
    return counts


def figures_of(
    groups: Sequence[Tally],
    measures: Mapping[str, Measure],
    rounds: int,
    *,
    targets: Mapping[str, Target] | None = None,
    counts: Mapping[str, int] | None = None,
) -> tuple[Figure, ...]:
    """Give a figure for each measure, over all groups, with its interval."""
    whole = total(groups)
    found = intervals(groups, measures, rounds)
    return tuple(
        Figure(
            name,
            measure(whole),
            found.get(name),
            (counts or {}).get(name),
            (targets or {}).get(name),
        )
        for name, measure in measures.items()
    )


def share(part: float, whole: float) -> float | None:
    """Divide; `None` where there is nothing to divide by."""
    return part / whole if whole else None


@dataclass(frozen=True, slots=True)
class Scored:
    """A case with its score, whether it is of the class that should score high, and its group."""

    score: float
    is_high: bool
    group: Hashable


class Ranking:
    """Cases sorted by score once, so that each round of a bootstrap takes one pass over them."""

    def __init__(self, cases: Sequence[Scored]) -> None:
        names = {group: number for number, group in enumerate(dict.fromkeys(one.group for one in cases))}
        ordered = sorted(((one.score, one.is_high, names[one.group]) for one in cases), key=itemgetter(0))
        self.size = len(names)
        self.ties = [
            [(is_high, group) for _, is_high, group in tie] for _, tie in groupby(ordered, itemgetter(0))
        ]

    def auroc(self, weights: Sequence[int] | None = None) -> float | None:
        """Give the area under the ROC curve: how often a high case outscores a low one, ties for half."""
        lows = highs = 0
        won = 0.0
        for tie in self.ties:
            low = high = 0
            for is_high, group in tie:
                weight = 1 if weights is None else weights[group]
                if is_high:
                    high += weight
                else:
                    low += weight
            won += high * (lows + low / 2)
            lows += low
            highs += high
        return share(won, lows * highs)

    def found(self, false_alarms: float, weights: Sequence[int] | None = None) -> float | None:
        """Give the share of low cases under the highest bar that at most `false_alarms` of the high miss."""
        counts = [[0, 0] for _ in self.ties]
        for count, tie in zip(counts, self.ties, strict=True):
            for is_high, group in tie:
                count[is_high] += 1 if weights is None else weights[group]
        lows, highs = (sum(count[side] for count in counts) for side in (0, 1))
        below = missed = 0
        for low, high in counts:
            missed += high
            if missed > false_alarms * highs:
                break
            below += low
        return share(below, lows)

    def interval(
        self, measure: Callable[[Sequence[int] | None], float | None], rounds: int
    ) -> Interval | None:
        """Give the bootstrap interval of one of the measures above, resampling whole groups."""
        return percentiles([measure(weights) for weights in resamples(self.size, rounds)])
