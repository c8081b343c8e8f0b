"""How hard a text is to read: the Flesch-Kincaid grade.

Source: Kincaid JP, Fishburne RP, Rogers RL, Chissom BS. *Derivation of new readability formulas for Navy enlisted
personnel.* Research Branch Report 8-75, Naval Technical Training Command, 1975. What counts as a word follows
Flesch: a hyphenated word and a contraction are one, and figures are left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from toolkit.claims.syllables import syllables
from toolkit.model.unit import Unit, UnitBlock

LEAST_WORDS = 100
"""A shorter text is no sample: the formula was made for passages of a hundred words and more."""

_WORD = re.compile(r"(?<![\w.-])[^\W\d_]+(?:['’‐‑-][^\W\d_]+)*(?!\w)")
_WHOLE = re.compile(r"[.!?…][\"'”’)\]*_]*$")
_RUNNING = frozenset((UnitBlock.PARAGRAPH, UnitBlock.LIST_ITEM, UnitBlock.DEFINITION))
# Abbreviations that are spoken as words; all others are spelled out.
_SPOKEN = frozenset(
    ("ACE", "AIDS", "CAT", "COVID", "ELISA", "GERD", "MERS", "NASA", "NICE", "PET", "SARS", "SIDS")
)
_MOST_SPELLED = 5
_WORDS = 1 << 32
"""More than the syllables of any article."""
_MOST_TOKENS = 1 << 16
_LONGEST_TOKEN = 60


@dataclass(frozen=True, slots=True)
class Sample:
    """Counts of a text."""

    sentences: int
    words: int
    syllables: int

    @property
    def words_per_sentence(self) -> float:
        """The mean length of its sentences, in words."""
        return self.words / self.sentences if self.sentences else 0.0

    @property
    def syllables_per_word(self) -> float:
        """The mean length of its words, in syllables."""
        return self.syllables / self.words if self.words else 0.0

    @property
    def grade(self) -> float:
        """The Flesch-Kincaid grade: years of school in the United States. 8.9 is the end of the eighth."""
        return 0.39 * self.words_per_sentence + 11.8 * self.syllables_per_word - 15.59


def is_sentence(unit: Unit) -> bool:
    """Tell whether a unit is a whole sentence of running text: no heading, fragment, table or disclaimer."""
    return unit.block in _RUNNING and _WHOLE.search(unit.text[-8:]) is not None


def sample(sentences: Iterable[str], familiar: Collection[str] = ()) -> Sample:
    """Count whole sentences; each word of `familiar` (in lower case) counts as one syllable.

    A sentence without words, such as a line of figures, is left out.
    """
    number = words = spoken = 0
    for sentence in sentences:
        found, sounds = divmod(sum(map(_TOKENS.__getitem__, sentence.split())), _WORDS)
        number += found > 0
        words += found
        spoken += sounds
        if familiar:
            known = (word for word in _WORD.findall(sentence) if word.lower() in familiar)
            spoken -= sum(_spoken(word) - 1 for word in known)
    return Sample(number, words, spoken)


def _spoken(word: str) -> int:
    """Count the syllables of a word as written: abbreviations are spelled out, and W is three."""
    if word.isupper() and 1 < len(word) <= _MOST_SPELLED and word not in _SPOKEN:
        return len(word) + 2 * word.count("W")
    return syllables(word)


class _Tokens(dict[str, int]):
    """What stands between spaces, with its words times `_WORDS` and its syllables: counted once, since it recurs.

    Forgets everything when it has grown large, so that a process that lives long does not grow for ever.
    """

    def __missing__(self, token: str) -> int:
        found = _WORD.findall(token)
        count = len(found) * _WORDS + sum(map(_spoken, found))
        if len(self) >= _MOST_TOKENS:
            self.clear()
        if len(token) <= _LONGEST_TOKEN:
            self[token] = count
        return count


_TOKENS = _Tokens()


def total(samples: Iterable[Sample]) -> Sample:
    """Add up the counts of several texts."""
    parts = list(samples)
    return Sample(
        sum(part.sentences for part in parts),
        sum(part.words for part in parts),
        sum(part.syllables for part in parts),
    )
