"""When two forms of a title, a name, a journal, a volume or a page range mean the same.

Libraries come from many programs, and PubMed has habits of its own (*Citing Medicine*, 2nd
edition, National Library of Medicine 2007, appendix A and chapter 1: abbreviated journals,
sentence case, `263-71`). Only what differs in substance is worth a finding. Everything here is
linear in its input.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import zip_longest

from toolkit.model.late_pattern import late_pattern
from toolkit.model.work import Collective, Name, Person, Work

_GREEK_NAMES = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "ο": "o",
    "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi",
    "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip
# Letters that have no decomposition in Unicode, as PubMed and English-language journals write them.
_PLAIN_LETTERS = {
    "ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i",
    "&": " and ", "µ": "mu",
}  # fmt: skip
_TRANSLATION = str.maketrans({**_GREEK_NAMES, **_PLAIN_LETTERS})
_PUNCTUATION = bytes(code for code in range(128) if not chr(code).isalnum())
_WORDS = re.compile(r"[^\W_]+")
_STATUS_PREFIX = re.compile(r"^\W*(?:retracted|withdrawn)(?:\s+article)?\s*[:\]]\s*", re.IGNORECASE)
_SUPPLEMENT = re.compile(r"suppl(?:ement)?s?\.?", re.IGNORECASE)
_PART = re.compile(r"\bp(?:ar)?t\.?", re.IGNORECASE)
_LABEL = late_pattern(
    r"^\s*(?:vol(?:ume)?|no|nr|issue|number|band|heft)[.:]?\s*(?=[\divxlcdms])", re.IGNORECASE
)
_DASH = re.compile(r" ?(?:--+|[‐‑‒–—―−-]) ?")
_ROMAN = re.compile(r"(?=[ivxlcdm])m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
# PubMed adds ` : official journal of …`, ` (London, England)` or ` = title in another language`.
_KNOWN_TAIL = re.compile(r" ?(?:[:=;(\[]).*$")
_OWN_TAIL = re.compile(
    r" ?(?:[(\[=].*|: ?(?=.*(?:journal|official|publication|bulletin|society|preprint)).*)$", re.IGNORECASE
)
_COUNTRY = re.compile(r"(?:(?: of the)? united states(?: of america)?| u s a| usa)$")
_SMALL_WORDS = frozenset(
    (
        *("the", "of", "and", "for", "in", "on", "to", "a", "an"),
        *("de", "la", "le", "les", "des", "du", "et", "der", "die", "das", "und", "fur", "y", "el", "en"),
    )
)


def normal(text: str) -> str:
    """Fold a text to words: lower case, no diacritics, punctuation or markup, Greek letters by name."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.casefold().translate(_TRANSLATION)).translate(_TRANSLATION)
        text = "".join(one for one in text if not unicodedata.combining(one))
    else:
        text = text.casefold().replace("&", " and ")
    return " ".join(_WORDS.findall(text.replace("'", "").replace("’", "")))


def squeezed(text: str) -> str:
    """Fold a text to letters and digits alone: hyphenation and spacing no longer count."""
    if text.isascii():
        # The quickest way by far: libraries have ten thousand titles.
        return text.lower().replace("&", "and").encode().translate(None, _PUNCTUATION).decode()
    return normal(text).replace(" ", "")


def normal_title(title: str) -> str:
    """Fold a title to letters and digits, without a publisher's "RETRACTED:" or "(author's transl)"."""
    form = squeezed(title).removesuffix("authorstransl")
    if form.startswith(("retracted", "withdrawn")):
        return squeezed(_STATUS_PREFIX.sub("", title, count=1))
    return form


def titles_agree(first: str, second: str) -> bool:
    """Tell whether two titles are one, but for case, punctuation, diacritics and Greek letters."""
    return first == second or normal_title(first) == normal_title(second)


def is_shortened(short: str, long: str) -> bool:
    """Tell whether one title is the other without its subtitle: it ends where the other has a break."""
    start = normal_title(short)
    if len(start) < 8 or not normal_title(long).startswith(start):
        return False
    heads = re.split(r"[:.?!;(–—]|\s-\s", long)
    return any(normal_title(" ".join(heads[:count])) == start for count in range(1, min(len(heads), 12)))


def likeness(first: str, second: str) -> float:
    """Measure how many of their words two texts share, from 0 to 1 (Jaccard's index)."""
    one, other = set(normal(first).split()), set(normal(second).split())
    return len(one & other) / len(one | other) if one or other else 1.0


# --- Names -----------------------------------------------------------------------------------

_DIGRAPHS = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a"), ("ss", "s"))


def _name_form(name: str) -> str:
    """Fold a name so that `Müller`, `Mueller` and `Muller` are one."""
    form = squeezed(name)
    for double, single in _DIGRAPHS:
        form = form.replace(double, single)
    return form


def display_name(name: Name) -> str:
    """Write a name for a message: family name and initials, or the group's name."""
    if isinstance(name, Collective):
        return name.name
    return " ".join(part for part in (name.family, name.initials or name.given) if part)


def names_agree(first: Name, second: Name) -> bool:
    """Tell whether two names may be one person's or group's.

    Particles may stand on either side (`van der Berg`), family and given name may be swapped, as
    happens with Chinese names, and given names count by their first letter only.
    """
    if isinstance(first, Collective) or isinstance(second, Collective):
        return _group_form(first) == _group_form(second)
    return _families_agree(first, second) and _initials_agree(first, second)


