"""Passages that a claim quotes word for word, and whether an abstract contains them."""

from __future__ import annotations

import re
import unicodedata

_QUOTED = re.compile(
    r"""“([^“”]{1,2000})”|«([^«»]{1,2000})»|„([^„“”]{1,2000})[“”]|(?<!\w)"([^"]{1,2000})"(?!\w)"""
)
_WORD = re.compile(r"[^\W_]+")
_LEFT_OUT = re.compile(r"\[\s*(?:…|\.{3})\s*\]|\(\s*(?:…|\.{3})\s*\)|…|\.{3,}|\[[^\]]{0,40}\]")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")
LEAST_WORDS = 4
"""Fewer quoted words are a term or a manner of speaking, no quotation."""


def quotations(text: str) -> tuple[str, ...]:
    """Give the quoted passages of several words, without their quotation marks, in reading order."""
    found = (next(filter(None, match.groups()), "") for match in _QUOTED.finditer(text))
    return tuple(one.strip() for one in found if len(_WORD.findall(one)) >= LEAST_WORDS)


def folded(text: str) -> str:
    """Bring a text down to its words: no case, marks, markup or punctuation, one space between them."""
    plain = unicodedata.normalize("NFKD", _MARKUP.sub("", text)).casefold()
    words = _WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign)))
    return f" {' '.join(words)} "


def is_quoted_from(quotation: str, text: str) -> bool:
    """Tell whether each part of a quotation stands in a folded text, the parts in their order.

    Parts are what is between omissions (`…`, `[…]`) and editors' words in square brackets.
    """
    place = 0
    for part in _LEFT_OUT.split(quotation):
        words = folded(part)
        if words.isspace():
            continue
        place = text.find(words, place)
        if place < 0:
            return False
        place += len(words) - 1
    return True
