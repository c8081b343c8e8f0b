"""BibTeX's tokens as regular expressions, the same sets of characters as pybtex's `LowLevelParser`.

Every repetition is possessive (`*+`): a match is tried once, never backed into, so that reading is
linear in the text whatever it holds.
"""

from __future__ import annotations

from functools import cache

from toolkit.model.late_pattern import late_pattern

# pybtex 0.26, `NAME_CHARS`: what BibTeX (bibtex.web, `id_class`) lets an identifier hold.
_NAME_START = r"A-Za-z@!$&*+\-./:;<>?\[\\\]^_`|~\x7f"
NAME = rf"[{_NAME_START}][{_NAME_START}0-9]*+"

_MAXIMUM_DEPTH = 6


@cache
def balanced(depth: int = _MAXIMUM_DEPTH) -> str:
    """Give the pattern of a text whose braces match, nested at most `depth` deep."""
    inner = r"[^{}]*+"
    for _ in range(depth):
        inner = rf"[^{{}}]*+(?:\{{{inner}\}}[^{{}}]*+)*+"
    return inner


_QUOTED = rf'[^"{{}}]*+(?:\{{{balanced(_MAXIMUM_DEPTH - 1)}\}}[^"{{}}]*+)*+'
_PART = rf'(?:\{{{balanced()}\}}|"{_QUOTED}"|[0-9]++|{NAME})'
_PART_GROUPS = rf'(?:\{{({balanced()})\}}|"({_QUOTED})"|([0-9]++)|({NAME}))'
_TAIL = rf"(?:\s*+#\s*+{_PART})*+"
_FIELD_END = r"\s*+(?:,\s*+|(?=\}))"

HEAD = late_pattern(r"@\s*+([A-Za-z][A-Za-z0-9_:.+*/-]*+)\s*+([{(])")
"""`@type{` or `@type(`: groups are the type and the delimiter."""

LIKELY_HEAD = late_pattern(r"@(?<!\S@)[A-Za-z]++[ \t]*+[{(]")
"""What begins an entry where nothing but spaces stands before it on its line."""

AT = late_pattern(r"@(?=\s*+[A-Za-z])")
"""An `@` that may begin a command; any other belongs to a comment."""

PLAIN_ENTRY = late_pattern(
    rf"\s*+([^\s,{{}}()\"=#%@]++)[ \t]*+,\s*+((?:{NAME}\s*+=\s*+{_PART}{_TAIL}{_FIELD_END})*+)\}}"
)
"""Key, fields and closing brace of a plainly well-formed entry. Groups: key, fields."""

FIELD_NAME = late_pattern(
    rf'({NAME})\s*+=\s*+(?:\{{{balanced()}\}}|"{_QUOTED}"|[0-9]++|({NAME}))({_TAIL}){_FIELD_END}'
)
"""A field of a plain entry. Groups: name, macro, what is concatenated to the first part."""

FIELD = late_pattern(rf"({NAME})\s*+=\s*+{_PART_GROUPS}({_TAIL}){_FIELD_END}")
"""A field of a plain entry. Groups: name, then braced value, quoted value, number, macro, and the tail."""

PART = late_pattern(rf"#\s*+{_PART_GROUPS}")
"""One concatenated part of a tail. Groups: braced value, quoted value, number, macro."""

STRING = late_pattern(rf"\s*+({NAME})\s*+=\s*+{_PART_GROUPS}\s*+,?\s*+\}}")
"""The body of `@string{…}` without concatenation. Groups: name, then as in `PART`."""

BALANCED_BODY = late_pattern(rf"{balanced(12)}\}}")
"""What follows the opening brace of a comment or preamble, to its closing one."""

FIELD_LINE = late_pattern(rf"[\r\n][ \t]*+,?[ \t]*+{NAME}[ \t]*+=[ \t]*+[{{\"0-9A-Za-z]")
"""A line that begins with `name = value`."""
