"""Checks that ask for nothing but what a project's files say: their answers are kept, and given again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from toolkit.api.answers import FORMATS, Question
from toolkit.api.check import check
from toolkit.api.retelling import retold, told_of
from toolkit.api.witness import WitnessTree, start_of
from toolkit.api.workspace import open_workspace, require_project
from toolkit.cli.reporting import Manner, printout, tell
from toolkit.errors import ExitCode


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the options of a check decides what is found, and how it ends."""

    project: Path | None
    paths: Sequence[Path]
    as_of: date
    select: Sequence[str]
    ignore: Sequence[str]
    exit_zero: bool


def can_be_kept(manner: Manner) -> bool:
    """Tell whether a report in this manner depends on the findings alone, and goes to standard output."""
    return manner.output_format in FORMATS and manner.output_file is None and not manner.statistics


def answer(question: Question, asked: Asked, manner: Manner) -> int:
    """Check, print, and keep what was printed; give the exit code. Raises `OslerError`.

    Where only some articles were edited since the same was asked before, they alone are judged.
    """
    for edited in question.edited:
        told = retold(
            edited,
            asked.as_of,
            output_format=manner.output_format,
            select=asked.select,
            ignore=asked.ignore,
            exit_zero=asked.exit_zero,
            printout=lambda workspace, report: printout(workspace, report, manner),
        )
        if told is not None:
            click.echo(told.printed(), nl=False)
            question.keep(asked.project, asked.paths, edited.root, told, is_witnessed=True)
            return told.code
    tree = WitnessTree.find(start_of(asked.project, asked.paths))
    workspace = open_workspace(asked.project, asked.paths, uses_cache=True, tree=tree)
    require_project(workspace)
    report = check(workspace, asked.as_of, select=asked.select, ignore=asked.ignore)
    code = exit_code(report.exit_code, exit_zero=asked.exit_zero)
    composed = tell(workspace, report, manner, fixed=0, exit_code=code)
    if report.is_repeatable:
        told = told_of(workspace, report, composed, tree, code=code)
        question.keep(asked.project, asked.paths, tree.root, told, is_witnessed=tree.notes.is_whole)
    return code


def exit_code(code: ExitCode, *, exit_zero: bool) -> int:
    """Give the code to exit with: 0 for findings where that was asked for."""
    return 0 if exit_zero and code is ExitCode.FINDINGS else int(code)
