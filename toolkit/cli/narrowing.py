"""The options of `osler check` that say which findings are reported, and what becomes of the others."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from toolkit.api.narrowing import Narrowing

Command = TypeVar("Command", bound=Callable[..., Any])

_FILE = click.Path(path_type=Path, dir_okay=False)
_OPTIONS = (
    click.option(
        "--changed-since",
        metavar="REV",
        help="Report only what the changes since REV (a branch, a tag, a commit) have to do with; needs git.",
    ),
    click.option(
        "--baseline", type=_FILE, metavar="FILE", help="Leave out the findings that this file names."
    ),
    click.option(
        "--write-baseline",
        type=_FILE,
        metavar="FILE",
        help="Write all findings to this file, as the baseline.",
    ),
    click.option(
        "--prune-baseline",
        is_flag=True,
        help="With --baseline: drop from the file what is gone from the project.",
    ),
)


def narrowing_options(command: Command) -> Command:
    """Give a command these options; it takes them as one value, `narrowing`."""

    @functools.wraps(command)
    def wrapped(
        *arguments: Any,
        changed_since: str | None,
        baseline: Path | None,
        write_baseline: Path | None,
        prune_baseline: bool,
        **options: Any,
    ) -> Any:
        if write_baseline is not None and (
            baseline is not None or changed_since is not None or prune_baseline
        ):
            raise click.UsageError(
                "--write-baseline writes all findings: give it without the other options of its kind"
            )
        if write_baseline is not None and (options.get("paths") or options.get("stdin_filename") is not None):
            raise click.UsageError("--write-baseline is about the whole project: give it without paths")
        if write_baseline is not None and options.get("wants_diff"):
            raise click.UsageError("--diff writes nothing: give --write-baseline without it")
        if prune_baseline and (baseline is None or options.get("wants_diff")):
            raise click.UsageError("--prune-baseline goes with --baseline, and without --diff")
        narrowing = Narrowing(
            changed_since,
            write_baseline or baseline,
            writes=write_baseline is not None,
            prunes=prune_baseline,
        )
        return command(*arguments, narrowing=narrowing, **options)

    decorated: Any = wrapped
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]  # functools.wraps keeps what click needs, not the type
