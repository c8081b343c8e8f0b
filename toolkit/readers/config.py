"""The configuration: `[tool.osler]` in `pyproject.toml`, or `osler.toml`, and `board.toml`.

Configuration is data from an untrusted repository: it names no code, no server and no path outside
the project. A key that Osler does not know is an error, since a misspelt setting would otherwise
silently not hold.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib import resources
from pathlib import PurePosixPath
from typing import Any, NoReturn

from toolkit.errors import ConfigurationError
from toolkit.model.article import ArticleType, Audience
from toolkit.model.finding import Severity
from toolkit.model.policy import (
    Disclaimer,
    EvidenceAge,
    Journal,
    LockAbstracts,
    Occasion,
    Policy,
    Profile,
    Publisher,
    ReadingGrade,
    ReviewPolicy,
)
from toolkit.model.review import Board
from toolkit.model.site import SitePolicy
from toolkit.model.suggestion import nearest
from toolkit.model.unit import Scope

# A configuration is written by hand; more than this is not one.
MAXIMUM_SIZE = 1 << 20


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in which file a table stands, for messages."""

    path: str
    text: str
    table: tuple[str, ...] = ()

    def inside(self, name: str) -> _Place:
        return replace(self, table=(*self.table, name))

    def refuse(self, key: str | None, message: str, help: str | None = None) -> NoReturn:  # noqa: A002 - the word that the output uses
        line = _line_of(self.text, self.table, key)
        raise ConfigurationError(message, help=help, path=self.path, line=line, column=1)


def read_policy(path: str, data: bytes, *, section: tuple[str, ...] = ()) -> Policy:
    """Read the policy from the bytes of a TOML file; `section` is `("tool", "osler")` in `pyproject.toml`.

    Raises `ConfigurationError`, at its line, for anything that is not a valid setting.
    """
    place, table = _parse(path, data)
    for name in section:
        table = table.get(name, {})
        place = place.inside(name)
        if not isinstance(table, dict):
            place.refuse(None, f"[{'.'.join(place.table)}] must be a table")
    return _policy(place, table)


def has_section(data: bytes) -> bool:
    """Tell whether the bytes of a `pyproject.toml` hold a `[tool.osler]` section.

    A file that is not TOML has one if it seems to, so that its error is reported and not passed over.
    """
    try:
        tool = tomllib.loads(data.decode("utf-8", "replace")).get("tool", {})
    except (tomllib.TOMLDecodeError, RecursionError):
        return b"tool.osler" in data
    return isinstance(tool, dict) and "osler" in tool


def read_board(path: str, data: bytes) -> Board:
    """Read `board.toml`: a table for each person, by identifier.

    Raises `ConfigurationError`, at its line, for unknown keys and wrong types.
    """
    place, table = _parse(path, data)
    members = []
    for identifier, person in table.items():
        if not isinstance(person, dict):
            place.refuse(identifier, f'"{identifier}" must be a table with the person\'s name')
        inner = place.inside(identifier)
        values = _table(inner, person, _MEMBER)
        if not values.get("name"):
            inner.refuse(None, f'"{identifier}" has no name', 'add: name = "…"')
        members.append(Member(identifier=identifier, **values))
    return Board(tuple(members))


@cache
def default_disclaimers() -> tuple[Disclaimer, ...]:
    """Give the approved texts that Osler ships; a project may replace each, or all."""
    name = "disclaimers.toml"
    text = resources.files("toolkit").joinpath("data", name).read_text("utf-8")
    place = _Place(name, text)
    return _disclaimers(place.inside("disclaimers"), tomllib.loads(text)["disclaimers"], ())


# --- Values ----------------------------------------------------------------------------------

Reader = Callable[[_Place, str, Any], Any]
"""Turns the value of a key into that of the policy, or refuses it."""


