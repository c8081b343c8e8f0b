"""Fingerprints: quantities in normal form, stems that meet, nothing that can be read back, nothing that drifts."""

from __future__ import annotations

import hashlib

import pytest

from toolkit.claims.fingerprint import VERSION, fingerprint
from toolkit.claims.quantities import located, quantities
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
        "activate activated activating activation activity active",
        "metastasis metastases metastatic",
        "children child",
        "woman women",
        "inflammatory inflammation inflamed",
        "regulate regulated regulation regulatory regulator",
        "apoptosis apoptotic",
        "surgery surgical surgeon",
        "muscle muscular",
        "bacteria bacterium bacterial",
        "analysis analyses analysed analyzed",
        "consume consumption consumed",
        "smoking smokers smoke",
        "fungus fungi fungal",
        "prevent prevention preventive",
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
        "live",
        "rate",
        "rat",
        "gene",
        "general",
        "several",
        "severe",
        "state",
        "status",
        "parent",
        "mother",
        "organ",
        "organism",
        "serum",
        "series",
        "systemic",
        "systematic",
        "secrete",
        "moth",
    )
    assert len({stem(word) for word in words}) == len(words)


def test_function_words_and_bare_numbers_are_left_out() -> None:
    assert stems("The patients were 25 of the 50 in which it was") == [stem("patients")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("vitamin D", "vitamind"),
        ("Hepatitis B", "hepatitisb"),
        ("type II diabetes", "type2"),
        ("types 2 and 3", "type2"),
        ("IL-6", "il6"),
        ("IL6", "il6"),
        ("HIF-1α", "hif1"),
        ("miR‑211", "mir211"),
        ("5-HT", "5ht"),
        ("HbA1c", "hba1c"),
        ("non-steroidal", stem("nonsteroidal")),
    ],
)
def test_names_of_several_parts_have_a_stem_of_their_own(text: str, name: str) -> None:
    assert name in stems(text)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("10, 20 and 30 mg", {"10000 ug", "20000 ug", "30000 ug"}),
        ("8, 12 or 16 weeks", {"1344 h", "2016 h", "2688 h"}),
        ("25 versus 30 %", {"25 %", "30 %"}),
        ("In 2010, 25 % of patients", {"2010", "25 %"}),
        ("in 2010 and 25 %", {"2010", "25 %"}),
        ("12 of 48 patients", {"25 %"}),
        ("12 of the 48 patients", {"25 %"}),
        ("800 international units", {"800 iu"}),
        ("HR 0.75 (95% CI 0.6-0.9)", {"0.75", "95 % ci", "0.6", "0.9"}),
        ("HR 0.75 (95 per cent CI 0.6-0.9)", {"0.75", "95 % ci", "0.6", "0.9"}),
        ("95 percent confidence interval, 0.6 to 0.9", {"95 % ci", "0.6", "0.9"}),
    ],
)
def test_numbers_of_a_list_share_its_unit(text: str, forms: set[str]) -> None:
    assert {form for form, _, _ in located(text)} == forms


def test_an_abstract_offers_the_counts_of_a_share_too() -> None:
    assert quantities("12 of 48 patients") == ("12", "25 %", "48")


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
    assert (VERSION, digest[:16]) == (2, "66f3f26247306d6e")


@pytest.mark.parametrize(
    "text", ["1" * 200_000, "1,000," * 30_000, "1 mg/" * 30_000, "one hundred " * 20_000, "a" * 300_000]
)
def test_hostile_texts_give_a_fingerprint(text: str) -> None:
    assert fingerprint(text) == fingerprint(text)


def test_a_figure_before_a_confidence_interval_has_no_unit() -> None:
    found = fingerprint("The risk ratio was 0.72, 95 % CI 0.49 to 1.06").quantities
    assert found == ("0.49", "0.72", "1.06", "95 % ci")
