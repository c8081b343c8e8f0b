"""Documents as JSON text: one form for reports, ledgers and everything else that machines read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from toolkit.model.span import Position

# Lone surrogates, which UTF-8 cannot hold (RFC 8259, sections 8.1 and 8.2); and what JSON itself lets stand, but
# moves a terminal's cursor (DEL, C1), ends a line for some readers of JSON Lines, hides or reorders text.
_WRITTEN_OTHERWISE = re.compile(
    "[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def json_text(document: Mapping[str, object] | Sequence[object]) -> str:
    """Give a document as indented JSON with a line end; keys keep their order, letters stay letters.

    Invisible characters are escaped, which is the same to a program. Lone surrogates, such as those of a file
    name that is not UTF-8, become U+FFFD.
    """
    return _fit(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def json_line(document: Mapping[str, object] | Sequence[object]) -> str:
    """Give a document as JSON on one line, with a line end, as `json_text` writes its values.

    Many times as fast: Python has no fast encoder that indents.
    """
    return _fit(json.dumps(document, ensure_ascii=False)) + "\n"


def _fit(text: str) -> str:
    """Escape the characters of JSON text that no terminal and no file should be given as they are."""
    if text.isascii() and "\x7f" not in text:
        return text
    return _WRITTEN_OTHERWISE.sub(_written, text)


def _written(found: re.Match[str]) -> str:
    number = ord(found[0])
    return "\ufffd" if 0xD800 <= number <= 0xDFFF else f"\\u{number:04x}"


def position_document(place: Position) -> dict[str, int]:
    """Give a position as JSON has it: line and column from 1, offset from 0, in Unicode characters."""
    return {"line": place.line, "column": place.column, "offset": place.offset}
