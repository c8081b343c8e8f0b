"""How many syllables an English word has, when spoken.

A word is read as groups of vowels, and each group counts as its surroundings say: `training/syllables.py`
learned from the Carnegie Mellon Pronouncing Dictionary which letters around a group make it silent, or two
syllables, and lists the words of the dictionary for which that is still wrong. So every word of the dictionary has
its exact count (that of its first pronunciation); all others, such as names of drugs, get what
their letters suggest. The data is `toolkit/data/syllables.txt`, read once, when first needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from unicodedata import normalize

_VOWELS = re.compile("[aeiouy]+")
WIDTHS = ((3, 3), (2, 3), (2, 2), (1, 2), (1, 1), (0, 1))
"""How many letters left and right of a group of vowels are looked at, the widest view first."""
_MOST_LETTERS = 60
"""The longest words of medicine have some forty letters; what is longer is no word."""
_PLAIN = {"’": "'", "‐": "-", "‑": "-", "æ": "ae", "œ": "oe", "ø": "o", "ß": "ss"}  # what NFKD leaves alone


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """What was learned: syllables of a group of vowels by its surroundings, and of whole words."""

    surroundings: Mapping[str, int]
    words: Mapping[str, int]


def views(word: str) -> Iterator[tuple[str, ...]]:
    """Give, for each group of vowels of a word in lower case, what `WIDTHS` show of it, the widest first.

    `^` and `$` stand for the word's ends: of `cause`, `se|…` shows `^c|au|se`, … `|au|s`, and `aus|e|$`, … `|e|$`.
    """
    framed = f"^{word}$"
    for group in _VOWELS.finditer(framed):
        start, end = group.span()
        letters = group[0]
        yield tuple(
            f"{framed[max(start - left, 0) : start]}|{letters}|{framed[end : end + right]}"
            for left, right in WIDTHS
        )


def by_letters(word: str, surroundings: Mapping[str, int]) -> int:
    """Count by the letters alone: each group of vowels by the widest view of it that is known, else one."""
    count = 0
    for seen in views(word):
        for view in seen:
            if view in surroundings:
                count += surroundings[view]
                break
        else:
            count += 1
    return max(count, 1)


def count(word: str, known: Pronunciation) -> int:
    """Count the syllables of a word in lower case by what is known; hyphens separate words. At least 1."""
    if word in known.words:
        return known.words[word]
    if "-" in word:
        return sum(count(part, known) for part in word.split("-") if part) or 1
    return by_letters(word[:_MOST_LETTERS], known.surroundings)


@lru_cache(maxsize=1 << 16)
def syllables(word: str) -> int:
    """Count the syllables of one English word, in any spelling of accents and apostrophes. At least 1."""
    word = word.lower()
    if not word.isascii():
        plain = "".join(_PLAIN.get(letter, letter) for letter in word)
        word = normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return count(word, _pronunciation())


def read_pronunciation(text: str) -> Pronunciation:
    """Read the data: lines of a kind (`letters` or `word`), a count, and what has that count.

    Lines that begin with `#` are comments. Raises `ValueError` for any other.
    """
    kinds: dict[str, dict[str, int]] = {"letters": {}, "word": {}}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            kind, count, names = line.split(" ", 2)
            kinds[kind].update(dict.fromkeys(names.split(), int(count)))
    return Pronunciation(kinds["letters"], kinds["word"])


@cache
def _pronunciation() -> Pronunciation:
    return read_pronunciation(resources.files("toolkit").joinpath("data", "syllables.txt").read_text("utf-8"))
