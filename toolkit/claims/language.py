"""Whether an article, and each of its sentences, is in the language that the detector reads: English.

What the front matter declares counts first; where it declares English or nothing, the text itself is
asked, since a detector of English claims would accuse a German page of everything, or of nothing. What
tells is another script, or the frequent words of other languages; where neither is met, that frequent
English words are missing from running text. Units that repeat count once: a table that says
"metformin" a thousand times is not foreign.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# Frequent in English and absent, as words, from the languages that are likely to be met instead.
_FUNCTION_WORDS = frozenset(
    """
    the of and to that with for are this from have or not by which may should your you their has can it but if
    when how than these they been were does because between into about after such some
    """.split()  # noqa: SIM905 - a word list reads best as words
)
# Frequent in German, French, Spanish, Portuguese, Italian, Dutch, the Scandinavian languages or Polish, and
# no words of English or of its medical Latin (`die`, `in`, `per`, `et`, `non`… are left out).
_FOREIGN_WORDS = frozenset(
    """
    der das und nicht mit für ist sind werden wird eine einer einem einen oder bei auch auf zu im dem durch nach
    sich wenn kann können sollte haben aus wie von
    le les une est sont dans avec pas que qui sur aux du cette ces être peut doit chez ou mais comme
    los las una para con por del se más como puede está esta al y
    il lo gli della delle dei nel che è sono di da anche può
    uma não com dos das ao em são pode os
    het een van niet voor zijn worden wordt aan ook naar
    och att det som är för inte på av till kan eller ikke og er
    się nie jest oraz przez dla na
    """.split()  # noqa: SIM905 - as above
)
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_OTHER_LETTER = re.compile(r"[^\W\d_A-Za-z\u00aa-\u024f\u0300-\u036f\u1e00-\u1eff]")
# English prose has 15 to 35 % of its function words; lists of symptoms have few, so the bar is low and the
# sample must be large enough to mean something.
_LEAST_SHARE = 0.03
_LEAST_WORDS = 40
_RUNNING = 4
"""A unit of fewer words is a label, and has no function words in any language."""
_SAMPLE = 3_000
_UNIT = 500
"""Characters of a unit that are read: one long list of codes must not outvote a page."""
_SETTLED = 90
_LEAST_FOREIGN = 3
_CERTAIN = 3
"""How many times as many foreign units as English ones make a whole article foreign, not a part of it."""
_LEAST_LETTERS = 5
_ENGLISH = frozenset(("en", "eng", "english"))


@dataclass(frozen=True, slots=True)
class Language:
    """What is known of an article's language. `tag` is what was declared, if anything was."""

    is_english: bool
    tag: str | None
    is_declared: bool
    """Whether the answer follows from the declaration rather than from the text."""


def language_of(tag: str | None, texts: Iterable[str]) -> Language:
    """Decide by the declared BCP 47 tag, else by the texts of the article's units."""
    if tag is not None and re.split(r"[-_]", tag.strip().lower())[0] not in _ENGLISH:
        return Language(is_english=False, tag=tag, is_declared=True)
    is_english = _reads_as_english(texts)
    return Language(is_english=is_english, tag=tag, is_declared=tag is not None and is_english)


def is_foreign(text: str) -> bool:
    """Tell whether a unit by itself is plainly in another language, as a quotation in an article is.

    It is if most of its letters are of another script, or if it has several frequent words of other
    languages and not one of English.
    """
    if not text.isascii():
        other = len(_OTHER_LETTER.findall(text))
        if other >= _LEAST_LETTERS and other > len(_LATIN.findall(text)):
            return True
    if " the " in text or " of " in text:
        # Settles most English sentences.
        return False
    words = text.lower().split()
    if len(words) <= _RUNNING or not _FUNCTION_WORDS.isdisjoint(words):
        return False
    return sum(map(_FOREIGN_WORDS.__contains__, words)) >= _LEAST_FOREIGN


def _reads_as_english(texts: Iterable[str]) -> bool:
    """Tell whether the first units read as English, or are too few to tell.

    Reads on only while it could still go either way: most pages have settled it after a few paragraphs.
    """
    seen = running = english = foreign = english_units = foreign_units = 0
    for text in dict.fromkeys(texts):
        words = _WORD.findall(text[:_UNIT].lower())
        seen += len(words)
        running += len(words) if len(words) >= _RUNNING else 0
        hits = sum(map(_FUNCTION_WORDS.__contains__, words))
        english += hits
        english_units += hits > 0
        foreign += sum(map(_FOREIGN_WORDS.__contains__, words))
        foreign_units += is_foreign(text)
        if english >= _SETTLED > foreign or seen >= _SAMPLE:
            break
    if foreign_units > _CERTAIN * english_units or (foreign >= _LEAST_FOREIGN and not english):
        return False
    return running < _LEAST_WORDS or english / running >= _LEAST_SHARE
