"""Would authors of research articles cite here: likelihoods, their order, the shipped data, any input."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from tests.growth import growth
from toolkit.claims.worthiness import DATA, Model, Sentence, likelihoods, names, section_of, shipped

KNOWN = "Mutations in BRCA1 have been shown to increase the risk of breast cancer in several populations."
OWN = "In this paper we present our results."


def likelihood(text: str, section: str = "Introduction") -> float:
    return likelihoods([Sentence(text, section, 0)])[0]


def test_what_others_have_shown_is_likelier_cited_than_what_the_authors_do() -> None:
    assert likelihood(KNOWN) > 0.5 > shipped().bar > likelihood(OWN)


def test_the_section_matters() -> None:
    assert likelihood(KNOWN, "Introduction") > likelihood(KNOWN, "Methods")


def test_a_sentence_leans_on_its_paragraph() -> None:
    beside, apart = (
        likelihoods([Sentence(KNOWN, "Introduction", 0), Sentence(OWN, "Introduction", paragraph)])[0]
        for paragraph in (0, 1)
    )
    assert beside < apart


def test_what_was_said_before_is_no_news() -> None:
    twice = [Sentence(KNOWN, "Introduction", paragraph) for paragraph in (0, 1)]
    first, second = likelihoods(twice)
    assert second < first


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("1. Introduction", "introduction"),
        ("BACKGROUND", "introduction"),
        ("Results and Discussion", "results"),
        ("Materials and Methods", "methods"),
        ("Conclusions", "discussion"),
        ("Climate Impacts", "other"),
        ("", "other"),
    ],
)
def test_sections_by_their_headings(heading: str, kind: str) -> None:
    assert section_of(Sentence("x", heading, 0)) == kind
    assert section_of(Sentence("x", heading, 0, is_review=True)) == "review"


def test_numbers_are_named_by_their_kind() -> None:
    assert names(Sentence("In 1999, 12.5% of 40", "", 0))[:8] == [
        "^",
        "in",
        "#year",
        ",",
        "#%",
        "of",
        "#",
        "$",
    ]


@pytest.mark.parametrize("text", ["", " ", "²³", "\ud800", "😀" * 50, "$^", "中文没有引用。", "a" * 20_000])
def test_any_text_has_a_likelihood(text: str) -> None:
    assert 0.0 <= likelihood(text) <= 1.0


def test_no_sentences() -> None:
    assert likelihoods([]) == []


def test_another_model_can_be_given() -> None:
    model = Model({}, {"known": 2000}, bias=0, slope=1.0, bar=0.5)
    high, low = likelihoods([Sentence("It is known.", "", 0), Sentence("It is new.", "", 1)], model)
    assert high > low == 0.5


def test_the_shipped_data_are_small_and_whole() -> None:
    assert DATA.stat().st_size < 400_000
    data = json.loads(DATA.read_text("utf-8"))
    assert all(isinstance(weight, int) and weight for weight in data["weights"].values())
    assert all(list(values) == sorted(set(values)) for values in data["edges"].values())
    assert 0.0 < data["bar"] < 1.0


def test_likelihoods_mean_what_they_say(shared_data: Path) -> None:
    """Of the sentences that it was trained on, those it calls likely are cited oftener, and by far."""
    path = shared_data / "claims" / "citation_worthiness.jsonl.gz"
    rows = [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode().splitlines()[:3000]]
    found = [
        (one, row["label"])
        for _, article in groupby(rows, key=lambda row: row["art"])
        for row, one in _judged(list(article))
        if row["sec"] == "Introduction"
    ]
    upper = [label for one, label in found if one >= 0.6]
    lower = [label for one, label in found if one < 0.25]
    assert len(upper) > 20 < len(lower)
    assert sum(upper) / len(upper) > 0.6
    assert sum(lower) / len(lower) < 0.3


def _judged(rows: list[dict[str, Any]]) -> list[tuple[dict[str, Any], float]]:
    sentences = [Sentence(row["text"], row["sec"], row["par"]) for row in rows]
    return list(zip(rows, likelihoods(sentences), strict=True))


def test_time_grows_with_the_text() -> None:
    def work(size: int) -> Callable[[], object]:
        sentences = [Sentence(KNOWN, "Introduction", place // 5) for place in range(size)]
        return lambda: likelihoods(sentences)

    assert growth(work, 300, below=8) < 8


@pytest.mark.parametrize("part", ["1,", "a-", "show ", "known", "A", "("])
def test_time_grows_with_one_sentence(part: str) -> None:
    def work(size: int) -> Callable[[], object]:
        sentences = [Sentence(part * size, "", 0)]
        return lambda: likelihoods(sentences)

    assert growth(work, 20_000, below=8) < 8
