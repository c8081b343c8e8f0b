"""The weights of the model are kept, read and added up without loss; reasons are worded when read."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.claims.need_model import NeedModel, kept, shipped
from toolkit.model.late_text import LateText
from toolkit.model.unit import ClaimKind

NEEDS, KINDS = ["must", "no", "should"], ["dose", "effect", "risk"]
NAMES = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), min_size=1, max_size=9)
NUMBERS = st.lists(st.integers(-(2**15), 2**15 - 1), min_size=6, max_size=6)


def model_of(weights: dict[str, list[int]], bias: list[int]) -> NeedModel:
    model = {"needs": NEEDS, "kinds": KINDS, "bias": bias, **kept(weights)}
    return NeedModel.from_json({**model, "offsets": [0, 0, 0], "trust": 0, "sure": 0.9, "likely": 0.5})


@given(st.dictionaries(NAMES, NUMBERS, min_size=1, max_size=8), NUMBERS)
def test_scores_are_the_sums_of_what_was_kept(weights: dict[str, list[int]], bias: list[int]) -> None:
    model = model_of(weights, bias)
    found = model.scores([*weights, "\nunknown"])
    expected = [
        start + sum(column) for start, column in zip(bias, zip(*weights.values(), strict=True), strict=True)
    ]
    assert {one - other for one, other in zip(found, expected, strict=True)} == {found[0] - expected[0]}
    assert model.kind(found) is ClaimKind(KINDS[expected[3:].index(max(expected[3:]))])


@given(st.dictionaries(NAMES, NUMBERS, min_size=1, max_size=8), st.integers(0, 2))
def test_leanings_are_told_by_the_needs_alone(weights: dict[str, list[int]], place: int) -> None:
    gains = {name: 3 * numbers[place] - sum(numbers[:3]) for name, numbers in weights.items()}
    expected = sorted((-gain, name) for name, gain in gains.items() if gain > 0)
    assert model_of(weights, [0] * 6).leanings([*weights, "\nunknown"], place) == expected


def test_a_weight_that_does_not_fit_is_refused() -> None:
    with pytest.raises(OverflowError):
        kept({"much": [2**15]})


def test_the_shipped_model_has_every_need_and_only_kinds_of_claims() -> None:
    model = shipped()
    assert sorted(model.needs) == NEEDS
    assert len(model.weights) > 5000
    assert len(model.scores([])) == len(model.needs) + len(model.kinds)


def test_late_text_is_worded_once_and_kept_as_text() -> None:
    asked: list[int] = []

    def worded() -> str:
        asked.append(1)
        return "it states a dose"

    text = LateText(worded)
    assert not asked
    assert (str(text), str(text), len(asked)) == ("it states a dose", "it states a dose", 1)
    assert text == "it states a dose" == text
    assert text == LateText(lambda: "it states a dose") != LateText(lambda: "it gives advice")
    assert {text} == {"it states a dose"}
    assert type(pickle.loads(pickle.dumps(text))) is str  # noqa: S301 - our own
    assert repr(text) == "'it states a dose'"
    assert text != 3
