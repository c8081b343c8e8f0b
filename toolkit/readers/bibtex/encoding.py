"""The encoding of a library: UTF-8, and what to say of anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.model.finding import Problem, Severity
from toolkit.model.span import SourceText, Span

RULE = "reference-encoding"
_HELP = "save the file as UTF-8"

_UNDECODABLE = re.compile(r"[\udc80-\udcff]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]+")
# Unicode Standard Annex 9, section 2: the explicit directional formatting characters.
_DIRECTIONS = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_CONTROL_BYTES = bytes((*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F))
_DIRECTION_BYTES = tuple(
    re.compile(pattern)
    for pattern in (
        rb"\xe2\x80[\x8e\x8f\xaa-\xae]",
        rb"\xe2\x81[\xa6-\xa9]",
        rb"\xd8\x9c",
        rb"\xef\xbf[\xbe\xbf]",
    )
)
_PROBLEM_CAP = 1_001


def decode_library(path: str, data: bytes) -> tuple[SourceText, list[Problem]]:
    """Decode a library, one character for each byte that is not UTF-8 (U+FFFD), and report those."""
    source = source_of(path, data)
    if _utf_16(data):
        problem = Problem(Span(0, 0), "the file is UTF-16", _HELP, rule=RULE)
        return source, [problem, *_odd_characters(source.text)]
    body = data[3:] if source.byte_order_mark else data
    problems: list[Problem] = []
    if "\N{REPLACEMENT CHARACTER}" in source.text:
        problems.extend(_undecodable(source.text, body.decode(errors="surrogateescape")))
    if _has_odd_characters(body):
        problems.extend(_odd_characters(source.text))
    return source, problems


def source_of(path: str, data: bytes) -> SourceText:
    """Give a library's text alone, decoded as `decode_library` does."""
    name = _utf_16(data)
    if name:
        return SourceText(path, data[2:].decode(name, errors="replace"), byte_order_mark=True)
    has_mark = data.startswith(b"\xef\xbb\xbf")
    body = data[3:] if has_mark else data
    try:
        text = body.decode()
    except UnicodeDecodeError:
        text = body.decode(errors="surrogateescape")
        text = _UNDECODABLE.sub(lambda found: "\N{REPLACEMENT CHARACTER}" * len(found[0]), text)
    return SourceText(path, text, byte_order_mark=has_mark)


def _utf_16(data: bytes) -> str | None:
    """Name the codec of a file that begins with a UTF-16 byte-order mark."""
    return {b"\xff\xfe": "UTF-16-LE", b"\xfe\xff": "UTF-16-BE"}.get(data[:2])


def _undecodable(shown: str, text: str) -> Iterator[Problem]:
    """Yield what is not UTF-8; `shown` has U+FFFD for each byte that `text` has an escape for."""
    for count, found in enumerate(_escapes(shown, text)):
        if count >= _PROBLEM_CAP:
            return
        raw = found[0].encode(errors="surrogateescape")
        octets = " ".join(f"{byte:02X}" for byte in raw[:8])
        guess = raw[:8].decode("cp1252", errors="replace")
        message = f"byte {octets} is not UTF-8" if len(raw) == 1 else f"bytes {octets} are not UTF-8"
        help_ = f'in Windows-1252 or Latin-1 it would be "{guess}": {_HELP}'
        yield Problem(Span(found.start(), found.end()), message, help_, rule=RULE)


def _escapes(shown: str, text: str) -> Iterator[re.Match[str]]:
    """Yield the escapes of `text`, by the signs of `shown`: looking for one sign is fifty times as fast."""
    at = shown.find("\N{REPLACEMENT CHARACTER}")
    while at >= 0:
        found = _UNDECODABLE.match(text, at)
        if found:
            yield found
        at = shown.find("\N{REPLACEMENT CHARACTER}", found.end() if found else at + 1)


def _odd_characters(text: str) -> Iterator[Problem]:
    for count, found in enumerate(_CONTROLS.finditer(text)):
        if count >= _PROBLEM_CAP:
            return
        message = f"control character U+{ord(found[0][0]):04X}"
        yield Problem(Span(found.start(), found.end()), message, "delete it", rule=RULE)
    for count, found in enumerate(_DIRECTIONS.finditer(text)):
        if count >= _PROBLEM_CAP:
            return
        message = f"invisible character U+{ord(found[0][0]):04X}, which changes the direction of text"
        harmless = found[0].strip("\u200e\u200f\u061c") == ""
        severity = Severity.WARNING if harmless else None
        yield Problem(Span(found.start(), found.end()), message, "delete it", rule=RULE, severity=severity)


def _has_odd_characters(data: bytes) -> bool:
    """Tell whether UTF-8 text may have any: a hundred times faster than looking in the text."""
    return len(data.translate(None, _CONTROL_BYTES)) != len(data) or any(
        pattern.search(data) for pattern in _DIRECTION_BYTES
    )
