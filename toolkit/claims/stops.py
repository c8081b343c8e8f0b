"""What a single full stop means: the end of a sentence, or of an abbreviation, an initial, a number.

Decided by the token before it and the word behind it. The words are in `abbreviations`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from toolkit.claims.abbreviations import (
    BEFORE_EITHER,
    BEFORE_INITIAL,
    BEFORE_MORE,
    BEFORE_TITLE_CASE,
    LETTERED,
    OPENERS,
    UNITS,
    WORDS_TOO,
)

_UP_TO_SIGN = re.compile(r"[^\n]*[(\[“\"‘/–—:;,=]")
# A substance that may carry a letter: cyclosporin A, protein kinase C, dopamine D.
_SUBSTANCE = re.compile(r"[a-z-]{3,}(?:in|ase|one|ine|ome)")
# Names behind a letter that its stop does not end: serovars, and factor V. Leiden.
_NAMED_BEHIND = re.compile(
    r"(?:Leiden|Typhi|Typhimurium|Enteritidis|Paratyphi|Choleraesuis|Dublin|Heidelberg|Newport)\b"
)
# Acronyms, but for the abbreviations that a line in capitals has.
_ACRONYM = re.compile(r"(?!(?:DR|NO|FIG|VS|ST|PROF|NR)$)[A-Z]{2,}s?")
_OPENING = frozenset(',;:([&–—/"“‘')
_INITIAL = re.compile(r"[A-Z]\.")
_NUMBER_BEFORE = re.compile(r"(?:[\d/]|\bper\s)\s?$")
_DOTTED = re.compile(r"(?:[a-z]\.-?)+[a-z]")
# Leaders and spaced dots, `Contents . . . . . 7`; not a stop that a citation stood before, `i.v. [@a].`.
_LEADER = re.compile(r"(?:^|[\s.]\.)\s*$")
_LIST_NUMBER = re.compile(r"(?:\d{1,3}|[ivxIVX]{1,4}|[a-zA-Z])")


@dataclass(frozen=True, slots=True)
class Stop:
    """A full stop with what stands around it in its sentence.

    `last` is what the stop is written to (`i.m`, `B`, `cells`), `before` up to 60 characters before
    that, `word` the first word behind the stop, `close` the quotes and brackets that close right
    behind it. `opens` tells whether that word is one that opens sentences. `is_first` is true if
    nothing but the token stands before the stop; `initial` if an initial or an abbreviation follows it
    (`J. R.`, `N. Engl.`).
    """

    last: str
    before: str
    word: str
    close: str
    opens: bool
    is_first: bool
    initial: bool

    @classmethod
    def at(cls, text: str, stop: int, behind: int, start: int, word: str, close: str) -> Stop:
        """Give the stop at `stop`, in a sentence that began at `start`; `word` begins near `behind`."""
        # A token is short: looking back 60 characters keeps the work bounded.
        before = text[max(start, stop - 60) : stop]
        last = "" if before[-1:].isspace() else before.rsplit(None, 1)[-1] if before else ""
        signs = _UP_TO_SIGN.match(last)
        if signs:
            last = last[signs.end() :]
        is_cut_short = word.lower() in BEFORE_EITHER and text.startswith(word + ".", behind)
        initial = is_cut_short or _INITIAL.match(text, behind) is not None
        opens = word.lower() in OPENERS and not (initial and len(word) == 1)
        if text[behind] == "(":
            # `at 2 h p.i. (Figure 3)`: behind an abbreviation an aside goes on.
            word, opens = "", False
        is_first = stop - start < 12 and " " not in text[start:stop].strip()
        return cls(last, before[: len(before) - len(last)], word, close, opens, is_first, initial)

    def ends_sentence(self, *, is_cited: bool = False) -> bool:
        """Tell whether the stop ends its sentence; `is_cited` if a citation stands right behind it."""
        if self._is_inside():
            return False
        if ")" in self.close:
            # `(Hordeum vulgare L.) Extracts`: an abbreviation that ends an aside does not end the sentence.
            return not self.last or (len(self.last) > 1 and _ends(self.last, self.before, "", opens=False))
        if self.close and len(self.last) == 1:
            return True
        opens = self.opens or (is_cited and self.word[:1].isupper())
        return _ends(self.last, self.before, self.word, opens=opens)

    def _is_inside(self) -> bool:
        """Tell a stop that ends nothing: leaders, a list's number, one of several initials, `0. 05`."""
        if not self.last:
            return _LEADER.search(self.before) is not None
        if self.is_first and _LIST_NUMBER.fullmatch(self.last):
            return self.last.isdigit() or not self.opens
        if self.initial and len(self.last) == 1 and self.last.isupper():
            return self.before.endswith(". ") or not _is_lettered(self.before)
        return self.last == "0" and self.word[:1].isdigit()


def _ends(last: str, before: str, word: str, *, opens: bool) -> bool:
    """Decide by the token before a stop, the text before that, and the word behind it."""
    bare = last.lower()
    if "." in bare and not _DOTTED.fullmatch(bare):
        bare = bare.rstrip(".").rpartition("-")[2]
    if _ACRONYM.fullmatch(last):
        ends = True
    elif bare in UNITS and _NUMBER_BEFORE.search(before):
        ends = word[:1].isupper() or opens
    elif bare in BEFORE_MORE:
        ends = bare in WORDS_TOO and (opens or (word.istitle() and word.isalpha() and len(word) > 1))
    elif bare in BEFORE_EITHER:
        ends = opens
    elif bare in BEFORE_TITLE_CASE or ("." in bare and _DOTTED.fullmatch(bare)):
        ends = opens or (word.istitle() and last.islower())
    elif len(bare) == 1 and bare.isalpha():
        ends = opens or _letter_ends(last[0], before, word)
    else:
        ends = True
    return ends


def _letter_ends(letter: str, before: str, word: str) -> bool:
    """Tell an initial (`R. Green`) or a page (`p. 3`) from a letter that ends a sentence (`NF-kappa B. Tumours`)."""
    if _NAMED_BEHIND.match(word):
        return False
    if _is_lettered(before):
        return True
    if not word:
        return False
    if not "A" <= letter <= "Z":
        return not word[:1].isdigit() and letter not in "vp"
    return not (letter == "J" or word[:1].isdigit() or _leads_to_initial(before))


def _is_lettered(before: str) -> bool:
    """Tell whether a letter behind `before` is part of a name: vitamin C, 40° C, 2 B, groups A and B."""
    words = before.rsplit(None, 2)
    if not words or before.rstrip()[-1:].isdigit() or before.endswith("/"):
        return bool(words)
    last = words[-1]
    if last.lower() in LETTERED or _SUBSTANCE.fullmatch(last):
        return True
    earlier = words[-2] if last in {"and", "or", "to"} and len(words) > 1 else last if last[-1] == "," else ""
    return len(earlier.rstrip(",")) == 1 and earlier[0].isupper()


def _leads_to_initial(before: str) -> bool:
    """Tell whether an initial may follow: at the beginning, behind an initial, a title, a name, a little word."""
    words = before.rsplit(None, 1)
    if not words or before[-1] in _OPENING:
        return True
    last = words[-1].lstrip('(["“‘')
    if last[-1:] in _OPENING or last in BEFORE_INITIAL:
        return True
    return last[:1].isupper() and len(last) > 1
