"""Finding many phrases in one pass over the words of a sentence.

A phrase is slots separated by spaces; a slot is words separated by `|`; `…3` stands for up to three
words of any kind; `^` at the front ties the phrase to the sentence's first word. `treat*` stands for the
regular forms of a verb. Cost per word: one dictionary look-up, and a few comparisons where a phrase
begins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Slot = frozenset[str] | int
"""The words that may stand here, or how many words of any kind may be skipped."""

WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")
"""A word: letters and digits, with apostrophes, dots and hyphens inside. Text must be in lower case."""


def words_of(text: str) -> list[str]:
    """Give the words of a text in lower case, as `WORD` finds them.

    Most pieces between spaces are words as they stand; only the others are searched.
    """
    words: list[str] = []
    for piece in text.split():
        if piece.isalnum():
            words.append(piece)
        else:
            words.extend(WORD.findall(piece))
    return words


@dataclass(frozen=True, slots=True)
class _Phrase:
    category: str
    rest: tuple[Slot, ...]
    is_anchored: bool
    needed: frozenset[str]
    """Words one of which must stand somewhere in the sentence, to try no further without: the last slot."""


@dataclass(slots=True)
class _Entry:
    """The phrases that begin with one word: single words, those with a fixed second word, the others."""

    single: tuple[str, ...] = ()
    by_second: dict[str, tuple[_Phrase, ...]] = field(default_factory=dict)
    others: tuple[_Phrase, ...] = ()


class Phrases:
    """An index of phrases by category. Built once at import; never changed after."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        """Read `lists`: from category to phrases, separated by commas or line ends.

        A line that ends with `|` goes on in the next. Raises `ValueError` for a phrase that ends in a gap.
        """
        self._index: dict[str, _Entry] = {}
        for category, lines in lists.items():
            for phrase in map(str.strip, re.split(r"[,\n]", re.sub(r"\|\s*\n\s*", "|", lines))):
                if phrase:
                    self._add(category, phrase)

    def _add(self, category: str, phrase: str) -> None:
        first, *rest = phrase.lstrip("^").split()
        slots = tuple(_slot(one) for one in rest)
        last = slots[-1] if slots else frozenset(_words(first))
        needed = last if isinstance(last, frozenset) else frozenset[str]()
        if not needed:
            raise ValueError(f"a phrase must not end in a gap: {phrase}")
        compiled = _Phrase(category, slots, phrase.startswith("^"), needed)
        second = slots[0] if slots else None
        for word in _words(first):
            entry = self._index.setdefault(word, _Entry())
            if second is None and not compiled.is_anchored:
                entry.single = (*entry.single, category)
            elif isinstance(second, frozenset):
                for follower in second:
                    entry.by_second[follower] = (*entry.by_second.get(follower, ()), compiled)
            else:
                entry.others = (*entry.others, compiled)

    def find(self, words: Sequence[str]) -> dict[str, tuple[int, int]]:
        """Give, for each category that is named, the range of words of its first phrase."""
        found: dict[str, tuple[int, int]] = {}
        index = self._index
        present = set(words)
        for start, word in enumerate(words):
            entry = index.get(word)
            if entry is None:
                continue
            for category in entry.single:
                if category not in found:
                    found[category] = (start, start + 1)
            candidates = entry.others
            if entry.by_second and start + 1 < len(words):
                candidates += entry.by_second.get(words[start + 1], ())
            for phrase in candidates:
                if phrase.category not in found and not phrase.needed.isdisjoint(present):
                    end = _match(words, start + 1, phrase.rest) if not (phrase.is_anchored and start) else 0
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
