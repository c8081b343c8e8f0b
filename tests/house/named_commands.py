"""Every command by the words that call it: those of a group too."""

from __future__ import annotations

import click

from toolkit.cli import COMMANDS, group
from toolkit.cli.lazily import LazyGroup


def _named() -> dict[str, tuple[click.Command, str]]:
    found: dict[str, tuple[click.Command, str]] = {}
    for name, summary in COMMANDS.items():
        command = group.get_command(click.Context(group), name)
        assert command is not None
        found[name] = command, summary
        if isinstance(command, LazyGroup):
            for part, words in command.table.items():
                inner = command.get_command(click.Context(command), part)
                assert inner is not None
                found[f"{name} {part}"] = inner, words
    return found


NAMED = _named()
"""Each command with what the list of commands says of it."""
