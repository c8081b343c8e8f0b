"""Clean BibTeX for a work: what `osler add` appends to the library.

Text stays Unicode; only what BibTeX or LaTeX would read as a command is escaped, and
`toolkit.readers.bibtex` reads the same work back from it (a property test sees to it).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping

from toolkit.model.identifier import Scheme
from toolkit.model.record import Record
from toolkit.model.work import Collective, Name, PartialDate, Work, WorkType

_TYPES = {
    WorkType.JOURNAL: "article",
    WorkType.BOOK: "book",
    WorkType.CHAPTER: "incollection",
    WorkType.CONFERENCE: "inproceedings",
    WorkType.THESIS: "phdthesis",
    WorkType.REPORT: "techreport",
    WorkType.PREPRINT: "article",
    WorkType.WEBPAGE: "online",
    WorkType.OTHER: "misc",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_VERBATIM = frozenset({"doi", "url", "pmid", "pmcid", "isbn", "issn", "urldate", "year", "eprint"})
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "`": r"\textasciigrave{}",
    "<": r"\textless{}",
    **{character: f"\\{character}" for character in "%&_#$"},
}
_SPECIAL = re.compile(r"[\\{}~^`<%&_#$]|--+|''+")
# A capital after the first letter, or beside a digit: DNA, mRNA, B12. Styles that set titles in
# sentence case would lower it (`Cd8`).
_WORD = re.compile(r"[^\s\\{}/()\[\]:;,.?!–—-]+")
_CASED = re.compile(r"\d.*[^\W\d_a-z]|[^\W\d_a-z].*\d|.+[A-Z]")
_SMALL = re.compile(r"[^a-z0-9]+")


def entry_of(record: Record, taken: Collection[str]) -> str:
    """Give a library entry for a record, with a line end.

    Takes the record and the keys that the library has. The key is the first author's family name
    and the year, with a letter if it is taken: `green2017`, then `green2017a`.
    """
    work = record.work
    return render_entry(entry_key(work, taken), _TYPES[work.type], entry_fields(work))


def entry_key(work: Work, taken: Collection[str]) -> str:
    """Give a key for a work that is not taken, whatever the case of those taken."""
    folded = {key.casefold() for key in taken}
    year = work.date.year if work.date and work.date.year else None
    base = f"{_key_name(work)}{year if year is not None else 'nd'}"
    return next(key for key in _numbered(base) if key not in folded)


def entry_fields(work: Work) -> dict[str, str]:
    """Give a work's fields by name, in the order to print them, as plain text (names apart)."""
    return {name: value for name, value in _fields(work) if value}


def render_entry(key: str, entry_type: str, fields: Mapping[str, str]) -> str:
    """Give the text of an entry: one line a field, values in braces, escaped; with a line end.

    Takes values as plain Unicode, but `author` and `editor` as BibTeX has them (`render_names`) and
    `month` as a macro. White space is folded, control characters are dropped.
    """
    lines = [f"  {name} = {_rendered(name, value)}," for name, value in fields.items()]
    return "\n".join((f"@{entry_type}{{{key},", *lines, "}\n"))


def render_names(names: Collection[Name], *, is_complete: bool = True) -> str:
    """Give a list of names as BibTeX has it: `Gilstrap, 3rd, Larry C. and {Study Group}`."""
    texts = [_name(name) for name in names]
    return " and ".join(texts if is_complete else [*texts, "others"])


def escape(text: str) -> str:
    """Escape plain text for the inside of a value."""
    text = " ".join(_printable(text).split())
    return _SPECIAL.sub(lambda found: _ESCAPES.get(found[0]) or "{}".join(found[0]), text)


