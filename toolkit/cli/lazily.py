"""A group of commands that are imported only when used, since importing takes longer than answering."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import ClassVar

import click


class LazyGroup(click.Group):
    """A group whose commands are modules, each with a `command`.

    `table` gives for each name what the list of commands says of it, in order; `prefix` is what stands before
    the name of its module.
    """

    table: ClassVar[Mapping[str, str]] = {}
    prefix: ClassVar[str] = ""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command by its name."""
        if cmd_name not in self.table:
            return None
        command = import_module(self.prefix + cmd_name.replace("-", "_")).command
        assert isinstance(command, click.Command)  # noqa: S101 - a module here without a command is a defect
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was typed; for one that there is not, say which may have been meant."""
        name = args[0]
        if name not in self.table and not name.startswith("-"):
            from toolkit.model.suggestion import nearest  # noqa: PLC0415 - only a typing error needs it

            raise click.UsageError(
                f'there is no command "{name}"; {nearest(name, self.table) or "see --help"}', ctx
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.table.items()))
