"""Finding many phrases in one pass over the words of a sentence.

A phrase is slots separated by spaces; a slot is words separated by `|`; `…3` stands for up to three
words of any kind; `^` at the front ties the phrase to the sentence's first word. `treat*` stands for the
regular forms of a verb. Cost per word: one dictionary look-up, and a few comparisons where a phrase
begins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Slot = frozenset[str] | int
"""The words that may stand here, or how many words of any kind may be skipped."""

WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")
"""A word: letters and digits, with apostrophes, dots and hyphens inside. Text must be in lower case."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    category: str
    rest: tuple[Slot, ...]
    is_anchored: bool


class Phrases:
    """An index of phrases by category. Built once at import; never changed after."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        """Read `lists`: from category to phrases, separated by commas or line ends.

        A line that ends with `|` goes on in the next.
        """
        self._index: dict[str, tuple[_Phrase, ...]] = {}
        for category, lines in lists.items():
            for phrase in map(str.strip, re.split(r"[,\n]", re.sub(r"\|\s*\n\s*", "|", lines))):
                if phrase:
                    self._add(category, phrase)

    def _add(self, category: str, phrase: str) -> None:
        is_anchored = phrase.startswith("^")
        first, *rest = phrase.lstrip("^").split()
        compiled = _Phrase(category, tuple(_slot(one) for one in rest), is_anchored)
        for word in _words(first):
            self._index[word] = (*self._index.get(word, ()), compiled)

    def find(self, words: Sequence[str]) -> dict[str, tuple[int, int]]:
        """Give, for each category that is named, the range of words of its first phrase."""
        found: dict[str, tuple[int, int]] = {}
        index = self._index
        for start, word in enumerate(words):
            for phrase in index.get(word, ()):
                if phrase.category in found or (phrase.is_anchored and start):
                    continue
                end = _match(words, start + 1, phrase.rest) if phrase.rest else start + 1
                if end:
                    found[phrase.category] = (start, end)
        return found


def _match(words: Sequence[str], at: int, slots: tuple[Slot, ...]) -> int:
    """Give where the slots end if they match from `at`, 0 if they don't."""
    for number, slot in enumerate(slots):
        if isinstance(slot, int):
            rest = slots[number + 1 :]
            for skipped in range(slot + 1):
                end = _match(words, at + skipped, rest)
                if end:
                    return end
            return 0
        if at >= len(words) or words[at] not in slot:
            return 0
        at += 1
    return at


def _slot(text: str) -> Slot:
    return int(text[1:]) if text.startswith("…") else frozenset(_words(text))


def _words(slot: str) -> list[str]:
    return [form for word in slot.split("|") for form in forms(word)]


def forms(word: str) -> tuple[str, ...]:
    """Give the regular forms of `verb*`, the word itself otherwise."""
    if not word.endswith("*"):
        return (word,)
    base = word[:-1]
    if base.endswith("y") and base[-2] not in "aeiou":
        stem = base[:-1] + "i"
        return (base, stem + "es", stem + "ed", base + "ing")
    stem = base.removesuffix("e")
    return (
        base,
        base + "s",
        stem + "es",
        stem + "ed",
        stem + "ing",
        base + base[-1] + "ed",
        base + base[-1] + "ing",
    )
