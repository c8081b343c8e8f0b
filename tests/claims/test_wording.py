"""Promises and labels in sentences, those that are to be found and those that are not; and hostile text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.growth import growth
from toolkit.claims.labels import LABELS, is_label, replacement
from toolkit.claims.overstatement import OVERSTATEMENTS, is_promised
from toolkit.claims.units import units_of
from toolkit.claims.wording import Wording, find, find_in, without_quotations
from toolkit.model.finding import Confidence
from toolkit.model.span import Span
from toolkit.model.unit import Claim, ClaimKind, Judgement, Need
from toolkit.readers.markdown import read_article

PROMISES = """
Our remedy is completely safe, even for children.
Homeopathic medicines are safe without any side effects.
There will be no side effects of using these medicines.
This tea has no side effects.
The method is risk-free.
It is a risk-free treatment for back pain.
Apple vinegar cures arthritis.
Ayurveda can cure diabetes.
The drops will cure your asthma.
It is a permanent cure for psoriasis.
Cannabis oil cures everything.
The capsules are 100% effective.
The vaccine is 100 percent safe.
Garlic is a true miracle cure.
Statins are wonder drugs.
Vitamin D is a cure-all.
You are guaranteed to lose weight.
We guarantee quick results.
The diet guarantees that you recover.
This cream is clinically proven to work.
Magnets are scientifically proven treatments.
Echinacea is proven to prevent colds.
The therapy works for everyone.
The injection always works.
The treatment never fails.
It completely cures the infection.
A revolutionary new treatment is here.
The spray is totally harmless.
""".strip().split("\n")

SOBER = """
No vaccine is 100% effective.
The vaccine isn't completely safe.
Is it completely safe?
It may cure diabetes one day.
Some sellers claim that it cures cancer.
Antibiotics cure most people.
There is no miracle cure.
Surgery is rarely risk-free.
Nobody can guarantee that you recover.
Some people have no side effects.
He called it "a miracle cure".
Hepatitis C can be cured.
It was 100 % effective in the trial.
It never fails to surprise.
Whether it always works is not known.
The risk-free rate was 2 %.
Clinically proven metastases were excluded.
The diagnosis was proven by biopsy.
Doctors look for a drug that cures dementia.
""".strip().split("\n")


def found(text: str) -> list[str]:
    return [one.words for one in find_in(text, Span(0, 1), OVERSTATEMENTS, is_promised)]


@pytest.mark.parametrize("text", PROMISES)
def test_promises_are_found(text: str) -> None:
    assert len(found(text)) == 1


@pytest.mark.parametrize("text", SOBER)
def test_sober_sentences_are_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("wording", [*OVERSTATEMENTS, *LABELS], ids=lambda one: one.stems[0])
def test_stems_are_in_lower_case(wording: Wording) -> None:
    assert all(stem == stem.lower() for stem in wording.stems)


@pytest.mark.parametrize("text", PROMISES)
def test_no_promise_is_passed_over_for_want_of_its_stem(text: str) -> None:
    lowered = text.lower()
    for one in OVERSTATEMENTS:
        if one.pattern.search(text):
            assert any(stem in lowered for stem in one.stems), one.stems


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Diabetics need less.", "Diabetics"),
        ("Falls harm the elderly.", "the elderly"),
        ("The elderly man fell.", None),
        ("Anti-diabetics help.", None),
        ("Diabetics among the rats ate more.", None),
        ("Adults who suffer from asthma cough.", "Adults who suffer from"),
        ("The method suffers from bias.", None),
        ("She joined Alcoholics Anonymous.", None),
        ("He committed suicide.", "committed suicide"),
        ("The word addicts is avoided.", None),
    ],
)
def test_labels(text: str, label: str | None) -> None:
    words = [one.words for one in find_in(text, Span(0, 1), LABELS, is_label)]
    assert words == ([label] if label else [])


def test_replacements_keep_the_capital() -> None:
    assert replacement("Diabetics") == "People with diabetes"
    assert replacement("the elderly") == "older people"
    assert replacement("committed suicide") is None


def test_quotations_are_blanked_and_offsets_stay() -> None:
    text = "He said “it cures all” and 'never fails', didn't he?"
    plain = without_quotations(text)
    assert len(plain) == len(text)
    assert "cures" not in plain
    assert "fails" not in plain
    assert "didn't he?" in plain


SLOW = {
    "words": "completely safe ",
    "cures": "cures ",
    "sentences": "It is completely safe. ",
    "suffer": "people who suffer often also usually from ",
    "quotes": '"',
    "guarantee": "guaranteed quick fast full good ",
    "block quotes": "> cures cancer\n\n",
}


@pytest.mark.parametrize("name", SLOW)
def test_made_to_be_slow(name: str) -> None:
    """Up to a hundred kilobytes; the units are found outside of the time that is taken."""

    def work(size: int) -> Callable[[], object]:
        text = SLOW[name] * (size // len(SLOW[name])) + " completely safe"
        article = read_article("articles/example.md", text.encode())
        judgement = Judgement(Need.NO, ClaimKind.OTHER, Confidence.LOW, "")
        claims = tuple(Claim(unit, judgement) for unit in units_of(article))
        return lambda: (
            list(find(article, claims, OVERSTATEMENTS, is_promised)),
            list(find(article, claims, LABELS, is_label)),
        )

    assert growth(work, 25_000, below=8) < 8
