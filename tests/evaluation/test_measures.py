"""The statistics of the evaluation, against the definitions that they stand for."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from benchmarks.evaluation.measures import (
    Figure,
    Interval,
    Ranking,
    Scored,
    Tally,
    Target,
    figures_of,
    intervals,
    resamples,
    share,
)


def cases(seed: int, size: int = 60) -> list[Scored]:
    chance = random.Random(seed)
    return [
        Scored(chance.randint(0, 9) / 9, chance.random() < 0.5, chance.randint(0, 12)) for _ in range(size)
    ]


def drawn(ranked: list[Scored], weights: list[int]) -> list[Scored]:
    """Repeat each case as often as its group was drawn."""
    numbers = {group: number for number, group in enumerate(dict.fromkeys(one.group for one in ranked))}
    return [one for one in ranked for _ in range(weights[numbers[one.group]])]


def auroc(ranked: list[Scored]) -> float:
    pairs = [(high.score, low.score) for high in ranked if high.is_high for low in ranked if not low.is_high]
    return sum((high > low) + (high == low) / 2 for high, low in pairs) / len(pairs)


def found(ranked: list[Scored], false_alarms: float) -> float:
    highs = [one.score for one in ranked if one.is_high]
    lows = [one.score for one in ranked if not one.is_high]
    bars = [0.0, *(score + 1e-9 for score in {one.score for one in ranked})]
    allowed = [bar for bar in bars if sum(score < bar for score in highs) <= false_alarms * len(highs)]
    return max(sum(score < bar for score in lows) for bar in allowed) / len(lows)


@pytest.mark.parametrize("seed", range(8))
def test_rankings_are_what_their_definitions_say(seed: int) -> None:
    ranked = cases(seed)
    ranking = Ranking(ranked)
    assert ranking.auroc() == pytest.approx(auroc(ranked))
    for share_of_alarms in (0.0, 0.01, 0.2, 1.0):
        assert ranking.found(share_of_alarms) == pytest.approx(found(ranked, share_of_alarms))
    for weights in resamples(ranking.size, 3):
        again = drawn(ranked, list(weights))
        assert ranking.auroc(weights) == pytest.approx(auroc(again))
        assert ranking.found(0.2, weights) == pytest.approx(found(again, 0.2))


def test_perfect_and_useless_rankings() -> None:
    apart = [Scored(1, True, 1), Scored(0, False, 2)]
    assert (Ranking(apart).auroc(), Ranking(apart).found(0.0)) == (1.0, 1.0)
    alike = [Scored(1, True, 1), Scored(1, False, 2)]
    assert (Ranking(alike).auroc(), Ranking(alike).found(0.01)) == (0.5, 0.0)
    assert Ranking([Scored(1, True, 1)]).auroc() is None


def test_a_bootstrap_covers_the_truth_about_as_often_as_it_says() -> None:
    """Of 100 samples of a known share, most intervals hold it; 95 are expected, fewer with few groups."""
    chance = random.Random(1)
    covered = 0
    for _ in range(100):
        groups: list[Tally] = [
            Counter({True: sum(chance.random() < 0.3 for _ in range(10))}) for _ in range(40)
        ]
        for group in groups:
            group[False] = 10 - group[True]
        measure = {"share": lambda tally: share(tally[True], tally[True] + tally[False])}
        interval = intervals(groups, measure, 200)["share"]
        covered += interval.low <= 0.3 <= interval.high
    assert covered >= 85


def test_one_group_has_no_interval_and_nothing_has_no_value() -> None:
    (one,) = figures_of([Counter({True: 1})], {"x": lambda tally: share(tally[True], 1)}, 50)
    assert (one.value, one.interval) == (1.0, None)
    (none,) = figures_of([], {"x": lambda tally: share(tally[True], 0)}, 50)
    assert none.value is None


@pytest.mark.parametrize(
    ("value", "interval", "target", "verdict"),
    [
        (0.95, Interval(0.92, 0.97), Target(0.9), "reached"),
        (0.91, Interval(0.85, 0.95), Target(0.9), "reached, within error"),
        (0.89, Interval(0.85, 0.95), Target(0.9), "not reached, within error"),
        (0.80, Interval(0.75, 0.85), Target(0.9), "not reached"),
        (0.90, None, Target(0.9), "reached"),
        (0.05, Interval(0.02, 0.055), Target(0.06, at_most=True), "reached"),
        (0.07, Interval(0.02, 0.1), Target(0.06, at_most=True), "not reached, within error"),
        (0.5, None, None, ""),
        (None, None, Target(0.9), ""),
    ],
)
def test_verdicts(
    value: float | None, interval: Interval | None, target: Target | None, verdict: str
) -> None:
    assert Figure("x", value, interval, target=target).verdict == verdict
