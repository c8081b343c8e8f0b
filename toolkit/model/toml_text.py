"""Texts as TOML writes them, in the form that JSON reads too: one home for all that Osler writes as TOML."""

from __future__ import annotations

import re

from toolkit.model.late_pattern import late_pattern

# What TOML 1.0 forbids in a basic string, what would end a line for other tools, and the characters
# that change the direction of text (Unicode Standard Annex 9), which a reviewer could not see.
_ESCAPED = late_pattern('[\\\\"\x00-\x1f\x7f\x80-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]')
_SURROGATE = late_pattern("[\ud800-\udfff]")
_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def quoted(text: str) -> str:
    r"""Give a text as a basic string of TOML that is a JSON string too; lone surrogates become U+FFFD."""
    text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    return _SHORT.get(found[0]) or f"\\u{ord(found[0]):04X}"
