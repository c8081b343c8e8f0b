"""The options of `osler check` that say which findings are reported, and what becomes of the others."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from toolkit.api.ignores import checked_reason
from toolkit.api.narrowing import Narrowing

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
    click.option(
        "--add-ignores",
        metavar="REASON",
        help="Write a suppression with this reason for each finding; with --diff, show what would be written.",
    ),
)


def narrowing_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command these options; it takes the first four as one value, `narrowing`."""

    @functools.wraps(command)
    def wrapped(
        *arguments: Any,
        changed_since: str | None,
        baseline: Path | None,
        write_baseline: Path | None,
        prune_baseline: bool,
        add_ignores: str | None,
        **options: Any,
    ) -> Any:
        asked: dict[str, Any] = {
            "--baseline": baseline,
            "--changed-since": changed_since,
            "--add-ignores": add_ignores,
            "--prune-baseline": prune_baseline or None,
            "--fix": options["wants_fix"] or None,
            "--diff": options["wants_diff"] or None,
            "--stdin-filename": options["stdin_filename"],
            "PATHS": options["paths"] or None,
        }
        given = frozenset(name for name, value in asked.items() if value is not None)
        _refuse_contradictions(given, writes=write_baseline is not None)
        narrowing = Narrowing(
            changed_since,
            write_baseline or baseline,
            writes=write_baseline is not None,
            prunes=prune_baseline,
        )
        reason = checked_reason(add_ignores) if add_ignores is not None else None
        return command(*arguments, narrowing=narrowing, add_ignores=reason, **options)

    for option in reversed(_OPTIONS):
        option(wrapped)  # notes itself on the function, and gives it back
    return wrapped


def _refuse_contradictions(given: frozenset[str], *, writes: bool) -> None:
    """Refuse options that cannot hold together. Raises `click.UsageError`."""
    for name in sorted(given - {"--fix"}) if writes else ():
        raise click.UsageError(
            f"--write-baseline is about all findings of the project: give it without {name}"
        )
    if "--prune-baseline" in given and ("--baseline" not in given or "--diff" in given):
        raise click.UsageError("--prune-baseline goes with --baseline, and without --diff")
    if {"--add-ignores", "--stdin-filename"} <= given and "--diff" not in given:
        raise click.UsageError("--add-ignores cannot write to standard input; use --diff")
    if {"--add-ignores", "--fix", "--diff"} <= given:
        raise click.UsageError("--diff shows what --fix would change, or what --add-ignores would: ask twice")
