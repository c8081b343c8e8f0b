"""Entries that are not plainly well-formed, read with pybtex's `LowLevelParser`, one at a time.

pybtex tokenises; this module records where each token stands, goes on after an error, and says
what was wrong. It never sees more than one entry's text, so a fault stays where it is.
"""

from __future__ import annotations

import re

from pybtex.database.input.bibtex import LowLevelParser
from pybtex.scanner import PybtexSyntaxError, Token

from toolkit.model.finding import Severity
from toolkit.model.library import Field
from toolkit.model.span import Span
from toolkit.readers.bibtex.grammar import FIELD_LINE
from toolkit.readers.bibtex.macros import Macros, Report, expand

_MAXIMUM_RECOVERIES = 50
_KEY = re.compile(r"([^\s,{}=\"]++)(?=\s*+(?:,|[})]\s*+$|$))")
_KEY_WITH_SPACES = re.compile(r"([^,{}=\"\r\n]++)(?=,)")
_KEY_WITHOUT_COMMA = re.compile(r"([^\s,{}=\"]++)(?!\s*+=)")
_ODD_KEY = re.compile(r"([^\s,]++)(?=\s*+,)")
_JUNK = re.compile(r"[^,\r\n]*+")
_BARE_VALUE = re.compile(
    r"[^{}\"\r\n]+?(?=\s*+(?:,\s*+(?:[\r\n]|$)|,\s*+[A-Za-z-]++\s*+=|[})]?\s*+(?:[\r\n]|$)))"
)


