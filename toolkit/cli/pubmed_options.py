"""What the commands that ask PubMed share: where it is, whether to ask at all, and how far they are."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

Command = TypeVar("Command", bound=Callable[..., Any])

eutils_option: Callable[[Command], Command] = click.option(
    "--eutils-url",
    metavar="URL",
    envvar="OSLER_EUTILS_URL",
    help="Ask this E-utilities server instead of NCBI's.  [env: OSLER_EUTILS_URL]",
)
offline_option: Callable[[Command], Command] = click.option(
    "--offline", is_flag=True, help="Open no socket: take only what the local store has."
)


@contextmanager
def progress_bar(text: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on standard error while the context lasts: on a terminal, and none in CI.

    Gives a function that is told how many of how many are done.
    """
    if not sys.stderr.isatty() or os.environ.get("CI") or os.environ.get("TERM") == "dumb":
        yield lambda _done, _total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(text, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total or None)


def remind_of_email() -> None:
    """Say on standard error that NCBI wants to know whom to write to, where no address is set."""
    if not (os.environ.get("OSLER_EMAIL") or os.environ.get("NCBI_EMAIL")):
        click.echo("note: NCBI asks for an e-mail address with each request; set OSLER_EMAIL", err=True)
