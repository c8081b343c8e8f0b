"""BibTeX's tokens as regular expressions, the same sets of characters as pybtex's `LowLevelParser`.

Every repetition is possessive (`*+`): a match is tried once, never backed into, so that reading is
linear in the text whatever it holds.
"""

from __future__ import annotations

import re
from functools import cache

# pybtex 0.26, `NAME_CHARS`: what BibTeX (bibtex.web, section 216, `id_class`) lets an identifier hold.
_NAME_START = r"A-Za-z@!$&*+\-./:;<>?\[\\\]^_`|~\x7f"
NAME = rf"[{_NAME_START}][{_NAME_START}0-9]*+"

_MAXIMUM_DEPTH = 8


@cache
def balanced(depth: int = _MAXIMUM_DEPTH) -> str:
    """Give the pattern of a text whose braces match, nested at most `depth` deep."""
    inner = r"[^{}]*+"
    for _ in range(depth):
        inner = rf"[^{{}}]*+(?:\{{{inner}\}}[^{{}}]*+)*+"
    return inner


@cache
def _quoted(depth: int = _MAXIMUM_DEPTH - 1) -> str:
    return rf'[^"{{}}]*+(?:\{{{balanced(depth)}\}}[^"{{}}]*+)*+'


HEAD = re.compile(rf"@\s*+([A-Za-z][{_NAME_START}0-9]*+)\s*+([{{(])")
"""`@type{` or `@type(`: groups are the type and the delimiter."""

LINE_HEAD = re.compile(r"[\r\n][ \t]*+(@[A-Za-z]++[ \t]*+[{(])")
"""An entry that begins a line: where reading resumes after a broken entry."""

KEY = re.compile(r"\s*+([^\s,{}()\"=#%@]++)[ \t]*+,\s*+")
"""A plain key and its comma."""

FIELD = re.compile(
    rf"({NAME})\s*+=\s*+(?:\{{({balanced()})\}}|\"({_quoted()})\"|([0-9]++)|({NAME}))\s*+(?:(,)\s*+|(?=\}}))"
)
"""`name = value`, up to the next field or the closing brace.

Groups: name, braced value, quoted value, number, macro, comma.
"""

STRING = re.compile(
    rf"\s*+({NAME})\s*+=\s*+(?:\{{({balanced()})\}}|\"({_quoted()})\"|([0-9]++)|({NAME}))\s*+,?\s*+\}}"
)
"""The body of `@string{…}` without concatenation; groups as in `FIELD`."""

BALANCED_BODY = re.compile(rf"{balanced(12)}\}}")
"""What follows the opening brace of a comment or preamble, to its closing one."""

FIELD_LINE = re.compile(rf"[\r\n][ \t]*+,?[ \t]*+{NAME}[ \t]*+=[ \t]*+[{{\"0-9A-Za-z]")
"""A line that begins with `name = value`."""