def _fields(work: Work) -> Iterator[tuple[str, str | None]]:
    yield "author", render_names(work.authors, is_complete=work.authors_complete) if work.authors else None
    yield "editor", render_names(work.editors) if work.editors else None
    yield "title", work.title
    if work.type in {WorkType.JOURNAL, WorkType.PREPRINT}:
        yield "journal", work.journal_full or work.journal
        yield "shortjournal", work.journal if work.journal_full not in {None, work.journal} else None
    else:
        yield "booktitle", work.container
    yield from _date_fields(work.date)
    yield "volume", work.volume
    yield "number", work.issue
    yield "pages", work.pages.replace("–", "-").replace("-", "--") if work.pages else None
    yield "eid", work.elocation
    yield "edition", work.edition
    yield (
        {WorkType.THESIS: "school", WorkType.REPORT: "institution"}.get(work.type, "publisher"),
        work.publisher,
    )
    yield "address", work.place
    yield "issn", work.issn
    isbn = work.identifier(Scheme.ISBN)
    yield "isbn", isbn.value if isbn else None
    yield from (("doi", work.doi), ("pmid", work.pmid), ("pmcid", work.pmcid))
    bookshelf = work.identifier(Scheme.BOOKSHELF)
    yield "url", work.url or (bookshelf.url if bookshelf else None)
    yield "urldate", work.accessed.isoformat() if work.accessed and work.url else None
    yield "language", work.language if work.language != "eng" else None
    yield "note", "Preprint" if work.type is WorkType.PREPRINT else None


def _date_fields(date: PartialDate | None) -> Iterator[tuple[str, str | None]]:
    if date is None:
        return
    year = f"{date.year:04d}" if date.year is not None else None
    yield "year", year or date.text
    yield "month", _MONTHS[date.month - 1] if date.month is not None else None
    yield "day", str(date.day) if date.month is not None and date.day is not None else None


def _rendered(name: str, value: str) -> str:
    if name == "month" and value in _MONTHS:
        return value
    if name in {"author", "editor"}:
        return f"{{{value}}}"
    if name in _VERBATIM:
        return f"{{{_printable(value).replace('{', '%7B').replace('}', '%7D').strip()}}}"
    if name == "pages":
        return f"{{{'--'.join(map(escape, value.split('--')))}}}"
    escaped = escape(value)
    return f"{{{_protected(escaped) if name in {'title', 'booktitle'} else escaped}}}"


def _protected(text: str) -> str:
    """Put braces around words whose capitals carry meaning."""
    if "{" in text:
        return re.sub(r"[^\s{}\\]+(?=\s|$)", _protect, text)
    return _WORD.sub(_protect, text)


def _protect(found: re.Match[str]) -> str:
    word = found[0]
    if not _CASED.fullmatch(word) or found.string[: found.start()][-1:] == "\\":
        return word
    return f"{{{word}}}"


def _name(name: Name) -> str:
    if isinstance(name, Collective):
        return f"{{{escape(name.name)}}}"
    family = escape(name.family)
    if re.search(r",|\sand\s", family, re.IGNORECASE):
        family = f"{{{family}}}"
    given = escape(name.given) if name.given else " ".join(f"{letter}." for letter in name.initials or "")
    if name.suffix:
        return f"{family}, {escape(name.suffix)}, {given}"
    return f"{family}, {given}" if given else f"{family},"


def _key_name(work: Work) -> str:
    first = next(iter((*work.authors, *work.editors)), None)
    words = [first.name if isinstance(first, Collective) else first.family] if first else []
    for text in (*words, work.title or "", work.container or ""):
        decomposed = (
            unicodedata.normalize("NFKD", text.translate(_LETTERS)).encode("ascii", "ignore").decode()
        )
        is_family = first is not None and not isinstance(first, Collective) and text == first.family
        words = [_SMALL.sub("", word) for word in decomposed.lower().split()]
        words = [word for word in words if word and word not in {"the", "a", "an"}]
        if words:
            return "".join(words) if is_family else words[0]
    return next((one.value.lower() for one in work.identifiers if one.value.isalnum()), "untitled")


_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "œ": "oe", "ł": "l", "Ł": "L", "đ": "d"}
)


def _numbered(base: str) -> Iterator[str]:
    yield base
    letters = "abcdefghijklmnopqrstuvwxyz"
    yield from (f"{base}{letter}" for letter in letters)
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1


def _printable(text: str) -> str:
    """Drop control, surrogate and direction characters, which no library should hold."""
    if text.isprintable():
        return text
    return "".join(
        " " if character.isspace() else character
        for character in text
        if character.isspace() or unicodedata.category(character) not in {"Cc", "Cs", "Cf"}
    )
