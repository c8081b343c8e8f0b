"""A claim beside an abstract: figures, quotations, passages, likeness; alike from text and fingerprint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.growth import growth
from toolkit.claims.evidence import compare, prepare, prepare_fingerprint, prepare_text, statement_of
from toolkit.claims.evidence.background import Weight, background, parse, render
from toolkit.claims.evidence.likeness import NAMES, features
from toolkit.claims.evidence.numbers import is_in, numbers_of, sought_in
from toolkit.claims.evidence.quotations import folded, is_quoted_from, quotations
from toolkit.claims.fingerprint import fingerprint
from toolkit.claims.quantities import quantities
from toolkit.model.evidence import Basis
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.record import Fingerprint, Origin, Provenance, Record, Standing
from toolkit.model.work import Work, WorkType

TITLE = "Oral vitamin B12 in elderly patients with anaemia: a randomised trial"
ABSTRACT = (
    "BACKGROUND: Deficiency of vitamin B12 is common. METHODS: We gave 1,000 µg of oral cyanocobalamin daily to "
    "120 patients aged 65 to 80 for 12 weeks. RESULTS: Haemoglobin rose by 24.8% (95% CI 12–40; p<0.001) and 34% "
    "relapsed within 2 years; the hazard ratio was 0.75. Nausea was “rare, mild and short”, we found. "
    "CONCLUSIONS: Oral treatment corrects anaemia as well as injections."
)


def missing(claim: str, text: str = ABSTRACT) -> list[str]:
    return [one.text for one in compare(claim, prepare_text(text, TITLE)).absent_numbers]


@pytest.mark.parametrize(
    "claim",
    [
        "1 mg a day was given",
        "1000 mcg daily for 3 months",
        "haemoglobin rose by 25%",
        "haemoglobin rose by about a quarter",
        "a third relapsed",
        "of 120 patients",
        "patients aged 65 to 80",
        "patients 65–80 years old",
        "HR 0.75 (95% CI 12 to 40)",
        "0.75-fold",
        "relapse within 24 months",
        "relapse within two years",
        "vitamin B12, type 2 diabetes, COVID-19, stage 3, OCT3/4, MEK 1/2, step 4, interleukin-6",
        "it doubled in two patients",
        "tablets are taken daily",
        "treatment since 1998",
        "as shown before [7, 12]",
    ],
)
def test_figures_that_the_abstract_has_in_its_own_way_are_found(claim: str) -> None:
    assert missing(claim) == []


@pytest.mark.parametrize(
    ("claim", "absent"),
    [
        ("100 mcg daily", "100 mcg"),
        ("haemoglobin rose by 26%", "26%"),
        ("haemoglobin rose by half of it", "half"),
        ("a 3-fold rise", "3-fold"),
        ("for 24 weeks", "24 weeks"),
        ("within 5 years", "5 years"),
        ("HR 0.85", "0.85"),
        ("of 130 patients", "130"),
        ("1.4 mg", "1.4 mg"),
        ("three times a day", "three times a day"),
    ],
)
def test_figures_that_it_lacks_are_named_as_written(claim: str, absent: str) -> None:
    assert missing(claim) == [absent]


TRIAL = (
    "Of 201 patients aged 60.3 ± 9.2 years, 157 were women and 12 eyes were seen; thrombosis was rarer (hazard ratio "
    "0.72) and anaemia commoner (RR, 1.324; 95% CI 1.06-1.64). Ferritin was 235.9 [155-308.4] pg/mL in cases. Arms "
    "were 0.4 cm shorter. Cells were 2.0 × 10e6/kg after 11.22 ± 1.56 days and 809.5 s. A 1.14-fold rise followed "
    "18,841,309 doses. Seventy-eight were treated in 5 consecutive days over 59 months; 7 relapsed. Fever was 37.5 °C."
)


@pytest.mark.parametrize(
    "claim",
    [
        "Of 201 patients, 157 (78 %) were women",
        "157 of 201 (78 %) were women",
        "78 % (157 of 201) were women",
        "7 of 12 eyes (58 %) relapsed",
        "seven of 12 eyes (58.3%) relapsed",
        "thrombosis was 28 % less frequent",
        "the risk of thrombosis fell by 28 %",
        "a 32 % higher risk of anaemia",
        "anaemia increased by about 32 percent",
        "the risk rose by 14 %",
        "the risk rose 1.14 times",
        "arms were 4 mm shorter",
        "ferritin was 236 pg/ml",
        "ferritin was 235.9 ng/l",
        "2 × 10⁶ cells/kg, 2 × 10^6 cells, 2 × 10^6^ cells, 2×106 cells",
        "recovery after 11 days",
        "it took 13.5 minutes",
        "almost 19 million doses",
        "nearly five years of treatment",
        "within five days",
        "78 were treated; seventy-eight were treated",
        "after a quarter of an hour",
        "1½ tablets, ½ tablet",
        "arms were 0,4 cm shorter",
    ],
)
def test_figures_that_follow_from_an_abstract_or_are_rounded_are_found(claim: str) -> None:
    assert missing(claim, TRIAL) == []


@pytest.mark.parametrize(
    ("claim", "absent"),
    [
        ("Of 201 patients, 157 (68 %) were women", ["68 %"]),
        ("Of 201 patients, 137 (68 %) were women", ["137", "68 %"]),
        ("a 28 % higher risk of anaemia", ["28 %"]),
        ("thrombosis was 32 % rarer", ["32 %"]),
        ("the risk rose 1.41 times", ["1.41"]),
        ("the odds ratio was 4·34 (1·99, 9·46)", ["4·34", "1·99, 9·46", "1·99, 9·46"]),
        ("arms were 7 mm shorter", ["7 mm"]),
        ("ferritin was 263 pg/ml", ["263 pg/ml"]),
        ("recovery after 14 days", ["14 days"]),
        ("almost 28 million doses", ["28 million"]),
        ("nearly six years of treatment", ["six years"]),
        ("within six days", ["six days"]),
        ("eighty-eight were treated", ["eighty-eight"]),
        ("fever was at least 38.5 °C", ["38.5 °C"]),
        ("half of the patients relapsed", ["half"]),
    ],
)
def test_figures_that_neither_stand_there_nor_follow_are_named(claim: str, absent: list[str]) -> None:
    assert missing(claim, TRIAL) == absent


def test_three_quarters_behind_another_number_are_no_quarter() -> None:
    claim = "With b = 2000, three quarters had a lesion"
    assert missing(claim, "With b = 2000, 75.3 % had a lesion, of 89, 32 and 99.") == []


def test_an_abstract_that_names_years_is_asked_for_them() -> None:
    assert missing("in 1998", "In 2001 we asked 99 people, and 12 again.") == ["1998"]
    assert missing("in 2001", "In 2001 we asked 99 people, and 12 again.") == []


@pytest.mark.parametrize("written", ["10, 20 and 30 mg", "10 mg, 20 mg or 30 mg", "10–30 mg and 20 mg"])
def test_each_number_of_a_list_is_looked_for_with_its_unit(written: str) -> None:
    (one,) = sought_in("20 mg")
    assert is_in(one, numbers_of(quantities(written)))
    assert missing(written, "We gave 10 mg, 20 mg, and 30 mg.") == []
    assert len(sought_in(written)) == 3


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They say “this is rare, mild and short” and more.", ("this is rare, mild and short",)),
        ('They say "this is rare, mild and short".', ("this is rare, mild and short",)),
        ("« ceci est une phrase »", ("ceci est une phrase",)),
        ("the “gold standard” and “so-called disease”", ()),
        ('5" and 6" needles are no words said', ()),
        ("“never closed by anyone at all", ()),
    ],
)
def test_passages_of_several_words_are_quotations(text: str, found: tuple[str, ...]) -> None:
    assert quotations(text) == found


@pytest.mark.parametrize(
    ("quotation", "is_there"),
    [
        ("rare, mild and short", True),
        ("Rare – MILD, and short", True),
        ("oral cyanocobalamin daily … aged 65 to 80", True),
        ("oral [vitamin] cyanocobalamin daily", True),
        ("aged 65 to 80 […] oral cyanocobalamin daily", False),
        ("rare, mild and long", False),
        ("are, mild and short", False),
    ],
)
def test_quotations_are_found_whatever_their_marks(quotation: str, *, is_there: bool) -> None:
    assert is_quoted_from(quotation, folded(ABSTRACT)) is is_there


def test_quotations_are_looked_for_only_in_text() -> None:
    claim = "Nausea was “frequent, grave and long lasting” in patients with anaemia."
    text, print_ = prepare_text(ABSTRACT, TITLE), prepare_fingerprint(fingerprint(ABSTRACT), TITLE)
    assert compare(claim, text).absent_quotes == ("frequent, grave and long lasting",)
    assert compare(claim, text).checked_quotes
    assert compare(claim, print_).absent_quotes == ()
    assert not compare(claim, print_).checked_quotes


def test_the_passage_is_the_sentence_that_fits_best_without_its_label() -> None:
    passage = compare("Oral treatment corrects anaemia", prepare_text(ABSTRACT, TITLE)).passage
    assert passage is not None
    assert passage.text == "Oral treatment corrects anaemia as well as injections."
    assert ABSTRACT[passage.start : passage.end] == passage.text
    assert compare("Quantum chromodynamics", prepare_text(ABSTRACT, TITLE)).passage is None


@pytest.mark.parametrize(
    ("claim", "begins"),
    [
        ("A third of 18,841,309 doses were followed by thrombosis", "A 1.14-fold rise"),
        ("Ferritin and thrombosis: a hazard ratio of 0·72 in cases", "Of 201 patients"),
    ],
)
def test_the_passage_has_the_numbers_of_the_claim(claim: str, begins: str) -> None:
    passage = compare(claim, prepare_text(TRIAL, TITLE)).passage
    assert passage is not None
    assert passage.text.startswith(begins)


CLAIMS = [
    "Oral vitamin B12 corrects anaemia of the elderly as well as injections do.",
    "Haemoglobin rose by a quarter after 12 weeks of cyanocobalamin.",
    "Statins lower the risk of stroke in adults with high cholesterol.",
    "Sunscreen prevents melanoma.",
]


@pytest.mark.parametrize("claim", CLAIMS)
def test_text_and_fingerprint_say_the_same(claim: str) -> None:
    from_text = compare(claim, prepare_text(ABSTRACT, TITLE))
    from_print = compare(claim, prepare_fingerprint(fingerprint(ABSTRACT), TITLE))
    assert from_text.likeness == pytest.approx(from_print.likeness)
    assert from_text.is_unrelated == from_print.is_unrelated
    assert from_text.absent_numbers == from_print.absent_numbers
    assert (from_text.basis, from_print.basis) == (Basis.ABSTRACT, Basis.FINGERPRINT)


def test_what_the_abstract_says_is_more_alike_than_what_it_does_not() -> None:
    against = prepare_text(ABSTRACT, TITLE)
    alike = [compare(claim, against) for claim in CLAIMS]
    assert [one.is_unrelated for one in alike] == [False, False, True, False]
    assert min(one.likeness for one in alike[:2]) > 0.4
    assert max(one.likeness for one in alike[2:]) < 0.2
    assert not compare("red and hot", against).is_unrelated, "too short to tell"


def record(**fields: Any) -> Record:
    name = Identifier(Scheme.PMID, "1")
    found = Record(
        identifier=name,
        work=Work(WorkType.JOURNAL, identifiers=(name,), title=TITLE),
        standing=Standing.FOUND,
        provenance=Provenance(Origin.FETCHED, "pubmed", "2026-11-22"),
    )
    return replace(found, **fields)


def test_a_record_is_made_ready_once_and_an_older_fingerprint_never() -> None:
    known = record(abstract=ABSTRACT)
    assert prepare(known) is prepare(known)
    assert prepare(record()) is None
    assert prepare(record(fingerprint=fingerprint(ABSTRACT))) is not None
    assert prepare(record(fingerprint=Fingerprint((("anem", 1),), (), 1))) is None


def test_the_table_of_stems_is_read_as_it_was_written() -> None:
    table = {"anem": Weight(4.5, 0.75, -1.5), "b12": Weight(7.125, 1.0, -0.5)}
    known = parse(render(table), bytes(64))
    for stem, weight in table.items():
        read = known.weight(stem)
        assert (read.rarity, read.presence, read.absence) == pytest.approx(
            (weight.rarity, weight.presence, weight.absence), abs=0.03
        )
    assert len(background().vectors) == 32 * len(background().places)


def test_each_feature_has_a_name() -> None:
    values = features(statement_of(CLAIMS[0]), prepare_text(ABSTRACT, TITLE))
    assert len(values) == len(NAMES) == len(set(NAMES))


HOSTILE = {
    "“": 50_000,
    '"a b c d ': 5_000,
    "1 mg ": 10_000,
    "α": 100_000,
    "研究": 50_000,
    "x": 1_000_000,
    "<b>1</b> ": 10_000,
    "[1] ": 10_000,
    "MEK 1/2 ": 10_000,
    "… ": 30_000,
    "\x00\ud800": 1_000,
}


@pytest.mark.parametrize("piece", ["", " ", *HOSTILE], ids=repr)
def test_hostile_texts_are_compared(piece: str) -> None:
    text = piece * 3
    for claim in (text, CLAIMS[0]):
        assert 0 <= compare(claim, prepare_text(text, text[:1000])).likeness <= 1


@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_hostile_texts_are_compared_in_linear_time(piece: str) -> None:
    def work(size: int) -> Callable[[], object]:
        text = piece * size

        def run() -> None:
            ready = prepare_text(text, text[:1000])
            for claim in (text, CLAIMS[0]):
                assert 0 <= compare(claim, ready).likeness <= 1
            compare(text, prepare_text(ABSTRACT, TITLE))

        return run

    assert growth(work, HOSTILE[piece] // 4, below=8) < 8
