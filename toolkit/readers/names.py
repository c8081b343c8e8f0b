"""Names of authors, as BibTeX and BibLaTeX write them, to persons and collectives.

The rules are BibTeX's own (Oren Patashnik, *BibTeXing*, 1988, section 4; Nicolas Markey, *Tame the
BeaST*, 2009, section 4): `First von Last`, `von Last, First`, `von Last, Jr, First`, a name wholly
in braces is one thing (a collective), `and others` means that the list goes on.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

from toolkit.model.work import Collective, Name, Person
from toolkit.readers.latex import needs_decoding, to_unicode

_AND = re.compile(r"[{}]|\s+and\s+", re.IGNORECASE)
_OTHERS = re.compile(r"(?:and\s+)?(?:others|et\.?\s+al\.?)", re.IGNORECASE)
_SEPARATOR = re.compile(r"[{}]|,|[\s~]+")
_INITIAL = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"[^\s.\-‐‑–]+")
_EXTENDED = re.compile(r"(family|given|prefix|suffix)(?:-i)?\s*=\s*", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:Jr|Sr|[IVX]{2,4}|[2-9](?:nd|rd|th))\.?")


def split_names(value: str, limit: int = 20_000) -> tuple[tuple[Name, ...], bool]:
    """Split a list of names; tell too whether the list is complete.

    Takes a field's raw value, LaTeX and all. A list that ends in `and others`, or has more than
    `limit` names, is not complete.
    """
    is_plain = not needs_decoding(value)
    raw = list(islice(_name_texts(value), limit + 1))
    complete = len(raw) <= limit
    names: list[Name] = []
    for text in raw[:limit]:
        if _OTHERS.fullmatch(text.strip("{} ")):
            complete = False
        elif name := _plain_name(text) if is_plain else parse_name(text):
            names.append(name)
    return tuple(names), complete


def _name_texts(value: str) -> list[str]:
    """Split at `and` outside braces."""
    if "{" not in value:
        return [part for part in re.split(r"\s+and\s+", value.strip(), flags=re.IGNORECASE) if part.strip()]
    found: list[str] = []
    depth = start = 0
    for token in _AND.finditer(value):
        if token[0] == "{":
            depth += 1
        elif token[0] == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            found.append(value[start : token.start()])
            start = token.end()
    found.append(value[start:])
    return [part for part in found if part.strip()]


def _plain_name(text: str) -> Name | None:
    """Read `Family, Given` without LaTeX, which most names are, in a third of the time."""
    family, comma, given = text.partition(",")
    if not comma or "," in given or "=" in text:
        return parse_name(text)
    family, given = " ".join(family.split()), " ".join(given.split())
    if not family or not given:
        return parse_name(text)
    if not text.isascii():
        family, given = unicodedata.normalize("NFC", family), unicodedata.normalize("NFC", given)
    return Person(family, given, initials(given))


def parse_name(text: str) -> Name | None:
    """Read one name; `None` if nothing is left of it."""
    text = text.strip()
    if text.endswith(",") and text.count(",") > 1:
        text = text.rstrip(", ")
    if _is_braced(text):
        name = to_unicode(text)
        return Collective(name) if name else None
    if _EXTENDED.search(text):
        return _extended(text)
    parts = _parts(text)
    if len(parts) == 1:
        return _first_von_last(parts[0])
    von, last = _von_last(parts[0])
    suffix = " ".join(parts[1]) if len(parts) > 2 else None
    given = " ".join(parts[-1])
    if suffix and _SUFFIX.fullmatch(to_unicode(given)) and not _SUFFIX.fullmatch(to_unicode(suffix)):
        suffix, given = given, suffix
    return _person((*von, *last), given, suffix)


def initials(given: str | None) -> str | None:
    """Give the initials of given names in PubMed's form: `Jean-Pierre A.` is `JPA`."""
    if not given:
        return None
    words = _WORDS.findall(given)
    if len(words) == 1 and 1 < len(words[0]) <= 3 and words[0].isupper():
        return str(words[0])
    if len(words) > 1 and not given.isupper():
        # `Jonathan AC`: capitals that stand together are initials already
        words = [
            letter for word in words for letter in (word if word.isupper() and len(word) <= 3 else (word,))
        ]
    return "".join([_initial(word) for word in words]) or None


def _initial(word: str) -> str:
    """Give a word's first letter in upper case; digits and marks before it are passed over."""
    if word[0].isalpha():
        return word[0].upper()
    found = _INITIAL.search(word)
    return found[0].upper() if found else ""


def _is_braced(text: str) -> bool:
    """Tell whether one pair of braces holds the whole name."""
    if not (text.startswith("{") and text.endswith("}")):
        return False
    depth = 0
    for found in re.finditer(r"[{}]", text):
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            return found.end() == len(text)
    return False


def _parts(text: str) -> list[list[str]]:
    """Split a name at commas, and each part at spaces, outside braces."""
    if "{" not in text:
        return [part.replace("~", " ").split() for part in text.split(",")]
    parts: list[list[str]] = [[]]
    depth = start = 0
    for token in _SEPARATOR.finditer(text):
        if token[0] == "{":
            depth += 1
        elif token[0] == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            if start < token.start():
                parts[-1].append(text[start : token.start()])
            start = token.end()
            if token[0] == ",":
                parts.append([])
    if start < len(text):
        parts[-1].append(text[start:])
    return parts


def _is_von(word: str) -> bool:
    """Tell whether a word's first letter outside braces, or in a special character, is lower case."""
    if word[:1] == "{":
        if word[1:2] != "\\":
            return False
        word = to_unicode(word)
    elif word[:1] == "\\":
        word = to_unicode(word)
    found = _INITIAL.search(word)
    return bool(found) and found is not None and found[0].islower()


def _first_von_last(words: list[str]) -> Name | None:
    if not words:
        return None
    marks = [index for index, word in enumerate(words[:-1]) if _is_von(word)]
    start = marks[0] if marks else len(words) - 1
    return _person(tuple(words[start:]), " ".join(words[:start]), None)


def _von_last(words: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    marks = [index for index, word in enumerate(words[:-1]) if _is_von(word)]
    end = marks[-1] + 1 if marks else 0
    return tuple(words[:end]), tuple(words[end:])


def _extended(text: str) -> Name | None:
    """Read BibLaTeX's extended format, `family=Beethoven, given=Ludwig, prefix=van`."""
    values: dict[str, str] = {}
    for part in re.split(r",\s*(?=[a-z-]+\s*=)", text):
        name, _, value = part.partition("=")
        values[name.strip().lower()] = value.strip().strip('"')
    family = " ".join(filter(None, (values.get("prefix"), values.get("family"))))
    return _person((family,), values.get("given", ""), values.get("suffix"))


def _person(family: tuple[str, ...], given: str, suffix: str | None) -> Name | None:
    surname = to_unicode(" ".join(family))
    forename = to_unicode(given) or None
    if not surname:
        return Collective(forename) if forename else None
    return Person(surname, forename, initials(forename), to_unicode(suffix) if suffix else None)
