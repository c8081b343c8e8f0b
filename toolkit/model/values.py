"""Classes of values, as `dataclasses.dataclass` makes them, at a tenth of the time that making one takes.

`dataclasses` writes and compiles six methods for each class: 1.5 ms a class on a slow machine, a sixth of what a check
of one edited article took, and most of these methods are never called. Here `dataclasses` works out the fields
(so that `fields`, `replace`, `is_dataclass` and `match` know the class), `__init__` is written when the first value
is made, and the other methods share their code. What they do is the same.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

_MISSING = dataclasses.MISSING


class _Factory:
    """Stands in a signature for what a factory gives."""

    def __repr__(self) -> str:
        return "<factory>"


_MADE_BY_FACTORY = _Factory()


class _Late:
    """A method that is made when it is first looked up, and then stands in its own place."""

    def __init__(self, owner: type, name: str, make: Callable[[type], Any]) -> None:
        self._owner = owner
        self._name = name
        self._make = make

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        method = self._make(self._owner)
        method.__name__, method.__qualname__ = self._name, f"{self._owner.__qualname__}.{self._name}"
        setattr(self._owner, self._name, method)
        return method.__get__(instance, owner)


def _decorate(
    kind: type | None = None, /, *, frozen: bool = False, slots: bool = False, eq: bool = True
) -> Any:
    """Decorate a class as `dataclasses.dataclass` does, of whose options it takes those that are used here."""

    def made(kind: type) -> type:
        written = dict(vars(kind))
        whole: type = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(kind)
        methods: dict[str, Any] = {
            name: _Late(whole, name, make)
            for name, make in (("__init__", _init_frozen if frozen else _init), ("__repr__", _repr))
        }
        if eq:
            methods["__eq__"] = _Late(whole, "__eq__", _eq)
            is_hash_implied = written.get("__hash__") is None and "__eq__" in written
            if "__hash__" not in written or is_hash_implied:
                methods["__hash__"] = _Late(whole, "__hash__", _hash) if frozen else None
        if frozen:
            methods["__setattr__"], methods["__delattr__"] = _guards(whole)
            if slots:
                methods["__getstate__"], methods["__setstate__"] = _state, _set_state
        for name, method in methods.items():
            if name == "__hash__" or name not in written:
                setattr(whole, name, method)
        return whole

    return made if kind is None else made(kind)


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - what type checkers take it for
else:
    dataclass = _decorate


def _init(kind: type) -> Any:
    """Write `__init__`."""
    return _written_init(kind, lambda name, value: f"self.{name} = {value}", {})


def _init_frozen(kind: type) -> Any:
    """Write `__init__` of a class whose values do not change: by its slots, past the guard."""
    setters: dict[str, Any] = {"_set": object.__setattr__}
    for one in dataclasses.fields(kind):
        slot = getattr(kind, one.name, None)
        if hasattr(type(slot), "__set__"):
            setters[f"_set_{one.name}"] = slot.__set__  # type: ignore[union-attr]  # it has one
    return _written_init(
        kind,
        lambda name, value: (
            f"_set_{name}(self, {value})" if f"_set_{name}" in setters else f"_set(self, {name!r}, {value})"
        ),
        setters,
    )


def _written_init(kind: type, assigned: Callable[[str, str], str], names: dict[str, Any]) -> Any:
    """Write the `__init__` that `dataclasses` would write; `names` are what `assigned` uses."""
    names = {**names, "_by_factory": _MADE_BY_FACTORY}
    parameters: list[str] = []
    lines: list[str] = []
    found = dataclasses.fields(kind)
    for one in found:
        name, value = one.name, one.name
        if one.default_factory is not _MISSING:
            names[f"_make_{name}"] = one.default_factory
            value = f"_make_{name}() if {name} is _by_factory else {name}" if one.init else f"_make_{name}()"
            parameters += [f"{name}=_by_factory"] if one.init else []
        elif one.default is not _MISSING:
            names[f"_default_{name}"] = one.default
            value = name if one.init else f"_default_{name}"
            parameters += [f"{name}=_default_{name}"] if one.init else []
        elif one.init:
            parameters.append(name)
        else:
            continue
        lines.append(assigned(name, value))
    if hasattr(kind, "__post_init__"):
        lines.append("self.__post_init__()")
    body = "\n  ".join(lines or ["pass"])
    text = f"def make({', '.join(names)}):\n def __init__(self, {', '.join(parameters)}):\n  {body}\n return __init__"
    space: dict[str, Any] = {}
    # The names are those of the class's own fields, so of Osler's code; `dataclasses` does the same.
    exec(text, sys.modules[kind.__module__].__dict__, space)  # noqa: S102 - as said
    method = space["make"](**names)
    method.__annotations__ = {one.name: one.type for one in found if one.init} | {"return": None}
    return method


def _values_of(kind: type, is_meant: Callable[[dataclasses.Field[Any]], bool]) -> Callable[[Any], Any]:
    names = [one.name for one in dataclasses.fields(kind) if is_meant(one)]
    if len(names) > 1:
        return attrgetter(*names)
    return (lambda value: (getattr(value, names[0]),)) if names else (lambda _value: ())


def _eq(kind: type) -> Any:
    values = _values_of(kind, lambda one: one.compare)

    def __eq__(self: Any, other: Any) -> Any:  # noqa: N807 - its name in the class
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    return __eq__


def _hash(kind: type) -> Any:
    values = _values_of(kind, lambda one: one.compare if one.hash is None else one.hash)

    def __hash__(self: Any) -> int:  # noqa: N807 - its name in the class
        return hash(values(self))

    return __hash__


def _repr(kind: type) -> Any:
    names = [one.name for one in dataclasses.fields(kind) if one.repr]

    def __repr__(self: Any) -> str:  # noqa: N807 - its name in the class
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__}({shown})"

    return __repr__


def _guards(kind: Any) -> tuple[Any, Any]:
    """Give what refuses to change a value, or one of these fields in a value of a class that inherits them."""
    names = frozenset(one.name for one in dataclasses.fields(kind))

    def __setattr__(self: Any, name: str, value: Any) -> None:  # noqa: N807 - its name in the class
        if type(self) is kind or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
        super(kind, self).__setattr__(name, value)

    def __delattr__(self: Any, name: str) -> None:  # noqa: N807 - its name in the class
        if type(self) is kind or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
        super(kind, self).__delattr__(name)

    return __setattr__, __delattr__


def _state(self: Any) -> list[Any]:
    return [getattr(self, one.name) for one in dataclasses.fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for one, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)
