"""Suppressions and attributes: any text is one, or is none."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.model.identifier import Identifier
from toolkit.readers.attributes import parse_attributes
from toolkit.readers.suppressions import parse_suppression

TOKENS = (
    "osler: ",
    "ignore ",
    "ignore-file ",
    "claim-uncited",
    ",",
    " until=",
    "2027-01-01",
    ": ",
    "{",
    "}",
    ".x",
    "#y",
    "=",
    '"',
)


def seeds() -> Iterable[bytes]:
    """Give directives that work, and attributes."""
    yield b"osler: ignore claim-uncited until=2027-01-01: definition, agreed with the board"
    yield b"osler: ignore claim-uncited, citation-misplaced: reason"
    yield b'{.disclaimer #professional audience="patient" key=value}'
    yield b"https://doi.org/10.1016/S0140-6736(20)30925-9"
    yield b"PMC5555555"


def examine(data: bytes) -> None:
    """Read a comment as a directive, a text as attributes, and as an identifier."""
    text = data.decode("utf-8", "replace")
    parse_suppression(text)
    found = parse_attributes(text, 0)
    assert found is None or 0 < found[1] <= len(text), found
    identifier = Identifier.parse(text)
    assert identifier is None or Identifier.parse(str(identifier)) == identifier, identifier
