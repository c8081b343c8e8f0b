"""`osler review verify`: every record, signature and chain, and what changed against a base."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from toolkit.api.review_status import ReviewReport, review_report
from toolkit.api.workspace import open_workspace, require_project
from toolkit.cli.failure import refusal
from toolkit.cli.options import as_of_option, base_option, project_option
from toolkit.model.counting import counted
from toolkit.reporters.printable import one_line


@click.command("verify")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@base_option
@project_option
@as_of_option
@click.pass_context
def command(
    ctx: click.Context, paths: tuple[Path, ...], *, base: str | None, project: Path | None, as_of: date
) -> None:
    """Verify the records of PATHS (articles or folders; default: the whole project).

    Every signature is verified anew by ssh-keygen, and every record's place in its chain. Exits with 1 for
    what does not hold, with 3 where signatures cannot be verified.
    """
    workspace = open_workspace(project, paths, base=base)
    require_project(workspace)
    report = review_report(workspace, as_of)
    for concern in report.integrity:
        click.echo(
            one_line(f"{concern.path}:{concern.line}:{concern.column}: {concern.message} [{concern.kind}]")
        )
        if concern.help:
            click.echo(f"  help: {one_line(concern.help)}")
    for failure in report.failures:
        click.echo(refusal(failure), err=True)
    click.echo(_summary(report, base))
    ctx.exit(int(report.verify_code))


def _summary(report: ReviewReport, base: str | None) -> str:
    by = f", by the people and the policy of {base}" if base is not None else ""
    articles = sum(one.records > 0 for one in report.articles)
    counts = f"{counted(report.records, 'record')} of {counted(articles, 'article')}{by}"
    if not report.is_verifiable:
        return f"{counts}: cannot be verified here"
    wrong = len(report.integrity)
    if not wrong and not report.records:
        removed = "" if base is not None else "; removed ones are told of with --base REV"
        return f"there are no records{by}, so nothing was verified{removed}"
    return f"{counts}: " + (f"{counted(wrong, 'fault')}" if wrong else "all of them hold")