# mypy takes the base class for Any, since pybtex ships no types and nobody publishes stubs for it; its scanner is
# what is reused here, and it can be had by inheritance only.
class EntryParser(LowLevelParser):  # type: ignore[misc]  # pybtex ships no types: see above
    """Reads the inside of one entry: from its opening delimiter to its end.

    `text` is that of the entry alone (with what follows, up to the next entry at a line start),
    `base` the offset of its first character in the library.
    """

    def __init__(self, text: str, base: int, macros: Macros, report: Report) -> None:
        super().__init__(text, macros={})
        self.pos: int = 0
        self.end_pos: int = len(text)
        self.current_value: list[str] = []
        self._base = base
        self._macros = macros
        self._report = report
        self._recoveries = 0
        self._closer = "}"
        self.key: str | None = None
        self.key_span = Span(base, base)
        self.fields: list[Field] = []
        self.is_closed = False

    # --- pybtex's scanner, made linear -----------------------------------------------------------

    def skip_to(self, patterns: list[object]) -> Token | None:
        """Go behind the nearest delimiter; the original looks for each of them to the end of the text."""
        quote = self.QUOTE in patterns
        found = (_QUOTE_OR_BRACE if quote else _BRACE).search(self.text, self.pos)
        if found is None:
            return None
        value = self.text[self.pos : found.end()]
        self.pos = found.end()
        return Token(value, {"{": self.LBRACE, "}": self.RBRACE, '"': self.QUOTE}[found[0]])

    def update_lineno(self, value: str) -> None:
        """Count no lines: places are offsets here."""

    def substitute_macro(self, name: str) -> str:
        """Expand a macro; an undefined one stands for its own name, and is reported."""
        end = self._base + self.pos
        return expand(self._macros, name, Span(end - len(name), end), self._report)

    # --- one entry -------------------------------------------------------------------------------

    def read(self, opening: int) -> int:
        """Read the entry whose delimiter stands at `opening`; give the offset in the text after it.

        Fills `key`, `key_span`, `fields` and `is_closed`.
        """
        self._closer = ")" if self.text[opening] == "(" else "}"
        self.pos = opening + 1
        self._read_key()
        while True:
            try:
                if not self._read_field():
                    return self.pos
            except PybtexSyntaxError:
                self.pos = self.end_pos
            if self.pos >= self.end_pos and not self._resume():
                return self.end_pos

    def read_definition(self, opening: int) -> int:
        """Read the body of `@string` as one field; give the offset in the text after it."""
        self._closer = ")" if self.text[opening] == "(" else "}"
        self.pos = opening + 1
        try:
            start = self.pos
            name = self.required([self.NAME])
            self.required([self.EQUALS])
            value_start = self.pos
            self.parse_value()
            self._add(name.value, "".join(self.current_value), start, value_start, self.pos)
            self.eat_whitespace()
        except PybtexSyntaxError:
            return self.end_pos
        self.is_closed = self.text[self.pos : self.pos + 1] == self._closer
        return self.pos + 1

    def _read_key(self) -> None:
        self.eat_whitespace()
        text, start = self.text, self.pos
        found = _KEY.match(text, start) or _KEY_WITH_SPACES.match(text, start)
        found = found or _KEY_WITHOUT_COMMA.match(text, start) or _ODD_KEY.match(text, start)
        if found is None or not found[1].strip():
            return
        key = found[1].rstrip()
        if self._closer == ")" and key.endswith(")") and "(" not in key:
            key = key[:-1]
        self.key = key
        self.key_span = Span(self._base + start, self._base + start + len(key))
        self.pos = start + len(key)
        self.eat_whitespace()
        if text[self.pos : self.pos + 1] == ",":
            self.pos += 1
        elif text[self.pos : self.pos + 1] != self._closer and self.pos < self.end_pos:
            self._say(start, start + len(key), f'no comma after the key "{key}"', f"write `{key},`")

    def _read_field(self) -> bool:
        """Read one field, or step over what stands in its place; tell whether the entry goes on."""
        self.eat_whitespace()
        start = self.pos
        character = self.text[start : start + 1]
        if character == self._closer:
            self.pos += 1
            self.is_closed = True
            return False
        if character == "%":
            self._skip_comment()
            return True
        if character == ",":
            self.pos += 1
            self._say(start, self.pos, "a comma with no field before it", "delete it", Severity.WARNING)
            return True
        name = self.optional([self.NAME])
        if name is None or self.optional([self.EQUALS]) is None:
            self._skip_junk(start)
            return True
        self._read_value(name.value, start)
        return True

    def _read_value(self, name: str, start: int) -> None:
        self.eat_whitespace()
        value_start = self.pos
        if self.text[value_start : value_start + 1] in {",", self._closer}:
            help_ = "give it a value, or delete it"
            self._say(start, value_start, f'field "{name}" has no value', help_)
            self._add(name, "", start, value_start, value_start)
            self._end_field(name, start)
            return
        mark = self._macros.budget
        problem_free = self._parses()
        if problem_free:
            self._add(name, "".join(self.current_value), start, value_start, self.pos)
            self._end_field(name, start)
            return
        self._macros.budget = mark
        self._add(name, self.text[value_start + 1 :], start, value_start, self.end_pos)
        self.pos = self.end_pos

    def _parses(self) -> bool:
        self.current_value = []
        try:
            self.parse_value()
        except PybtexSyntaxError as error:
            if "nested" in str(error):
                self._say(self.pos - 1, self.pos, "braces are nested more than 100 deep", "take some away")
            return False
        return True

    def _end_field(self, name: str, start: int) -> None:
        """Step over the comma after a field; report what stands there instead of one."""
        end = self.pos
        self.eat_whitespace()
        character = self.text[self.pos : self.pos + 1]
        if character == ",":
            self.pos += 1
        elif character not in {self._closer, "", "%"}:
            field = self.fields[-1]
            if self.text[field.value_span.start - self._base] not in '{"':
                self._read_bare_value(name, start, end)
            else:
                self._say(
                    start, start + len(name), f'no comma after field "{name}"', "end the field with `,`"
                )

    def _read_bare_value(self, name: str, start: int, end: int) -> None:
        """Read `doi = 10.1/x,`: a value that lacks its braces."""
        value_start = self.fields[-1].value_span.start - self._base
        found = _BARE_VALUE.match(self.text, value_start)
        if found is None or found.end() <= end or "=" in found[0]:
            self._say(start, start + len(name), f'no comma after field "{name}"', "end the field with `,`")
            return
        self.fields.pop()
        self.pos = found.end()
        self._add(name, found[0], start, value_start, self.pos)
        self._say(value_start, self.pos, f'the value of "{name}" is not in braces', f"write `{{{found[0]}}}`")
        if self.text[self.pos : self.pos + 1] == ",":
            self.pos += 1

    def _skip_comment(self) -> None:
        start = self.pos
        end = re.compile(r"[^\r\n]*+").match(self.text, start)
        self.pos = end.end() if end else self.end_pos
        help_ = "biber ignores it, BibTeX does not: put it outside the entry"
        self._say(start, self.pos, "a comment inside an entry", help_, Severity.WARNING)

    def _skip_junk(self, start: int) -> None:
        found = _JUNK.match(self.text, start)
        end = max(found.end() if found else start, start + 1)
        closer = self.text.find(self._closer, start, end)
        end = closer if closer > start else end
        if closer == start:
            end = start + 1
        self.pos = end
        shown = self.text[start:end].strip()[:40]
        self._say(start, end, f"`{shown}` is no field", "a field is `name = {value},`")
        if self.text[end : end + 1] == ",":
            self.pos = end + 1

    def _resume(self) -> bool:
        """After the text ran out: if the last value swallowed lines with fields, cut it there and go on."""
        self.is_closed = False
        if not self.fields or self._recoveries >= _MAXIMUM_RECOVERIES:
            return False
        last = self.fields[-1]
        start = last.value_span.start - self._base
        stop = last.value_span.end - self._base
        found = FIELD_LINE.search(self.text, start, stop)
        end = found.start() if found else _swallowed_brace(self.text, start, stop)
        if end is None or end <= start:
            return False
        self._recoveries += 1
        message = f'the braces of field "{last.name}" do not match'
        raw = self.text[start:end].rstrip().rstrip(",")
        self._say(start, start + len(raw), message, "each `{` needs its `}`: look at the end of this value")
        value = raw[1:] if raw[:1] in {"{", '"'} else raw
        value = value[:-1] if value.endswith("}") and value.count("}") > value.count("{") else value
        self.fields.pop()
        self._add(last.name, value, last.span.start - self._base, start, start + len(raw))
        self.pos = end
        return True

    # --- results ---------------------------------------------------------------------------------

    def _add(self, name: str, value: str, start: int, value_start: int, end: int) -> None:
        span = Span(self._base + start, self._base + end)
        value_span = Span(self._base + value_start, self._base + end)
        self.fields.append(Field(name.lower(), value, span, value_span))

    def _say(
        self, start: int, end: int, message: str, help_: str | None, severity: Severity | None = None
    ) -> None:
        self._report(Span(self._base + start, self._base + end), message, help_, severity)


_BRACE = re.compile(r"[{}]")
_QUOTE_OR_BRACE = re.compile(r"[{}\"]")


def _swallowed_brace(text: str, start: int, stop: int) -> int | None:
    """Find the entry's own closing brace in a value that ran over it: the last one, alone on its line."""
    last = text.rfind("}", start, stop)
    line = max(text.rfind("\n", start, last), text.rfind("\r", start, last)) if last > start else -1
    return (
        line
        if line > start and not text[line:last].strip() and text[start:line].rstrip()[-1:] == ","
        else None
    )
