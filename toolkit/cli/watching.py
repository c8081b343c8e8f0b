"""`--watch`: the same command again whenever a file changed that it may depend on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from toolkit.cli.failure import refusal
from toolkit.errors import OslerError
from toolkit.project import WorkingTree
from toolkit.reporters.printable import one_line

Command = TypeVar("Command", bound=Callable[..., Any])

watch_option: Callable[[Command], Command] = click.option(
    "--watch", "wants_watch", is_flag=True, help="Check again whenever a file is saved, until Ctrl-C."
)
_MEANING = {
    0: "clean",
    1: "findings",
    2: "not all could be checked",
    3: "evidence could not be had",
    4: "a defect of Osler",
}
_INTERRUPTED = 130


def repeat(ctx: click.Context, start: Path, output_file: Path | None) -> int:
    """Run a command without its `--watch` now and after each change; give the last run's exit code.

    `start` lies in the project. `output_file`, which the command itself writes, is not watched. Ends
    with Ctrl-C. What goes wrong in one run (a configuration that is being written) is told, and the
    next change is waited for.
    """
    from toolkit.api.watch import changes  # noqa: PLC0415 - for this option alone

    tree = WorkingTree.find(start)
    own = _inside(tree, output_file)
    code = _INTERRUPTED
    try:
        for changed in changes(tree, lambda: _output(tree)):
            if changed and changed <= own:
                continue
            click.clear()  # does nothing where standard output is no terminal
            code = _once(ctx)
            _tell(code, changed - own)
    except KeyboardInterrupt:
        click.echo(err=True)
    return code


def _once(ctx: click.Context) -> int:
    try:
        ctx.invoke(ctx.command, **{**ctx.params, "wants_watch": False})
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except OslerError as error:
        click.echo(refusal(error), err=True)
        return int(error.exit_code)
    finally:
        sys.stdout.flush()
    return 0


def _tell(code: int, changed: Collection[str]) -> None:
    """Say when, why and with what outcome a check ended, on standard error: the report alone is the output."""
    names = sorted(changed)
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    because = f" after {one_line(names[0])}{more} changed" if names else ""
    now = datetime.now().astimezone()
    click.echo(
        f"{now:%H:%M:%S}  {_MEANING.get(code, f'exit code {code}')}{because}; Ctrl-C ends this", err=True
    )


def _output(tree: WorkingTree) -> str:
    """Give the folder for exports; the default's while the configuration is broken."""
    try:
        return tree.policy().output
    except OslerError:
        return "build"


def _inside(tree: WorkingTree, file: Path | None) -> frozenset[str]:
    try:
        return frozenset({tree.relative(file)}) if file is not None else frozenset()
    except OslerError:
        return frozenset()
