"""Where the commands that give a document write it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from toolkit.api.workspace import Workspace
from toolkit.project import WorkingTree

Command = TypeVar("Command", bound=Callable[..., Any])

output_file_option: Callable[[Command], Command] = click.option(
    "--output-file",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write to.  [default: standard output]",
)


def write_output(workspace: Workspace, output: Path | None, text: str, *, color: bool = False) -> None:
    """Write a text to standard output, or to a file without its colours. Raises as `write_file` does."""
    if output is None:
        click.echo(text, nl=False, color=color)
    else:
        write_file(workspace, output, click.unstyle(text).encode(errors="backslashreplace"))


def write_file(workspace: Workspace, output: Path, data: bytes) -> None:
    """Write a file whole or not at all, and say so on standard error.

    Raises `click.UsageError` for one that the data was made from, `UnreadableInputError` if it cannot be
    written.
    """
    target = output.resolve()
    read = (*workspace.sources, workspace.policy.board, workspace.policy.path)
    if any(name is not None and target == (workspace.tree.root / name).resolve() for name in read):
        raise click.UsageError(f"{output} is one of the project's own files: name another file to write to")
    WorkingTree(target.parent).write(target.name, data)
    click.echo(f"wrote {output}", err=True)
