"""One block of the lock: a record as lines of TOML, and back.

The values are written so that they are TOML and JSON at once (basic strings with escapes by code units,
arrays, whole numbers, booleans), which `json` reads many times faster than `tomllib`; a test reads
every block with both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.late_pattern import late_pattern
from toolkit.model.record import Fingerprint, Notice, Origin, Provenance, Record, Standing
from toolkit.model.toml_text import quoted
from toolkit.model.work import Collective, Name, PartialDate, Person, Work, WorkType

VERSION = 1
"""The version of the format that is written, and the newest that is read."""

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

# A basic string of TOML that is a JSON string too: no raw control character, no surrogate.
_PLAIN = rb'[^"\\\x00-\x1f\x7f]*+'
_STRING = rb'"%b(?:\\(?:["\\bfnrt]|u(?!D[89A-F])[0-9A-F]{4})%b)*+"' % (_PLAIN, _PLAIN)
_STRINGS = rb"\[(?:%b(?:, %b)*+)?\]" % (_STRING, _STRING)
_ROW = rb"\[%b(?:, %b)*+\]" % (_STRING, _STRING)
_ROWS = rb"\[(?:%b(?:, %b)*+)?\]" % (_ROW, _ROW)
_STEM = rb'(?:[^" \\\x00-\x1f\x7f]|\\(?:["\\]|u(?!D[89A-F])[0-9A-F]{4}))++ [1-9]\d{0,5}'
_ISO = rb'"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"'


def _one_of(values: Iterable[str]) -> bytes:
    return rb'"(?:%b)"' % b"|".join(re.escape(value.encode()) for value in values)


_ANY_TEXT = (_STRING, "a text")
_ANY_TEXTS = (_STRINGS, "a list of texts")
_ANY_ROWS = (_ROWS, "a list of lists of texts")
_A_DATE = (_ISO, "a date such as 2017-05-11")
_SHAPES: dict[str, tuple[bytes, str]] = {
    "also": _ANY_TEXTS,
    "standing": (_one_of(Standing), "one of " + ", ".join(Standing)),
    "origin": (_one_of(Origin), "one of " + ", ".join(Origin)),
    "source": _ANY_TEXT,
    "obtained": _A_DATE,
    "type": (_one_of(WorkType), "one of " + ", ".join(WorkType)),
    "title": _ANY_TEXT,
    "vernacular-title": _ANY_TEXT,
    "authors": _ANY_ROWS,
    "authors-complete": (rb"(?:true|false)", "true or false"),
    "editors": _ANY_ROWS,
    "journal": _ANY_TEXT,
    "journal-full": _ANY_TEXT,
    "issn": _ANY_TEXT,
    "published": _A_DATE,
    "published-text": _ANY_TEXT,
    "electronic": _A_DATE,
    "electronic-text": _ANY_TEXT,
    "volume": _ANY_TEXT,
    "issue": _ANY_TEXT,
    "pages": _ANY_TEXT,
    "elocation": _ANY_TEXT,
    "container": _ANY_TEXT,
    "publisher": _ANY_TEXT,
    "place": _ANY_TEXT,
    "edition": _ANY_TEXT,
    "url": _ANY_TEXT,
    "accessed": _A_DATE,
    "accessed-text": _ANY_TEXT,
    "language": _ANY_TEXT,
    "other-languages": _ANY_TEXTS,
    "publication-types": _ANY_TEXTS,
    "notices": _ANY_ROWS,
    "status": _ANY_TEXT,
    "version": (rb"\d{1,9}", "a whole number"),
    "mesh": _ANY_TEXTS,
    "abstract": _ANY_TEXT,
    "abstract-licence": _ANY_TEXT,
    "fingerprint": (rb"[1-9]\d{0,3}", "a whole number"),
    "stems": (rb'"(?:%b(?: %b)*+)?"' % (_STEM, _STEM), "stems, each with its count"),
    "quantities": _ANY_TEXTS,
}
"""The keys of a block in the order in which they are written, the pattern of their values, and its name."""

# No controls, nothing that turns the direction of text, no end of a line: what `quoted` would escape.
_NOT_UNSEEN = rb"(?!\xc2[\x80-\x9f]|\xd8\x9c|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]|\xef\xbb\xbf)"
# The normal forms of `Identifier.make`; a DOI is lower case and has neither space nor what nobody sees.
_NAME = (
    rb"(?:pmid:[1-9]\d{0,8}|pmcid:PMC[1-9]\d{0,9}|bookshelf:NBK\d{1,9}|isbn:[0-9X]{10,13}"
    rb"|doi:10\.\d{2,9}(?:\.\d+)*+/(?:[!#-@\[\]-~]++|\\[\"\\]|%b[\x80-\xff])++)" % _NOT_UNSEEN
)
_HEADER = rb'\["%b"\]\n' % _NAME
_ALSO = rb'also = \["(%b(?:", "%b)*+)"\]\n' % (_NAME, _NAME)
_REQUIRED = ("standing", "origin", "source", "obtained", "type")


def _line(key: str) -> bytes:
    if key == "also":
        return rb"(?:%b)?+" % _ALSO
    line = rb"%b = %b\n" % (key.encode(), _SHAPES[key][0])
    return line if key in _REQUIRED else rb"(?:%b)?+" % line


WRITTEN_BLOCK = late_pattern(
    rb'\["(%b)"\]\n%b(?=digest = "sha256:([0-9a-f]{64})"\n)' % (_NAME, b"".join(map(_line, _SHAPES)))
)
"""A block as `render_block` writes it, up to its digest. Groups: identifier, further ones, digest."""


def block_fault(body: bytes) -> tuple[int, str] | None:
    """Find what is wrong with a block's lines (the digest's apart): the offset of the line, and why.

    Gives `None` for a block that `parse_block` can read; the order of its lines is free.
    """
    lines = body.split(b"\n")[:-1]
    if not lines or not re.fullmatch(_HEADER, lines[0] + b"\n"):
        return 0, "its name is no identifier in normal form"
    seen: set[str] = set()
    position = len(lines[0]) + 1
    for line in lines[1:]:
        key, _, _ = line.decode(errors="replace").partition(" = ")
        fault = f'"{key}" stands twice' if key in seen else _line_fault(key, line)
        if fault is not None:
            return position, fault
        seen.add(key)
        position += len(line) + 1
    missing = [name for name in _REQUIRED if name not in seen]
    return (0, f"it lacks {', '.join(missing)}") if missing else None


def _line_fault(key: str, line: bytes) -> str | None:
    """Say what is wrong with one line of a block."""
    try:
        value = line.decode().partition(" = ")[2]
    except UnicodeDecodeError:
        return "it is not UTF-8"
    shape = _SHAPES.get(key)
    if shape is None:
        return f'"{key[:40]}" is no key of the lock'
    if not re.fullmatch(shape[0], value.encode()):
        return f'"{key}" must be {shape[1]}'
    if key == "also" and not re.fullmatch(_ALSO, line + b"\n"):
        return '"also" must hold identifiers in normal form'
    return None


def parse_block(text: str) -> Record:
    """Give the record of a block that `block_fault` found sound."""
    lines = text.splitlines() if text.isascii() else text.split("\n")
    pairs = [line.split(" = ", 1) for line in lines[1:] if line]
    # one call for all values: TOML's basic strings, arrays and numbers, as written here, are JSON
    parsed = json.loads(f"[{lines[0]},{','.join([value for _, value in pairs])}]")
    values: dict[str, Any] = dict(zip([key for key, _ in pairs], parsed[1:], strict=True))
    names = [*parsed[0], *values.get("also", ())]
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
        date=_date(values, "published"),
        electronic=_date(values, "electronic"),
        accessed=_date(values, "accessed"),
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
    if not parts and text is None:
        return None
    year, month, day = (*parts, None, None, None)[:3]
    return PartialDate(year, month, day, text)


def _fingerprint(values: dict[str, Any]) -> Fingerprint | None:
    if "stems" not in values:
        return None
    words = values["stems"].split(" ") if values["stems"] else []
    pairs = zip(words[::2], map(int, words[1::2]), strict=True)
    return Fingerprint(tuple(pairs), tuple(values.get("quantities", ())), values.get("fingerprint", 1))


# --- Writing ---------------------------------------------------------------------------------


_ABSENT: tuple[object, ...] = (None, ())


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
    values = _values(record)
    lines = [f"[{quoted(str(record.identifier))}]"]
    lines += [f"{key} = {_value(values[key])}" for key in _SHAPES if values[key] not in _ABSENT]
    body = "\n".join((*lines, ""))
    return f'{body}digest = "sha256:{sha256(body.encode()).hexdigest()}"\n'


def seal_block(block: str) -> str:
    """Give a block with its digest computed anew; the blank lines after it stay."""
    body = "".join(line for line in block.splitlines(keepends=True) if not line.startswith("digest = "))
    lines = body.rstrip() + "\n"
    digest = sha256(lines.encode()).hexdigest()
    return f'{lines}digest = "sha256:{digest}"\n{body[len(lines) :]}'


def _values(record: Record) -> dict[str, Any]:
    """Give the values of a record's lines by key; absent ones are `None` or empty."""
    work, print_ = record.work, record.fingerprint
    values: dict[str, Any] = {key: getattr(work, name) for key, name in _TEXT_KEYS.items()}
    for key, name in _DATES.items():
        date: PartialDate | None = getattr(work, name)
        values[key] = date.isoformat() if date else None
        values[f"{key}-text"] = date.text if date else None
    return values | {
        "also": tuple(str(one) for one in work.identifiers if one != record.identifier),
        "standing": record.standing.value,
        "origin": record.provenance.origin.value,
        "source": record.provenance.source,
        "obtained": record.provenance.date,
        "type": work.type.value,
        "authors": tuple(map(_row, work.authors)),
        "authors-complete": None if work.authors_complete else False,
        "editors": tuple(map(_row, work.editors)),
        "other-languages": work.other_languages,
        "publication-types": record.publication_types,
        "notices": tuple(_trimmed((one.kind, one.source, one.pmid, one.note)) for one in record.notices),
        "status": record.status,
        "version": record.version,
        "mesh": record.mesh,
        "abstract": record.abstract,
        "abstract-licence": record.abstract_licence,
        "fingerprint": print_.version if print_ and print_.version > 1 else None,
        "stems": " ".join(f"{stem} {count}" for stem, count in print_.stems) if print_ else None,
        "quantities": print_.quantities if print_ else None,
    }


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
        return quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    return str(value)