def _text(place: _Place, key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        place.refuse(key, f'"{key}" must be a text that is not empty')
    if any(ord(character) < 32 and character not in "\n\t" for character in value):
        place.refuse(key, f'"{key}" holds a control character')
    return value.strip()


def _boolean(place: _Place, key: str, value: object) -> bool:
    if not isinstance(value, bool):
        place.refuse(key, f'"{key}" must be true or false')
    return value


def _positive(place: _Place, key: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        place.refuse(key, f'"{key}" must be a whole number above zero')
    return value


def _grade(place: _Place, key: str, value: object) -> int | None:
    """Read a highest grade; `false` is none."""
    if value is False:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        place.refuse(key, f'"{key}" must be a whole number above zero, or false for no limit')
    return value


def _texts(place: _Place, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        place.refuse(key, f'"{key}" must be a list of texts', f'write: {key} = ["…"]')
    return tuple(_text(place, key, item) for item in value)


def _inner_path(place: _Place, key: str, value: object) -> str:
    """Read a path inside the project: absolute paths, drives and `..` are refused as text."""
    text = _text(place, key, value)
    path = PurePosixPath(text)
    if path.is_absolute() or ".." in path.parts or re.search(r"[\\:\x00]", text):
        place.refuse(key, f'"{key}" must be a path inside the project, with forward slashes: {text}')
    return path.as_posix()


def _address(place: _Place, key: str, value: object) -> str:
    text = _text(place, key, value)
    if not re.fullmatch(r"(?:https?://|mailto:)[^\s<>\"]+", text):
        place.refuse(key, f'"{key}" must be an https address: {text}')
    return text


def _site_address(place: _Place, key: str, value: object) -> str:
    """Read the address of a folder on the web; it gets the slash at its end that it means."""
    text = _address(place, key, value)
    if not text.startswith("http") or "?" in text or "#" in text:
        place.refuse(key, f'"{key}" must be the address of a folder, such as https://example.org/articles/')
    return text.rstrip("/") + "/"


def _inner_pages(place: _Place, key: str, value: object) -> tuple[str, ...]:
    return tuple(_inner_path(place, key, one) for one in _texts(place, key, value))


def _choice(kind: type[StrEnum], *, allowed: tuple[Any, ...] | None = None) -> Reader:
    members: tuple[Any, ...] = allowed or tuple(kind)

    def read(place: _Place, key: str, value: object) -> Any:
        if value not in [str(member) for member in members]:
            names = ", ".join(f'"{member}"' for member in members)
            place.refuse(key, f'"{key}" must be one of {names}')
        return kind(str(value))

    return read


def _choices(kind: type[StrEnum]) -> Reader:
    one = _choice(kind)

    def read(place: _Place, key: str, value: object) -> tuple[Any, ...]:
        return tuple(one(place, key, item) for item in _texts(place, key, value))

    return read


def _severities(place: _Place, key: str, value: object) -> dict[str, Severity]:
    if not isinstance(value, dict):
        place.refuse(key, f'"{key}" must be a table of rule = "severity"')
    one = _choice(Severity)
    return {rule: one(place.inside(key), rule, item) for rule, item in value.items()}


def _counts(place: _Place, key: str, value: object) -> dict[str, int]:
    """Read a table of how many there must be of each; an empty one asks for none."""
    if not isinstance(value, dict):
        place.refuse(key, f'"{key}" must be a table of role = number', f"write: {key} = {{ reviewer = 1 }}")
    return {name: _positive(place.inside(key), name, count) for name, count in value.items()}


def _group(kind: type[Any], readers: Mapping[str, Reader]) -> Reader:
    def read(place: _Place, key: str, value: object) -> Any:
        if not isinstance(value, dict):
            place.refuse(key, f'"{key}" must be a table')
        return kind(**_table(place.inside(key), value, readers))

    return read


_PUBLISHER: Mapping[str, Reader] = {
    "name": _text,
    "location": _text,
    "url": _address,
    "editorial-policy-url": _address,
    "advisory-board-url": _address,
    "follow-up-url": _address,
    "follow-up-label": _text,
    "copyright-holder": _text,
    "contact-email": _text,
}
_JOURNAL: Mapping[str, Reader] = {
    "title": _text,
    "abbreviation": _text,
    "identifier": _text,
    "issn-electronic": _text,
    "issn-print": _text,
}
_SITE: Mapping[str, Reader] = {
    "url": _site_address,
    "pages": _inner_pages,
    "editorial-policy": _inner_path,
}
_EVIDENCE_AGE: Mapping[str, Reader] = {
    "guideline": _positive,
    "systematic-review": _positive,
    "other": _positive,
}
_READING_GRADE: Mapping[str, Reader] = {
    "patient": _grade,
    "professional": _grade,
    "familiar": _texts,
}
_REVIEW: Mapping[str, Reader] = {
    "required": lambda place, key, value: _counts(place, key, value),
    "interval-months": _positive,
    "publication-needs-approval": _boolean,
    "received-forms": _boolean,
}
_DISCLAIMER: Mapping[str, Reader] = {
    "version": _text,
    "title": _text,
    "text": _text,
    "required-for": _choices(Occasion),
    "accepts": _texts,
    "source": _text,
    "placement": _text,
}
_POLICY: Mapping[str, Reader] = {
    "articles": _inner_path,
    "library": _inner_path,
    "lock": _inner_path,
    "board": _inner_path,
    "output": _inner_path,
    "theme": _inner_path,
    "profile": _choice(Profile),
    "language": _text,
    "license": _text,
    "publisher": _group(Publisher, _PUBLISHER),
    "journal": _group(Journal, _JOURNAL),
    "site": _group(SitePolicy, _SITE),
    "select": _texts,
    "ignore": _texts,
    "severities": _severities,
    "citation-scope": _choice(Scope, allowed=(Scope.SENTENCE, Scope.PARAGRAPH)),
    "lock-abstracts": _choice(LockAbstracts),
    "record-max-age": _positive,
    "evidence-max-age": _group(EvidenceAge, _EVIDENCE_AGE),
    "excessive-citations": _positive,
    "required-metadata": _texts,
    "default-type": _choice(ArticleType),
    "default-audience": _choices(Audience),
    "known-abbreviations": _texts,
    "reading-grade": _group(ReadingGrade, _READING_GRADE),
    "review": _group(ReviewPolicy, _REVIEW),
}


def _policy(place: _Place, table: dict[str, Any]) -> Policy:
    settings = dict(table)
    with_defaults = _boolean(place, "default-disclaimers", settings.pop("default-disclaimers", True))
    texts = settings.pop("disclaimers", {})
    if not isinstance(texts, dict):
        place.refuse("disclaimers", '"disclaimers" must be a table of tables')
    values = _table(place, settings, _POLICY, extra=("default-disclaimers", "disclaimers"))
    base = default_disclaimers() if with_defaults else ()
    return Policy(
        path=place.path, disclaimers=_disclaimers(place.inside("disclaimers"), texts, base), **values
    )


def _disclaimers(
    place: _Place, table: dict[str, Any], base: tuple[Disclaimer, ...]
) -> tuple[Disclaimer, ...]:
    """Read approved texts; one with the identifier of a default replaces its fields."""
    found = {one.identifier: one for one in base}
    for identifier, settings in table.items():
        inner = place.inside(identifier)
        if not isinstance(settings, dict):
            place.refuse(identifier, f'disclaimer "{identifier}" must be a table')
        values = _table(inner, settings, _DISCLAIMER)
        if "required_for" in values:
            values["required_for"] = frozenset(values["required_for"])
        if values.get("placement", "end") not in ("start", "end"):
            inner.refuse("placement", '"placement" must be "start" or "end"')
        if "text" in values and "version" not in values:
            inner.refuse(None, f'disclaimer "{identifier}" has a text but no version', 'add: version = "1"')
        if identifier in found:
            found[identifier] = replace(found[identifier], **values)
            continue
        missing = [name for name in ("version", "title", "text") if name not in values]
        if missing:
            inner.refuse(None, f'disclaimer "{identifier}" lacks {", ".join(missing)}')
        found[identifier] = Disclaimer(identifier=identifier, **values)
    return tuple(found.values())


# --- Tables ----------------------------------------------------------------------------------


def _parse(path: str, data: bytes) -> tuple[_Place, dict[str, Any]]:
    if len(data) > MAXIMUM_SIZE:
        raise ConfigurationError(
            f"the file has {len(data)} bytes; at most {MAXIMUM_SIZE} are read", path=path
        )
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigurationError(
            "the file is not UTF-8", help="save it as UTF-8", path=path, line=line
        ) from error
    try:
        return _Place(path, text), tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = re.sub(r" \(at (?:line \d+, column \d+|end of document)\)$", "", str(error))
        found = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(found[1]), int(found[2])) if found else (text.count("\n") + 1, 1)
        raise ConfigurationError(
            f"this is not TOML: {message}", path=path, line=line, column=column
        ) from error
    except RecursionError as error:
        raise ConfigurationError("the tables are nested too deeply", path=path) from error


def _table(
    place: _Place, table: Mapping[str, Any], readers: Mapping[str, Reader], *, extra: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Read each key by its reader, as keyword arguments; an unknown key is refused."""
    values = {}
    for key, value in table.items():
        reader = readers.get(key)
        if reader is None:
            meant = nearest(key.replace("_", "-"), [*readers, *extra])
            where = f" in [{'.'.join(place.table)}]" if place.table else ""
            place.refuse(
                key,
                f'"{key}" is not a setting{where}',
                meant or f"the settings here are: {', '.join(sorted(readers))}",
            )
        values[key.replace("-", "_")] = reader(place, key, value)
    return values


def _line_of(text: str, table: tuple[str, ...], key: str | None) -> int:
    """Find the line of a key, or of its table's header; tomllib gives no positions.

    Dotted and inline forms fall back on the nearest line that names the key, else on line 1.
    """
    current: tuple[str, ...] = ()
    header_line = 1
    for number, line in enumerate(text.split("\n"), 1):
        header = re.match(r"\s*\[\[?\s*([^\]]+?)\s*\]", line)
        if header:
            current = tuple(part.strip().strip("\"'") for part in header[1].split("."))
            if current == table:
                header_line = number
                if key is None:
                    return number
            if key is not None and current == (*table, key):
                return number
        elif key is not None and current == table and _names(line, key):
            return number
    if key is not None:
        named = (number for number, line in enumerate(text.split("\n"), 1) if key in line)
        return next(named, header_line)
    return header_line


def _names(line: str, key: str) -> bool:
    return re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[.=]", line) is not None
