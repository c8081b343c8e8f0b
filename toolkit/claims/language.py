"""Whether an article is in the language that the detector reads: English.

What the front matter declares counts first; where it declares English or nothing, the text itself is
asked, since a detector of English claims would accuse a German page of everything, or of nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

# Frequent in English and absent, as words, from the languages that are likely to be met instead.
_FUNCTION_WORDS = frozenset(
    """
    the of and to that with for are this from have or not by which may should your you their has can
    """.split()  # noqa: SIM905 - a word list reads best as words
)
_WORD = re.compile(r"[^\W\d_]+")
# English prose has 15 to 35 % of these words; lists of symptoms have few, so the bar is low and the
# sample must be large enough to mean something.
_LEAST_SHARE = 0.03
_LEAST_WORDS = 40
_SAMPLE = 3_000
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


def _reads_as_english(texts: Iterable[str]) -> bool:
    """Tell whether enough of the first words are English function words, or there are too few to tell.

    Reads on only while it could still go either way: most pages have settled it after a few paragraphs.
    """
    enough = ceil(_SAMPLE * _LEAST_SHARE)
    seen = hits = 0
    for text in texts:
        words = _WORD.findall(text.lower())[: _SAMPLE - seen]
        seen += len(words)
        hits += sum(map(_FUNCTION_WORDS.__contains__, words))
        if hits >= enough or seen == _SAMPLE:
            break
    return seen < _LEAST_WORDS or hits / seen >= _LEAST_SHARE
