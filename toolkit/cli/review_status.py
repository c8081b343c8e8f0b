"""`osler review status`: where each article stands, and what is needed next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from toolkit.api.review_status import ArticleReview, review_report
from toolkit.api.workspace import open_workspace, require_project
from toolkit.cli.failure import refusal
from toolkit.cli.options import as_of_option, base_option, project_option
from toolkit.model.json_text import json_text
from toolkit.reporters.printable import one_line


@click.command("status")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print it.",
)
@base_option
@project_option
@as_of_option
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    *,
    output_format: str,
    base: str | None,
    project: Path | None,
    as_of: date,
) -> None:
    """Say where PATHS (articles or folders; default: the whole project) stand.

    The status follows from the signed records in reviews/, and from nothing else. Why an approval does not
    stand is said, and what is needed next.
    """
    workspace = open_workspace(project, paths, uses_cache=True, base=base)
    require_project(workspace)
    report = review_report(workspace, as_of)
    if output_format == "json":
        click.echo(json_text(report.document()), nl=False)
    else:
        for one in report.articles:
            first, *others = map(one_line, _lines(one))
            click.echo("\n  ".join([first, *others]))
        for concern in report.concerns:
            click.echo(one_line(f"{concern.path}: {concern.message}"))
    for failure in report.failures:
        click.echo(refusal(failure), err=True)
    ctx.exit(int(report.status_code))


def _lines(one: ArticleReview) -> Iterator[str]:
    """Give the lines that tell of one article."""
    state = one.state
    yield f"{one.article.path}: {state.status.replace('-', ' ')}"
    if state.last_reviewed is not None:
        names = ", ".join(
            f"{person.name} ({person.role}{', received by ' + person.received_by if person.received_by else ''})"
            for person in state.reviewers
        )
        yield f"last reviewed {state.last_reviewed} by {names}; next review due {state.next_due}"
    for reason in state.reasons:
        yield f"- {reason}"
    yield f"next: {one.needed}"
