"""The configuration: `[tool.osler]` in `pyproject.toml`, or `osler.toml`.

Configuration is data from an untrusted repository: it names no code, no server and no path outside
the project. A key that Osler does not know is an error, since a misspelt setting would otherwise
silently not hold.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from functools import cache
from importlib import resources
from pathlib import PurePosixPath
from typing import Any

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
from toolkit.model.site import SitePolicy
from toolkit.model.unit import Scope
from toolkit.readers.metadata import LANGUAGE_TAG
from toolkit.readers.settings import (
    Place,
    Reader,
    line_of_dots,
    parse_toml,
    read_boolean,
    read_positive,
    read_text,
    read_texts,
    settings_of,
)


def read_policy(path: str, data: bytes, *, section: tuple[str, ...] = ()) -> Policy:
    """Read the policy from the bytes of a TOML file; `section` is `("tool", "osler")` in `pyproject.toml`.

    Raises `ConfigurationError`, at its line, for anything that is not a valid setting.
    """
    place, table = parse_toml(path, data)
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
    text = data.decode("utf-8", "replace")
    if line_of_dots(text):
        return b"tool.osler" in data
    try:
        tool = tomllib.loads(text).get("tool", {})
    except (tomllib.TOMLDecodeError, RecursionError):
        return b"tool.osler" in data
    return isinstance(tool, dict) and "osler" in tool


@cache
def default_disclaimers() -> tuple[Disclaimer, ...]:
    """Give the approved texts that Osler ships; a project may replace each, or all."""
    name = "disclaimers.toml"
    text = resources.files("toolkit").joinpath("data", name).read_text("utf-8")
    place = Place(name, text)
    return _disclaimers(place.inside("disclaimers"), tomllib.loads(text)["disclaimers"], ())


# --- Values ----------------------------------------------------------------------------------


def _grade(place: Place, key: str, value: object) -> int | None:
    """Read a highest grade; `false` is none."""
    if value is False:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        place.refuse(key, f'"{key}" must be a whole number above zero, or false for no limit')
    return value


def _inner_path(place: Place, key: str, value: object) -> str:
    """Read a path inside the project: absolute paths, drives and `..` are refused as text."""
    text = read_text(place, key, value)
    path = PurePosixPath(text)
    if path.is_absolute() or ".." in path.parts or re.search(r"[\\:\x00]", text):
        place.refuse(key, f'"{key}" must be a path inside the project, with forward slashes: {text}')
    return path.as_posix()


def _address(place: Place, key: str, value: object) -> str:
    text = read_text(place, key, value)
    if not re.fullmatch(r"(?:https?://|mailto:)[^\s<>\"]+", text):
        place.refuse(key, f'"{key}" must be an https address: {text}')
    return text


def _site_address(place: Place, key: str, value: object) -> str:
    """Read the address of a folder on the web; it gets the slash at its end that it means."""
    text = _address(place, key, value)
    if not text.startswith("http") or "?" in text or "#" in text:
        place.refuse(key, f'"{key}" must be the address of a folder, such as https://example.org/articles/')
    return text.rstrip("/") + "/"


def _language(place: Place, key: str, value: object) -> str:
    """Read a language tag (BCP 47)."""
    text = read_text(place, key, value)
    if not LANGUAGE_TAG.fullmatch(text):
        place.refuse(key, f'"{text}" is not a language tag', "write one of BCP 47, such as en or pt-BR")
    return text


def _inner_pages(place: Place, key: str, value: object) -> tuple[str, ...]:
    return tuple(_inner_path(place, key, one) for one in read_texts(place, key, value))


def _choice(kind: type[StrEnum], *, allowed: tuple[Any, ...] | None = None) -> Reader:
    members: tuple[Any, ...] = allowed or tuple(kind)

    def read(place: Place, key: str, value: object) -> Any:
        if value not in [str(member) for member in members]:
            names = ", ".join(f'"{member}"' for member in members)
            place.refuse(key, f'"{key}" must be one of {names}')
        return kind(str(value))

    return read


def _choices(kind: type[StrEnum]) -> Reader:
    one = _choice(kind)

    def read(place: Place, key: str, value: object) -> tuple[Any, ...]:
        return tuple(one(place, key, item) for item in read_texts(place, key, value))

    return read


def _severities(place: Place, key: str, value: object) -> dict[str, Severity]:
    if not isinstance(value, dict):
        place.refuse(key, f'"{key}" must be a table of rule = "severity"')
    one = _choice(Severity)
    return {rule: one(place.inside(key), rule, item) for rule, item in value.items()}


def _counts(place: Place, key: str, value: object) -> dict[str, int]:
    """Read a table of how many there must be of each; an empty one asks for none."""
    if not isinstance(value, dict):
        place.refuse(key, f'"{key}" must be a table of role = number', f"write: {key} = {{ reviewer = 1 }}")
    return {name: read_positive(place.inside(key), name, count) for name, count in value.items()}


def _group(kind: type[Any], readers: Mapping[str, Reader]) -> Reader:
    def read(place: Place, key: str, value: object) -> Any:
        if not isinstance(value, dict):
            place.refuse(key, f'"{key}" must be a table')
        return kind(**settings_of(place.inside(key), value, readers))

    return read


_PUBLISHER: Mapping[str, Reader] = {
    "name": read_text,
    "location": read_text,
    "url": _address,
    "editorial-policy-url": _address,
    "advisory-board-url": _address,
    "follow-up-url": _address,
    "follow-up-label": read_text,
    "copyright-holder": read_text,
    "contact-email": read_text,
}
_JOURNAL: Mapping[str, Reader] = {
    "title": read_text,
    "abbreviation": read_text,
    "identifier": read_text,
    "issn-electronic": read_text,
    "issn-print": read_text,
}
_SITE: Mapping[str, Reader] = {
    "url": _site_address,
    "pages": _inner_pages,
    "editorial-policy": _inner_path,
}
_EVIDENCE_AGE: Mapping[str, Reader] = {
    "guideline": read_positive,
    "systematic-review": read_positive,
    "other": read_positive,
}
_READING_GRADE: Mapping[str, Reader] = {
    "patient": _grade,
    "professional": _grade,
    "familiar": read_texts,
}
_REVIEW: Mapping[str, Reader] = {
    "required": _counts,
    "interval-months": read_positive,
    "publication-needs-approval": read_boolean,
    "received-forms": read_boolean,
}
_DISCLAIMER: Mapping[str, Reader] = {
    "version": read_text,
    "title": read_text,
    "text": read_text,
    "required-for": _choices(Occasion),
    "accepts": read_texts,
    "source": read_text,
    "placement": read_text,
}
_POLICY: Mapping[str, Reader] = {
    "articles": _inner_path,
    "library": _inner_path,
    "lock": _inner_path,
    "board": _inner_path,
    "output": _inner_path,
    "theme": _inner_path,
    "profile": _choice(Profile),
    "language": _language,
    "license": read_text,
    "publisher": _group(Publisher, _PUBLISHER),
    "journal": _group(Journal, _JOURNAL),
    "site": _group(SitePolicy, _SITE),
    "select": read_texts,
    "ignore": read_texts,
    "severities": _severities,
    "citation-scope": _choice(Scope, allowed=(Scope.SENTENCE, Scope.PARAGRAPH)),
    "lock-abstracts": _choice(LockAbstracts),
    "record-max-age": read_positive,
    "evidence-max-age": _group(EvidenceAge, _EVIDENCE_AGE),
    "excessive-citations": read_positive,
    "required-metadata": read_texts,
    "default-type": _choice(ArticleType),
    "default-audience": _choices(Audience),
    "known-abbreviations": read_texts,
    "reading-grade": _group(ReadingGrade, _READING_GRADE),
    "review": _group(ReviewPolicy, _REVIEW),
}


def _policy(place: Place, table: dict[str, Any]) -> Policy:
    settings = dict(table)
    with_defaults = read_boolean(place, "default-disclaimers", settings.pop("default-disclaimers", True))
    texts = settings.pop("disclaimers", {})
    if not isinstance(texts, dict):
        place.refuse("disclaimers", '"disclaimers" must be a table of tables')
    values = settings_of(place, settings, _POLICY, extra=("default-disclaimers", "disclaimers"))
    base = default_disclaimers() if with_defaults else ()
    policy = Policy(
        path=place.path, disclaimers=_disclaimers(place.inside("disclaimers"), texts, base), **values
    )
    if PurePosixPath(policy.articles).is_relative_to(policy.output):
        place.refuse("output", f'"output" must be a folder apart from the articles: {policy.output}')
    return policy


def _disclaimers(place: Place, table: dict[str, Any], base: tuple[Disclaimer, ...]) -> tuple[Disclaimer, ...]:
    """Read approved texts; one with the identifier of a default replaces its fields."""
    found = {one.identifier: one for one in base}
    for identifier, settings in table.items():
        inner = place.inside(identifier)
        if not isinstance(settings, dict):
            place.refuse(identifier, f'disclaimer "{identifier}" must be a table')
        values = settings_of(inner, settings, _DISCLAIMER)
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
