"""Damage to files that are sound: pieces taken out, put in, and cut short."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

Changes = list[tuple[float, int, bytes]]
"""Where in the file (from 0 to 1), how many bytes go, and what comes in their place."""


def damage(pieces: Sequence[bytes]) -> st.SearchStrategy[Changes]:
    """Make changes of which some bring words of the file's own language."""
    put_in = st.one_of(st.sampled_from(pieces), st.binary(max_size=8))
    return st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), put_in), max_size=5)


def damaged(seed: bytes, changes: Changes) -> bytes:
    """Apply changes, one after the other."""
    for place, length, piece in changes:
        start = int(place * len(seed))
        seed = seed[:start] + piece + seed[start + length :]
    return seed
