"""Which key of the library was meant: by look, by spelling, by author and year.

Building the index takes one pass over the keys, and a question a handful of look-ups, so that a
thousand wrong keys over a library of ten thousand stay quick.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from toolkit.model.library import Library
from toolkit.rules.characters import skeleton

# Longer keys are generated ones (addresses, titles): nobody mistypes them by a letter.
_MAXIMUM_LENGTH = 48
_MAXIMUM_NAMES = 3
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_SHORT_YEAR = re.compile(r"(?<!\d)(\d\d)[a-z]?$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_CAMEL_HUMP = re.compile(r"[^\W\d_][^\W\d_A-Z]*")
_AUTHOR_END = re.compile(r"\s+and\s+|$", re.IGNORECASE)
_LATEX = re.compile(r"\\[a-zA-Z]+\s*|\\.|[{}~\"']")


@dataclass(frozen=True, slots=True)
class KeyIndex:
    """The keys of a library, found by look, by a letter left out, and by author and year."""

    by_look: dict[str, str]
    by_deletion: dict[str, list[str]]
    by_author: dict[str, list[tuple[str, int]]]

    def lookalike(self, key: str) -> str | None:
        """Give the key that looks the same, but for case and punctuation at most."""
        return self.by_look.get(_look(key))

    def likely(self, key: str) -> tuple[str, ...]:
        """Give the keys that `key` may have been meant to be, likeliest first, three at most."""
        found = dict.fromkeys(self._spelt_alike(key))
        found.update(dict.fromkeys(self._by_author_and_year(key)))
        return tuple(found)[:_MAXIMUM_NAMES]

    def _spelt_alike(self, key: str) -> list[str]:
        look = _look(key)
        if len(look) > _MAXIMUM_LENGTH:
            return []
        found = {one for form in _deletions(look) for one in self.by_deletion.get(form, ())}
        return sorted(found, key=lambda one: (_distance(look, _look(one)), one))

    def _by_author_and_year(self, key: str) -> list[str]:
        year = _year_of_key(key)
        author = next((name for name in _authors_of_key(key) if name in self.by_author), None)
        if author is None or year is None:
            return []
        near = [(abs(year - known), one) for one, known in self.by_author[author] if abs(year - known) <= 1]
        return [one for _, one in sorted(near)]


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """A library as a key of the cache: by identity, since hashing ten thousand entries takes long."""

    library: Library

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.library is self.library

    def __hash__(self) -> int:
        return id(self.library)


def index_of(library: Library) -> KeyIndex:
    """Give the index of a library's keys, made once for each library."""
    return _index(_Held(library))


@lru_cache(maxsize=1)
def _index(held: _Held) -> KeyIndex:
    by_look: dict[str, str] = {}
    by_deletion: dict[str, list[str]] = {}
    by_author: dict[str, list[tuple[str, int]]] = {}
    for key, entry in held.library.by_key.items():
        look = _look(key)
        by_look.setdefault(look, key)
        if len(look) <= _MAXIMUM_LENGTH:
            for form in _deletions(look):
                by_deletion.setdefault(form, []).append(key)
        year = _YEAR.search(entry.get("year") or entry.get("date") or "")
        name = _first_author(entry.get("author") or entry.get("editor") or "")
        if year and name:
            by_author.setdefault(name, []).append((key, int(year[0])))
    return KeyIndex(by_look, by_deletion, by_author)


def _look(key: str) -> str:
    """Give a key without case, punctuation and disguise."""
    return "".join(one for one in skeleton(key).casefold() if one.isalnum())


def _deletions(form: str) -> Iterator[str]:
    """Yield a form and every form with one letter less: two words a letter apart share one of them."""
    yield form
    # A one-letter change to a short key makes any other short key.
    if len(form) > 3:
        for index in range(len(form)):
            yield form[:index] + form[index + 1 :]


def _distance(first: str, second: str) -> int:
    """Count the letters between the common beginning and the common end: 0 for equal words."""
    shorter = min(len(first), len(second))
    start = next((index for index in range(shorter) if first[index] != second[index]), shorter)
    end = 0
    while end < shorter - start and first[-1 - end] == second[-1 - end]:
        end += 1
    return max(len(first), len(second)) - start - end


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
