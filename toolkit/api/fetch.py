"""The use case "fetch": ask PubMed about everything that the project names, and write the lock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from toolkit.api.locking import renewed, require_readable, write_lock
from toolkit.api.workspace import Workspace
from toolkit.claims.fingerprint import VERSION
from toolkit.errors import EvidenceUnavailableError, ExitCode, OslerError
from toolkit.model.identifier import Identifier
from toolkit.model.policy import Policy
from toolkit.model.record import Origin, Record, Records, Standing
from toolkit.sources.pubmed import TIME_FORMAT, PubMed
from toolkit.sources.resolve import Named, Resolver, Suggestion, named_works
from toolkit.sources.store import Store

# Answers as young as this are used again instead of asking twice: what an interrupted run left.
KEPT_FOR = timedelta(days=1)

Progress = Callable[[int, int], None]
"""Told how many identifiers are settled, of how many."""


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What became of a fetch.

    `named` counts the works that the project names by identifier, `current` those whose record in
    the lock is young enough, `asked` the others. `found` and `absent` are the records of those.
    `failure` says why PubMed could not be asked about the rest.
    """

    named: int
    current: int
    asked: int
    found: tuple[Record, ...] = ()
    absent: tuple[Record, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    nameless: int = 0
    is_written: bool = False
    failure: EvidenceUnavailableError | None = None
    failures: tuple[OslerError, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def exit_code(self) -> ExitCode:
        """2 for an unreadable file, 3 if PubMed did not answer, else 0: absence is for `check` to judge."""
        return ExitCode.gravest(
            *(failure.exit_code for failure in self.failures),
            ExitCode.EVIDENCE if self.failure else ExitCode.CLEAN,
        )


def fetch(
    workspace: Workspace,
    pubmed: PubMed,
    store: Store,
    *,
    refresh: bool = False,
    offline: bool = False,
    progress: Progress = lambda _done, _total: None,
) -> FetchReport:
    """Resolve all that the library and the articles name, and write what was learnt into the lock.

    What the lock has stays where PubMed could not be asked. With `refresh` records are asked for
    again however young they are; `offline` takes only what the store has, however old. Raises
    `LockError` or `UnreadableInputError` if the lock cannot be read or written.
    """
    require_readable(workspace, workspace.policy.lock)
    now = datetime.strptime(pubmed.now(), TIME_FORMAT).replace(tzinfo=UTC)
    named = named_works(workspace.library, workspace.project.articles)
    records = workspace.lock.records
    anew = {one.identifier: one for one in renewed(records, store)}
    works = [one for one in named if refresh or _is_due(one, records, anew, workspace.policy, now.date())]
    marker = f"refresh {workspace.tree.root}"
    not_before = "" if offline else _not_before(store, marker, now, refresh=refresh)
    total = sum(len(one.identifiers) for one in works)
    resolver = Resolver(
        pubmed, store, not_before=not_before, on_progress=lambda done: progress(min(done, total), total)
    )
    failure: EvidenceUnavailableError | None = None
    suggestions: tuple[Suggestion, ...] = ()
    try:
        resolver.resolve(works)
        suggestions = tuple(resolver.suggest(workspace.library))
    except EvidenceUnavailableError as error:
        failure = error
    learnt = (*anew.values(), *resolver.records())
    # Damaged blocks are dropped by writing; while they cannot be asked for again, they stay to be seen.
    may_write = bool(learnt or workspace.lock.problems) and not (failure and workspace.lock.problems)
    is_written = write_lock(workspace, learnt) if may_write else False
    if refresh and failure is None:
        store.forget_answer(marker)
    return FetchReport(
        named=len(named),
        current=len(named) - len(works),
        asked=len(works),
        found=tuple(one for one in resolver.records() if one.standing is Standing.FOUND),
        absent=tuple(one for one in resolver.records() if one.standing is Standing.NOT_IN_PUBMED),
        suggestions=suggestions,
        nameless=sum(not workspace.library.work(entry).identifiers for entry in workspace.library.entries),
        is_written=is_written,
        failure=failure,
        failures=workspace.failures,
        notes=(store.trouble,) if store.trouble else (),
    )


def _is_due(
    named: Named, records: Records, anew: Mapping[Identifier, Record], policy: Policy, today: date
) -> bool:
    """Tell whether PubMed should be asked about a work: nothing of its own is locked, or it is too old.

    `anew` are records whose fingerprint could be made by today's rules without asking.
    """
    found: Sequence[Record] = [one for one in map(records.find, named.identifiers) if one is not None]
    return not any(_is_current(anew.get(one.identifier, one), policy, today) for one in found)


def _is_current(record: Record, policy: Policy, today: date) -> bool:
    if record.fingerprint is not None and record.fingerprint.version != VERSION:
        return False
    if record.standing is not Standing.FOUND or record.provenance.origin is not Origin.FETCHED:
        return False
    try:
        age = today - date.fromisoformat(record.provenance.date)
    except ValueError:
        return False
    return timedelta(0) <= age <= timedelta(days=policy.record_max_age)


def _not_before(store: Store, marker: str, now: datetime, *, refresh: bool) -> str:
    """Give the oldest time of an answer that may be used again.

    A refresh that was interrupted goes on where it stopped: the store keeps when it began.
    """
    oldest = (now - KEPT_FOR).strftime(TIME_FORMAT)
    if not refresh:
        return oldest
    begun = store.answer(marker, oldest)
    if begun:
        return begun[0]
    started = now.strftime(TIME_FORMAT)
    store.keep_answer(marker, (started,), started)
    return started
