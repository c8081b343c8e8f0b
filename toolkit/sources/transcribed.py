"""Data copied by a person from the pages where it was seen: Osler's own small JSON format.

For works whose PubMed record is not at hand. Each item names the pages (`seen_at`); the records
say that they are transcribed until `osler fetch` replaces them. See `docs/pubmed.md`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from toolkit.errors import UnreadableInputError
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.work import Collective, Name, PartialDate, Work, WorkType
from toolkit.sources.imported import ImportedWork, identifiers, inverted_name
from toolkit.sources.json_items import read_items
from toolkit.sources.xml_text import folded

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_TEXTS = frozenset(
    {
        "pmid",
        "pmcid",
        "doi",
        "isbn",
        "title",
        "collective",
        "journal",
        "journal_full",
        "issn",
        "date",
        "electronic_date",
        "volume",
        "issue",
        "pages",
        "container",
        "publisher",
        "place",
        "edition",
        "url",
        "language",
        "type",
        "license",
        "abstract",
        "note",
    }
)
_LISTS = frozenset({"authors", "seen_at", "publication_types"})
_SCHEMES = {scheme.value: scheme for scheme in (Scheme.PMID, Scheme.PMCID, Scheme.DOI, Scheme.ISBN)}
_KINDS = tuple(kind.value for kind in WorkType)


def is_transcription(text: str) -> bool:
    """Tell whether a JSON text is a transcription: its items say where they were seen, or CSL would be."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return False
    first = value[0] if isinstance(value, list) and value else value
    return isinstance(first, dict) and "seen_at" in first


def read_works(text: str) -> Iterator[ImportedWork | UnreadableInputError]:
    """Yield the works of a transcription, or an error in place of an item that breaks the format."""
    for line, item in read_items(text):
        fault = next(_faults(item), None)
        yield _work(item, line) if fault is None else UnreadableInputError(fault, line=line)


def _faults(item: object) -> Iterator[str]:
    """Say what is wrong with an item. Unknown keys are refused, since what they say would be lost."""
    if not isinstance(item, dict):
        yield "the item is not an object"
        return
    for key, value in item.items():
        yield from _value_faults(key, value)
    if not item.get("title"):
        yield "the item has no title"
    if not item.get("seen_at"):
        yield 'the item does not say where it was seen ("seen_at")'


def _value_faults(key: str, value: object) -> Iterator[str]:
    if key not in _TEXTS | _LISTS:
        yield f'the key "{key}" is not one of a transcription'
    elif value is None:
        return
    elif key in _LISTS:
        if not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
            yield f'"{key}" must be a list of texts'
    elif not isinstance(value, str):
        yield f'"{key}" must be a text or null'
    elif key in _SCHEMES and Identifier.make(_SCHEMES[key], value) is None:
        yield f'"{value}" is not a {key.upper()}'
    elif key in ("date", "electronic_date") and not _DATE.fullmatch(value):
        yield f'"{key}" must be YYYY, YYYY-MM or YYYY-MM-DD'
    elif key == "type" and value not in _KINDS:
        yield f'"type" must be one of {", ".join(_KINDS)}'


def _work(item: Mapping[str, Any], line: int) -> ImportedWork:
    def text(key: str) -> str | None:
        return folded(item.get(key))

    authors: list[Name] = [name for one in item.get("authors") or [] if (name := inverted_name(one))]
    collective = text("collective")
    if collective:
        authors.append(Collective(collective))
    date = _date(text("date"))
    electronic = _date(text("electronic_date"))
    work = Work(
        type=WorkType(item.get("type") or WorkType.JOURNAL),
        title=text("title"),
        authors=tuple(authors),
        journal=text("journal"),
        journal_full=text("journal_full"),
        issn=text("issn"),
        date=date,
        electronic=electronic if electronic != date else None,
        volume=text("volume"),
        issue=text("issue"),
        pages=text("pages"),
        publisher=text("publisher"),
        place=text("place"),
        edition=text("edition"),
        container=text("container"),
        url=text("url"),
        language=text("language"),
        identifiers=identifiers(*((scheme, text(key)) for key, scheme in _SCHEMES.items())),
    )
    return ImportedWork(
        work,
        line,
        abstract=item.get("abstract") or None,
        abstract_licence=text("license"),
        publication_types=tuple(item.get("publication_types") or ()),
        source="; ".join(item["seen_at"]),
    )


def _date(text: str | None) -> PartialDate | None:
    found = _DATE.fullmatch(text) if text else None
    if found is None:
        return None
    return PartialDate.possible(int(found[1]), *(int(part) if part else None for part in found.groups()[1:]))
