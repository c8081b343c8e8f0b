"""`osler audit`: tell whether what the articles cite still stands."""

from __future__ import annotations

import os
import statistics
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from toolkit.api.audit import Audit, audit
from toolkit.api.workspace import Workspace, open_workspace, require_project
from toolkit.cli.failure import told
from toolkit.cli.options import as_of_option, color_option, naming, project_option
from toolkit.cli.output import Outlet, output_file_option, tell_document, text_or_json_option
from toolkit.cli.papers_text import heading, paper_lines
from toolkit.cli.pubmed_options import eutils_option, progress_bar, remind_of_email
from toolkit.model.counting import counted
from toolkit.reporters.printable import one_line
from toolkit.rules.editorial import Editorial


@click.command("audit")
@click.option(
    "--offline", is_flag=True, help="Open no socket: tell what references.lock says, and ask nobody."
)
@text_or_json_option
@output_file_option
@eutils_option
@project_option
@as_of_option
@color_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    offline: bool,
    output_format: str,
    output_file: Path | None,
    eutils_url: str | None,
    project: Path | None,
    as_of: date,
    color: bool,
) -> None:
    """Tell which cited papers are retracted, corrected, of concern, superseded or unverified, and how old they are.

    PubMed is asked anew about everything that an article cites; where it says something else than
    references.lock, that is marked, and each sentence that rests on the paper is named. Nothing is
    written: `osler fetch --refresh` brings the lock up to date.

    The exit code is 1 if a status is new, or if `osler check` would have an error or a warning about
    one; 3 if PubMed did not answer for all.
    """
    workspace = open_workspace(project)
    require_project(workspace)
    found = audit(workspace, as_of) if offline else _asked(workspace, as_of, eutils_url)
    outlet = Outlet(output_format, output_file, color)
    failures = (*found.failures, *((found.failure,) if found.failure else ()))
    tell_document(workspace, found, outlet, lambda: _lines(found, workspace), failures)
    if found.defects:
        click.echo(told(list(found.defects), "a rule that crashed"), err=True)
    ctx.exit(int(found.exit_code))


def _asked(workspace: Workspace, as_of: date, eutils_url: str | None) -> Audit:
    """Make the audit with PubMed's answers of now."""
    from toolkit.sources.connection import connect  # noqa: PLC0415 - the network's side, not for --offline
    from toolkit.sources.store import Store, default_path  # noqa: PLC0415

    pubmed = connect(os.environ, eutils_url=eutils_url)
    with Store(default_path()) as store, progress_bar("Asking PubMed") as progress:
        found = audit(workspace, as_of, pubmed=pubmed, store=store, progress=progress)
    remind_of_email()
    return found


def _lines(found: Audit, workspace: Workspace) -> Iterator[str]:
    """Give the report: what is said of papers, what was never verified, how old the evidence is, the counts."""
    shown = naming(workspace.tree.root, "full")
    spoken_of = [paper for paper in found.papers if paper.statuses or paper.has_changed]
    for paper in sorted(spoken_of, key=lambda one: (not one.has_changed, not one.is_open)):
        yield from paper_lines(paper, shown, answered=True)
    unverified = [paper for paper in found.papers if paper.unverified is not None]
    if unverified:
        yield click.style("Not verified", bold=True)
        for paper in unverified:
            yield f"  {one_line(heading(paper))}"
            yield f"    {one_line(paper.unverified or '')}"
        yield ""
    if found.unknown:
        yield click.style("Keys that name nothing", bold=True)
        yield f"  {one_line(', '.join(found.unknown))}"
        yield ""
    yield from _ages(found)
    yield _summary(found, workspace.policy.lock)


def _ages(found: Audit) -> Iterator[str]:
    ages = sorted(paper.age for paper in found.papers if paper.age is not None)
    if not ages:
        return
    yield click.style("Age of the evidence", bold=True)
    unknown = len(found.papers) - len(ages)
    rest = f"; {unknown} without a date" if unknown else ""
    if ages[0] == ages[-1]:
        yield f"  {counted(ages[0], 'year')}{rest}"
    else:
        yield f"  {ages[0]} to {ages[-1]} years, half of it {statistics.median(ages):g} or less{rest}"
    for paper in found.papers:
        if paper.is_outdated:
            yield f"  over the limit for a {paper.ageing}, {paper.age} years: {one_line(heading(paper))}"
    yield ""


def _summary(found: Audit, lock: str) -> str:
    parts = [f"{len(found.of(kind))} {kind.value}" for kind in Editorial if found.of(kind)]
    parts.append(f"{sum(one.unverified is not None for one in found.papers)} not verified")
    if found.changed:
        works = counted(len(found.changed), "work")
        parts.append(f"PubMed says of {works} something else than {lock}")
    elif found.is_fresh and not found.failure:
        parts.append(f"nothing that {lock} does not say")
    asked = "asked PubMed" if found.is_fresh else f"by {lock} alone"
    if found.failure:
        asked = "PubMed did not answer for all"
    return f"{counted(len(found.papers), 'work')} cited ({asked}): {', '.join(parts)}."
