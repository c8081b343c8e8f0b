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
        found = _WORD.findall(sentence)
        number += bool(found)
        words += len(found)
        for word in found:
            if familiar and word.lower() in familiar:
                spoken += 1
            elif word.isupper() and 1 < len(word) <= _MOST_SPELLED and word not in _SPOKEN:
                spoken += len(word) + 2 * word.count("W")  # double-u
            else:
                spoken += syllables(word)
    return Sample(number, words, spoken)
