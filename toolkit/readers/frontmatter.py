"""The front matter: YAML from strangers, read event by event. The only home of PyYAML.

Nothing is composed or constructed by the library: aliases, anchors and tags are refused, depth and
size are capped, each key counts once, and every value is a string. So neither its C loader's
recursion nor a document that doubles itself can do harm.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from toolkit.model.article import Metadata
from toolkit.model.finding import Problem, Related
from toolkit.model.span import SourceText, Span
from toolkit.readers.fields import RULE, FieldReader, Mapping, Scalar, Sequence, Value
from toolkit.readers.metadata import read_metadata

MAX_BYTES = 64 * 1024
"""The largest front matter that is read, in bytes (`docs/article-format.md`)."""
_MAX_DEPTH = 12
_OPENING = re.compile(r"---[ \t]*(?:\r\n|\n|\r)")
_CLOSING = re.compile(r"(?:^|(?<=[\r\n]))(?:---|\.\.\.)[ \t]*(?=\r|\n|\Z)")
_KEY = re.compile(r"[A-Za-z_][\w\-]*[ \t]*:")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HINTS = {
    "mapping values are not allowed": "put a value that holds a colon in quotation marks",
    "found character '\\t'": "indent with spaces, not tabs",
    "could not find expected ':'": "put a colon and a space after the key",
    "did not find expected": "check the quotation marks, brackets and indentation near here",
}


def read_front_matter(source: SourceText) -> tuple[Metadata, list[Problem]]:
    """Read the front matter that a text begins with, if any. Total: for any text."""
    text = source.text
    opening = _OPENING.match(text)
    if opening is None:
        return Metadata(), []
    closing = _CLOSING.search(text, opening.end())
    reader = FieldReader(source.path)
    if closing is None:
        if _KEY.match(text, opening.end()):
            reader.problem(
                Span(0, 3), "the front matter is not closed", "put a line of --- after its last key"
            )
        return Metadata(), reader.problems
    span = Span(0, closing.end())
    body = text[opening.end() : closing.start()]
    if len(body) > MAX_BYTES or len(body.encode()) > MAX_BYTES:
        reader.problem(
            Span(0, 3),
            f"the front matter has more than {MAX_BYTES // 1024} KiB",
            "move what is long into the text",
        )
        return Metadata(span=span), reader.problems
    root = _Builder(reader, opening.end()).build(body)
    if root is None:
        return Metadata(span=span), reader.problems
    return read_metadata(reader, root, span), reader.problems


class _Refused(Exception):  # noqa: N818 - it ends the reading, and never leaves this module
    """The YAML is one that Osler does not read any further."""


class _Builder:
    """Builds values from the events of the YAML parser."""

    def __init__(self, reader: FieldReader, offset: int) -> None:
        self.reader = reader
        self.offset = offset
        self._stack: list[Sequence | Mapping] = []
        self._keys: list[Scalar | None] = []
        self._seen: list[dict[str, Span]] = []
        self._root: Value | None = None

    def build(self, body: str) -> Mapping | None:
        """Build the top mapping; `None` if there is none. After a fault, what came before it stands."""
        try:
            for event in yaml.parse(body, Loader=_LOADER):
                self._take(event)
        except yaml.MarkedYAMLError as error:
            self._syntax_error(error, body)
        except (yaml.YAMLError, UnicodeError) as error:
            # A character that YAML forbids: `decoding` reports control characters at their place.
            at = getattr(error, "position", 0)
            place = self.offset + at if isinstance(at, int) and at < len(body) else self.offset
            self.reader.problem(
                Span(place, place + 1), "the front matter holds a character that YAML does not allow"
            )
        except _Refused:
            pass
        root = self._root or (self._stack[0] if self._stack else None)
        if root is None or isinstance(root, Mapping):
            return root
        self.reader.problem(root.span, "the front matter must be keys and values, such as `title: …`")
        return None

    def _span(self, event: Any) -> Span:
        return Span(self.offset + event.start_mark.index, self.offset + event.end_mark.index)

    def _take(self, event: Any) -> None:
        end = self._span(event).end
        match event:
            case yaml.AliasEvent():
                self._refuse(event, "an alias (`*name`)")
                self._add(Scalar(self._span(event), ""))
            case yaml.ScalarEvent():
                self._refuse_decoration(event)
                self._add(Scalar(self._span(event), event.value, event.style is None))
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                self._refuse_decoration(event)
                is_list = isinstance(event, yaml.SequenceStartEvent)
                self._push(Sequence(self._span(event)) if is_list else Mapping(self._span(event)))
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self._pop(end)

    def _refuse(self, event: Any, what: str) -> None:
        self.reader.problem(
            self._span(event), f"{what} is not allowed in front matter", "write the value itself"
        )

    def _refuse_decoration(self, event: Any) -> None:
        if event.anchor is not None:
            self._refuse(event, "an anchor (`&name`)")
        if event.tag is not None:
            self._refuse(event, "a tag (`!name`)")

    def _push(self, value: Sequence | Mapping) -> None:
        if len(self._stack) >= _MAX_DEPTH:
            self.reader.problem(value.span, "the front matter is nested too deeply")
            raise _Refused
        self._add(value)
        self._stack.append(value)
        self._keys.append(None)
        self._seen.append({})

    def _pop(self, end: int) -> None:
        value = self._stack.pop()
        self._keys.pop()
        self._seen.pop()
        value.span = Span(value.span.start, max(value.span.start, _last_end(value, end)))
        if not self._stack:
            self._root = value

    def _add(self, value: Value) -> None:
        if not self._stack:
            if isinstance(value, Scalar) and not value.is_empty:
                self._root = value
            return
        parent = self._stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(value)
            return
        key = self._keys[-1]
        if key is not None:
            self._keys[-1] = None
            if self._seen[-1].setdefault(key.value, key.span) == key.span:
                parent.pairs.append((key, value))
        elif isinstance(value, Scalar):
            self._keys[-1] = value
            self._report_repeated(value)
        else:
            self._keys[-1] = Scalar(value.span, "")
            self.reader.problem(value.span, "a key must be a text")

    def _report_repeated(self, key: Scalar) -> None:
        first = self._seen[-1].get(key.value)
        if first is not None:
            self.reader.problems.append(
                Problem(
                    key.span,
                    f"the key `{key.value}` stands here a second time",
                    help="remove one of them: the first is used",
                    rule=RULE,
                    related=(Related(self.reader.path, first, "the first one"),),
                )
            )

    def _syntax_error(self, error: yaml.MarkedYAMLError, body: str) -> None:
        mark = error.problem_mark or error.context_mark
        at = min(mark.index if mark is not None else 0, max(len(body) - 1, 0))
        problem = error.problem or "not valid YAML"
        hint = next((text for start, text in _HINTS.items() if start in problem), None)
        place = Span(self.offset + at, self.offset + at + 1)
        self.reader.problem(place, f"the front matter is not valid YAML: {problem}", hint)


def _last_end(value: Sequence | Mapping, end: int) -> int:
    """Give where a block value's text ends: the parser counts the white space after it."""
    last: Value | None = None
    if isinstance(value, Sequence):
        last = value.items[-1] if value.items else None
    elif value.pairs:
        last = value.pairs[-1][1]
    if last is None or (isinstance(last, Scalar) and last.span.start == last.span.end):
        return end
    return last.span.end
