"""Lists of items in JSON, with the line of each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from toolkit.errors import UnreadableInputError

_GAP = re.compile(r"[\s,]*")


def read_items(text: str) -> Iterator[tuple[int, Any]]:
    """Yield line and value of the items of a JSON list, or of the one item of a JSON object.

    Raises `UnreadableInputError`, with line and column, for anything else.
    """
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableInputError(f"not JSON: {error.msg}", line=error.lineno, column=error.colno) from None
    except (RecursionError, ValueError):
        raise UnreadableInputError(
            "not JSON that can be read: nested too deeply, or a number too long", line=1
        ) from None
    if isinstance(value, dict):
        yield 1, value
    elif isinstance(value, list):
        yield from _items(text, len(value))
    else:
        raise UnreadableInputError("neither a list nor an object", line=1)


def _items(text: str, count: int) -> Iterator[tuple[int, Any]]:
    """Decode the items of a list once more, one by one, so as to see where each begins."""
    decoder = json.JSONDecoder()
    offset = text.index("[") + 1
    line, counted = 1, 0
    for _ in range(count):
        gap = _GAP.match(text, offset)
        offset = gap.end() if gap else offset
        line, counted = line + text.count("\n", counted, offset), offset
        value, offset = decoder.raw_decode(text, offset)
        yield line, value
