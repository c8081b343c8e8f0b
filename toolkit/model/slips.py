"""Slips of the pen: words that are one edit apart, for keys and for words of claims."""

from __future__ import annotations

from itertools import takewhile
from operator import eq


def is_slip(word: str, other: str) -> bool:
    """Tell whether one letter added, dropped or changed, or two neighbours swapped, make one word the other.

    That is a Damerau-Levenshtein distance of at most one (Damerau 1964, doi:10.1145/363958.363994).
    """
    if abs(len(word) - len(other)) > 1:
        return False
    same = sum(takewhile(bool, map(eq, word, other)))
    left, right = word[same:], other[same:]
    return (
        left[1:] == right[1:]
        or left[1:] == right
        or left == right[1:]
        or (left[:2] == right[1::-1] and left[2:] == right[2:])
    )
