"""A review record as the bytes of a file, and back.

A record is TOML, written in one way only: keys in a fixed order, texts as basic strings on one line. The
reader takes just that form, since what is signed is bytes and nobody edits a signed record; so each
fault has its line and column, and nothing that a person would overlook can hide in other spellings. A text of
the form is JSON's too, which `json` reads. Tests read every record with `tomllib` as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any

from toolkit.model.review_record import (
    Answer,
    ClaimAnswer,
    Decision,
    Digests,
    RecordFault,
    ReviewRecord,
    ReviewScope,
)
from toolkit.model.toml_text import quoted

VERSION = 1
"""The version of the format that is written, and the newest that is read."""
RECORD_CAP = 1 << 20
"""Bytes beyond which a record is not read; one with a thousand answers has a third of this."""

_LINE = re.compile(r'([a-z][a-z-]*|"(?:[^"\\]|\\.)*+") = (.+)')
_TEXT = re.compile(r'"(?:[^"\\]|\\["\\bfnrt]|\\u(?!D[89A-F])[0-9A-F]{4})*+"')
_NUMBER = re.compile(r"[1-9]\d{0,8}")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_RESTORE = (
    "records are never edited: restore the file from git, and append a new record for a new decision "
    "(if only its line ends differ, keep `reviews/** -text` in .gitattributes and check it out again)"
)


class _FaultError(Exception):
    """Something in the file is not as a record has it, at an offset of its text."""

    def __init__(self, message: str, offset: int, help: str = _RESTORE) -> None:  # noqa: A002 - the output's word
        super().__init__(message)
        self.message, self.offset, self.help = message, offset, help


def digest_of_bytes(data: bytes) -> str:
    """Give the digest of bytes as records have it: `sha256:` and 64 hexadecimal digits."""
    return f"sha256:{sha256(data).hexdigest()}"


# --- Writing ---------------------------------------------------------------------------------


def render_record(record: ReviewRecord) -> bytes:
    """Give a record as the bytes of its file: what is signed."""
    lines = [f"review-version = {VERSION}", *_pairs(_HEAD, record), "", "[digests]"]
    lines += _pairs(_DIGESTS, record.digests)
    if record.digests.sources:
        lines += ["", "[sources]"]
        lines += [f"{quoted(key)} = {quoted(value)}" for key, value in record.digests.sources]
    for one in record.answers:
        lines += ["", "[[answers]]", *_pairs(_ANSWER, one)]
    return ("\n".join(lines) + "\n").encode()


def _pairs(keys: dict[str, _Key], value: object) -> Iterator[str]:
    for name, key in keys.items():
        held = getattr(value, key.field)
        if held is not None and held is not False:
            yield f"{name} = {_value(held)}"


def _value(value: object) -> str:
    if isinstance(value, date):
        return quoted(value.isoformat())
    if isinstance(value, str):
        return quoted(value)
    return "true" if value is True else str(value)


# --- Reading ---------------------------------------------------------------------------------


def read_record(path: str, data: bytes) -> ReviewRecord | RecordFault:
    """Read a record, or say at its place what is wrong with the file. Total: any bytes give one of the two."""
    text = data[:RECORD_CAP].decode("utf-8", "replace")
    try:
        return _read(data, text)
    except _FaultError as fault:
        before = text[: fault.offset]
        line, column = before.count("\n") + 1, fault.offset - (before.rfind("\n") + 1) + 1
        return RecordFault(path, fault.message, fault.help, line=line, column=column)


def _read(data: bytes, text: str) -> ReviewRecord:
    if len(data) > RECORD_CAP:
        raise _FaultError(f"the file is larger than {RECORD_CAP >> 10} KiB: it is no review record", 0)
    record = _Reading(text).record()
    rendered = render_record(record)
    if rendered != data:
        raise _FaultError("this is not written as Osler writes a record", _difference(data, rendered))
    return record


def _difference(one: bytes, other: bytes) -> int:
    """Give the character at which two texts begin to differ."""
    size = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    size = min(len(one), len(other)) if size is None else size
    return len(one[:size].decode("utf-8", "ignore"))


@dataclass(slots=True)
class _Reading:
    """Goes through the lines of a record once."""

    text: str
    head: dict[str, Any] = field(default_factory=dict)
    digests: dict[str, Any] = field(default_factory=dict)
    sources: list[tuple[str, str]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)

    def record(self) -> ReviewRecord:
        """Read all of it."""
        self._lines()
        end = len(self.text)
        digests = _built(Digests, self.digests, _DIGESTS, end, sources=tuple(self.sources))
        answers = tuple(_built(ClaimAnswer, one, _ANSWER, end) for one in self.answers)
        record: ReviewRecord = _built(ReviewRecord, self.head, _HEAD, end, digests=digests, answers=answers)
        return record

    def _lines(self) -> None:
        table, offset, is_first = "", 0, True
        for line in self.text.split("\n"):
            if is_first:
                self._version(line)
            elif line.startswith("["):
                table = self._header(line, offset)
            elif line:
                self._pair(table, line, offset)
            offset, is_first = offset + len(line) + 1, False

    @staticmethod
    def _version(line: str) -> None:
        found = re.fullmatch(r"review-version = ([1-9]\d{0,5})", line)
        if found is None:
            raise _FaultError(
                "the file does not begin with the version of its format: it is no review record", 0
            )
        if int(found[1]) > VERSION:
            raise _FaultError(
                f"the record has format {found[1]}; this Osler reads {VERSION}", 0, "install a newer Osler"
            )

    def _header(self, line: str, offset: int) -> str:
        if line not in ("[digests]", "[sources]", "[[answers]]"):
            raise _FaultError("a record has no such table", offset)
        if line == "[[answers]]":
            self.answers.append({})
        return line

    def _pair(self, table: str, line: str, offset: int) -> None:
        found = _LINE.fullmatch(line)
        if found is None:
            raise _FaultError("this is not a key with its value", offset)
        name, value, place = found[1], found[2], offset + found.start(2)
        if table == "[sources]":
            self.sources.append((_text(name, offset), _digest(value, place)))
            return
        target, keys = self._table(table)
        key = keys.get(name)
        if key is None:
            raise _FaultError(f'a record has no key "{name}" here', offset)
        if key.field in target:
            raise _FaultError(f'"{name}" stands here twice', offset)
        target[key.field] = key.read(value, place)

    def _table(self, table: str) -> tuple[dict[str, Any], dict[str, _Key]]:
        if table == "[digests]":
            return self.digests, _DIGESTS
        if table == "[[answers]]":
            return self.answers[-1], _ANSWER
        return self.head, _HEAD


def _built(kind: Any, values: dict[str, Any], keys: dict[str, _Key], end: int, **more: object) -> Any:
    for name, key in keys.items():
        if key.is_required and key.field not in values:
            raise _FaultError(f'the record lacks "{name}"', end)
    return kind(**values, **more)


def _text(value: str, place: int) -> str:
    if not _TEXT.fullmatch(value):
        raise _FaultError("the value is not a text as Osler writes one", place)
    try:
        text = json.loads(value)
    except ValueError as error:
        raise _FaultError("the value is not a text as Osler writes one", place) from error
    return str(text)


def _digest(value: str, place: int) -> str:
    text = _text(value, place)
    if not _DIGEST.fullmatch(text):
        raise _FaultError("the value is not a digest", place)
    return text


def _day(value: str, place: int) -> date:
    text = _text(value, place)
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise _FaultError(f'"{text}" is not a date, YYYY-MM-DD', place)


def _flag(value: str, place: int) -> bool:
    if value != "true":
        raise _FaultError("the value is not true", place)
    return True


def _number(value: str, place: int) -> int:
    if not _NUMBER.fullmatch(value):
        raise _FaultError("the value is not a whole number above zero", place)
    return int(value)


def _term(kind: type[StrEnum]) -> Callable[[str, int], StrEnum]:
    def read(value: str, place: int) -> StrEnum:
        text = _text(value, place)
        if text not in set(kind):
            raise _FaultError(f'"{text}" is not one of {", ".join(kind)}', place)
        return kind(text)

    return read


@dataclass(frozen=True, slots=True)
class _Key:
    """A key of the file: the field that it fills, and how its value is read."""

    field: str
    read: Callable[[str, int], object]
    is_required: bool = False


_HEAD = {
    "article": _Key("article", _text, is_required=True),
    "number": _Key("number", _number, is_required=True),
    "decision": _Key("decision", _term(Decision), is_required=True),
    "reviewer": _Key("reviewer", _text, is_required=True),
    "role": _Key("role", _text, is_required=True),
    "received-by": _Key("received_by", _text),
    "date": _Key("day", _day, is_required=True),
    "scope": _Key("scope", _term(ReviewScope), is_required=True),
    "next-review": _Key("next_review", _day),
    "competing-interests": _Key("competing_interests", _text),
    "ai-used": _Key("ai_used", _text),
    "urgent": _Key("urgent", _flag),
    "deadline": _Key("deadline", _day),
    "comment": _Key("comment", _text),
    "previous": _Key("previous", _digest),
}
"""The keys of a record in the order in which they are written."""
_DIGESTS = {
    name: _Key(name, _digest, is_required=True) for name in ("article", "evidence", "figures", "policy")
}
_ANSWER = {
    "claim": _Key("claim", _digest, is_required=True),
    "quotation": _Key("quotation", _text, is_required=True),
    "answer": _Key("answer", _term(Answer), is_required=True),
    "comment": _Key("comment", _text),
}
