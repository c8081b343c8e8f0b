"""The likeliest meant of several names: for every "did you mean"."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Give `did you mean "…"?` for the known name nearest to `name`, or `None` if none is near."""
    near = difflib.get_close_matches(name, list(known), 1)
    return f'did you mean "{near[0]}"?' if near else None
