"""From an entry to the work that it describes: LaTeX read, names split, identifiers found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.late_pattern import late_pattern
from toolkit.model.library import Entry
from toolkit.model.work import Name, Work, WorkType
from toolkit.readers.bibtex.dates import entry_date, parse_date
from toolkit.readers.bibtex.fields import values_of
from toolkit.readers.latex import to_unicode, to_verbatim
from toolkit.readers.names import split_names

TYPES = {
    # BibTeX's standard styles (btxdoc, section 3.1), then BibLaTeX's (manual, section 2.1)
    "article": WorkType.JOURNAL,
    "book": WorkType.BOOK,
    "booklet": WorkType.BOOK,
    "conference": WorkType.CONFERENCE,
    "inbook": WorkType.CHAPTER,
    "incollection": WorkType.CHAPTER,
    "inproceedings": WorkType.CONFERENCE,
    "manual": WorkType.REPORT,
    "mastersthesis": WorkType.THESIS,
    "phdthesis": WorkType.THESIS,
    "proceedings": WorkType.BOOK,
    "techreport": WorkType.REPORT,
    "collection": WorkType.BOOK,
    "electronic": WorkType.WEBPAGE,
    "inreference": WorkType.CHAPTER,
    "mvbook": WorkType.BOOK,
    "mvcollection": WorkType.BOOK,
    "mvproceedings": WorkType.BOOK,
    "online": WorkType.WEBPAGE,
    "reference": WorkType.BOOK,
    "report": WorkType.REPORT,
    "suppperiodical": WorkType.JOURNAL,
    "thesis": WorkType.THESIS,
    "www": WorkType.WEBPAGE,
    "webpage": WorkType.WEBPAGE,
}
"""Types of entries; any other is `WorkType.OTHER`."""

_NOT_INHERITED = frozenset(
    {
        "crossref",
        "xref",
        "xdata",
        "ids",
        "label",
        "shorthand",
        "key",
        "keywords",
        "note",
        "abstract",
        "doi",
        "pmid",
    }
)
_PREPRINT = late_pattern(
    r"\b(?:arxiv|biorxiv|medrxiv|chemrxiv|psyarxiv|osf preprints|preprints?|research square)\b", re.IGNORECASE
)
_EPRINT_SCHEMES = {"pubmed": Scheme.PMID, "pmid": Scheme.PMID, "pmc": Scheme.PMCID, "pmcid": Scheme.PMCID}
_IDENTIFIER_FIELDS = frozenset({"pmid", "pmcid", "pmc", "doi", "eprint", "isbn", "url", "howpublished"})
_MAXIMUM_PARENTS = 8
_PAGE_RANGE = re.compile(r"\s*(?:-{1,3}|–|—|‒|−)\s*")
_ELOCATION = re.compile(r"[A-Za-z]{1,4}\.?\d[\w.]*|\d{5,}")
_BIBLATEX_TITLES = {"title": "booktitle", "subtitle": "booksubtitle"}


@dataclass(frozen=True)
class Decoder:
    """Decodes the entries of one library, which may inherit fields from each other."""

    entries: tuple[Entry, ...]

    @cached_property
    def _by_key(self) -> dict[str, Entry]:
        """Entries by folded key: BibTeX matches `crossref` without regard to case."""
        found: dict[str, Entry] = {}
        for entry in self.entries:
            found.setdefault(entry.key.casefold(), entry)
        return found

    def decode(self, entry: Entry) -> Work:
        """Give the work that an entry describes. Takes any entry of the library; never raises."""
        raw = self._fields(entry)
        type_ = _type(entry.type, raw)
        authors, complete = _names(raw, "author")
        editors, _ = _names(raw, "editor")
        journal, journal_full = _journal(raw, type_)
        pages, elocation = _pages(raw)
        return Work(
            type=type_,
            title=_title(raw, "title", "subtitle"),
            authors=authors,
            editors=editors,
            authors_complete=complete,
            journal=journal,
            journal_full=journal_full,
            issn=_verbatim(raw, "issn"),
            date=entry_date(raw),
            volume=_text(raw, "volume"),
            issue=_text(raw, "issue")
            if type_ is WorkType.JOURNAL and "number" not in raw
            else _text(raw, "number"),
            pages=pages,
            elocation=elocation,
            identifiers=_identifiers(raw),
            container=_container(raw, type_),
            publisher=_text(raw, "publisher", "institution", "school", "organization"),
            place=_text(raw, "location", "address"),
            edition=_text(raw, "edition"),
            url=_verbatim(raw, "url", "howpublished" if "http" in raw.get("howpublished", "") else "url"),
            accessed=parse_date(to_verbatim(raw.get("urldate", ""))),
            language=_text(raw, "langid", "language"),
        )

    def _fields(self, entry: Entry) -> dict[str, str]:
        """Gather an entry's own fields and those that it inherits by `crossref` and `xdata`."""
        fields = {name: value for name, value in values_of(entry).items() if value and not value.isspace()}
        if "crossref" in fields or "xdata" in fields:
            for parent in self._parents(fields, {entry.key.casefold()}):
                is_crossref = parent.key.casefold() == fields.get("crossref", "").strip().casefold()
                values = values_of(parent)
                for name in [name for name in values if name not in _NOT_INHERITED and values[name].strip()]:
                    fields.setdefault(_BIBLATEX_TITLES.get(name, name) if is_crossref else name, values[name])
        return fields

    def _parents(self, fields: dict[str, str], seen: set[str]) -> Iterator[Entry]:
        """Yield the entries that fields refer to, nearest first, each once: a cycle ends where it closes."""
        waiting = [fields]
        while waiting and len(seen) <= _MAXIMUM_PARENTS:
            current = waiting.pop(0)
            keys = [current.get("crossref", ""), *current.get("xdata", "").split(",")]
            for key in keys:
                folded = key.strip().casefold()
                parent = self._by_key.get(folded) if folded else None
                if parent is not None and folded not in seen:
                    seen.add(folded)
                    yield parent
                    waiting.append(values_of(parent))


