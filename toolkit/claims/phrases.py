"""Finding many phrases in one pass over the words of a sentence.

A phrase is slots separated by spaces; a slot is words separated by `|`; `…3` stands for up to three
words of any kind; `^` at the front ties the phrase to the sentence's first word. `treat*` stands for the
regular forms of a verb. Each phrase is looked up by its rarest slot, so that most sentences try few of them;
single words cost one dictionary look-up each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

Slot = frozenset[str] | int
"""The words that may stand here, or how many words of any kind may be skipped."""

Found = dict[str, tuple[int, int] | None]
"""By category that a text names: the range of the words that name it; `None` for one word, not yet looked for."""

WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")
"""A word: letters and digits, with apostrophes, dots and hyphens inside. Text must be in lower case."""

# Words that most sentences have some of: a phrase is looked up by them only if it has nothing rarer.
_FREQUENT = frozenset(
    """
    the of and to a in is that for with are this as by it was on be or from at an have not but you your can may we
    they which has been were their more will if also when our these its it's all about other than one there or do
    """.split()  # noqa: SIM905 - a word list reads best as words
)
_EDGES = ".,;:!?()\"“”[]'‘"
"""Marks that stand at the edge of a word: stripped, most pieces between spaces are words."""


def words_of(text: str) -> list[str]:
    """Give the words of a text in lower case, as `WORD` finds them.

    Most pieces between spaces are words as they stand, or but for a mark at their edge; only the others
    are searched.
    """
    words: list[str] = []
    for piece in text.split():
        if piece.isalnum():
            words.append(piece)
        else:
            bare = piece.strip(_EDGES)
            if bare.isalnum():
                words.append(bare)
            else:
                words.extend(WORD.findall(bare))
    return words


@dataclass(frozen=True, slots=True)
class _Phrase:
    """`first` are the words of the first slot; `others` those of all slots but the one it is looked up by."""

    category: str
    first: frozenset[str]
    rest: tuple[Slot, ...]
    others: tuple[frozenset[str], ...]
    is_anchored: bool


class Phrases:
    """An index of phrases by category. Built once at import."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        """Read `lists`: from category to phrases, separated by commas or line ends.

        A line that ends with `|` goes on in the next. Raises `ValueError` for a phrase that ends in a gap.
        """
        self._single: dict[str, tuple[str, ...]] = {}
        self._longer: dict[str, tuple[_Phrase, ...]] = {}
        self._named_by: dict[str, frozenset[str]] = {}
        for category, lines in lists.items():
            for phrase in map(str.strip, re.split(r"[,\n]", re.sub(r"\|\s*\n\s*", "|", lines))):
                if phrase:
                    self._add(category, phrase)

    @property
    def categories(self) -> frozenset[str]:
        """The categories that can be named."""
        longer = (phrase.category for phrases in self._longer.values() for phrase in phrases)
        return frozenset(chain(longer, *self._single.values()))

    def _add(self, category: str, phrase: str) -> None:
        first, *rest = phrase.lstrip("^").split()
        slots = tuple(_slot(one) for one in rest)
        if slots and isinstance(slots[-1], int):
            raise ValueError(f"a phrase must not end in a gap: {phrase}")
        opening = frozenset(_words(first))
        if not slots and not phrase.startswith("^"):
            for word in opening:
                self._single[word] = (*self._single.get(word, ()), category)
            return
        worded = (opening, *(slot for slot in slots if isinstance(slot, frozenset)))
        rarest = min(worded, key=_frequency)
        others = tuple(slot for slot in worded if slot is not rarest)
        compiled = _Phrase(category, opening, slots, others, phrase.startswith("^"))
        for word in rarest:
            self._longer[word] = (*self._longer.get(word, ()), compiled)

    def find(self, words: Sequence[str], present: Mapping[str, object]) -> Found:
        """Give the categories that are named, and for those that several words name, the range of these.

        The keys of `present` are the words, each once. Where a single word names a category, its range is
        looked for only when asked (`place_of`).
        """
        found: Found = dict.fromkeys(chain.from_iterable(filter(None, map(self._single.get, present))))
        lacks = present.keys().isdisjoint
        for phrase in chain.from_iterable(filter(None, map(self._longer.get, present))):
            if phrase.category in found or (phrase.is_anchored and words[0] not in phrase.first):
                continue
            for slot in phrase.others:
                if lacks(slot):
                    break
            else:
                place = _place(words, phrase)
                if place:
                    found[phrase.category] = place
        return found

    def place_of(self, category: str, words: Sequence[str], found: Found) -> tuple[int, int]:
        """Give the range of the words that name a category, which must be among `found`."""
        place = found[category]
        if place is not None:
            return place
        named = self._naming(category)
        start = next(at for at, word in enumerate(words) if word in named)
        return start, start + 1

    def _naming(self, category: str) -> frozenset[str]:
        """Give the single words that name a category; gathered when first asked for."""
        if category not in self._named_by:
            self._named_by[category] = frozenset(
                word for word, categories in self._single.items() if category in categories
            )
        return self._named_by[category]


def _place(words: Sequence[str], phrase: _Phrase) -> tuple[int, int] | None:
    """Give the range of the words that a phrase matches, `None` if it doesn't.

    That a phrase that is tied to the first word begins with it, `find` has seen.
    """
    first, rest = phrase.first, phrase.rest
    if phrase.is_anchored:
        end = _match(words, 1, rest)
        return (0, end) if end else None
    for start in [at for at, word in enumerate(words) if word in first]:
        end = _match(words, start + 1, rest)
        if end:
            return start, end
    return None


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


def _frequency(words: frozenset[str]) -> tuple[int, int]:
    """Order slots by how many sentences are likely to have one of their words."""
    return len(words & _FREQUENT), len(words)


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
