"""How `osler check` says what it found: format, place, statistics; and the summary of a GitHub job."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from toolkit.api.check import Report
from toolkit.api.workspace import Workspace
from toolkit.cli.failure import refusal, told
from toolkit.cli.options import naming
from toolkit.cli.output import output_file_option, write_output
from toolkit.reporters import COUNTING_FORMATS, Composed, Printout, Summary, Unread, composed, formats
from toolkit.reporters.statistics import table
from toolkit.reporters.summary import told_as_left_out
from toolkit.rules import discover

# These say themselves what was left out; beside the others it goes to standard error.
_SUMMARIZING_FORMATS = frozenset({"full", "concise", "grouped", "github", "json", "json-lines"})
Command = TypeVar("Command", bound=Callable[..., Any])

_format_option: Callable[[Command], Command] = click.option(
    "--output-format",
    "-f",
    type=click.Choice(formats()),
    default="full",
    show_default=True,
    help="How findings are written.",
)
_statistics_option: Callable[[Command], Command] = click.option(
    "--statistics",
    "wants_statistics",
    is_flag=True,
    help="Count findings by rule: in place of them (full, concise, grouped), as data (json, json-lines), "
    "or beside the report on standard error.",
)


def reporting_options(command: Command) -> Command:
    """Give a command the options `--output-format`, `--output-file` and `--statistics`."""
    return _format_option(output_file_option(_statistics_option(command)))


@dataclass(frozen=True, slots=True)
class Manner:
    """What these options asked for, and whether standard output is to be coloured."""

    output_format: str
    output_file: Path | None = None
    statistics: bool = False
    colour: bool = False


def tell(workspace: Workspace, report: Report, manner: Manner, *, fixed: int, exit_code: int) -> Composed:
    """Write a report where and how it was asked for, and give it; failures and defects go to standard error too.

    Raises as `write_output` does.
    """
    printed = printout(workspace, report, manner, fixed=fixed, exit_code=exit_code)
    written = composed(manner.output_format, printed)
    write_output(workspace, manner.output_file, written.text, color=manner.colour)
    if manner.statistics and manner.output_format not in COUNTING_FORMATS:
        click.echo(table(report.findings), nl=False, err=True)
    if report.left_out is not None and manner.output_format not in _SUMMARIZING_FORMATS:
        for line in told_as_left_out(report.left_out):
            click.echo(f"osler: {line}", err=True)
    if manner.output_format == "github":
        _summarize(printed)
    for failure in report.failures:
        click.echo(refusal(failure), err=True)
    if report.defects:
        click.echo(told(list(report.defects), f"{len(report.defects)} crashes of rules"), err=True)
    return written


def printout(
    workspace: Workspace, report: Report, manner: Manner, *, fixed: int = 0, exit_code: int | None = None
) -> Printout:
    """Give a report the shape that reporters take; `exit_code` is the report's own if left out."""
    summary = Summary(
        articles=report.articles,
        entries=report.entries,
        suppressed=len(report.suppressed),
        fixable=report.fixable,
        fixed=fixed,
        unread=tuple(Unread(one.message, one.path, one.line) for one in report.failures),
        defects=tuple(one.strip().rpartition("\n")[2] for one in report.defects),
        exit_code=int(report.exit_code) if exit_code is None else exit_code,
        left_out=report.left_out,
    )
    ran = frozenset(report.rules)
    return Printout(
        report.findings,
        report.sources,
        summary,
        colour=manner.colour and manner.output_file is None,
        shown=naming(workspace.tree.root, manner.output_format),
        rules=tuple(rule for rule in discover() if rule.name in ran),
        statistics=manner.statistics,
    )


def _summarize(printed: Printout) -> None:
    """Add the job summary to the file that GitHub names, in a step of a workflow."""
    name = os.environ.get("GITHUB_STEP_SUMMARY")
    if not name:
        return
    from toolkit.reporters.job_summary import job_summary  # noqa: PLC0415 - only a job on GitHub needs it

    try:
        with Path(name).open("a", encoding="utf-8", errors="replace") as file:
            file.write(job_summary(printed))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        click.echo(f"osler: the job summary could not be written: {reason}", err=True)
