"""Documents as JSON text: one form for reports, ledgers and everything else that machines read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from toolkit.model.span import Position

# JSON text is UTF-8, which cannot hold them (RFC 8259, sections 8.1 and 8.2).
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")


def json_text(document: Mapping[str, object] | Sequence[object]) -> str:
    """Give a document as indented JSON with a line end; keys keep their order, letters stay letters.

    Lone surrogates, such as those of a file name that is not UTF-8, become U+FFFD.
    """
    return _LONE_SURROGATES.sub("\ufffd", json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def json_line(document: Mapping[str, object] | Sequence[object]) -> str:
    """Give a document as JSON on one line, with a line end, as `json_text` writes its values.

    Many times as fast: Python has no fast encoder that indents.
    """
    return _LONE_SURROGATES.sub("\ufffd", json.dumps(document, ensure_ascii=False)) + "\n"


def position_document(place: Position) -> dict[str, int]:
    """Give a position as JSON has it: line and column from 1, offset from 0, in Unicode characters."""
    return {"line": place.line, "column": place.column, "offset": place.offset}
