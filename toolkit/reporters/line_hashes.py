"""The hashes by which GitHub code scanning knows a line again: `primaryLocationLineHash`.

GitHub reads no other fingerprint, and its upload action computes this one itself and complains of
each that differs. So it is computed here in the same way (github/codeql-action,
`src/fingerprints.ts`, whose documentation and test values describe it): a polynomial hash over the
first hundred UTF-16 units from the start of the line on, spaces and tabs left out, all line ends as
LF, the end of the file as U+FFFF and zeros after it; then a colon and how often that hash was met
in the file up to this line. It survives lines that are inserted or taken away elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from toolkit.model.span import SourceText

_WINDOW = 100
_BASE = 37
_MASK = (1 << 64) - 1
_END_OF_FILE = "\uffff"
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def line_hashes(source: SourceText, lines: Collection[int]) -> dict[int, str]:
    """Give the hashes of some lines, counted from 1; lines that the text does not have are left out."""
    wanted = frozenset(lines)
    units = _units(source)
    found: dict[int, str] = {}
    counts: Counter[str] = Counter()
    start = 0
    for number in range(1, units.count("\n") + 2):
        window = units[start : start + _WINDOW]
        counts[window] += 1
        if number in wanted:
            found[number] = f"{_hash(window):x}:{counts[window]}"
        start = units.find("\n", start) + 1
    return found


def _units(source: SourceText) -> str:
    """Give the text as the hash sees it, one character for each UTF-16 unit."""
    text = ("\ufeff" if source.byte_order_mark else "") + source.text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace(" ", "").replace("\t", "")
    return _ASTRAL.sub(lambda match: _pair(ord(match[0])), text) + _END_OF_FILE


def _pair(code: int) -> str:
    """Give the two surrogates that stand for a character outside of the Basic Multilingual Plane."""
    return chr(0xD800 + ((code - 0x10000) >> 10)) + chr(0xDC00 + ((code - 0x10000) & 0x3FF))


def _hash(window: str) -> int:
    value = 0
    for unit in window:
        value = (value * _BASE + ord(unit)) & _MASK
    return value * int(_BASE ** (_WINDOW - len(window))) & _MASK
