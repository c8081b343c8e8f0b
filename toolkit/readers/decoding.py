"""From bytes to text, and the characters that no article should hold."""

from __future__ import annotations

import re
import unicodedata
from codecs import BOM_UTF8

from toolkit.errors import UnreadableInputError
from toolkit.model.caps import ARTICLE_CAP
from toolkit.model.finding import Problem
from toolkit.model.late_pattern import late_pattern
from toolkit.model.span import SourceText, Span

MAX_BYTES = ARTICLE_CAP
_MOST_CONTROLS = 20
_ASCII_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_RANGES = (
    ("\x00", "\x08"), ("\x0b", "\x0c"), ("\x0e", "\x1f"), ("\x7f", "\x9f"),  # C0 and C1 but tab and line ends
    ("\u061c", "\u061c"), ("\u200e", "\u200f"), ("\u202a", "\u202e"), ("\u2066", "\u2069"),  # UAX #9
    ("\xad", "\xad"), ("\u034f", "\u034f"), ("\u115f", "\u1160"), ("\u180e", "\u180e"),  # invisible
    ("\u200b", "\u200d"), ("\u2028", "\u2029"), ("\u2060", "\u2064"), ("\u206a", "\u206f"),
    ("\u3164", "\u3164"), ("\ufeff", "\ufeff"), ("\uffa0", "\uffa0"), ("\ufff9", "\ufffb"),
    ("\ufffe", "\uffff"), ("\U000e0000", "\U000e007f"),
)  # fmt: skip
_CONTROLS = frozenset(chr(code) for first, last in _RANGES for code in range(ord(first), ord(last) + 1))
_CONTROL = late_pattern("[" + "".join(f"{first}-{last}" for first, last in _RANGES) + "]")
# A joiner is part of the spelling in these scripts, and of an emoji made of several (UTS #51).
_JOINERS = "\u200c\u200d"


def decode(path: str, data: bytes) -> tuple[SourceText, list[Problem]]:
    """Decode an article; give it with the problems of its bytes.

    Raises `UnreadableInputError` for more than 2 MiB. What is not UTF-8 is replaced by U+FFFD and
    reported at the first place.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableInputError(
            f"the article has {len(data):,} bytes; at most {MAX_BYTES:,} are read",
            help="divide it into several articles",
            path=path,
        )
    source = source_of(path, data)
    problems: list[Problem] = []
    if "\N{REPLACEMENT CHARACTER}" in source.text:
        body = data[len(BOM_UTF8) :] if source.byte_order_mark else data
        try:
            body.decode()
        except UnicodeDecodeError as error:
            problems.append(_undecodable(source.text, body, error))
    problems.extend(_controls(source.text))
    return source, problems


def source_of(path: str, data: bytes) -> SourceText:
    """Give an article's text alone: without its byte-order mark, what is not UTF-8 replaced by U+FFFD."""
    has_mark = data.startswith(BOM_UTF8)
    body = data[len(BOM_UTF8) :] if has_mark else data
    return SourceText(path, body.decode(errors="replace"), has_mark)


def _undecodable(text: str, body: bytes, error: UnicodeDecodeError) -> Problem:
    """Say where the first byte stands that is not UTF-8."""
    at = len(body[: error.start].decode())
    for mark, name in ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16")):
        if body.startswith(mark):
            return Problem(
                Span(0, min(1, len(text))),
                f"the file is {name}, not UTF-8",
                help="save it as UTF-8",
                rule="article-encoding",
            )
    wrong = text.count("\ufffd") - body.count("\ufffd".encode())
    more = f" (the first of {wrong} such places)" if wrong > 1 else ""
    return Problem(
        Span(at, min(at + 1, len(text))),
        f"byte 0x{body[error.start]:02x} is not UTF-8{more}",
        help="save the file as UTF-8",
        rule="article-encoding",
    )


def _controls(text: str) -> list[Problem]:
    """Name each control and invisible character, up to a cap."""
    pattern = _ASCII_CONTROL if text.isascii() else _CONTROL
    if pattern is _CONTROL and _CONTROLS.isdisjoint(text):
        return []
    found: list[Problem] = []
    number = 0
    for match in pattern.finditer(text):
        if match[0] in _JOINERS and _joins(text, match.start()):
            continue
        number += 1
        if number <= _MOST_CONTROLS:
            found.append(_control(match))
    if number > _MOST_CONTROLS:
        last = found[-1]
        found[-1] = Problem(
            last.span,
            f"{last.message}; {number - _MOST_CONTROLS} more of their kind follow",
            help=last.help,
            rule=last.rule,
        )
    return found


def _control(match: re.Match[str]) -> Problem:
    code = ord(match[0])
    name = unicodedata.name(match[0], _NAMES.get(code, "control character"))
    return Problem(
        Span(*match.span()),
        f"invisible or control character U+{code:04X} ({name})",
        help="delete it",
        rule="article-control-character",
    )


def _joins(text: str, at: int) -> bool:
    """Tell whether a joiner stands where spelling or an emoji needs it."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if not before or not after:
        return False
    if unicodedata.category(before) in ("So", "Sk", "Mn") and unicodedata.category(after) == "So":
        return True
    return (
        before > "\u0590" and after > "\u0590" and before.isalpha() | (unicodedata.category(before) == "Mn")
    )


_NAMES = {
    0x00: "NULL",
    0x07: "BELL",
    0x08: "BACKSPACE",
    0x0B: "LINE TABULATION",
    0x0C: "FORM FEED",
    0x1B: "ESCAPE",
    0x7F: "DELETE",
    0x85: "NEXT LINE",
}
