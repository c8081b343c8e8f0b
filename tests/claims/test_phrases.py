"""The small language of phrases that the lexicon is written in."""

from __future__ import annotations

import pytest

from toolkit.claims.lexicon import GENERIC, IMPERATIVES, LEXICON
from toolkit.claims.phrases import WORD, Phrases, forms

PHRASES = Phrases(
    {
        "word": "alone, pair of",
        "choice": "red|blue car|bus",
        "gap": "from …2 to",
        "start": "^see table",
        "verb": "treat*, try*",
        "long": "one|\n  two three",
    }
)


def ranges(phrases: Phrases, words: list[str]) -> dict[str, tuple[int, int]]:
    """Find phrases, each with the range of its words looked up."""
    found = phrases.find(words, dict.fromkeys(words))
    return {category: phrases.place_of(category, words, found) for category in found}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        ("nothing here", {}),
        ("all alone now", {"word": (1, 2)}),
        ("a pair of", {"word": (1, 3)}),
        ("a pair", {}),
        ("the blue bus", {"choice": (1, 3)}),
        ("blue big bus", {}),
        ("from to", {"gap": (0, 2)}),
        ("from a to", {"gap": (0, 3)}),
        ("from a b to", {"gap": (0, 4)}),
        ("from a b c to", {}),
        ("see table", {"start": (0, 2)}),
        ("please see table", {}),
        ("two three", {"long": (0, 2)}),
        ("treated", {"verb": (0, 1)}),
        ("he tries", {"verb": (1, 2)}),
    ],
)
def test_find(text: str, found: dict[str, tuple[int, int]]) -> None:
    assert ranges(PHRASES, text.split()) == found


def test_a_phrase_that_ends_in_a_gap_is_refused() -> None:
    with pytest.raises(ValueError, match="must not end in a gap"):
        Phrases({"bad": "from …3"})


def test_forms() -> None:
    assert forms("plan") == ("plan",)
    assert {"reduce", "reduces", "reduced", "reducing"} <= set(forms("reduce*"))
    assert {"stop", "stops", "stopped", "stopping"} <= set(forms("stop*"))


def test_words_keep_apostrophes_dots_and_hyphens_inside() -> None:
    assert WORD.findall("don't stop e.g. at covid-19, (now)!") == [
        "don't",
        "stop",
        "e.g",
        "at",
        "covid-19",
        "now",
    ]


def test_the_lexicon_is_in_lower_case_and_compiles() -> None:
    assert ranges(LEXICON, ["side", "effects"]).keys() >= {"safety"}
    assert all(word == word.lower() for word in GENERIC | IMPERATIVES)
