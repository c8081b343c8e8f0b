"""Which words and numbers of a text another text has, or lacks: where to look, and no more than that."""

from __future__ import annotations

import re
from collections.abc import Collection

from toolkit.claims.quantities import located
from toolkit.claims.stems import stems

_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"[\s\-–]+")


def shared_words(text: str, others: Collection[str]) -> list[tuple[int, int]]:
    """Give the ranges of `text`'s words whose stem is among `others`; neighbours are joined. Linear."""
    found: list[tuple[int, int]] = []
    for word in _WORD.finditer(text):
        if any(stem in others for stem in stems(word[0])):
            start, end = word.span()
            if found and _JOINED.fullmatch(text, found[-1][1], start):
                start = found.pop()[0]
            found.append((start, end))
    return found


def numbers_in(text: str, forms: Collection[str]) -> list[tuple[int, int]]:
    """Give the ranges of `text`'s numbers whose normal form is among `forms`, in order, none overlapping."""
    found: list[tuple[int, int]] = []
    for form, start, end in located(text):
        if form in forms and (not found or start >= found[-1][1]):
            found.append((start, end))
    return found
