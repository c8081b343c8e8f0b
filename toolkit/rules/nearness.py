"""Which key of the library was meant: by look, by spelling, by author and year.

The indices take one pass over the keys, and a question looks at few of them, so that a thousand wrong
keys over a library of ten thousand stay quick.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from toolkit.model.library import Library
from toolkit.model.slips import is_slip
from toolkit.rules.characters import skeleton
from toolkit.rules.comparison import squeezed

# Longer keys are generated ones (addresses, titles): nobody mistypes them by a letter.
_MAXIMUM_LENGTH = 48
_MAXIMUM_NAMES = 3
# Letters that a key with one slip shares with the right one, at its beginning or at its end.
_END = 3
# Keys numbered in sequence share their beginning by the thousand: those are never guessed at.
_MAXIMUM_CANDIDATES = 200
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_SHORT_YEAR = re.compile(r"(?<!\d)(\d\d)[a-z]?$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_CAMEL_HUMP = re.compile(r"[^\W\d_][^\W\d_A-Z]*")
_AUTHOR_END = re.compile(r"\s+and\s+|$", re.IGNORECASE)
_LATEX = re.compile(r"\\[a-zA-Z]+\s*|\\.|[{}~\"']")


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """A library as a key of the cache: by identity, since hashing ten thousand entries takes long."""

    library: Library

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.library is self.library

    def __hash__(self) -> int:
        return id(self.library)


def lookalike(key: str, library: Library) -> str | None:
    """Give the key of the library that looks the same, but for case and punctuation at most."""
    return _index(_Held(library)).by_look.get(_look(key))


def likely(key: str, library: Library) -> tuple[str, ...]:
    """Give the keys that `key` may have been meant to be, likeliest first, three at most.

    Those a letter away come first; without any, those of the same author and about the same year.
    """
    found = _spelt_alike(key, library) or _by_author_and_year(key, library)
    return tuple(found)[:_MAXIMUM_NAMES]


@dataclass(frozen=True, slots=True)
class _Index:
    """Keys by look, and looks by their first and last letters."""

    by_look: dict[str, str]
    by_end: dict[str, list[str]]


@lru_cache(maxsize=1)
def _index(held: _Held) -> _Index:
    by_look: dict[str, str] = {}
    by_end: dict[str, list[str]] = {}
    for key in held.library.by_key:
        look = _look(key)
        if by_look.setdefault(look, key) is key and len(look) >= 2 * _END:
            by_end.setdefault(f"{look[:_END]}^", []).append(look)
            by_end.setdefault(f"{look[-_END:]}$", []).append(look)
    return _Index(by_look, by_end)


def _spelt_alike(key: str, library: Library) -> list[str]:
    """Find keys a letter away: one slip leaves the first letters or the last ones as they are."""
    index, look = _index(_Held(library)), _look(key)
    if not 2 * _END <= len(look) <= _MAXIMUM_LENGTH:
        return []
    candidates = (
        *index.by_end.get(f"{look[:_END]}^", ())[:_MAXIMUM_CANDIDATES],
        *index.by_end.get(f"{look[-_END:]}$", ())[:_MAXIMUM_CANDIDATES],
    )
    near = {one for one in candidates if is_slip(look, one)}
    return [index.by_look[one] for one in sorted(near)]


def _look(key: str) -> str:
    """Give a key without case, punctuation and disguise."""
    if key.isascii():
        return squeezed(key)
    return "".join(one for one in skeleton(key).casefold() if one.isalnum())


# --- By author and year ----------------------------------------------------------------------


def _by_author_and_year(key: str, library: Library) -> list[str]:
    year = _year_of_key(key)
    if year is None:
        return []
    by_author = _authors(_Held(library))
    author = next((name for name in _authors_of_key(key) if name in by_author), None)
    if author is None:
        return []
    near = [(abs(year - known), one) for one, known in by_author[author] if abs(year - known) <= 1]
    return [one for _, one in sorted(near)]


@lru_cache(maxsize=1)
def _authors(held: _Held) -> dict[str, list[tuple[str, int]]]:
    """Gather the keys and years of each first author's works, from the raw fields."""
    found: dict[str, list[tuple[str, int]]] = {}
    for key, entry in held.library.by_key.items():
        year = _YEAR.search(entry.get("year") or entry.get("date") or "")
        name = _first_author(entry.get("author") or entry.get("editor") or "") if year else ""
        if year and name:
            found.setdefault(name, []).append((key, int(year[0])))
    return found


def folded(name: str) -> str:
    """Give a name's letters alone, without case and diacritics."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(one for one in plain if one.isalpha())


def _first_author(field: str) -> str:
    """Give the family name of the first author of a raw BibTeX field, folded."""
    end = _AUTHOR_END.search(field[:200])
    name = _LATEX.sub("", field[: end.start()] if end else field[:200]).strip()
    family = name.partition(",")[0] if "," in name else name.rpartition(" ")[2]
    return folded(family)


def _year_of_key(key: str) -> int | None:
    years: list[str] = _YEAR.findall(key)
    if years:
        return int(years[-1])
    short = _SHORT_YEAR.search(key)
    if short is None:
        return None
    # Two digits are this century's up to the thirties, the last one's after.
    return int(short[1]) + (2000 if int(short[1]) < 40 else 1900)


def _authors_of_key(key: str) -> Iterable[str]:
    """Yield what may be the author's name in a key: its first word, or that word's first hump."""
    word = _FIRST_WORD.search(skeleton(key))
    if word is None:
        return
    yield folded(word[0])
    hump = _CAMEL_HUMP.match(word[0])
    if hump:
        yield folded(hump[0])
