"""CSL-JSON: what citation processors, Zotero and pandoc read (Citation Style Language 1.0.2, *CSL-JSON schema*)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from toolkit.model.identifier import Scheme
from toolkit.model.json_text import json_text
from toolkit.model.publication import NumberedReference, Publication
from toolkit.model.work import Collective, Name, PartialDate, Work, WorkType

_TYPES = {
    WorkType.JOURNAL: "article-journal",
    WorkType.BOOK: "book",
    WorkType.CHAPTER: "chapter",
    WorkType.CONFERENCE: "paper-conference",
    WorkType.THESIS: "thesis",
    WorkType.REPORT: "report",
    WorkType.PREPRINT: "article",
    WorkType.WEBPAGE: "webpage",
    WorkType.OTHER: "document",
}
_VARIABLES = ((Scheme.PMID, "PMID"), (Scheme.PMCID, "PMCID"), (Scheme.DOI, "DOI"), (Scheme.ISBN, "ISBN"))
INCOMPLETE = "The list of authors is not complete."
"""What stands in the note of a work whose further authors are not known: neither format has a mark for it."""


def render(publication: Publication) -> bytes:
    """Give the references as a list of CSL items, in the order of their numbers."""
    return json_text([_item(one) for one in publication.references]).encode()


def _item(numbered: NumberedReference) -> dict[str, Any]:
    """Give one reference; its id is the library's key, or the work's identity where it has no entry."""
    reference = numbered.reference
    work = reference.work
    is_article = work.type in (WorkType.JOURNAL, WorkType.PREPRINT)
    place = (work.journal_full or work.journal) if is_article else work.container
    record = reference.record
    pairs: list[tuple[str, Any]] = [
        ("id", reference.entry.key if reference.entry else reference.identity),
        ("type", _TYPES[work.type]),
        ("title", work.title),
        ("author", _names(work.authors)),
        ("editor", _names(work.editors)),
        ("container-title", place or work.container or work.journal_full or work.journal),
        ("container-title-short", work.journal if place != work.journal else None),
        ("issued", _date(work.date)),
        ("volume", work.volume),
        ("issue", work.issue),
        ("page", work.pages),
        ("number", work.elocation),
        ("edition", work.edition),
        ("publisher", work.publisher),
        ("publisher-place", work.place),
        ("language", work.language),
        ("ISSN", work.issn),
        *_identifiers(work),
        ("URL", work.url),
        ("accessed", _date(work.accessed)),
        ("status", "retracted" if record is not None and record.is_retracted else None),
        ("note", None if work.authors_complete else INCOMPLETE),
    ]
    return {name: value for name, value in pairs if value}


def _identifiers(work: Work) -> Iterable[tuple[str, str]]:
    for scheme, name in _VARIABLES:
        found = work.identifier(scheme)
        if found is not None:
            yield name, found.value


def _names(names: Iterable[Name]) -> list[dict[str, str]]:
    return [_name(one) for one in names]


def _name(name: Name) -> dict[str, str]:
    if isinstance(name, Collective):
        return {"literal": name.name}
    given = name.given or " ".join(f"{letter}." for letter in name.initials or "" if letter.isalpha())
    pairs = (("family", name.family), ("given", given), ("suffix", name.suffix))
    return {key: value for key, value in pairs if value}


def _date(date: PartialDate | None) -> dict[str, Any] | None:
    """Give a date; words that no number holds, such as a season, stand beside it as `literal`."""
    if date is None:
        return None
    parts: list[int] = []
    for one in (date.year, date.month, date.day):
        if one is None:
            break
        parts.append(one)
    made: dict[str, Any] = {"date-parts": [parts]} if parts else {}
    if date.text:
        made["literal"] = date.text
    return made or None
