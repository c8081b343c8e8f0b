"""Evidence: wrong abstracts, evidence against none, irrelevant citations; from texts and from fingerprints.

A pair is a claim beside one abstract. *Right* pairs are those in which the annotators found evidence, be
it for the claim or against it: Osler can't tell the two apart, and doesn't claim to. *Wrong* abstracts
are drawn at random from the collection, the same for text and fingerprint.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from benchmarks.evaluation.data import Abstract, Claims, Pair
from benchmarks.evaluation.measures import (
    SEED,
    Figure,
    Ranking,
    Scored,
    Table,
    Tally,
    Target,
    figures_of,
    percentiles,
    resamples,
    share,
)
from toolkit.claims.evidence import (
    Prepared,
    Statement,
    compare,
    prepare_fingerprint,
    prepare_text,
    statement_of,
)
from toolkit.claims.evidence.likeness import features, model
from toolkit.claims.fingerprint import fingerprint
from toolkit.claims.stems import stems
from toolkit.model.evidence import Basis, Comparison

WRONG_EACH = 10
"""Wrong abstracts drawn for each claim."""
FALSE_ALARMS = 0.01
WRONG = Target(0.99)
LOSS = Target(0.02, at_most=True)
GROUPS = "intervals resample groups of abstracts that share a sentence"
_SHOWN = 200

Pairs = Sequence[Pair]
Scores = Callable[[Pairs, Basis], Sequence[float]]
"""Gives each pair's likeness, high where claim and abstract are about the same."""
RankingMeasure = Callable[[Ranking, Sequence[int] | None], float | None]


@lru_cache(maxsize=20_000)
def prepared(abstract: Abstract, basis: Basis) -> Prepared:
    """Make an abstract ready, by its text or by nothing but its fingerprint; the title is always at hand."""
    if basis is Basis.FINGERPRINT:
        return prepare_fingerprint(fingerprint(abstract.text), abstract.title)
    return prepare_text(abstract.text, abstract.title)


@lru_cache(maxsize=20_000)
def _statement(claim: str) -> Statement:
    return statement_of(claim)


@lru_cache(maxsize=100_000)
def comparison(claim: str, abstract: Abstract, basis: Basis) -> Comparison:
    """Lay a claim beside an abstract as the product does."""
    return compare(_statement(claim), prepared(abstract, basis))


def as_shipped(pairs: Pairs, basis: Basis) -> list[float]:
    """Give the likeness that the product gives."""
    return [comparison(one.claim, one.abstract, basis).likeness for one in pairs]


def aboutness(pairs: Pairs, basis: Basis) -> list[float]:
    """Give what the product decides *unrelated* by, below a bar of its own."""
    mixture = model().aboutness
    return [
        mixture.probability(features(_statement(one.claim), prepared(one.abstract, basis))) for one in pairs
    ]


def word_overlap(pairs: Pairs, basis: Basis) -> list[float]:  # noqa: ARG001 - the same for both
    """Give the share of the claim's words that the abstract or its title has: the simplest comparison."""
    scores = []
    for one in pairs:
        words = set(stems(one.claim))
        scores.append(share(len(words & _words_of(one.abstract)), len(words)) or 0.0)
    return scores


@lru_cache(maxsize=20_000)
def _words_of(abstract: Abstract) -> frozenset[str]:
    return frozenset(stems(f"{abstract.title} {abstract.text}"))


def right_pairs(claims: Claims) -> list[Pair]:
    """Give the pairs in which there is evidence, for the claim or against it."""
    return [pair for pair in claims.pairs if pair.label]


@dataclass(frozen=True, slots=True)
class Sides:
    """Right pairs, and claims beside wrong abstracts, each in the group of the abstract that it cites."""

    right: list[Pair]
    wrong: list[Pair]


def sides_of(claims: Claims) -> Sides:
    """Draw wrong abstracts for every claim with evidence: none that it cites, nor one of the same group."""
    chance = random.Random(SEED)
    cited: dict[str, set[int]] = {}
    groups = {pair.abstract.document: pair.group for pair in claims.pairs}
    for pair in claims.pairs:
        cited.setdefault(pair.claim, set()).add(pair.group)
    right = right_pairs(claims)
    wrong = [
        Pair(pair.claim, abstract, "", pair.group, pair.split)
        for pair in right
        for abstract in chance.sample(claims.abstracts, WRONG_EACH)
        if groups.get(abstract.document, -1) not in cited[pair.claim]
    ]
    return Sides(right, wrong)


# --- Tables ------------------------------------------------------------------------------------


