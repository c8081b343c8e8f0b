"""Options that several commands share, and what they mean."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

project_option: Callable[[Command], Command] = click.option(
    "--project",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The project's folder.  [default: found upwards from the current one]",
)
select_option: Callable[[Command], Command] = click.option(
    "--select",
    multiple=True,
    metavar="RULE",
    shell_complete=lambda _context, _parameter, incomplete: _completed(incomplete),
    callback=lambda _context, _parameter, value: split_names(value),
    help="Run only these rules or families (repeat, or separate by commas).",
)
ignore_option: Callable[[Command], Command] = click.option(
    "--ignore",
    multiple=True,
    metavar="RULE",
    shell_complete=lambda _context, _parameter, incomplete: _completed(incomplete),
    callback=lambda _context, _parameter, value: split_names(value),
    help="Leave out these rules or families.",
)
as_of_option: Callable[[Command], Command] = click.option(
    "--as-of",
    metavar="DATE",
    callback=lambda _context, _parameter, value: day(value),
    help="Judge ages and expiries as of this date, YYYY-MM-DD.  [default: SOURCE_DATE_EPOCH, else today]",
)
color_option: Callable[[Command], Command] = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    callback=lambda _context, _parameter, value: wants_colour(value),
    help="Colour on a terminal; NO_COLOR is honoured.",
)
cache_option: Callable[[Command], Command] = click.option(
    "--no-cache",
    "no_cache",
    is_flag=True,
    help="Judge everything anew; neither read nor write .osler_cache.",
)
base_option: Callable[[Command], Command] = click.option(
    "--base",
    metavar="REV",
    help="Take who may sign a review, and what is asked of it, from this revision (a branch, a commit), and "
    "report records that were removed or edited since: a change can't approve itself. Needs git.",
)
# Formats with paths from the top of the repository, and where their services say that it is.
_CHECKOUTS = {"github": "GITHUB_WORKSPACE", "sarif": "GITHUB_WORKSPACE", "gitlab": "CI_PROJECT_DIR"}


def _completed(incomplete: str) -> list[str]:
    """Complete the last of the rules and families in `a,b`."""
    from toolkit.rules import discover  # noqa: PLC0415 - the rules take longer than the rest of a completion

    before, comma, last = incomplete.rpartition(",")
    names = sorted({name for rule in discover() for name in (rule.family, rule.name)})
    return [before + comma + name for name in names if name.startswith(last)]


def split_names(values: tuple[str, ...]) -> tuple[str, ...]:
    """Split `a,b` and repeated options into names."""
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def day(value: str | None) -> date:
    """Give the date to judge by: the option's, that of SOURCE_DATE_EPOCH, or today's, in UTC.

    Raises `click.BadParameter` for anything that is not a date.
    """
    if value is not None:
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise click.BadParameter(f"{value!r} is not a date, YYYY-MM-DD") from error
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), UTC).date()
        except (ValueError, OverflowError, OSError) as error:
            raise click.BadParameter(f"SOURCE_DATE_EPOCH is not a number of seconds: {epoch!r}") from error
    return datetime.now(UTC).date()


def wants_colour(choice: str) -> bool:
    """Tell whether to colour standard output (https://no-color.org)."""
    if choice == "auto":
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return choice == "always"


def naming(root: Path, output_format: str) -> Callable[[str], str]:
    """Give what names a path of the project as the reader of an output format does.

    People, and the terminals and editors that open what they click, stand in the current folder;
    GitHub and GitLab count paths from the top of the repository.
    """
    start: Path | str = Path.cwd()
    if output_format in _CHECKOUTS:
        top = next((one for one in (root, *root.parents) if (one / ".git").exists()), root)
        start = os.environ.get(_CHECKOUTS[output_format]) or top

    @cache  # thousands of findings lie in a few files
    def named(path: str) -> str:
        try:
            return os.path.relpath(root / path, start).replace(os.sep, "/")
        except ValueError:  # another drive
            return path

    return named
