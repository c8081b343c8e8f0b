"""Numbers with their nouns, as messages and summaries print them."""

from __future__ import annotations


def counted(number: int, one: str, many: str | None = None) -> str:
    """Give a number with its noun: `1 article`, `2 articles`; `many` is a plural that takes no `s`."""
    return f"{number} {one if number == 1 else many or one + 's'}"
