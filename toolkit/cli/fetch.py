"""`osler fetch`: ask PubMed about every reference, and write `references.lock`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from toolkit.api.check_lock import LockReport, check_lock
from toolkit.api.fetch import FetchReport, fetch
from toolkit.api.workspace import open_workspace
from toolkit.cli.failure import refusal
from toolkit.cli.options import project_option
from toolkit.cli.pubmed_options import eutils_option, offline_option, progress_bar, remind_of_email
from toolkit.model.counting import counted
from toolkit.model.record import Record
from toolkit.sources.connection import connect
from toolkit.sources.store import Store, default_path


@click.command("fetch")
@click.option(
    "--check", "wants_check", is_flag=True, help="Compare the lock with PubMed's answers; write nothing."
)
@click.option("--refresh", is_flag=True, help="Ask again about every reference, however young its record is.")
@offline_option
@eutils_option
@project_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    wants_check: bool,
    refresh: bool,
    offline: bool,
    eutils_url: str | None,
    project: Path | None,
) -> None:
    """Ask PubMed about all that the library and the articles cite, and write references.lock.

    Records that are young enough are not asked for again. What was fetched is kept at once: after an
    interruption, run the command again. With --check nothing is written, and the exit code is 1 if
    the lock says something else than PubMed.

    NCBI_API_KEY (ten requests a second instead of three) and OSLER_EMAIL (for NCBI to reach you) are
    read from the environment.
    """
    if wants_check and (refresh or offline):
        raise click.UsageError("--check always asks PubMed, and asks anew: leave out --refresh and --offline")
    pubmed = connect(os.environ, eutils_url=eutils_url, offline=offline)
    workspace = open_workspace(project)
    with Store(default_path()) as store, progress_bar("Asking PubMed") as progress:
        if wants_check:
            comparison = check_lock(workspace, pubmed, store, progress=progress)
        else:
            report = fetch(workspace, pubmed, store, refresh=refresh, offline=offline, progress=progress)
    if wants_check:
        remind_of_email()
        _tell_comparison(comparison, workspace.policy.lock)
        ctx.exit(int(comparison.exit_code))
    if report.asked and not offline:
        remind_of_email()
    _tell(report, workspace.policy.lock)
    ctx.exit(int(report.exit_code))


def _tell(report: FetchReport, lock: str) -> None:
    """Say what became of a fetch: results to standard output, failures and notes to standard error."""
    click.echo(f"{counted(report.named, 'work')} named; {report.current} already in {lock} and young enough")
    if report.asked:
        rest = "; the others were not answered" if report.failure else ""
        click.echo(
            f"asked about {report.asked}: {len(report.found)} found, {len(report.absent)} not in PubMed{rest}"
        )
    for record in report.absent:
        click.echo(f"  not in PubMed: {record.identifier}")
    for record in report.found:
        if record.is_retracted:
            click.echo(f"  retracted: {record.identifier} {_title(record)}")
    if report.nameless:
        entries = counted(report.nameless, "entry", "entries")
        click.echo(f"{entries} without PMID, DOI or PMCID: PubMed cannot be asked about them")
    for suggestion in report.suggestions:
        record = suggestion.record
        click.echo(f"  {suggestion.key}: perhaps {record.identifier}, {_title(record)}")
    if report.suggestions:
        click.echo("  (alike in title and author; compare them, then add the PMID to the entry yourself)")
    click.echo(f"{lock} written" if report.is_written else f"{lock} unchanged")
    _tell_failures(report)


def _tell_comparison(report: LockReport, lock: str) -> None:
    for difference in report.differences:
        click.echo(f"{difference.identifier}: {difference.field}")
        click.echo(f"  in {lock}: {difference.locked}")
        click.echo(f"  PubMed says: {difference.answered}")
    for named in report.missing:
        click.echo(f"{named.identifiers[0]}: named in {named.place}, but not in {lock}")
    for record in report.unfetched:
        click.echo(f"{record.identifier}: {record.provenance.origin.value}, not fetched from PubMed")
    works = len({difference.identifier for difference in report.differences})
    click.echo(
        f"{counted(report.compared, 'record')} compared: {counted(len(report.differences), 'difference')} in {works}, "
        f"{len(report.missing)} missing from {lock}"
    )
    _tell_failures(report)


def _tell_failures(report: FetchReport | LockReport) -> None:
    for note in report.notes:
        click.echo(f"note: {note}", err=True)
    for failure in (*report.failures, *((report.failure,) if report.failure else ())):
        click.echo(refusal(failure), err=True)


def _title(record: Record) -> str:
    title = record.work.title or record.work.vernacular_title or "(no title)"
    return title if len(title) <= 90 else f"{title[:89]}…"
