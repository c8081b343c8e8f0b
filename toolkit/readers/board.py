"""The people of `board.toml`: authors, editors and reviewers, with the keys by which they sign."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime

from toolkit.model.review import Board, Member, PublicKey
from toolkit.readers.contributors import normal_orcid
from toolkit.readers.settings import Place, Reader, parse_toml, read_text, read_texts, settings_of
from toolkit.readers.ssh_keys import KEY_TYPES, public_key

_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def read_board(path: str, data: bytes) -> Board:
    """Read `board.toml`: a table for each person, by identifier.

    Raises `ConfigurationError`, at its line, for unknown keys, wrong types, and keys that several people
    share: their signatures could not be told apart.
    """
    place, table = parse_toml(path, data)
    members: list[Member] = []
    owners: dict[str, str] = {}
    for identifier, person in table.items():
        if not isinstance(person, dict):
            place.refuse(identifier, f'"{identifier}" must be a table with the person\'s name')
        inner = place.inside(identifier)
        values = settings_of(inner, person, _MEMBER)
        if not values.get("name"):
            inner.refuse(None, f'"{identifier}" has no name', 'add: name = "…"')
        member = Member(identifier=identifier, **values)
        if member.keys and not _IDENTIFIER.fullmatch(identifier):
            inner.refuse(
                None,
                f'"{identifier}" cannot be the identifier of somebody who signs',
                "use letters, digits, points and hyphens, such as [stone]",
            )
        for key in member.keys:
            if owners.setdefault(key.text, identifier) != identifier:
                inner.refuse(
                    "keys", f"this key is that of {owners[key.text]} too", "each person signs with their own"
                )
        members.append(member)
    return Board(tuple(members))


def _orcid(place: Place, key: str, value: object) -> str:
    text = read_text(place, key, value)
    found = normal_orcid(text)
    if found is None:
        place.refuse(key, f"{text} is not an ORCID iD", "write its 16 digits, such as 0000-0002-1825-0097")
    return found


def _keys(place: Place, key: str, value: object) -> tuple[PublicKey, ...]:
    """Read keys: texts as a `.pub` file holds them, or tables with the days from and until which they are valid."""
    if not isinstance(value, list):
        place.refuse(key, f'"{key}" must be a list', 'write: keys = ["ssh-ed25519 AAAA…"]')
    found = tuple(_key(place, key, one) for one in value)
    if len({one.text for one in found}) < len(found):
        place.refuse(key, "a key stands here twice", "a key has one time in which it is valid")
    return found


def _key(place: Place, key: str, value: object) -> PublicKey:
    table = {"key": value} if isinstance(value, str) else value
    if not isinstance(table, dict) or "key" not in table:
        place.refuse(key, "a key must be a text, or a table with `key`, `valid-from`, `valid-until`")
    values = settings_of(place.inside(key), table, _KEY)
    made = PublicKey(values.pop("key"), **values)
    if made.valid_from and made.valid_until and made.valid_until < made.valid_from:
        place.refuse(key, "the key ends to be valid before it begins to be")
    return made


def _public_key(place: Place, key: str, value: object) -> str:
    text = read_text(place, key, value)
    found = public_key(text)
    if found is None:
        place.refuse(
            key,
            f"this is not a public key that can sign reviews: {text[:40]}",
            f"copy the line of a .pub file, without options; it begins with one of: {', '.join(KEY_TYPES)}",
        )
    return found


def _day(place: Place, key: str, value: object) -> date:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        with suppress(ValueError):
            value = date.fromisoformat(value)
    if not isinstance(value, date) or isinstance(value, datetime):
        place.refuse(key, f'"{key}" must be a day', f"write: {key} = 2026-11-22")
    return value


_MEMBER: Mapping[str, Reader] = {
    "name": read_text,
    "credentials": read_text,
    "orcid": _orcid,
    "affiliation": read_text,
    "email": read_text,
    "roles": read_texts,
    "keys": _keys,
}
_KEY: Mapping[str, Reader] = {"key": _public_key, "valid-from": _day, "valid-until": _day}
