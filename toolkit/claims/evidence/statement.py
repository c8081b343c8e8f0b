"""What a claim says, made ready once for any number of abstracts."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.claims.quantities import located
from toolkit.claims.stems import stems
from toolkit.model.evidence import Quantity


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim's stems in reading order, its numbers, and the passages that it quotes."""

    text: str
    stems: tuple[str, ...]
    numbers: tuple[Quantity, ...] = ()
    quotes: tuple[str, ...] = ()


def statement_of(text: str) -> Statement:
    """Make a claim's text ready. Linear in its length; any text will do."""
    numbers = {form: Quantity(form, text[start:end]) for form, start, end in located(text)}
    return Statement(text, tuple(stems(text)), tuple(numbers.values()))
