"""TOML that people write by hand, as tables of typed settings: each fault is refused at its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from toolkit.errors import ConfigurationError
from toolkit.model.caps import CONFIGURATION_CAP
from toolkit.model.late_pattern import late_pattern
from toolkit.model.suggestion import nearest

MAXIMUM_SIZE = CONFIGURATION_CAP
_MOST_DOTS = 100
_QUOTED = re.compile(r'"[^"\n]*"|\'[^\'\n]*\'')


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which file a table stands, for messages."""

    path: str
    text: str
    table: tuple[str, ...] = ()

    def inside(self, name: str) -> Place:
        """Give the place of a table inside this one."""
        return replace(self, table=(*self.table, name))

    def refuse(self, key: str | None, message: str, help: str | None = None) -> NoReturn:  # noqa: A002 - the word that the output uses
        """Refuse the file at the line of a key, or of the table. Raises `ConfigurationError`."""
        line = _line_of(self.text, self.table, key)
        raise ConfigurationError(message, help=help, path=self.path, line=line, column=1)


Reader = Callable[[Place, str, Any], Any]
"""Turns the value of a key into that of the policy, or refuses it."""


_CONTROLS = late_pattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_TURNS = late_pattern("[\u202a-\u202e\u2066-\u2069]")
"""With these a reader sees something else than what stands there (Unicode, UAX #9, "explicit directional")."""


def read_text(place: Place, key: str, value: object) -> str:
    """Read a text that is not empty, without control characters and what no XML can hold."""
    if not isinstance(value, str) or not value.strip():
        place.refuse(key, f'"{key}" must be a text that is not empty')
    if _CONTROLS.search(value):
        place.refuse(key, f'"{key}" holds a control character')
    if _TURNS.search(value):
        place.refuse(key, f'"{key}" holds a character that turns the direction of text', "take it out")
    return value.strip()


def read_boolean(place: Place, key: str, value: object) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        place.refuse(key, f'"{key}" must be true or false')
    return value


def read_positive(place: Place, key: str, value: object) -> int:
    """Read a whole number above zero."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        place.refuse(key, f'"{key}" must be a whole number above zero')
    return value


def read_texts(place: Place, key: str, value: object) -> tuple[str, ...]:
    """Read a list of texts."""
    if not isinstance(value, list):
        place.refuse(key, f'"{key}" must be a list of texts', f'write: {key} = ["…"]')
    return tuple(read_text(place, key, item) for item in value)


def parse_toml(path: str, data: bytes) -> tuple[Place, dict[str, Any]]:
    """Parse the bytes of a TOML file. Raises `ConfigurationError`, at its line, for what is none."""
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
    if dotted := line_of_dots(text):
        raise ConfigurationError(
            f"a line with more than {_MOST_DOTS} dots", help="break it into several", path=path, line=dotted
        )
    try:
        return Place(path, text), tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = re.sub(r" \(at (?:line \d+, column \d+|end of document)\)$", "", str(error))
        found = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(found[1]), int(found[2])) if found else (text.count("\n") + 1, 1)
        raise ConfigurationError(
            f"this is not TOML: {message}", path=path, line=line, column=column
        ) from error
    except RecursionError as error:
        raise ConfigurationError("the tables are nested too deeply", path=path) from error


def line_of_dots(text: str) -> int | None:
    """Give the first line of TOML that has too many dots outside of quotation marks, if one has.

    `tomllib` (3.11 to 3.14) takes memory for a dotted key by the square of its parts: 20 kB would take 1.5 GB.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > _MOST_DOTS and _QUOTED.sub("", line).count(".") > _MOST_DOTS:
            return number
    return None


def settings_of(
    place: Place, table: Mapping[str, Any], readers: Mapping[str, Reader], *, extra: tuple[str, ...] = ()
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
