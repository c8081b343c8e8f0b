"""Words that an abstract has in another form: names joined, parted, spelt out or shortened, and slips of the pen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.growth import growth
from toolkit.claims.evidence import compare, prepare_fingerprint, prepare_text
from toolkit.claims.evidence.likeness import features
from toolkit.claims.evidence.otherwise import forms_of
from toolkit.claims.evidence.short_forms import parse, render, short_forms
from toolkit.claims.evidence.statement import statement_of
from toolkit.claims.fingerprint import fingerprint
from toolkit.claims.stems import stems
from toolkit.model.slips import is_slip


def counts_as_present(claim: str, abstract: str) -> bool:
    """Tell whether all of a claim's words stand in an abstract, in whatever form."""
    return features(statement_of(claim), prepare_text(abstract))[0] == pytest.approx(1)


@pytest.mark.parametrize(
    ("claim", "abstract"),
    [
        ("NIH 3T3 fibroblasts", "fibroblasts (NIH3T3)"),
        ("NIH3T3 fibroblasts", "fibroblasts of the line NIH 3T3"),
        ("FoxO3a in neurons", "FOXO3 and neurons"),
        ("FOXO3 in neurons", "FoxO3a and neurons"),
        ("TGFbeta1 in scars", "scars and TGF-β1"),
        ("IFN-γ in sepsis", "sepsis and IFNG"),
        ("IL-6 in sepsis", "sepsis and interleukin-6"),
        ("interleukin in sepsis", "sepsis and IL-6"),
        ("body mass index and mortality", "mortality by BMI"),
        ("BMI and mortality", "mortality by body mass index"),
        ("antinflammatory drugs", "anti-inflammatory drugs"),
        ("methylprednisolnoe in sepsis", "methylprednisolone and sepsis"),
    ],
)
def test_one_name_in_two_forms(claim: str, abstract: str) -> None:
    assert counts_as_present(claim, abstract)
    text = prepare_text(abstract)
    of_print = prepare_fingerprint(fingerprint(abstract))
    assert features(statement_of(claim), text) == features(statement_of(claim), of_print)


@pytest.mark.parametrize(
    ("claim", "abstract"),
    [
        ("IL-6 in sepsis", "sepsis and IL-10"),
        ("NIH 3T3 fibroblasts", "fibroblasts of the NIH"),
        ("BMI and mortality", "mortality by body mass"),
        ("hypertension in sepsis", "hypotension and sepsis"),  # known words: no slip of the pen
        ("hyponatremia in sepsis", "hypernatremia and sepsis"),
        ("p53 in sepsis", "p63 and sepsis"),
    ],
)
def test_two_names_are_not_one(claim: str, abstract: str) -> None:
    assert not counts_as_present(claim, abstract)


def test_a_word_in_another_form_makes_the_abstract_more_alike() -> None:
    abstract = prepare_text("Fibroblasts of the line NIH 3T3 were transformed by the oncogene.")
    joined = compare("The oncogene transforms NIH3T3 fibroblasts", abstract)
    other = compare("The oncogene transforms HEK293 fibroblasts", abstract)
    assert joined.likeness > other.likeness


def test_short_forms_are_read_as_they_were_written() -> None:
    pairs = [("bmi", ("body", "mass", "index")), ("il", ("interleukin",)), ("il", ("ionic", "liquid"))]
    found = parse(render(pairs))
    assert found.longs["il"] == [("interleukin",), ("ionic", "liquid")]
    assert [*found.at(["high", "body", "mass", "index"], 1)] == [("bmi", 3)]
    assert [*found.at(["body", "mass"], 0)] == []
    assert len(short_forms().longs) > 1000


@given(st.text("abc", min_size=2, max_size=6), st.text("abc", max_size=7))
def test_a_slip_is_one_edit(word: str, other: str) -> None:
    places = range(len(word) + 1)
    edits = {
        *(word[:at] + word[at + 1 :] for at in places),
        *(word[:at] + letter + word[at + rest :] for at in places for letter in "abc" for rest in (0, 1)),
        *(word[:at] + word[at : at + 2][::-1] + word[at + 2 :] for at in places),
    }
    assert is_slip(word, other) == (other in edits)


@given(st.text("ab1 -αβ", max_size=60))
def test_any_text_has_forms_that_are_not_its_own(text: str) -> None:
    for word, forms in forms_of(stems(text)).items():
        assert word not in forms.any_of
        assert all(len(way) > 1 and word not in way for way in forms.all_of)


@pytest.mark.parametrize("unit", ["il6 il 6 tnf alpha body mass index ", "zyzzyvax ", "a1 b2 ", "x1y2z3"])
def test_time_is_linear_in_the_claim(unit: str) -> None:
    def task(size: int) -> Callable[[], object]:
        words = stems(unit * size)
        return lambda: forms_of(words)

    assert growth(task, 1500, below=8) < 8
