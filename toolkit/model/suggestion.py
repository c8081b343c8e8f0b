"""The likeliest meant of several names: for every "did you mean"."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest_name(name: str, known: Iterable[str], *, likeness: float = 0.6) -> str | None:
    """Give the known name nearest to `name`, or `None` if none is near.

    `likeness` is difflib's ratio, from 0 to 1, that a name must reach.
    """
    near = difflib.get_close_matches(name, list(known), 1, likeness)
    return near[0] if near else None


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Give `did you mean "…"?` for the known name nearest to `name`, or `None` if none is near."""
    meant = nearest_name(name, known)
    return f'did you mean "{meant}"?' if meant is not None else None
