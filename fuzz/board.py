"""Boards: any bytes give the members, or a refusal that names the file."""

from __future__ import annotations

from collections.abc import Iterable

from fuzz.target import files
from toolkit.errors import ConfigurationError
from toolkit.readers.board import read_board

TOKENS = (
    *(
        "[members.x]\n",
        "name = ",
        "orcid = ",
        "roles = [",
        "credentials = ",
        "affiliation = ",
        "keys = [",
        '"',
        "]",
        "{",
        "}",
    ),
    *(
        '"ssh-ed25519 AAAA"',
        "0000-0002-1825-0097",
        "= 1\n",
        "= true\n",
        "\x00",
        "\u202e",
        "[[",
        "]]",
        "[members]\n",
        "*",
    ),
)


def seeds() -> Iterable[bytes]:
    """Give boards that work, and one written out."""
    yield from files(".", "board.toml")
    yield from files("tests", "**/board.toml")
    yield from files("toolkit", "templates/**/board.toml")
    yield (
        b'[members.jdoe]\nname = "Jane Doe"\norcid = "0000-0002-1825-0097"\nroles = ["editor"]\n'
        b'credentials = "MD"\naffiliation = "Hospital"\n'
    )


def examine(data: bytes) -> None:
    """Read a board."""
    try:
        read_board("board.toml", data)
    except ConfigurationError as error:
        assert error.path == "board.toml", error
        assert error.message, error
