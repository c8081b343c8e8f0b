"""The command lines that pages, workflows and messages name exist: the command, and each option."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.house.named_commands import NAMED

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted(
    [
        ROOT / "README.md",
        ROOT / "action.yml",
        ROOT / ".pre-commit-hooks.yaml",
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "editors").glob("*/README.md"),
        *(path for path in (ROOT / "examples" / "ci").rglob("*") if path.is_file()),
        *(ROOT / "templates").glob("*.yml"),
        *(ROOT / "toolkit" / "templates" / "project").glob("*.yml"),
    ]
)
# `osler check …` in running text, and a line that begins with it, or with $ and the command.
_QUOTED = re.compile(r"`(osler [^`\n]+)`")
_LINE = re.compile(r"^[ \t]*(?:\$ |- run: |- |run: |entry: )?(osler [a-z][^\n]*)$", re.MULTILINE)

_SAID_TO_BE_NONE = {("accuracy.md", "evaluate")}
"""A page says of it that it is no command."""


def command_lines(text: str) -> Iterator[list[str]]:
    """Give the words of each command line that a text names, up to what the shell does with it."""
    for found in (*_QUOTED.finditer(text), *_LINE.finditer(text)):
        line = re.split(r" {2,}| #|[|&;<>]|…", found[1])[0]
        try:
            words = shlex.split(line)
        except ValueError:
            continue  # running text that happens to begin a line
        if len(words) > 1:
            yield words[1:]


def options_of(name: str) -> set[str]:
    command, _summary = NAMED[name]
    return {"-h", "--help"} | {
        option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_is_named_exists(page: Path) -> None:
    for words in command_lines(page.read_text("utf-8")):
        name = words[0]
        if not re.fullmatch(r"[a-z]+", name) or (page.name, name) in _SAID_TO_BE_NONE:
            continue
        assert name in NAMED, f"osler {' '.join(words)}"
        if isinstance(NAMED[name][0], click.Group) and len(words) > 1 and not words[1].startswith("-"):
            name = f"{name} {words[1]}"
            assert name in NAMED, f"osler {' '.join(words)}"
        for word in words[1:]:
            option = word.partition("=")[0]
            if option.startswith("-") and option != "--":
                assert option in options_of(name), f"osler {' '.join(words)}"


def test_the_pages_name_what_was_built() -> None:
    named = {
        (page.name, words[0]) for page in PAGES for words in command_lines(page.read_text("utf-8")) if words
    }
    assert {
        ("README.md", "audit"),
        ("README.md", "impact"),
        ("continuous-integration.md", "audit"),
        ("continuous-integration.md", "impact"),
        ("nightly.yml", "audit"),
        ("nightly.yml", "impact"),
        ("main.yml", "fetch"),
        ("editors.md", "lsp"),
        (".pre-commit-hooks.yaml", "check"),
    } <= named
