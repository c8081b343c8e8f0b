"""Values of the front matter before they have types: strings, lists and mappings, each with its place.

The functions here turn one value into one typed value, or into a problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from toolkit.model.finding import Edit, Fix, Problem
from toolkit.model.span import Span
from toolkit.model.suggestion import nearest_name

RULE = "article-front-matter"
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_Term = TypeVar("_Term", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A string. `is_plain` tells whether it was written without quotes: then `null` is nothing."""

    span: Span
    value: str
    is_plain: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        return not self.value.strip() or (self.is_plain and self.value in _NULL)


@dataclass(slots=True)
class Sequence:
    """A list."""

    span: Span
    items: list[Value] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys and values, in the order of the file, each key once."""

    span: Span
    pairs: list[tuple[Scalar, Value]] = field(default_factory=list)


Value = Scalar | Sequence | Mapping


@dataclass(slots=True)
class FieldReader:
    """Reads typed values and collects the problems that it meets. `path` is the article's."""

    path: str
    problems: list[Problem] = field(default_factory=list)

    def problem(self, span: Span, message: str, help_text: str | None = None, fix: Fix | None = None) -> None:
        """Note a problem."""
        self.problems.append(Problem(span, message, help=help_text, rule=RULE, fix=fix))

    def text(self, key: Scalar, value: Value) -> str | None:
        """Give a string, white space folded at its ends."""
        if not isinstance(value, Scalar):
            self.problem(value.span, f"`{key.value}` must be a text, not a {_kind(value)}")
            return None
        if value.is_empty:
            self.problem(key.span, f"`{key.value}` is empty", "give it a value, or remove the key")
            return None
        return value.value.strip()

    def texts(self, key: Scalar, value: Value) -> tuple[str, ...]:
        """Give a list of strings; a text with commas is a list too."""
        if isinstance(value, Scalar):
            text = self.text(key, value)
            return tuple(part for one in text.split(",") if (part := one.strip())) if text else ()
        if isinstance(value, Mapping):
            self.problem(value.span, f"`{key.value}` must be a list, not a mapping")
            return ()
        if not value.items:
            self.problem(key.span, f"`{key.value}` is empty", "give it a value, or remove the key")
        return tuple(text for item in value.items if (text := self.text(key, item)))

    def paragraph(self, key: Scalar, value: Value) -> str | None:
        """Give a text that may also be written as a list of texts."""
        if isinstance(value, Sequence):
            return "; ".join(self.texts(key, value)) or None
        return self.text(key, value)

    def term(self, key: Scalar, value: Value, terms: type[_Term]) -> _Term | None:
        """Give one of a fixed list of terms."""
        text = self.text(key, value)
        if text is None:
            return None
        folded = text.lower().replace(" ", "-").replace("_", "-")
        if folded in set(terms):
            return terms(folded)
        self.unknown(value.span, f"`{text}` is not a known {key.value}", text, [str(term) for term in terms])
        return None

    def day(self, key: Scalar, value: Value) -> date | None:
        """Give a date, `YYYY-MM-DD`."""
        text = self.text(key, value)
        if text is None:
            return None
        try:
            if _DATE.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            self.problem(value.span, f"`{text}` is not a day of the calendar")
            return None
        self.problem(value.span, f"`{text}` is not a date", "write it as YYYY-MM-DD, such as 2026-11-22")
        return None

    def flag(self, key: Scalar, value: Value) -> bool:
        """Give true or false."""
        text = self.text(key, value)
        if text is None or text.lower() in ("false", "no"):
            return False
        if text.lower() not in ("true", "yes"):
            self.problem(value.span, f"`{key.value}` must be true or false, not `{text}`")
            return False
        return True

    def unknown(self, span: Span, message: str, written: str, known: Iterable[str]) -> None:
        """Note that something is not among what is known, with the nearest of it."""
        names = list(known)
        near = nearest_name(written.lower(), names)
        fix = Fix(f"Write `{near}`", (Edit(self.path, span, near),), is_safe=False) if near else None
        hint = f"did you mean `{near}`?" if near else "one of: " + ", ".join(names)
        self.problem(span, message, hint, fix)

    def each(
        self, value: Value, what: str, readers: dict[str, Callable[[Scalar, Value], object]]
    ) -> dict[str, object] | None:
        """Read a mapping by a table of readers; `None` if it is none."""
        if not isinstance(value, Mapping):
            self.problem(value.span, f"{what} must be a mapping of keys and values, not a {_kind(value)}")
            return None
        found: dict[str, object] = {}
        for key, item in value.pairs:
            reader = readers.get(key.value)
            if reader is None:
                self.unknown(key.span, f"{what} has no key `{key.value}`", key.value, readers)
            else:
                found[key.value] = reader(key, item)
        return found


def _kind(value: Value) -> str:
    match value:
        case Scalar():
            return "text"
        case Sequence():
            return "list"
        case Mapping():
            return "mapping"