def _group_form(name: Name) -> str:
    written = name.name if isinstance(name, Collective) else f"{name.given or ''} {name.family}"
    return re.sub(r"^the", "", squeezed(written))


def _families_agree(first: Person, second: Person) -> bool:
    if first.family == second.family:
        return True
    one, other = _name_form(first.family), _name_form(second.family)
    if one == other:
        return True
    # A particle, or one of two family names, may be counted among the given names.
    if min(len(one), len(other)) >= 3 and (one.endswith(other) or other.endswith(one)):
        return True
    return _all_words(first) == _all_words(second)


def _all_words(person: Person) -> frozenset[str]:
    written = f"{person.given or person.initials or ''} {person.family} {person.suffix or ''}"
    return frozenset(map(_name_form, normal(written).split()))


def _initials_agree(first: Person, second: Person) -> bool:
    given, known = first.given or first.initials or "", second.given or second.initials or ""
    if given[:1] == known[:1]:
        return True
    one, other = squeezed(given), squeezed(known)
    if not one or not other or one[0] == other[0]:
        return True
    # PubMed may hold `A de-Wahl Granelli`, a library `Anne de-Wahl`: any shared initial will do.
    initials = {word[0] for word in normal(given).split()}
    return any(word[0] in initials for word in normal(known).split()) or (
        _all_words(first) == _all_words(second)
    )


# --- Journals --------------------------------------------------------------------------------


def journals_agree(own: str, known: Work) -> bool:
    """Tell whether a library's journal title is the one of `known`: in full, abbreviated, or by acronym."""
    if own in (known.journal, known.journal_full):
        return True
    return _titles_of_one_journal(own, known.journal, known.journal_full)


@lru_cache(maxsize=4096)
def _titles_of_one_journal(own: str, *forms: str | None) -> bool:
    own = " ".join(own.split())
    known_forms = [" ".join(form.split()) for form in forms if form]
    others = [_content_words(cut) for form in known_forms for cut in (form, _KNOWN_TAIL.sub("", form))]
    mine = [_content_words(cut) for cut in (own, _OWN_TAIL.sub("", own))]
    if not others or not mine[0]:
        return True
    return any(_words_agree(one, other) for one in mine for other in others if one and other)


def _content_words(title: str) -> list[str]:
    """Give a journal's words that carry meaning: articles, prepositions and `of the USA` do not."""
    return [word for word in _COUNTRY.sub("", normal(title)).split() if word not in _SMALL_WORDS]


def _words_agree(one: list[str], other: list[str]) -> bool:
    if "".join(one) == "".join(other):
        return True
    if len(one) == len(other):
        return all(_is_contraction(*sorted(pair, key=len)) for pair in zip(one, other, strict=True))
    return _is_acronym(one, other) or _is_acronym(other, one)


def _is_contraction(short: str, word: str) -> bool:
    """Tell whether the letters of one word stand in the other in order, the first letter first (ISO 4)."""
    if not word.startswith(short[0]):
        return False
    letters = iter(word)
    return all(letter in letters for letter in short)


def _is_acronym(short: list[str], full: list[str]) -> bool:
    return len(short) == 1 and len(full) > 1 and short[0] == "".join(word[0] for word in full)


# --- Volumes, issues, pages ------------------------------------------------------------------


def _roman_to_number(text: str) -> str:
    if not _ROMAN.fullmatch(text):
        return text
    values = [_ROMAN_VALUES[letter] for letter in text]
    total = sum(
        -value if after is not None and value < after else value
        for value, after in zip_longest(values, values[1:])
    )
    return str(total)


def normal_number(text: str) -> str:
    """Fold a volume or issue: no label, no leading zeros, Roman numerals as numbers, `Suppl` in one form."""
    text = _LABEL.sub("", " ".join(text.casefold().split()))
    text = _DASH.sub("-", text).replace("/", "-")
    text = _PART.sub("pt", _SUPPLEMENT.sub("suppl", text))
    words = re.findall(r"\d+|[^\W\d_]+|-", text)
    return "".join(word.lstrip("0") or "0" if word.isdigit() else _roman_to_number(word) for word in words)


def page_range(pages: str) -> tuple[str, str | None]:
    """Give first and last page of the first range of `pages`, the last in full.

    `263-71; discussion 272` gives `("263", "271")`, `S12-5` gives `("s12", "s15")`.
    """
    first = re.split(r"[;,]", re.sub(r"^p{1,2}\.? ", "", " ".join(pages.casefold().split())))[0]
    start, dash, end = (part.strip() for part in (_DASH.sub("\0", first, count=1) + " ").partition("\0"))
    start = start.lstrip("0") or start
    if not dash or not end:
        return start, None
    return start, _full_end(start, end.lstrip("0") or end)


def _full_end(start: str, end: str) -> str:
    head = re.fullmatch(r"([^\d]*)(\d+)([^\d]*)", start)
    tail = re.fullmatch(r"([^\d]*)(\d+)([^\d]*)", end)
    if head is None or tail is None:
        return end
    number = tail[2]
    if len(number) < len(head[2]):
        number = head[2][: len(head[2]) - len(number)] + number
    return f"{tail[1] or head[1]}{number}{tail[3]}"


def pages_agree(own: str, known: str) -> bool:
    """Tell whether two page ranges begin and end alike; one that names only its first page may agree."""
    if own == known:
        return True
    (start, end), (known_start, known_end) = page_range(own), page_range(known)
    if start != known_start:
        return False
    return end is None or known_end is None or end == known_end