def _text(raw: dict[str, str], *names: str) -> str | None:
    for name in names:
        value = raw.get(name)
        if value is not None and (text := to_unicode(value)):
            return text
    return None


def _verbatim(raw: dict[str, str], *names: str) -> str | None:
    for name in names:
        value = raw.get(name)
        if value is not None:
            text = to_verbatim(value.removeprefix("\\url")) if name == "howpublished" else to_verbatim(value)
            if text:
                return text
    return None


def _title(raw: dict[str, str], name: str, subtitle: str) -> str | None:
    title, second = _text(raw, name), _text(raw, subtitle)
    if title and second:
        return f"{title}{' ' if title[-1] in '?!:' else ': '}{second}"
    return title or second


def _names(raw: dict[str, str], name: str) -> tuple[tuple[Name, ...], bool]:
    value = raw.get(name)
    return split_names(value) if value is not None else ((), True)


def _type(entry_type: str, raw: dict[str, str]) -> WorkType:
    type_ = TYPES.get(entry_type, WorkType.OTHER)
    if type_ in {WorkType.JOURNAL, WorkType.OTHER, WorkType.WEBPAGE}:
        named = " ".join(
            raw.get(name, "") for name in ("journal", "journaltitle", "eprinttype", "archiveprefix")
        )
        if _PREPRINT.search(named) or _PREPRINT.fullmatch(raw.get("publisher", "").strip()):
            return WorkType.PREPRINT
        if raw.get("note", "").strip("{} .").lower() == "preprint" or "prepublished" in raw.get(
            "pubstate", ""
        ):
            return WorkType.PREPRINT
    if type_ is WorkType.OTHER:
        if "journal" in raw or "journaltitle" in raw:
            return WorkType.JOURNAL
        if "url" in raw or "http" in raw.get("howpublished", ""):
            return WorkType.WEBPAGE
    return type_


def _journal(raw: dict[str, str], type_: WorkType) -> tuple[str | None, str | None]:
    """Give the abbreviated and the full title, as far as the entry tells them apart."""
    full = _text(raw, "journaltitle", "journal")
    if full is None and type_ is WorkType.JOURNAL:
        full = _text(raw, "booktitle")
    short = _text(raw, "shortjournal")
    return short or full, full


def _container(raw: dict[str, str], type_: WorkType) -> str | None:
    if type_ is WorkType.JOURNAL:
        return None
    container = _title(raw, "booktitle", "booksubtitle") or _text(raw, "maintitle", "eventtitle")
    if container is None and type_ is WorkType.WEBPAGE:
        return _text(raw, "organization", "journaltitle", "journal")
    return container


def _pages(raw: dict[str, str]) -> tuple[str | None, str | None]:
    """Tell page ranges (`2603-2611`) from article numbers (`e0123`, `CD004655`)."""
    elocation = _text(raw, "eid", "elocation-id", "article-number", "articleno")
    pages = raw.get("pages")
    if pages is None:
        return None, elocation
    text = _PAGE_RANGE.sub("-", to_unicode(pages)).strip(" .-") or None
    if text is not None and elocation is None and _ELOCATION.fullmatch(text):
        return None, text
    return text, elocation


def _identifiers(raw: dict[str, str]) -> tuple[Identifier, ...]:
    """Give the identifiers that the fields state, each scheme once, in the order of `Scheme`."""
    if raw.keys().isdisjoint(_IDENTIFIER_FIELDS):
        return ()
    found: dict[Scheme, Identifier] = {}
    for identifier in _candidates(raw):
        if identifier is not None:
            found.setdefault(identifier.scheme, identifier)
    return tuple(sorted(found.values(), key=lambda one: list(Scheme).index(one.scheme))) if found else ()


def _candidates(raw: dict[str, str]) -> Iterator[Identifier | None]:
    for name, scheme in (
        ("pmid", Scheme.PMID),
        ("pmcid", Scheme.PMCID),
        ("pmc", Scheme.PMCID),
        ("doi", Scheme.DOI),
    ):
        if name in raw:
            value = to_verbatim(raw[name])
            yield Identifier.make(scheme, value) or Identifier.parse(value)
    eprint = raw.get("eprint")
    if eprint is not None:
        kind = to_verbatim(raw.get("eprinttype") or raw.get("archiveprefix") or "").lower()
        if kind in _EPRINT_SCHEMES:
            yield Identifier.make(_EPRINT_SCHEMES[kind], to_verbatim(eprint))
    if "isbn" in raw:
        yield Identifier.make(Scheme.ISBN, re.split(r"[;,/]|\s{2}", to_verbatim(raw["isbn"]))[0])
    for name in ("url", "howpublished"):
        if name in raw:
            value = to_verbatim(raw[name].replace("\\url", ""))
            if "//" in value:
                yield Identifier.parse(value)
