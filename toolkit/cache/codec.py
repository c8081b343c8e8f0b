"""Values of the model as JSON and back, by the types of their fields. Never pickle: it runs what it reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from hashlib import sha256
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

Decoder = Callable[[Any], Any]
Encoder = Callable[[Any], Any]

_ENCODERS: dict[type, Encoder] = {}


def encode(value: Any) -> Any:
    """Give a value of the model as lists, mappings and plain values that JSON can hold.

    Sets come sorted, so that equal values give equal JSON. Raises `TypeError` for anything else than
    dataclasses, named and plain tuples, sets, mappings by text, enumerations, dates and plain values.
    """
    kind = type(value)
    encoder = _ENCODERS.get(kind)
    if encoder is None:
        encoder = _ENCODERS[kind] = _encoder(kind)
    return encoder(value)


def _encoder(kind: type) -> Encoder:
    if is_dataclass(kind):
        names = tuple(one.name for one in fields(kind) if one.init)
        return lambda value: [encode(getattr(value, name)) for name in names]
    for known, encoder in _BY_KIND:
        if issubclass(kind, known):
            return encoder
    raise TypeError(f"{kind.__name__} cannot be kept")


_BY_KIND: tuple[tuple[Any, Encoder], ...] = (
    (Enum, lambda value: value.value),  # before text, which some enumerations are
    (str | int | float | NoneType, lambda value: value),
    (date, lambda value: value.isoformat()),
    (tuple | list, lambda value: [encode(one) for one in value]),
    (frozenset | set, lambda value: sorted((encode(one) for one in value), key=_text)),
    (Mapping, lambda value: {key: encode(one) for key, one in value.items()}),
)


def digest(*values: Any) -> str:
    """Give the SHA-256 of values, the same for equal ones in every process."""
    return sha256(_text(encode(values)).encode(errors="surrogatepass")).hexdigest()


def _text(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True)


def _same(value: Any) -> Any:
    return value


@cache
def decoder(kind: Any) -> Decoder:
    """Give what turns the JSON of a value of a type back into it.

    It may raise `ValueError`, `TypeError`, `KeyError`, `IndexError` or `AttributeError` for other JSON.
    Raises `TypeError` for a type that `encode` does not take, and for unions of several dataclasses.
    """
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _optional(arguments)
    if origin is tuple:
        return _tuple(arguments)
    if origin is frozenset:
        one = decoder(arguments[0])
        return lambda value: frozenset(map(one, value))
    if origin in (dict, Mapping):
        one = decoder(arguments[1])
        return lambda value: {key: one(item) for key, item in value.items()}
    return _of_class(kind)


def _of_class(kind: Any) -> Decoder:
    if kind in (str, int, bool, float, NoneType):
        return _same
    if issubclass(kind, Enum):
        members = {one.value: one for one in kind}
        return members.__getitem__
    if issubclass(kind, date):
        return date.fromisoformat
    hints = get_type_hints(kind)
    if is_dataclass(kind):
        of_fields = [decoder(hints[one.name]) for one in fields(kind) if one.init]
        # Fields that JSON holds as they are need no call each: most are.
        special = [(number, one) for number, one in enumerate(of_fields) if one is not _same]
        return _dataclass(kind, special, len(of_fields))
    if issubclass(kind, tuple) and hasattr(kind, "_fields"):
        parts = [decoder(hints[name]) for name in kind._fields]
        if all(part is _same for part in parts):
            made: Decoder = kind._make
            return made
        return lambda value: kind(*(part(one) for part, one in zip(parts, value, strict=True)))
    raise TypeError(f"{kind} cannot be kept")


def _dataclass(kind: Any, special: list[tuple[int, Decoder]], count: int) -> Decoder:
    def made(value: list[Any]) -> Any:
        if len(value) != count:
            raise ValueError(kind.__name__)
        if not special:
            return kind(*value)
        parts = value.copy()
        for number, one in special:
            if parts[number] is not None:
                parts[number] = one(parts[number])
        return kind(*parts)

    return made


def _optional(arguments: tuple[Any, ...]) -> Decoder:
    others = [one for one in arguments if one is not NoneType]
    if len(others) != 1:
        raise TypeError(f"a union of {others} cannot be kept")
    one = decoder(others[0])
    return one if one is _same else lambda value: None if value is None else one(value)


def _tuple(arguments: tuple[Any, ...]) -> Decoder:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        one = decoder(arguments[0])
        return tuple if one is _same else lambda value: tuple(map(one, value))
    parts = [decoder(argument) for argument in arguments]
    return lambda value: tuple(part(item) for part, item in zip(parts, value, strict=True))
