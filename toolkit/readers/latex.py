"""LaTeX, as bibliographies hold it, to plain Unicode: accents, symbols, simple formulas, no markup.

One pass, linear in the text, no recursion. What it does not know it leaves out, and keeps the text
of its arguments. Superscripts and subscripts keep their sense (`10$^3$` is `10³`, never `103`).
"""

from __future__ import annotations

import html
import re
import unicodedata

from toolkit.readers.latex_symbols import ACCENTS, SUBSCRIPTS, SUPERSCRIPTS, SYMBOLS, WITHOUT_ARGUMENT

_NEEDS_WORK = re.compile(r"[\\{}$~`<&]|--|''")
_TOKEN = re.compile(
    r"\\([A-Za-z]+)\*?[ \t\r\n]*|\\(.)|(---?)|(``|'')|([{}$^_~`])|([^\\{}$^_~`'\-]+|['\-])", re.DOTALL
)
_TAG = re.compile(r"</?(?:i|b|em|strong|u|scp|span|jats:\w+|(su[bp]))\b[^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_EMPTY_GROUPS = re.compile(r"(?:\{\}){2,}")
_ESCAPED = re.compile(r"\\([#$%&_{}~^ ])|[{}]")


def needs_decoding(value: str) -> bool:
    """Tell whether a value holds anything but plain characters."""
    return _NEEDS_WORK.search(value) is not None


def to_unicode(value: str) -> str:
    """Give the plain text of a field's value: white space folded, no braces, no markup, NFC."""
    if _NEEDS_WORK.search(value):
        if "<" in value:
            value = _TAG.sub(_tag, value)
        if "&" in value:
            value = _ENTITY.sub(lambda found: html.unescape(found[0]), value)
        value = _decoded(_EMPTY_GROUPS.sub("{}", value))
    value = " ".join(value.split())
    return value if value.isascii() else unicodedata.normalize("NFC", value)


def to_verbatim(value: str) -> str:
    """Give the value of a field that is no prose (DOI, address): escapes and braces gone, no more."""
    if "\\" in value or "{" in value or "}" in value:
        value = _ESCAPED.sub(lambda found: found[1] or "", value)
    return value.strip()


def _tag(found: re.Match[str]) -> str:
    """Turn `<sup>` and `<sub>` into their commands; drop other tags."""
    if not found[1]:
        return ""
    if found[0].startswith("</"):
        return "}"
    return r"\textsuperscript{" if found[1].lower() == "sup" else r"\textsubscript{"


class _Output:
    """The text so far, with the accent that waits for its letter and the script that is open."""

    __slots__ = ("accents", "depth", "math", "parts", "script")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.accents: list[str] = []
        self.depth = 0
        self.math = False
        self.script: tuple[dict[str, str], int, int] | None = None
        """The table of an open super- or subscript, where its text began, and the depth that ends it."""

    def add(self, text: str) -> None:
        if self.accents and text.strip():
            text = text.lstrip()
            base = {"ı": "i", "ȷ": "j"}.get(text[0], text[0])
            text = base + "".join(reversed(self.accents)) + text[1:]
            self.accents.clear()
        self.parts.append(text)
        if self.script is not None and self.script[2] == self.depth:
            self._end_script()

    def begin_script(self, table: dict[str, str]) -> None:
        self.script = (table, len(self.parts), self.depth)

    def open(self) -> None:
        self.depth += 1

    def close(self) -> None:
        self.depth = max(0, self.depth - 1)
        self.accents.clear()
        if self.script is not None and self.script[2] == self.depth:
            self._end_script()

    def _end_script(self) -> None:
        if self.script is None:
            return
        table, start, _ = self.script
        self.script = None
        text = "".join(self.parts[start:]).strip()
        if all(character in table for character in text):
            text = "".join(table[character] for character in text)
        elif table is SUPERSCRIPTS:
            text = f"^{text}" if len(text) == 1 else f"^({text})"
        self.parts[start:] = [text]


def _decoded(value: str) -> str:
    output = _Output()
    skip_at: int | None = None
    for found in _TOKEN.finditer(value):
        command, escape, dash, quotes, special, text = found.groups()
        if skip_at is not None:
            skip_at = _skipped(output, special, skip_at)
        elif command is not None:
            if command in WITHOUT_ARGUMENT:
                skip_at = output.depth
            else:
                _command(output, command, found[0])
        elif escape is not None:
            _escape(output, escape)
        elif dash is not None:
            output.add("–" if len(dash) == 2 else "—")
        elif quotes is not None:
            output.add("“" if quotes == "``" else "”")
        elif special is not None:
            _special(output, special)
        elif text is not None:
            _text(output, text)
    return "".join(output.parts)


def _skipped(output: _Output, special: str | None, depth: int) -> int | None:
    """Step over one token of an argument that is left out; tell the depth at which it ends, if it goes on."""
    if special == "{":
        output.open()
        return depth
    if special == "}":
        output.close()
    return depth if output.depth > depth else None


def _text(output: _Output, text: str) -> None:
    """Add plain text; an unbraced script takes its first character only."""
    if output.script is not None and output.script[2] == output.depth:
        text = text.lstrip()
        output.add(text[:1])
        text = text[1:]
    if text:
        output.add(text)


def _command(output: _Output, command: str, written: str) -> None:
    if command in ACCENTS:
        output.accents.append(ACCENTS[command])
    elif command in {"textsuperscript", "textsubscript", "sp", "sb"}:
        output.begin_script(SUPERSCRIPTS if command in {"textsuperscript", "sp"} else SUBSCRIPTS)
    elif command in SYMBOLS:
        symbol = SYMBOLS[command]
        output.add(symbol)
    elif not output.math and written[-1:].isspace() and command.isupper():
        output.add(written)  # `\AIDS` is nobody's command: keep what was written


def _escape(output: _Output, escape: str) -> None:
    if escape in ACCENTS:
        output.accents.append(ACCENTS[escape])
    elif escape in "\\\n\r\t ,;:>":
        output.add(" " if escape not in {":", ">", ";"} or not output.math else "")
    elif escape not in "/-!@()[]":
        output.add(escape)


def _special(output: _Output, special: str) -> None:
    match special:
        case "{":
            output.open()
        case "}":
            output.close()
        case "$":
            output.math = not output.math
        case "~":
            output.add(" ")
        case "`":
            output.add("‘")
        case _ if output.math:
            output.begin_script(SUPERSCRIPTS if special == "^" else SUBSCRIPTS)
        case _:
            output.add(special)