def wrong_abstracts(claims: Claims, rounds: int, scores: Scores, what: str, *, errors: int = 0) -> Table:
    """Make the table of wrong abstracts: found at 1 % false alarms, and at the bar that ships."""
    sides = sides_of(claims)
    rankings = {
        basis: _ranking((*sides.right, *sides.wrong), [True] * len(sides.right), scores, basis)
        for basis in Basis
    }

    def found(ranking: Ranking, weights: Sequence[int] | None) -> float | None:
        return ranking.found(FALSE_ALARMS, weights)

    size = len(sides.right) + len(sides.wrong)
    figures = _both(f"wrong abstract found at 1 % false alarms, {what}", rankings, found, rounds, size, WRONG)
    for name, pairs in (("wrong", sides.wrong), ("right", sides.right)):
        for basis in Basis:
            figures.append(
                _called_unrelated(f"{name} abstract called unrelated, {basis}", pairs, basis, rounds)
            )
    counted = f"{len(sides.right)} right pairs, {len(sides.wrong)} wrong ones drawn at random"
    return Table(
        f"Evidence: wrong abstracts ({claims.name})",
        tuple(figures),
        (counted, GROUPS),
        tuple(_missed(sides, errors)),
    )


def relevance(title: str, claims: Claims, rounds: int, scores: Scores, what: str, target: Target) -> Table:
    """Make the table of evidence against none: AUROC from texts and fingerprints, and of word overlap."""
    labels = [bool(one.label) for one in claims.pairs]
    size = len(claims.pairs)
    overlap = _ranking(claims.pairs, labels, word_overlap, Basis.ABSTRACT)
    simple = Figure(
        "AUROC of word overlap alone", overlap.auroc(), overlap.interval(overlap.auroc, rounds), size
    )
    rankings = {basis: _ranking(claims.pairs, labels, scores, basis) for basis in Basis}
    figures = _both(f"AUROC, {what}", rankings, Ranking.auroc, rounds, size, target)
    counted = f"{sum(labels)} pairs with evidence, {size - sum(labels)} without"
    return Table(title, (simple, *figures), (counted, GROUPS))


def _ranking(pairs: Pairs, labels: Sequence[bool], scores: Scores, basis: Basis) -> Ranking:
    """Rank pairs; those that `labels` does not reach are of the low class."""
    highs = (*labels, *[False] * (len(pairs) - len(labels)))
    return Ranking(
        [
            Scored(score, is_high, pair.group)
            for pair, is_high, score in zip(pairs, highs, scores(pairs, basis), strict=True)
        ]
    )


def _both(
    name: str,
    rankings: dict[Basis, Ranking],
    measure: RankingMeasure,
    rounds: int,
    count: int,
    target: Target,
) -> list[Figure]:
    """Give a figure from texts, from fingerprints, and what the fingerprint loses, from the same rounds."""
    whole = {basis: measure(ranking, None) for basis, ranking in rankings.items()}
    drawn = list(resamples(rankings[Basis.ABSTRACT].size, rounds))
    samples = {basis: [measure(ranking, weights) for weights in drawn] for basis, ranking in rankings.items()}
    figures = [
        Figure(f"{name}, {basis}", whole[basis], percentiles(samples[basis]), count, target)
        for basis in Basis
    ]
    losses = [
        _minus(text, mark)
        for text, mark in zip(samples[Basis.ABSTRACT], samples[Basis.FINGERPRINT], strict=True)
    ]
    loss = _minus(whole[Basis.ABSTRACT], whole[Basis.FINGERPRINT])
    return [*figures, Figure("… the fingerprint loses", loss, percentiles(losses), count, LOSS)]


def _minus(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other


def _called_unrelated(name: str, pairs: Pairs, basis: Basis, rounds: int) -> Figure:
    """Give how often the product itself says *unrelated*."""
    groups: dict[int, Tally] = {}
    for one in pairs:
        called = comparison(one.claim, one.abstract, basis).is_unrelated
        groups.setdefault(one.group, Counter())[called] += 1
    return share_of(name, groups, rounds, len(pairs))


def share_of(
    name: str, groups: dict[int, Tally], rounds: int, count: int, target: Target | None = None
) -> Figure:
    """Make the figure of how many of the cases counted in groups are `True` rather than `False`."""

    def measure(tally: Tally) -> float | None:
        return share(tally[True], tally[True] + tally[False])

    targets = {name: target} if target else None
    (figure,) = figures_of(
        list(groups.values()), {name: measure}, rounds, targets=targets, counts={name: count}
    )
    return figure


def _missed(sides: Sides, count: int) -> list[str]:
    """Give right abstracts that are called unrelated, then wrong ones that are not and look most alike."""
    if not count:
        return []

    def found(one: Pair) -> Comparison:
        return comparison(one.claim, one.abstract, Basis.ABSTRACT)

    false = [
        f"called unrelated, yet there is evidence: {one.claim[:_SHOWN]} | {one.abstract.title}"
        for one in sides.right
        if found(one).is_unrelated
    ]
    alike = sorted(
        (one for one in sides.wrong if not found(one).is_unrelated), key=lambda one: -found(one).likeness
    )
    missed = [
        f"not called unrelated, yet drawn at random: {one.claim[:_SHOWN]} | {one.abstract.title}"
        for one in alike
    ]
    return [*false[:count], *missed[:count]]
