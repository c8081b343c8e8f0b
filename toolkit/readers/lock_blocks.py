r"""One block of the lock: a record as lines of TOML, and back.

The values are written so that they are TOML and JSON at once (basic strings with `\uXXXX` escapes,
arrays, whole numbers, booleans), which `json` reads many times faster than `tomllib`; a test reads
every block with both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any

from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.record import Fingerprint, Notice, Origin, Provenance, Record, Standing
from toolkit.model.work import Collective, Name, PartialDate, Person, Work, WorkType

VERSION = 1
"""The version of the format that is written, and the newest that is read."""

# What TOML 1.0 forbids in a basic string, what would end a line for other tools, and the characters
# that change the direction of text (Unicode Standard Annex 9), which a reviewer could not see.
_ESCAPED = re.compile('[\\\\"\x00-\x1f\x7f\x80-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]')
_SURROGATE = re.compile("[\ud800-\udfff]")

_TEXT_KEYS = {
    "title": "title",
    "vernacular-title": "vernacular_title",
    "journal": "journal",
    "journal-full": "journal_full",
    "issn": "issn",
    "volume": "volume",
    "issue": "issue",
    "pages": "pages",
    "elocation": "elocation",
    "container": "container",
    "publisher": "publisher",
    "place": "place",
    "edition": "edition",
    "url": "url",
    "language": "language",
}
"""Keys of the lock and the fields of `Work` that they hold, as plain text."""
_DATES = {"published": "date", "electronic": "electronic", "accessed": "accessed"}

_STRING = rb'"[^"\\\n]*+(?:\\(?:["\\bfnrt]|u[0-9A-F]{4})[^"\\\n]*+)*+"'
_STRINGS = rb"\[(?:%b(?:, %b)*+)?\]" % (_STRING, _STRING)
_ROWS = rb"\[(?:%b(?:, %b)*+)?\]" % (_STRINGS, _STRINGS)
_ISO = rb'"\d{4}(?:-\d\d(?:-\d\d)?)?"'


def _one_of(values: Iterable[str]) -> bytes:
    return rb'"(?:%b)"' % b"|".join(re.escape(value.encode()) for value in values)


_SHAPES: tuple[tuple[bytes, bytes, str], ...] = (
    (rb"standing", _one_of(Standing), "one of " + ", ".join(Standing)),
    (rb"origin", _one_of(Origin), "one of " + ", ".join(Origin)),
    (rb"obtained|published|electronic|accessed", _ISO, "a date such as 2017-05-11"),
    (rb"type", _one_of(WorkType), "one of " + ", ".join(WorkType)),
    (rb"also|publication-types|mesh|quantities|other-languages", _STRINGS, "a list of texts"),
    (rb"authors|editors|notices", _ROWS, "a list of lists of texts"),
    (rb"version", rb"\d{1,9}", "a whole number"),
    (rb"authors-complete", rb"(?:true|false)", "true or false"),
    (
        b"|".join(name.encode() for name in _TEXT_KEYS)
        + rb"|source|status|abstract|abstract-licence|stems|(?:published|electronic|accessed)-text",
        _STRING,
        "a text",
    ),
)
_LINE = b"|".join(rb"(?:%b) = %b\n" % (names, shape) for names, shape, _ in _SHAPES)
# The normal forms of `Identifier.make`; a DOI is lower case and has no space.
_NAME = (
    rb"pmid:[1-9]\d{0,8}|pmcid:PMC[1-9]\d{0,9}|bookshelf:NBK\d{1,9}|isbn:[0-9X]{10,13}"
    rb'|doi:10\.\d{2,9}(?:\.\d+)*+/(?:[^"\\\sA-Z]|\\["\\])++'
)
_BLOCK = re.compile(rb'\["(?:%b)"\]\n(?:%b)++' % (_NAME, _LINE))
_ALSO = re.compile(rb'^also = \["(?:%b)"(?:, "(?:%b)")*+\]$' % (_NAME, _NAME), re.MULTILINE)
_REQUIRED = (b"\nstanding = ", b"\norigin = ", b"\nsource = ", b"\nobtained = ", b"\ntype = ")


def block_fault(body: bytes) -> tuple[int, str] | None:
    """Find what is wrong with a block's lines (the digest's apart): the offset of the line, and why.

    Gives `None` for a block that `parse_block` can read.
    """
    if _BLOCK.fullmatch(body) and (b"\nalso = " not in body or _ALSO.search(body)):
        missing = [name for name in _REQUIRED if name not in body]
        keys = [line.partition(b" = ")[0] for line in body.split(b"\n")]
        if not missing and len(set(keys)) == len(keys):
            return _decoding_fault(body)
    return _explained(body)


def _decoding_fault(body: bytes) -> tuple[int, str] | None:
    try:
        body.decode()
    except UnicodeDecodeError as error:
        return body.rfind(b"\n", 0, error.start) + 1, "it is not UTF-8"
    return None


def _explained(body: bytes) -> tuple[int, str]:
    """Say which line of a block is at fault."""
    lines = body.split(b"\n")[:-1]
    if not re.fullmatch(rb'\["(?:%b)"\]' % _NAME, lines[0] if lines else b""):
        return 0, "its name is no identifier in normal form"
    seen: set[bytes] = set()
    position = len(lines[0]) + 1
    for line in lines[1:]:
        key, _, value = line.partition(b" = ")
        shape = next((one for one in _SHAPES if re.fullmatch(one[0], key)), None)
        shown = key.decode(errors="replace")[:40]
        if key in seen:
            return position, f'"{shown}" stands twice'
        if shape is None:
            return position, f'"{shown}" is no key of the lock'
        if not re.fullmatch(shape[1], value):
            return position, f'"{shown}" must be {shape[2]}'
        if key == b"also" and not _ALSO.fullmatch(line):
            return position, '"also" must hold identifiers in normal form'
        seen.add(key)
        position += len(line) + 1
    missing = [name.decode().strip(" =\n") for name in _REQUIRED if name not in body]
    return 0, f"it lacks {', '.join(missing)}"


def parse_block(text: str) -> Record:
    """Give the record of a block that `block_fault` found sound."""
    lines = text.splitlines() if text.isascii() else text.split("\n")
    values: dict[str, Any] = {}
    for line in lines[1:]:
        key, _, value = line.partition(" = ")
        if key:
            values[key] = json.loads(value)
    names = [json.loads(lines[0])[0], *values.get("also", ())]
    identifiers = tuple(_identifier(name) for name in names)
    return Record(
        identifier=identifiers[0],
        work=_work(values, identifiers),
        standing=Standing(values["standing"]),
        provenance=Provenance(Origin(values["origin"]), values["source"], values["obtained"]),
        publication_types=tuple(values.get("publication-types", ())),
        notices=tuple(Notice(*_filled(row, 4)) for row in values.get("notices", ())),
        status=values.get("status"),
        version=values.get("version"),
        abstract=values.get("abstract"),
        abstract_licence=values.get("abstract-licence"),
        fingerprint=_fingerprint(values),
        mesh=tuple(values.get("mesh", ())),
    )


def _work(values: dict[str, Any], identifiers: tuple[Identifier, ...]) -> Work:
    return Work(
        type=WorkType(values["type"]),
        identifiers=identifiers,
        authors=tuple(map(_name, values.get("authors", ()))),
        editors=tuple(map(_name, values.get("editors", ()))),
        authors_complete=values.get("authors-complete", True),
        other_languages=tuple(values.get("other-languages", ())),
        **{name: values.get(key) for key, name in _TEXT_KEYS.items()},
        **{name: _date(values, key) for key, name in _DATES.items()},
    )


def _identifier(name: str) -> Identifier:
    scheme, _, value = name.partition(":")
    return Identifier(Scheme(scheme), value)


def _filled(row: Sequence[str], length: int) -> list[Any]:
    """Turn empty texts into `None`, and add those that were left off at the end."""
    values: list[str | None] = [value or None for value in row[:length]]
    values[0] = row[0] if row else ""
    return [*values, *[None] * (length - len(values))]


def _name(row: Sequence[str]) -> Name:
    return Collective(row[0]) if len(row) == 1 else Person(*_filled(row, 5))


def _date(values: dict[str, Any], key: str) -> PartialDate | None:
    parts = [int(part) for part in values[key].split("-")] if key in values else []
    text = values.get(f"{key}-text")
    return PartialDate(*parts, text=text) if parts or text is not None else None


def _fingerprint(values: dict[str, Any]) -> Fingerprint | None:
    if "stems" not in values:
        return None
    words = values["stems"].split(" ") if values["stems"] else []
    pairs = zip(words[::2], map(int, words[1::2]), strict=True)
    return Fingerprint(tuple(pairs), tuple(values.get("quantities", ())))


# --- Writing ---------------------------------------------------------------------------------


def render_lock(records: Iterable[Record]) -> str:
    """Give the text of a lock: the same for the same records in any order, sorted by identifier.

    PMIDs are sorted as text, like all others, so that the order is that of the lines. Where two
    records have the same identifier the last one stands.
    """
    by_name = {record.identifier: record for record in records}
    blocks = (render_block(by_name[name]) for name in sorted(by_name, key=str))
    return "\n".join((f"lock-version = {VERSION}\n", *blocks))


def render_block(record: Record) -> str:
    """Give the lines of one record, from its name to its digest."""
    body = f"[{_quoted(str(record.identifier))}]\n" + "".join(
        f"{key} = {_value(value)}\n" for key, value in _pairs(record) if value is not None and value != ()
    )
    return f'{body}digest = "sha256:{sha256(body.encode()).hexdigest()}"\n'


def seal_block(block: str) -> str:
    """Give a block with its digest computed anew; the blank lines after it stay."""
    body = "".join(line for line in block.splitlines(keepends=True) if not line.startswith("digest = "))
    lines = body.rstrip() + "\n"
    digest = sha256(lines.encode()).hexdigest()
    return f'{lines}digest = "sha256:{digest}"\n{body[len(lines) :]}'


def _pairs(record: Record) -> Iterator[tuple[str, Any]]:
    work = record.work
    also = tuple(str(one) for one in work.identifiers if one != record.identifier)
    yield from (("also", also), ("standing", record.standing.value))
    yield from (("origin", record.provenance.origin.value), ("source", record.provenance.source))
    yield from (("obtained", record.provenance.date), ("type", work.type.value))
    for key, name in _TEXT_KEYS.items():
        yield key, getattr(work, name)
        if key == "vernacular-title":
            yield "authors", tuple(map(_row, work.authors))
            yield "authors-complete", None if work.authors_complete else False
            yield "editors", tuple(map(_row, work.editors))
        elif key == "issn":
            for date_key, date_name in _DATES.items():
                date = getattr(work, date_name)
                yield date_key, date.isoformat() if date else None
                yield f"{date_key}-text", date.text if date else None
    yield "other-languages", work.other_languages
    yield "publication-types", record.publication_types
    yield "notices", tuple(_trimmed((one.kind, one.source, one.pmid, one.note)) for one in record.notices)
    yield from (("status", record.status), ("version", record.version), ("mesh", record.mesh))
    yield from (("abstract", record.abstract), ("abstract-licence", record.abstract_licence))
    if record.fingerprint is not None:
        yield "stems", " ".join(f"{stem} {count}" for stem, count in record.fingerprint.stems)
        yield "quantities", record.fingerprint.quantities


def _row(name: Name) -> tuple[str, ...]:
    if isinstance(name, Collective):
        return (name.name,)
    row = _trimmed((name.family, name.given, name.initials, name.suffix, name.orcid))
    return row if len(row) > 1 else (*row, "")


def _trimmed(values: Sequence[str | None]) -> tuple[str, ...]:
    row = [value or "" for value in values]
    while len(row) > 1 and not row[-1]:
        row.pop()
    return tuple(row)


def _value(value: object) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    return str(value)


def _quoted(text: str) -> str:
    text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    short = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(character)
    return short or f"\\u{ord(character):04X}"
