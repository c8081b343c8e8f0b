"""Fingerprints: quantities in normal form, stems that meet, nothing that can be read back, nothing that drifts."""

from __future__ import annotations

import hashlib

import pytest

from toolkit.claims.fingerprint import VERSION, fingerprint
from toolkit.claims.quantities import quantities
from toolkit.claims.stems import stem, stems

SAME = [
    ("1000 mcg", "1 mg", "1,000 µg", "1 000 μg", "1000 micrograms", "0.001 g", "one milligram"),
    (
        "25 %",
        "25%",
        "25 percent",
        "25 per cent",
        "one in four",
        "1 in 4",
        "a quarter of patients",
        "25 out of 100",
    ),
    ("50 %", "half of patients", "50 per 100"),
    ("two weeks", "14 days", "2 wk", "336 hours"),
    ("18 months", "1.5 years", "1·5 years"),
    ("30 minutes", "0.5 h", "half an hour"),
    ("once daily", "once a day", "daily", "every day", "q.d."),
    ("three times a day", "t.i.d.", "tds", "3 times daily"),
    ("148 pmol/L", "0.148 nmol/l", "148 pmol per litre"),
    ("200 pg/ml", "200 ng/l", "0.2 µg/L"),
    ("600 mg/day", "600 mg daily", "600 mg once daily", "0.6 g a day"),
    ("38 °C", "38C", "100.4 °F"),
    ("a two-fold rise", "it doubled", "2-fold"),
    ("10-20 mg", "10 to 20 mg", "10 mg to 20 mg", "between 10 and 20 mg"),
    ("(95% CI 1.2–3.4)", "95 % confidence interval 1.2 to 3.4", "95% CI: 1.2, 3.4"),
    ("2 million", "2,000,000", "two million"),
    ("twenty-five patients", "25 patients"),
    ("1 in 10,000", "0.01 %", "10 per 100,000"),
]


@pytest.mark.parametrize("forms", SAME, ids=lambda forms: forms[0])
def test_ways_to_write_one_quantity_meet(forms: tuple[str, ...]) -> None:
    assert {form: quantities(form) for form in forms} == dict.fromkeys(forms, quantities(forms[0]))
    assert quantities(forms[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [("1 mg", "1 g"), ("1 mg", "1 ml"), ("5 %", "50 %"), ("2 days", "2 weeks"), ("1 mg/kg", "1 mg")],
)
def test_different_quantities_do_not_meet(one: str, other: str) -> None:
    assert set(quantities(one)).isdisjoint(quantities(other))


@pytest.mark.parametrize(
    "text", ["", "COVID-19", "vitamin B12", "the one who", "CD4 cells", "a patient", "Figure S1a"]
)
def test_names_with_digits_are_no_quantities(text: str) -> None:
    assert quantities(text) == ()


@pytest.mark.parametrize(
    "words",
    [
        "anaemia anemia anaemic anaemias",
        "haemoglobin hemoglobin",
        "oedema edema",
        "tumour tumors tumours",
        "treat treated treating treatment treatments",
        "diagnosis diagnoses diagnostic diagnosed",
        "deficiency deficiencies",
        "supplements supplementation supplemented",
        "reduce reduced reduces reduction reducing",
        "injection injections injected",
        "paediatric pediatric",
        "randomised randomized",
        "therapy therapies",
        "absorb absorbed absorption",
    ],
)
def test_forms_of_one_word_meet(words: str) -> None:
    assert len({stem(word) for word in words.split()}) == 1


def test_different_words_keep_apart() -> None:
    words = (
        "anaemia",
        "arthritis",
        "asthma",
        "leukopenia",
        "leukaemia",
        "liver",
        "kidney",
        "statin",
        "steroid",
    )
    assert len({stem(word) for word in words}) == len(words)


def test_function_words_and_bare_numbers_are_left_out() -> None:
    assert stems("The patients were 25 of the 50 in which it was") == [stem("patients")]


ABSTRACT = (
    "In a randomised trial of 120 patients, 1000 mcg of oral vitamin B12 daily for 12 weeks raised haemoglobin by "
    "25% (95% CI 12–40); one in four relapsed."
)


def test_the_order_of_words_is_gone() -> None:
    sentences = ABSTRACT.split("; ")
    assert fingerprint("; ".join(reversed(sentences))).stems == fingerprint(ABSTRACT).stems
    assert list(fingerprint(ABSTRACT).stems) == sorted(fingerprint(ABSTRACT).stems)
    assert list(fingerprint(ABSTRACT).quantities) == sorted(set(fingerprint(ABSTRACT).quantities))


def test_a_change_here_needs_a_new_version() -> None:
    """Locks hold fingerprints: if this fails, raise VERSION, and say in the changelog to fetch again."""
    digest = hashlib.sha256(repr(fingerprint(ABSTRACT)).encode()).hexdigest()
    assert (VERSION, digest[:16]) == (1, "6712b29248d09145")


@pytest.mark.parametrize(
    "text", ["1" * 200_000, "1,000," * 30_000, "1 mg/" * 30_000, "one hundred " * 20_000, "a" * 300_000]
)
def test_hostile_texts_give_a_fingerprint(text: str) -> None:
    assert fingerprint(text) == fingerprint(text)


def test_a_figure_before_a_confidence_interval_has_no_unit() -> None:
    found = fingerprint("The risk ratio was 0.72, 95 % CI 0.49 to 1.06").quantities
    assert found == ("0.49", "0.72", "1.06", "95 % ci")
