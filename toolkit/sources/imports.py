"""Records saved by hand: PubMed's `.nbib` and XML, RIS, CSL-JSON, and Osler's own transcriptions.

The format is found by content, never by the file's name. One faulty record in a file never hides
the others: it is an error with its line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum

from toolkit.errors import UnreadableInputError
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.record import Origin, Payload, Provenance, Record, Standing
from toolkit.sources import csl, medline, ris, transcribed
from toolkit.sources.imported import Imported, ImportedWork, identifier_of
from toolkit.sources.pubmed_xml import MalformedRecordError, cut, parse

LARGEST = 64 << 20
"""Bytes of the largest file that is read."""
_MEDLINE_LINE = re.compile(r"[A-Z][A-Z0-9]{1,3} *- ")
_RIS_LINE = re.compile(r"[A-Z][A-Z0-9] {1,2}-(?: |$)")


class Format(StrEnum):
    """The formats that are read."""

    PUBMED_XML = "PubMed XML"
    MEDLINE = "MEDLINE (.nbib)"
    RIS = "RIS"
    CSL_JSON = "CSL-JSON"
    TRANSCRIPTION = "a transcription (JSON)"


def read_records(name: str, data: bytes, today: str) -> Imported:
    """Read the records in a file; `name` is the file's, for messages and provenance, `today` an ISO date.

    Raises `UnreadableInputError` if the file is none of the formats, or broken as a whole; what is
    wrong with single records is in the result's `problems`.
    """
    if len(data) > LARGEST:
        raise UnreadableInputError(f"the file is larger than {LARGEST >> 20} MiB", path=name)
    data = data.removeprefix(b"\xef\xbb\xbf")
    if data.lstrip()[:1] == b"<":
        return _read_xml(name, data, today)
    text = _decoded(name, data)
    kind = detect(text)
    if kind is None:
        raise UnreadableInputError(
            "the file is neither PubMed's .nbib or XML, nor RIS, CSL-JSON or a transcription",
            help="in PubMed, choose Send to: Citation manager; in other programs, export as RIS or CSL-JSON",
            path=name,
            line=1,
        )
    try:
        works = tuple(_READERS[kind](text))
    except UnreadableInputError as error:
        error.path = name
        raise
    return _collected(name, works, kind, today)


def detect(text: str) -> Format | None:
    """Tell the format of a text by its content; XML is told apart before decoding."""
    first = next((line.lstrip("\ufeff") for line in text.splitlines() if line.strip()), "")
    if first.lstrip()[:1] in ("[", "{"):
        return Format.TRANSCRIPTION if transcribed.is_transcription(text) else Format.CSL_JSON
    if re.match(r"TY {1,2}- ", first):
        return Format.RIS
    if _MEDLINE_LINE.match(first):
        return Format.MEDLINE
    return Format.RIS if _RIS_LINE.match(first) else None


_READERS: Mapping[Format, Callable[[str], Iterator[ImportedWork | UnreadableInputError]]] = {
    Format.MEDLINE: medline.read_works,
    Format.RIS: ris.read_works,
    Format.CSL_JSON: csl.read_works,
    Format.TRANSCRIPTION: transcribed.read_works,
}


def _decoded(name: str, data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableInputError(
            f"byte {error.start + 1} is not UTF-8",
            help="save the file as UTF-8",
            path=name,
            line=data.count(b"\n", 0, error.start) + 1,
        ) from None
    if "\x00" in text:
        raise UnreadableInputError("the file holds NUL characters: it is no text", path=name, line=1)
    return text


def _collected(
    name: str, works: tuple[ImportedWork | UnreadableInputError, ...], kind: Format, today: str
) -> Imported:
    records: list[Record] = []
    problems: list[UnreadableInputError] = []
    origin = Origin.TRANSCRIBED if kind is Format.TRANSCRIPTION else Origin.IMPORTED
    for one in works:
        if isinstance(one, UnreadableInputError):
            one.path = name
            problems.append(one)
            continue
        identifier = identifier_of(one.work)
        if identifier is None:
            problems.append(_nameless(name, one))
            continue
        records.append(
            Record(
                identifier=identifier,
                work=one.work,
                standing=Standing.NOT_ASKED,
                provenance=Provenance(origin, one.source or name, today),
                publication_types=one.publication_types,
                notices=one.notices,
                status=one.status,
                abstract=one.abstract,
                abstract_licence=one.abstract_licence,
                mesh=one.mesh,
            )
        )
    return Imported(kind.value, tuple(records), tuple(problems))


def _nameless(name: str, one: ImportedWork) -> UnreadableInputError:
    title = f' "{one.work.title[:60]}"' if one.work.title else ""
    return UnreadableInputError(
        f"the record{title} has no PMID, DOI, PMCID or ISBN, so that nothing could ever check it",
        help="add its DOI or PMID to the file, or write the entry by hand",
        path=name,
        line=one.line,
    )


def _read_xml(name: str, data: bytes, today: str) -> Imported:
    try:
        pieces = cut(data)
        records = [
            parse(
                Payload(
                    identifier=Identifier(Scheme.PMID, piece.pmid),
                    data=piece.data,
                    media_type="application/xml",
                    source=name,
                    obtained=today,
                    sha256=hashlib.sha256(piece.data).hexdigest(),
                )
            )
            for piece in pieces
        ]
    except MalformedRecordError as error:
        error.path = name
        error.help = error.help or "in PubMed, save the record again"
        raise
    newest: dict[Identifier, Record] = {}
    for record in records:
        known = newest.get(record.identifier)
        if known is None or (record.version or 1) >= (known.version or 1):
            newest[record.identifier] = _as_imported(record, name, today)
    return Imported(Format.PUBMED_XML.value, tuple(newest.values()))


def _as_imported(record: Record, name: str, today: str) -> Record:
    return replace(record, standing=Standing.NOT_ASKED, provenance=Provenance(Origin.IMPORTED, name, today))


__all__ = ["LARGEST", "Format", "Imported", "detect", "read_records"]
