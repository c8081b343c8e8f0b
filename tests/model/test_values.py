"""Classes of values are what `dataclasses` would make of them."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

import pytest

from toolkit.model import values

Decorator = Callable[..., Any]


def _classes(dataclass: Decorator) -> dict[str, Any]:
    """Define the same classes by a decorator."""

    @dataclass(frozen=True, slots=True)
    class Plain:
        """Several fields, one of them a default."""

        KIND: ClassVar[str] = "kind"
        name: str
        number: int = 1
        more: list[int] = dataclasses.field(default_factory=list)

        def double(self) -> int:
            return 2 * self.number

    @dataclass(frozen=True, slots=True)
    class Inheriting(Plain):
        """One more field."""

        last: tuple[int, ...] = ()

    @dataclass(frozen=True, slots=True)
    class Hidden:
        """Fields that are not shown, compared or taken."""

        name: str
        known: list[int] = dataclasses.field(init=False, repr=False, compare=False, default_factory=list)
        fixed: int = dataclasses.field(init=False, default=7)
        unhashed: int = dataclasses.field(default=0, hash=False)

    @dataclass(frozen=True)
    class Open:
        """No slots."""

        name: str
        number: int = 2

    @dataclass(slots=True)
    class Changing:
        """Values that change."""

        name: str
        number: int = 3
        late: str = dataclasses.field(init=False)

        def __post_init__(self) -> None:
            self.late = f"{self.name}!"

    @dataclass(frozen=True, slots=True, eq=False)
    class Same:
        """Equal only to itself."""

        name: str

    @dataclass(frozen=True, slots=True)
    class Own:
        """Methods of its own."""

        name: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Own) and self.name.casefold() == other.name.casefold()

        def __hash__(self) -> int:
            return 5

        def __repr__(self) -> str:
            return "own"

    @dataclass
    class Empty:
        """No fields."""

    found = (Plain, Inheriting, Hidden, Open, Changing, Same, Own, Empty)
    return {one.__name__: one for one in found}


OURS, THEIRS = _classes(values.dataclass), _classes(dataclasses.dataclass)
CALLS: tuple[tuple[str, tuple[Any, ...], dict[str, Any]], ...] = (
    ("Plain", ("a",), {}),
    ("Plain", ("a", 2), {"more": [1]}),
    ("Plain", (), {"number": 1, "name": "a"}),
    ("Plain", (), {}),
    ("Plain", ("a",), {"other": 1}),
    ("Inheriting", ("a", 1, [2], (3,)), {}),
    ("Hidden", ("a",), {"unhashed": 1}),
    ("Hidden", ("a",), {"known": []}),
    ("Open", ("a",), {}),
    ("Changing", ("a", 4), {}),
    ("Same", ("a",), {}),
    ("Own", ("a",), {}),
    ("Empty", (), {}),
    ("Empty", (1,), {}),
)
USES: tuple[Callable[[Callable[[], Any]], Any], ...] = (
    lambda make: make(),
    lambda make: hash(make()) == hash(make()),
    lambda make: (make() == make(), make() != make(), make() == 1),
    lambda make: setattr(make(), "name", "b"),
    lambda make: delattr(make(), "name"),
    lambda make: dataclasses.replace(make(), name="b"),
    lambda make: dataclasses.asdict(make()),
    lambda make: type(copy.copy(make())).__name__,
    lambda make: copy.deepcopy(make()),
    lambda make: [one.name for one in dataclasses.fields(make())],
    lambda make: make().double(),
    lambda make: make().__match_args__,
    lambda make: make().__slots__,
    lambda make: make().late,
    lambda make: make().known,
)


def _tried(call: Callable[[], Any]) -> str:
    try:
        return repr(call())
    except (TypeError, AttributeError, ValueError) as error:
        return f"{type(error).__name__} {error}"


@pytest.mark.parametrize(("name", "given", "named"), CALLS)
def test_values_do_what_dataclasses_do(name: str, given: tuple[Any, ...], named: dict[str, Any]) -> None:
    for use in USES:
        ours, theirs = (
            _tried(partial(use, partial(kinds[name], *given, **named))) for kinds in (OURS, THEIRS)
        )
        assert ours == theirs


@pytest.mark.parametrize("name", sorted(OURS))
def test_classes_look_as_dataclasses_look(name: str) -> None:
    ours, theirs = OURS[name], THEIRS[name]
    assert str(inspect.signature(ours)) == str(inspect.signature(theirs))
    assert ours.__init__.__annotations__ == theirs.__init__.__annotations__
    assert ours.__init__.__qualname__ == theirs.__init__.__qualname__
    assert (ours.__hash__ is None) == (theirs.__hash__ is None)
    assert ours.__doc__ == theirs.__doc__


@values.dataclass(frozen=True, slots=True)
class Pickled:
    """A value that other processes take."""

    name: str
    number: int = 1


def test_values_are_pickled_and_compared_by_class() -> None:
    value = Pickled("a", 2)
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301 - our own
    assert OURS["Plain"]("a", 1, []) != OURS["Inheriting"]("a", 1, [])
    assert {Pickled("a"), Pickled("a"), Pickled("b")} == {Pickled("b"), Pickled("a")}


class Later(Pickled):
    """One that is not decorated, as `toolkit.cache.late` has: with attributes of its own."""

    more: int


def test_a_class_that_only_inherits_keeps_the_fields_safe() -> None:
    later = Later("a")
    later.more = 1
    assert later.more == 1
    del later.more
    with pytest.raises(dataclasses.FrozenInstanceError):
        later.__setattr__("name", "b")
    with pytest.raises(dataclasses.FrozenInstanceError):
        later.__delattr__("name")
    assert (later.name, later.number) == ("a", 1)
    # `dataclasses` of Python 3.11 raises a `TypeError` here.
    with pytest.raises(dataclasses.FrozenInstanceError):
        Pickled("a").__setattr__("more", 1)
