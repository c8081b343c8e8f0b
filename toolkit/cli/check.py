"""`osler check`: every problem at its line and column, why it matters, and how to mend it."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from toolkit.api.check import check
from toolkit.api.ignores import add_ignores as add_comments
from toolkit.api.mend import diff_of, mend, save
from toolkit.api.narrowing import Narrowing
from toolkit.api.workspace import Workspace, open_workspace, require_project
from toolkit.cli.asking import Asked, answer, can_be_kept, exit_code
from toolkit.cli.failure import refusal
from toolkit.cli.narrowing import narrowing_options
from toolkit.cli.options import (
    as_of_option,
    base_option,
    cache_option,
    color_option,
    ignore_option,
    project_option,
    select_option,
)
from toolkit.cli.output import require_writable, write_output
from toolkit.cli.reporting import Manner, reporting_options, tell
from toolkit.cli.watching import repeat, watch_option
from toolkit.errors import ExitCode
from toolkit.project import ARTICLE_CAP, WorkingTree


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@reporting_options
@click.option("--fix", "wants_fix", is_flag=True, help="Mend what can be mended safely.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also what could change a meaning.")
@click.option("--diff", "wants_diff", is_flag=True, help="Show what --fix would change; write nothing.")
@click.option(
    "--stdin-filename",
    type=click.Path(path_type=Path),
    help="Read the article of this name from standard input instead of the disk.",
)
@watch_option
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@narrowing_options
@base_option
@cache_option
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
    output_file: Path | None,
    wants_statistics: bool,
    wants_fix: bool,
    unsafe_fixes: bool,
    wants_diff: bool,
    stdin_filename: Path | None,
    wants_watch: bool,
    exit_zero: bool,
    narrowing: Narrowing,
    add_ignores: str | None,
    base: str | None,
    no_cache: bool,
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
    if wants_watch:
        if stdin_filename is not None or add_ignores is not None:
            raise click.UsageError(
                "--watch goes with files, and neither with standard input nor --add-ignores"
            )
        ctx.exit(repeat(ctx, project or next(iter(paths), Path.cwd()), output_file))
    manner = Manner(output_format, output_file, statistics=wants_statistics, colour=color)
    asks_files_alone = (
        can_be_kept(manner)
        and narrowing == Narrowing()
        and not (wants_fix or wants_diff or no_cache)
        and (stdin_filename, add_ignores, base) == (None, None, None)
    )
    if asks_files_alone and ctx.obj is not None:
        ctx.exit(answer(ctx.obj, Asked(project, paths, as_of, select, ignore, exit_zero), manner))
    workspace = _open(project, paths, stdin_filename, uses_cache=not no_cache, base=base)
    require_project(workspace)
    require_writable(workspace, output_file)
    require_writable(workspace, narrowing.baseline if narrowing.writes else None)
    texts: dict[str, str] = {}
    fixed = 0
    if wants_fix or (wants_diff and add_ignores is None):
        texts, fixed = mend(
            workspace, as_of, unsafe=unsafe_fixes, select=select, ignore=ignore, narrow=narrowing.narrow
        )
    if texts and not wants_diff:
        save(workspace, texts)
        workspace = _open(project, paths, stdin_filename, uses_cache=not no_cache, base=base)
    if add_ignores is not None:
        report = narrowing.narrow(workspace, check(workspace, as_of, select=select, ignore=ignore), as_of)
        texts = dict(add_comments(workspace, report, add_ignores, named=select).texts)
    if wants_diff:
        write_output(workspace, output_file, diff_of(workspace, texts))
        ctx.exit(_told_code(workspace, has_changes=bool(texts), exit_zero=exit_zero))
    if add_ignores is not None and texts:
        save(workspace, texts)
        workspace = _open(project, paths, stdin_filename, uses_cache=not no_cache, base=base)
    report = narrowing.finish(workspace, check(workspace, as_of, select=select, ignore=ignore), as_of)
    code = exit_code(report.exit_code, exit_zero=exit_zero)
    tell(workspace, report, manner, fixed=fixed, exit_code=code)
    ctx.exit(code)


def _told_code(workspace: Workspace, *, has_changes: bool, exit_zero: bool) -> int:
    """Say what could not be read, which a diff does not show; give the code to exit with."""
    for failure in workspace.failures:
        click.echo(refusal(failure), err=True)
    codes = [failure.exit_code for failure in workspace.failures]
    return int(
        ExitCode.gravest(*codes, ExitCode.FINDINGS if has_changes and not exit_zero else ExitCode.CLEAN)
    )


def _open(
    project: Path | None,
    paths: tuple[Path, ...],
    stdin_filename: Path | None,
    *,
    uses_cache: bool,
    base: str | None,
) -> Workspace:
    if stdin_filename is None:
        return open_workspace(project, paths, uses_cache=uses_cache, base=base)
    tree = WorkingTree.find(project or _existing(stdin_filename.parent))
    data = sys.stdin.buffer.read(ARTICLE_CAP + 1)
    name = tree.relative(stdin_filename)
    unsaved = {name: data}
    return open_workspace(
        paths=paths or (stdin_filename,), unsaved=unsaved, tree=tree, uses_cache=uses_cache, base=base
    )


def _existing(folder: Path) -> Path:
    """Give the nearest folder that exists: an article may be typed before its folder is made."""
    return next((one for one in (folder, *folder.parents) if one.is_dir()), Path.cwd())
