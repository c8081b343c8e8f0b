"""Text made fit for a terminal: nothing in an article may move the cursor, hide or reorder text."""

from __future__ import annotations

import re
import unicodedata

# C0 and C1 controls, DEL, bidirectional controls (Unicode UAX #9), zero-width and other invisible
# characters, line and paragraph separators, lone surrogates.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def printable(text: str) -> str:
    """Give `text` with every control and invisible character shown as `<U+XXXX>`; line ends stay."""
    if text.isprintable():  # Python's own word for it is stricter, and quick
        return text
    return _UNSAFE.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)


def one_line(text: str) -> str:
    """Give `text` printable and on one line."""
    return " ".join(printable(text).split())


def printable_name(text: str) -> str:
    """Give a file's name printable, line ends and tabs too, and all spaces kept."""
    return printable(text).replace("\n", "<U+000A>").replace("\t", "<U+0009>")


def width(text: str) -> int:
    """Count the terminal columns that `text` takes (Unicode UAX #11; combining marks take none)."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
