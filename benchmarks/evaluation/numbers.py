"""Numbers: corrupted ones that are found, false alarms on true pairs, and the same numbers in other words."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.evaluation.corruption import KINDS, Altered, Source, corrupted, holds_number, reworded
from benchmarks.evaluation.data import Abstract, Claims, Pair
from benchmarks.evaluation.evidence import GROUPS, comparison, share_of
from benchmarks.evaluation.measures import SEED, Figure, Table, Tally, Target
from toolkit.model.evidence import Basis

FOUND = Target(0.92)
FALSE_ALARMS = Target(0.12, at_most=True)
_SENTENCES = 1_500


@dataclass(frozen=True, slots=True)
class Case:
    """A claim with an altered number, beside the abstract that has the true one."""

    altered: Altered
    abstract: Abstract
    group: int

    def is_found(self, basis: Basis) -> bool:
        """Tell whether the altered number is among those that Osler calls absent."""
        absent = comparison(self.altered.text, self.abstract, basis).absent_numbers
        return any(self.altered.now in one.text or one.text in self.altered.now for one in absent)


def true_pairs(claims: Claims) -> list[Pair]:
    """Give the pairs whose abstract supports the claim, and whose claim has a number."""
    return [pair for pair in claims.pairs if pair.label == "SUPPORT" and holds_number(pair.claim)]


def corrupted_cases(pairs: list[Pair]) -> list[Case]:
    """Make, of each pair and each kind of corruption that it allows, one corrupted case."""
    chance = random.Random(SEED)
    cases = []
    for pair in pairs:
        source = Source(f"{pair.abstract.title} {pair.abstract.text}")
        for how in KINDS:
            altered = corrupted(pair.claim, source, how, chance)
            if altered is not None:
                cases.append(Case(altered, pair.abstract, pair.group))
    return cases


def own_sentences(claims: Claims) -> list[Pair]:
    """Give sentences with numbers of the abstracts themselves, each beside its own abstract.

    They have more doses and units than the claims. Being word for word the abstract's own, they say
    nothing of false alarms.
    """
    chance = random.Random(SEED)
    abstracts = chance.sample(claims.abstracts, min(_SENTENCES, len(claims.abstracts)))
    pairs = []
    for abstract in abstracts:
        there = [sentence for sentence in abstract.sentences if holds_number(sentence)]
        if there:
            pairs.append(Pair(chance.choice(there), abstract, "SUPPORT", abstract.document, "own"))
    return pairs


def table(claims: Claims, rounds: int, *, with_targets: bool = True, errors: int = 0) -> Table:
    """Make the table of a collection's claims."""
    pairs = true_pairs(claims)
    cases = corrupted_cases(pairs)
    figures: list[Figure] = []
    for basis in Basis:
        figures.append(
            _found(f"corrupted found, {basis}", cases, basis, rounds, FOUND if with_targets else None)
        )
        figures.append(_alarms(pairs, basis, rounds, FALSE_ALARMS if with_targets else None))
    figures.extend(_by_kind(cases, rounds))
    every = [pair for pair in claims.pairs if pair.label == "SUPPORT"]
    figures.append(
        _alarms(every, Basis.ABSTRACT, rounds, None, "false alarms, claims without digits counted, too")
    )
    abstracts = len({case.abstract.document for case in cases})
    counted = f"{len(pairs)} true pairs whose claim has a number in digits"
    made = f"{len(cases)} corrupted claims, beside {abstracts} abstracts that have the true number"
    return Table(
        f"Numbers ({claims.name})",
        tuple(figures),
        (counted, made, GROUPS),
        tuple(_errors(pairs, cases, errors)),
    )


def own_table(claims: Claims, rounds: int, *, errors: int = 0) -> Table:
    """Make the table of the abstracts' own sentences: corrupted numbers, and the same in other words."""
    pairs = own_sentences(claims)
    cases = corrupted_cases(pairs)
    chance = random.Random(SEED)
    same = []
    for pair in pairs:
        altered = reworded(pair.claim, Source(pair.abstract.text), chance)
        if altered is not None:
            same.append(Case(altered, pair.abstract, pair.group))
    figures = [
        _found("corrupted found", cases, Basis.ABSTRACT, rounds, None),
        *_by_kind(cases, rounds),
        _found("called absent, though the same in other words", same, Basis.ABSTRACT, rounds, None),
    ]
    for how in sorted({case.altered.how for case in same}):
        part = [case for case in same if case.altered.how == how]
        figures.append(_found(f"called absent: {how}", part, Basis.ABSTRACT, rounds, None))
    wrong = [
        f"the same, yet called absent ({case.altered.how}, {case.altered.now}): {case.altered.text[:200]}"
        for case in same
        if case.is_found(Basis.ABSTRACT)
    ]
    return Table(
        f"Numbers: the abstracts' own sentences ({claims.name})",
        tuple(figures),
        (f"{len(pairs)} sentences with a number, one of each abstract",),
        tuple(wrong[:errors]),
    )


def _by_kind(cases: list[Case], rounds: int) -> Iterator[Figure]:
    for how in KINDS:
        part = [case for case in cases if case.altered.how == how]
        if part:
            yield _found(f"corrupted found: {how}", part, Basis.ABSTRACT, rounds, None)


def _found(name: str, cases: list[Case], basis: Basis, rounds: int, target: Target | None) -> Figure:
    groups: dict[int, Tally] = {}
    for case in cases:
        groups.setdefault(case.group, Counter())[case.is_found(basis)] += 1
    return share_of(name, groups, rounds, len(cases), target)


def _alarms(
    pairs: list[Pair], basis: Basis, rounds: int, target: Target | None, name: str = "false alarms"
) -> Figure:
    groups: dict[int, Tally] = {}
    for pair in pairs:
        absent = comparison(pair.claim, pair.abstract, basis).absent_numbers
        groups.setdefault(pair.group, Counter())[bool(absent)] += 1
    return share_of(f"{name}, {basis}", groups, rounds, len(pairs), target)


def _errors(pairs: list[Pair], cases: list[Case], count: int) -> list[str]:
    """Give false alarms, then corrupted numbers that were missed."""
    alarms = []
    for pair in pairs:
        absent = comparison(pair.claim, pair.abstract, Basis.ABSTRACT).absent_numbers
        if absent:
            alarms.append(f"called absent ({', '.join(one.text for one in absent)}): {pair.claim[:200]}")
    missed = [
        f"missed ({case.altered.how}, now {case.altered.now}): {case.altered.text[:200]}"
        for case in cases
        if not case.is_found(Basis.ABSTRACT)
    ]
    return [*alarms[:count], *missed[:count]]
