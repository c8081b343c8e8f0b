"""Corrupted claims are wrong, and claims in other words are right, by a reading of their own."""

from __future__ import annotations

import random

import pytest

from benchmarks.evaluation.corruption import KINDS, Source, corrupted, holds_number, numbers_of, reworded

ABSTRACT = (
    "Of 1,788 patients, 12.5% relapsed within 8 weeks (hazard ratio 0.73). The dose was 40 mg twice daily, "
    "25% less than before. Type 2 diabetes and COVID-19 were excluded; three died."
)
CLAIMS = (
    "In a trial of 1,788 patients 12.5% relapsed.",
    "A dose of 40 mg is enough for 8 weeks.",
    "The hazard ratio was 0.73.",
    "A quarter less, 25%, is enough.",
)


@pytest.mark.parametrize("how", KINDS)
@pytest.mark.parametrize("claim", CLAIMS)
def test_a_corrupted_claim_says_what_the_abstract_does_not(claim: str, how: str) -> None:
    source = Source(ABSTRACT)
    for seed in range(50):
        altered = corrupted(claim, source, how, random.Random(seed))
        if altered is None:
            continue
        assert altered.text != claim
        assert altered.now in altered.text
        (new,) = {(one.value, one.unit) for one in numbers_of(altered.text)} - {
            (one.value, one.unit) for one in numbers_of(claim)
        }
        assert new not in source.measured
        assert how == "a unit" or not source.has(new[0])


def test_every_kind_can_be_made() -> None:
    made = {
        how for how in KINDS for claim in CLAIMS if corrupted(claim, Source(ABSTRACT), how, random.Random(3))
    }
    assert made == set(KINDS)


@pytest.mark.parametrize(
    "claim",
    [
        "Type 2 diabetes is excluded.",
        "COVID-19 and IL-6 matter, as do B12 and CD4.",
        "In 77 patients nothing happened.",
        "No number.",
        "From 7-9 on.",
        "",
    ],
)
def test_what_is_not_in_the_abstract_or_names_something_is_left_alone(claim: str) -> None:
    assert all(corrupted(claim, Source(ABSTRACT), how, random.Random(1)) is None for how in KINDS)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("12 608 subjects", []),
        ("Int$9·6 billion", []),
        ("coli K‐12 BW25113", []),
        ("phase 3 trial of 20 days", ["20"]),
        ("1,788 patients, 12.5%", ["1788", "12.5"]),
        ("(95% CI 0.4-0.9)", ["95"]),
    ],
)
def test_numbers(text: str, values: list[str]) -> None:
    assert [str(one.value) for one in numbers_of(text)] == values
    assert holds_number(text) is bool(values)


def test_a_unit_of_a_range_is_not_changed_alone() -> None:
    abstract = "After 7 to 63 days they recovered."
    assert corrupted(abstract, Source(abstract), "a unit", random.Random(1)) is None


def test_reworded_claims_mean_the_same() -> None:
    said = set()
    for seed in range(60):
        for claim in CLAIMS:
            altered = reworded(claim, Source(ABSTRACT), random.Random(seed))
            if altered is not None:
                said.add((altered.how, altered.now))
    assert said == {
        ("with or without a comma", "1788"),
        ("per cent in words", "12.5 per cent"),
        ("per cent in words", "25 per cent"),
        ("a share in words", "one in four"),
        ("a share in words", "a quarter"),
        ("a number word", "eight"),
        ("another unit", "56 days"),
        ("another unit", "40000 µg"),
        ("a trailing zero", "12.50"),
    }
