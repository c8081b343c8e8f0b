"""`osler check`: every problem at its line and column, why it matters, and how to mend it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from toolkit.api.check import Report, check
from toolkit.api.mend import diff_of, mend, save
from toolkit.api.workspace import Workspace, open_workspace, require_project
from toolkit.cli.failure import refusal, told
from toolkit.cli.options import (
    as_of_option,
    color_option,
    ignore_option,
    naming,
    project_option,
    select_option,
)
from toolkit.errors import ExitCode
from toolkit.project import ARTICLE_CAP, WorkingTree
from toolkit.reporters import Printout, Summary, Unread, formats, reporter


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--output-format",
    "-f",
    type=click.Choice(formats()),
    default="full",
    show_default=True,
    help="How findings are written.",
)
@click.option("--fix", "wants_fix", is_flag=True, help="Mend what can be mended safely.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also what could change a meaning.")
@click.option("--diff", "wants_diff", is_flag=True, help="Show what --fix would change; write nothing.")
@click.option(
    "--stdin-filename",
    type=click.Path(path_type=Path),
    help="Read the article of this name from standard input instead of the disk.",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@project_option
@select_option
@ignore_option
@as_of_option
@color_option
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    *,
    output_format: str,
    wants_fix: bool,
    unsafe_fixes: bool,
    wants_diff: bool,
    stdin_filename: Path | None,
    exit_zero: bool,
    project: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    as_of: date,
    color: bool,
) -> None:
    """Check PATHS (articles or folders; default: the whole project), offline.

    The library and the lock are read too. Where only some articles are named, what would need all
    of them (such as unused references) is not judged.
    """
    if stdin_filename is not None and wants_fix:
        raise click.UsageError("--fix cannot write to standard input; use --diff")
    workspace = _open(project, paths, stdin_filename)
    require_project(workspace)
    fixed = 0
    if wants_fix or wants_diff:
        texts, fixed = mend(workspace, as_of, unsafe=unsafe_fixes, select=select, ignore=ignore)
        if wants_diff:
            click.echo(diff_of(workspace, texts), nl=False)
            ctx.exit(int(ExitCode.FINDINGS if texts else ExitCode.CLEAN))
        save(workspace, texts)
        workspace = _open(project, paths, stdin_filename)
    report = check(workspace, as_of, select=select, ignore=ignore)
    shown = naming(workspace.tree.root, output_format)
    text = reporter(output_format)(printout(report, fixed=fixed, colour=color, shown=shown))
    click.echo(text, nl=False, color=color)
    for failure in report.failures:
        click.echo(refusal(failure), err=True)
    if report.defects:
        click.echo(told(list(report.defects), f"{len(report.defects)} crashes of rules"), err=True)
    code = report.exit_code
    ctx.exit(0 if exit_zero and code is ExitCode.FINDINGS else int(code))


def printout(
    report: Report, *, fixed: int = 0, colour: bool = False, shown: Callable[[str], str] = str
) -> Printout:
    """Give a report the shape that reporters take."""
    summary = Summary(
        articles=report.articles,
        entries=report.entries,
        suppressed=len(report.suppressed),
        fixable=report.fixable,
        fixed=fixed,
        unread=tuple(Unread(one.message, one.path, one.line) for one in report.failures),
        defects=tuple(one.strip().rpartition("\n")[2] for one in report.defects),
        exit_code=int(report.exit_code),
    )
    return Printout(report.findings, report.sources, summary, colour=colour, shown=shown)


def _open(project: Path | None, paths: tuple[Path, ...], stdin_filename: Path | None) -> Workspace:
    if stdin_filename is None:
        return open_workspace(project, paths)
    tree = WorkingTree.find(project or _existing(stdin_filename.parent))
    data = sys.stdin.buffer.read(ARTICLE_CAP + 1)
    name = tree.relative(stdin_filename)
    return open_workspace(paths=paths or (stdin_filename,), unsaved={name: data}, tree=tree)


def _existing(folder: Path) -> Path:
    """Give the nearest folder that exists: an article may be typed before its folder is made."""
    return next((one for one in (folder, *folder.parents) if one.is_dir()), Path.cwd())
