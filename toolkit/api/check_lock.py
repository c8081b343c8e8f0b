"""The use case "fetch --check": tells whether the lock says what PubMed says.

A pull request could forge the lock. A job with network on the main branch asks again and compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from toolkit.api.fetch import Progress
from toolkit.api.locking import for_lock, require_readable
from toolkit.api.workspace import Workspace
from toolkit.errors import EvidenceUnavailableError, ExitCode, OslerError
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.record import Fingerprint, Notice, Origin, Record, Standing
from toolkit.model.work import Collective, PartialDate, Person, Work
from toolkit.sources.pubmed import PubMed
from toolkit.sources.resolve import NEVER, Named, Resolver, named_works
from toolkit.sources.store import Store

# Compared under their own names; what is not here is identity or provenance.
_RECORD_FIELDS = (
    "publication_types",
    "notices",
    "status",
    "version",
    "mesh",
    "abstract_licence",
    "fingerprint",
)
_ABSENT = "nothing"
# PubMed's links that a reader of the article must know of.
_AGAINST = (
    "RetractionIn",
    "RetractedandRepublishedIn",
    "ExpressionOfConcernIn",
    "CorrectedandRepublishedIn",
    "ErratumIn",
    "UpdateIn",
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of which the lock says something else than PubMed; texts for people."""

    identifier: Identifier
    field: str
    locked: str
    answered: str


@dataclass(frozen=True, slots=True)
class LockReport:
    """What the comparison found. `compared` counts records; `missing` are named, and not in the lock."""

    compared: int
    differences: tuple[Difference, ...] = ()
    missing: tuple[Named, ...] = ()
    unfetched: tuple[Record, ...] = ()
    failure: EvidenceUnavailableError | None = None
    failures: tuple[OslerError, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def exit_code(self) -> ExitCode:
        """2 for unreadable or damaged files, 3 if PubMed did not answer, 1 for differences, else 0."""
        return ExitCode.gravest(
            *(failure.exit_code for failure in self.failures),
            ExitCode.EVIDENCE if self.failure else ExitCode.CLEAN,
            ExitCode.FINDINGS if self.differences or self.missing else ExitCode.CLEAN,
        )


def check_lock(
    workspace: Workspace,
    pubmed: PubMed,
    store: Store,
    *,
    progress: Progress = lambda _done, _total: None,
) -> LockReport:
    """Ask PubMed again about every record of the lock, and compare field by field. Writes no file.

    Records that were imported or transcribed are compared in what they state. Damaged blocks of
    the lock count as missing. Raises `LockError` or `UnreadableInputError` if the lock cannot be read.
    """
    require_readable(workspace, workspace.policy.lock)
    locked = tuple(workspace.lock.records)
    works = [Named(_asked_names(record), workspace.policy.lock) for record in locked if _asked_names(record)]
    total = sum(len(one.identifiers) for one in works)
    resolver = Resolver(
        pubmed,
        store,
        not_before=NEVER,
        on_progress=lambda done: progress(min(done, total), total),
    )
    failure: EvidenceUnavailableError | None = None
    try:
        resolver.resolve(works)
    except EvidenceUnavailableError as error:
        failure = error
    answers = {name: one for one in resolver.records() for name in (one.identifier, *one.work.identifiers)}
    differences: list[Difference] = []
    compared = 0
    for record in locked:
        answer = next(filter(None, map(answers.get, (record.identifier, *record.work.identifiers))), None)
        if answer is not None:
            compared += 1
            differences.extend(_differences(record, for_lock(answer, workspace.policy)))
    aliases = workspace.lock.records.aliases
    missing = [
        one
        for one in named_works(workspace.library, workspace.project.articles)
        if not any(name in aliases for name in one.identifiers)
    ]
    return LockReport(
        compared=compared,
        differences=tuple(differences),
        missing=tuple(missing),
        unfetched=tuple(one for one in locked if one.provenance.origin is not Origin.FETCHED),
        failure=failure,
        failures=workspace.failures,
        notes=(store.trouble,) if store.trouble else (),
    )


def _asked_names(record: Record) -> tuple[Identifier, ...]:
    names = dict.fromkeys((record.identifier, *record.work.identifiers))
    asked = tuple(name for name in names if name.scheme is not Scheme.ISBN)
    # A PMID says it all; for another work all its names may lead to PubMed.
    return tuple(name for name in asked if name.scheme is Scheme.PMID) or asked


def _differences(locked: Record, answer: Record) -> Iterator[Difference]:
    """Compare a record of the lock with PubMed's answer; a record not fetched only in what it states."""
    is_fetched = locked.provenance.origin is Origin.FETCHED
    standings = (locked.standing, answer.standing)
    if locked.standing is not answer.standing and (is_fetched or Standing.NOT_IN_PUBMED in standings):
        yield Difference(locked.identifier, "standing", locked.standing.value, answer.standing.value)
    if answer.standing is not Standing.FOUND:
        return
    pairs = [
        (one.name, getattr(locked.work, one.name), getattr(answer.work, one.name)) for one in fields(Work)
    ]
    pairs += [(name, getattr(locked, name), getattr(answer, name)) for name in _RECORD_FIELDS]
    if locked.abstract is not None:
        pairs.append(("abstract", locked.abstract, answer.abstract))
    if not is_fetched:
        yield from _left_out(locked, answer)
    for name, ours, theirs in pairs:
        if ours != theirs and (is_fetched or ours not in (None, (), True)):
            shown = _shown(ours), _shown(theirs)
            yield Difference(locked.identifier, name.replace("_", "-"), *_told_apart(*shown))


def _left_out(locked: Record, answer: Record) -> Iterator[Difference]:
    """Give the notices against a work that its record leaves out, though it states no others.

    A record that was not fetched may be silent on much, as reference managers' files are; but its silence
    on a retraction must not pass, or a forged block need only be called imported.
    """
    if answer.is_retracted and not locked.is_retracted:
        yield Difference(locked.identifier, "retraction", _ABSENT, "retracted")
    stated = {(one.kind, one.pmid) for one in locked.notices}
    missing = tuple(one for one in answer.notices_of(*_AGAINST) if (one.kind, one.pmid) not in stated)
    if missing and not locked.notices:  # notices that are stated are compared as they stand
        yield Difference(locked.identifier, "notices", _ABSENT, _shown(missing))


def _told_apart(one: str, other: str) -> tuple[str, str]:
    """Shorten two texts so that where they differ still shows."""
    length = 60
    start = next((index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    start = max(0, start - length // 2) if max(len(one), len(other)) > length else 0
    return _window(one, start, length), _window(other, start, length)


def _window(text: str, start: int, length: int) -> str:
    shown = text[start : start + length]
    return ("…" if start else "") + shown + ("…" if start + length < len(text) else "")


def _shown(value: object) -> str:
    """Give a field's value in words."""
    text = ""
    match value:
        case Person():
            text = " ".join(
                filter(None, (value.family, value.given or value.initials, value.suffix, value.orcid))
            )
        case Collective():
            text = value.name
        case PartialDate():
            text = value.text or value.isoformat() or ""
        case Notice():
            text = " ".join(filter(None, (value.kind, value.source, value.pmid, value.note)))
        case Fingerprint():
            text = " ".join((*(f"{stem} {count}" for stem, count in value.stems), *value.quantities))
        case Identifier():
            text = str(value)
        case tuple():
            text = ", ".join(map(_shown, value))
        case _:
            text = str(value) if value is not None else ""
    return text or _ABSENT
