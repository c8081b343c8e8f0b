"""The grade of texts counted by hand, and what counts as a sentence."""

from __future__ import annotations

import pytest

from toolkit.claims.readability import Sample, is_sentence, sample
from toolkit.model.span import Span
from toolkit.model.unit import Unit, UnitBlock


def test_the_formula() -> None:
    # 0.39 * 100/8 + 11.8 * 150/100 - 15.59, by hand
    assert Sample(8, 100, 150).grade == pytest.approx(6.985)


@pytest.mark.parametrize(
    ("text", "words", "spoken"),
    [
        ("The cat sat on the mat.", 6, 6),
        ("Take 20 mg of well-known tablets twice.", 6, 9),  # the dictionary says em-gee
        ("It doesn't hurt.", 3, 4),
        ("HIV and AIDS are not alike.", 6, 9),
        ("Vitamin B12 in 1.5 ml.", 3, 5),
        ("12.5, 13.4.", 0, 0),
    ],
)
def test_words_and_syllables(text: str, words: int, spoken: int) -> None:
    measured = sample((text,))
    assert (measured.words, measured.syllables) == (words, spoken)
    assert measured.sentences == (words > 0)


def test_familiar_words_count_as_one() -> None:
    assert sample(("Chemotherapy works.",), {"chemotherapy"}).syllables == 2


def test_nothing_is_no_text() -> None:
    empty = sample(())
    assert (empty.words_per_sentence, empty.syllables_per_word) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("text", "block", "answer"),
    [
        ("It hurts.", UnitBlock.PARAGRAPH, True),
        ("It hurts (a little).", UnitBlock.LIST_ITEM, True),
        ("He said: “It hurts.”", UnitBlock.PARAGRAPH, True),
        ("See a doctor if your skin is:", UnitBlock.PARAGRAPH, False),
        ("red", UnitBlock.LIST_ITEM, False),
        ("It hurts.", UnitBlock.HEADING, False),
        ("It hurts.", UnitBlock.TABLE_CELL, False),
        ("It hurts.", UnitBlock.DISCLAIMER, False),
    ],
)
def test_whole_sentences(text: str, block: UnitBlock, *, answer: bool) -> None:
    assert is_sentence(Unit(Span(0, 1), text, block, 0, 0)) is answer
