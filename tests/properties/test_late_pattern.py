"""A late pattern answers as a compiled one does, and is compiled by its first use alone."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit.claims
import toolkit.readers
from toolkit.model.late_pattern import late_pattern


@given(st.text(alphabet="ab \n", max_size=30))
def test_it_finds_what_a_compiled_one_finds(text: str) -> None:
    compiled, late = re.compile("(A+)b?", re.IGNORECASE), late_pattern("(A+)b?", re.IGNORECASE)
    assert [one.span() for one in late.finditer(text)] == [one.span() for one in compiled.finditer(text)]
    assert late.sub("-", text) == compiled.sub("-", text)
    assert late.split(text) == compiled.split(text)
    assert (late.pattern, late.flags, late.groups) == (compiled.pattern, compiled.flags, compiled.groups)


def test_it_is_compiled_at_its_first_use() -> None:
    pattern = late_pattern("(")
    with pytest.raises(re.error):
        pattern.search("")


def test_bytes_are_searched_too() -> None:
    assert late_pattern(rb"\d+").findall(b"1 22") == [b"1", b"22"]


def test_every_late_pattern_of_the_project_compiles() -> None:
    kind = type(late_pattern(""))
    count = 0
    for package in (toolkit.claims, toolkit.readers):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(value, kind):
                    assert value.groups >= 0
                    count += 1
    assert count > 40
