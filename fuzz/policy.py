"""Policies: any bytes give a policy, or a refusal that names the file."""

from __future__ import annotations

from collections.abc import Iterable

from fuzz.target import files
from toolkit.errors import ConfigurationError
from toolkit.readers.config import has_section, read_policy

TOKENS = (
    *(
        "[tool.osler]\n",
        "[severities]\n",
        "[publisher]\n",
        "[journal]\n",
        "[disclaimers.x]\n",
        "[reading-grade]\n",
    ),
    *(
        "articles = ",
        "output = ",
        "select = [",
        "profile = ",
        "record-max-age = ",
        '"',
        "'''",
        "]",
        "{",
        "}",
        "= true",
        "inf",
    ),
    *(
        "nan",
        "1979-05-27",
        "99999999999999999999",
        "-1",
        "../",
        "\\",
        "\x00",
        "[[",
        "]]",
        "a.b.c = 1\n",
        '"" = 1\n',
    ),
)


def seeds() -> Iterable[bytes]:
    """Give policies that work, in both places."""
    policies = [
        *files(".", "osler.toml"),
        *files("tests", "projects/*/osler.toml"),
        *files("toolkit", "templates/**/*.toml"),
    ]
    yield from policies
    for one in policies:
        yield b"[tool.osler]\n" + one


def examine(data: bytes) -> None:
    """Read a policy as `osler.toml`, and as a section of `pyproject.toml`."""
    for section in ((), ("tool", "osler")):
        if section:
            has_section(data)
        try:
            policy = read_policy("osler.toml", data, section=section)
        except ConfigurationError as error:
            assert error.path == "osler.toml", error
            assert error.message, error
        else:
            assert policy.path == "osler.toml"
