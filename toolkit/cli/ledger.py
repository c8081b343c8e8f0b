"""`osler ledger`: every claim with its sources, and what became of their comparison."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from toolkit.api.ledger import ArticleLedger, Ledger, Line, ledger
from toolkit.api.workspace import open_workspace, require_project
from toolkit.cli.failure import refusal
from toolkit.cli.options import as_of_option, color_option, project_option
from toolkit.model.counting import counted
from toolkit.model.json_text import json_text
from toolkit.model.unit import Coverage, Need, Scope

_INDENT = " " * 9
_NARROW, _WIDE = 60, 96
_SCOPES = {
    Scope.NONE: "",
    Scope.SENTENCE: "",
    Scope.PARAGRAPH: ", through the paragraph",
    Scope.LIST: ", shared by the list",
    Scope.EXPLICIT: ", marked as a claim",
}


@click.command("ledger")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For a person, or for a machine (docs/claims.md).",
)
@click.option("--hardest-first", is_flag=True, help="Begin with what needs a person most.")
@click.option("--uncited", "only_uncited", is_flag=True, help="Show only claims without a source.")
@project_option
@as_of_option
@color_option
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    *,
    output_format: str,
    hardest_first: bool,
    only_uncited: bool,
    project: Path | None,
    as_of: date,
    color: bool,
) -> None:
    """Show every sentence of PATHS (default: the whole project) with what it needs and what it cites.

    A citation is never taken for proof: whether a source says what it is cited for is for a person to
    judge, and the ledger is the list to judge by.
    """
    workspace = open_workspace(project, paths)
    require_project(workspace)
    found = ledger(workspace, as_of)
    if output_format == "json":
        click.echo(json_text(found.document()), nl=False)
    else:
        lines = text_of(found, hardest_first=hardest_first, only_uncited=only_uncited)
        click.echo("\n".join(lines), color=color)
    for failure in found.failures:
        click.echo(refusal(failure), err=True)
    ctx.exit(int(found.exit_code))


def text_of(found: Ledger, *, hardest_first: bool = False, only_uncited: bool = False) -> Iterator[str]:
    """Give the lines of the terminal's form."""
    width = min(max(shutil.get_terminal_size((80, 24)).columns, _NARROW), _WIDE)
    for one in found.articles:
        if only_uncited and not any(line.claim.is_uncited for line in one.lines):
            continue
        yield click.style(one.article.path, bold=True)
        yield f"  {_coverage(one.coverage)}"
        yield ""
        for line in one.hardest_first() if hardest_first else one.lines:
            if line.claim.is_uncited or not only_uncited:
                yield from _line(one, line, width)
        yield ""
    if len(found.articles) > 1:
        yield click.style(f"{len(found.articles)} articles", bold=True)
        yield f"  {_coverage(found.coverage)}"
    if not found.articles:
        yield "No articles."


def _coverage(coverage: Coverage) -> str:
    """Say coverage in words."""
    if not coverage.must + coverage.should:
        return f"no claims that need a source; {counted(coverage.exempt, 'other sentence')}"
    return (
        f"{coverage.must_cited} of {coverage.must} claims that must have a source name one, "
        f"{coverage.should_cited} of {coverage.should} that should; "
        f"{counted(coverage.exempt, 'other needs', 'others need')} none"
    )


def _line(one: ArticleLedger, line: Line, width: int) -> Iterator[str]:
    """Give one unit: place and verdict, its text, its sources. Exempt units take one line."""
    claim = line.claim
    position = one.article.source.position(claim.unit.span.start)
    place = f"{position.line}:{position.column}".rjust(7)
    if claim.judgement.need is Need.NO and not claim.sources:
        text = textwrap.shorten(
            claim.unit.text, max(width - 12 - len(claim.judgement.why), 20), placeholder="…"
        )
        yield click.style(f"{place}  {claim.judgement.why}: {text}", dim=True)
        return
    verdict = f"{claim.judgement.need} · {claim.judgement.kind} · {claim.judgement.confidence} confidence"
    yield f"{place}  {click.style(verdict, bold=True)}  {_state(line)}"
    yield from textwrap.wrap(claim.unit.text, width, initial_indent=_INDENT, subsequent_indent=_INDENT)
    yield from _wrap(f"why: {claim.judgement.why}", width)
    for source in line.evidence["sources"]:
        yield from _wrap(f"[@{source['key']}] {source['title'] or 'no title known'}", width)
        yield from _wrap(f"  {_words(source['state'])}: {source['reason']}", width)


def _state(line: Line) -> str:
    state = line.evidence["state"]
    if state == "no-source":
        return click.style("no source", fg="red" if line.claim.judgement.need is Need.MUST else "yellow")
    if state == "waived":
        return click.style(f"waived: {line.evidence['reason']}", fg="yellow")
    return counted(len(line.evidence["sources"]), "source") + _SCOPES[line.claim.scope]


def _words(state: str) -> str:
    return state.replace("-", " ")


def _wrap(text: str, width: int) -> Iterator[str]:
    for row in textwrap.wrap(text, width, initial_indent=_INDENT, subsequent_indent=_INDENT + "  "):
        yield click.style(row, dim=True)
