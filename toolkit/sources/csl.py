"""CSL-JSON, as Zotero and pandoc write it (Citation Style Language 1.0.2, *CSL-JSON schema*)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from toolkit.errors import UnreadableInputError
from toolkit.model.identifier import Scheme
from toolkit.model.work import Collective, Name, PartialDate, Person, Work, WorkType
from toolkit.readers.names import initials
from toolkit.sources.imported import ImportedWork, identifiers
from toolkit.sources.json_items import read_items
from toolkit.sources.xml_text import folded

_TYPES = {
    "article-journal": WorkType.JOURNAL,
    "article-magazine": WorkType.JOURNAL,
    "review": WorkType.JOURNAL,
    "article": WorkType.PREPRINT,
    "book": WorkType.BOOK,
    "chapter": WorkType.CHAPTER,
    "paper-conference": WorkType.CONFERENCE,
    "thesis": WorkType.THESIS,
    "report": WorkType.REPORT,
    "webpage": WorkType.WEBPAGE,
    "post-weblog": WorkType.WEBPAGE,
}


def read_works(text: str) -> Iterator[ImportedWork | UnreadableInputError]:
    """Yield the works of a CSL-JSON text, an item or a list of items, or an error in place of one."""
    for line, item in read_items(text):
        if not isinstance(item, dict) or not _text(item, "type"):
            yield UnreadableInputError("the item has no type: it is not CSL-JSON", line=line)
        else:
            yield ImportedWork(_work(item), line, abstract=_text(item, "abstract"))


def _work(item: Mapping[str, Any]) -> Work:
    kind = _TYPES.get(_text(item, "type") or "", WorkType.OTHER)
    is_article = kind in (WorkType.JOURNAL, WorkType.PREPRINT)
    full = _text(item, "container-title")
    short = _text(item, "container-title-short") or _text(item, "journalAbbreviation")
    return Work(
        type=kind,
        title=_text(item, "title"),
        authors=tuple(_names(item.get("author"))),
        editors=tuple(_names(item.get("editor"))),
        journal=short if is_article else None,
        journal_full=full if is_article else None,
        container=full if not is_article else None,
        issn=(_text(item, "ISSN") or "").split(",")[0].strip() or None,
        date=_date(item.get("issued")),
        accessed=_date(item.get("accessed")),
        volume=_text(item, "volume"),
        issue=_text(item, "issue"),
        pages=_text(item, "page"),
        elocation=None if _text(item, "page") else _text(item, "number") if is_article else None,
        publisher=_text(item, "publisher"),
        place=_text(item, "publisher-place"),
        edition=_text(item, "edition"),
        url=_text(item, "URL"),
        language=_text(item, "language"),
        identifiers=identifiers(
            (Scheme.PMID, _text(item, "PMID")),
            (Scheme.PMCID, _text(item, "PMCID")),
            (Scheme.DOI, _text(item, "DOI")),
            (Scheme.ISBN, (_text(item, "ISBN") or "").split(" ")[0]),
        ),
    )


def _text(item: Mapping[str, Any], key: str) -> str | None:
    value = item.get(key)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return folded(str(value))


def _names(value: object) -> Iterator[Name]:
    for one in value if isinstance(value, list) else []:
        if not isinstance(one, dict):
            continue
        family, literal = _text(one, "family"), _text(one, "literal")
        if literal:
            yield Collective(literal)
        elif family:
            particle = _text(one, "non-dropping-particle")
            given = _text(one, "given")
            dropping = _text(one, "dropping-particle")
            yield Person(
                f"{particle} {family}" if particle else family,
                f"{given} {dropping}" if given and dropping else given,
                initials(given),
                _text(one, "suffix"),
            )


def _date(value: object) -> PartialDate | None:
    if not isinstance(value, dict):
        return None
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers = [
        int(one)
        for one in first[:3]
        if isinstance(one, int) or (isinstance(one, str) and one.isdecimal() and len(one) <= 4)
    ]
    words = _text(value, "literal") or _text(value, "raw")
    date = PartialDate.possible(*numbers) if numbers else None
    return date or (PartialDate(text=words) if words else None)
