"""The use case "audit": tell whether what the articles cite still stands, by PubMed's word or by the lock's."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from toolkit.api.check import selected_rules
from toolkit.api.resting import VERSION, CitedPaper, cited_papers, sentences_on, work_named
from toolkit.api.spread import over_cores
from toolkit.api.workspace import Workspace
from toolkit.engine import run
from toolkit.errors import EvidenceUnavailableError, ExitCode, OslerError
from toolkit.model.bibliography import Bibliography
from toolkit.model.finding import Finding, Severity
from toolkit.model.identifier import Identifier
from toolkit.model.record import Records
from toolkit.rules.editorial import RULES, Editorial

if TYPE_CHECKING:
    from toolkit.sources.pubmed import PubMed
    from toolkit.sources.store import Store

Progress = Callable[[int, int], None]
"""Told how many identifiers are settled, of how many."""


@dataclass(frozen=True, slots=True)
class Audit:
    """The state of all that a project's articles cite, in order of first citation.

    `is_fresh` says whether PubMed was asked; then each paper's `before` is what the lock said.
    `unknown` are citation keys that name nothing at hand. `failure` says why PubMed did not answer for
    all, and `failures` which files could not be read; `defects` are tracebacks of rules that crashed.
    """

    papers: tuple[CitedPaper, ...]
    as_of: date
    is_fresh: bool
    unknown: tuple[str, ...] = ()
    failure: EvidenceUnavailableError | None = None
    failures: tuple[OslerError, ...] = ()
    notes: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()

    @property
    def changed(self) -> tuple[CitedPaper, ...]:
        """The papers of which PubMed says something else than the lock."""
        return tuple(paper for paper in self.papers if paper.has_changed)

    def of(self, kind: Editorial) -> tuple[CitedPaper, ...]:
        """Give the papers of one status."""
        return tuple(one for one in self.papers if any(status.kind is kind for status in one.statuses))

    @property
    def exit_code(self) -> ExitCode:
        """4 for a defect, 2 for unreadable files, 3 if PubMed did not answer, else 1 or 0.

        1 means that a status changed since the lock was written, or that a rule on status has an error
        or a warning: a retracted paper that its articles cite as retracted is none.
        """
        return ExitCode.gravest(
            ExitCode.DEFECT if self.defects else ExitCode.CLEAN,
            *(failure.exit_code for failure in self.failures),
            ExitCode.EVIDENCE if self.failure else ExitCode.CLEAN,
            ExitCode.FINDINGS
            if any(one.has_changed or one.is_open for one in self.papers)
            else ExitCode.CLEAN,
        )

    def document(self) -> dict[str, Any]:
        """Give the versioned JSON document (`docs/schemas/audit.json`)."""
        return {
            "version": VERSION,
            "as_of": self.as_of.isoformat(),
            "asked": self.is_fresh,
            "answered": self.is_fresh and self.failure is None,
            "works": [paper.document() for paper in self.papers],
            "unknown_keys": list(self.unknown),
            "summary": {
                "cited": len(self.papers),
                "changed": len(self.changed),
                "unanswered": sum(paper.is_open for paper in self.papers),
                "unverified": sum(paper.unverified is not None for paper in self.papers),
                "outdated": sum(paper.is_outdated for paper in self.papers),
                **{kind.value: len(self.of(kind)) for kind in Editorial},
            },
            "unread": [str(failure) for failure in (*self.failures, *filter(None, (self.failure,)))],
        }


def audit(
    workspace: Workspace,
    today: date,
    *,
    pubmed: PubMed | None = None,
    store: Store | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Audit:
    """Gather the state of every cited work as of `today`, and what rests on those that something is said of.

    With `pubmed` (and the `store` that keeps its answers) PubMed is asked anew about each, and the lock is
    what to compare with; without, the lock alone speaks and no socket is opened. No file of the project
    is written.
    """
    bibliography, failure = workspace.bibliography, None
    notes: tuple[str, ...] = ()
    if pubmed is not None and store is not None:
        bibliography, failure = _asked(workspace, pubmed, store, progress)
        notes = (store.trouble,) if store.trouble else ()
    context = replace(workspace.context(today), bibliography=bibliography)
    rules = selected_rules(workspace, RULES)
    outcome = run(workspace.project, context, rules, spread=over_cores)
    unanswered = _unanswered(outcome.findings, workspace, bibliography)
    earlier = workspace.context(today) if pubmed is not None else None
    articles = workspace.project.articles
    papers = cited_papers(articles, context, earlier)
    shown = [identity for identity, one in papers.items() if one.statuses or one.has_changed]
    resting = sentences_on(shown, articles, outcome.claims, bibliography)
    keys = dict.fromkeys(citation.key for article in articles for citation in article.citations)
    return Audit(
        papers=tuple(
            replace(
                one,
                sentences=resting.get(identity, ()),
                is_open=identity in unanswered or bibliography.resolve(one.keys[0]) is None,
            )
            for identity, one in papers.items()
        ),
        as_of=today,
        is_fresh=pubmed is not None,
        unknown=tuple(key for key in keys if work_named(key, bibliography) is None),
        failure=failure,
        failures=workspace.failures,
        notes=notes,
        defects=outcome.defects,
    )


def _asked(
    workspace: Workspace, pubmed: PubMed, store: Store, progress: Progress
) -> tuple[Bibliography, EvidenceUnavailableError | None]:
    """Ask PubMed anew about all that is cited; give the bibliography as it would be with its answers."""
    from toolkit.sources.resolve import NEVER, Resolver, merged, named_works  # noqa: PLC0415 - the network's side

    cited = _cited_names(workspace)
    works = [
        one
        for one in named_works(workspace.library, workspace.project.articles)
        if cited.intersection(one.identifiers)
    ]
    total = sum(len(one.identifiers) for one in works)
    resolver = Resolver(
        pubmed, store, not_before=NEVER, on_progress=lambda done: progress(min(done, total), total)
    )
    failure: EvidenceUnavailableError | None = None
    try:
        resolver.resolve(works)
    except EvidenceUnavailableError as error:
        failure = error
    records = Records.of(*merged(workspace.lock.records, resolver.records()))
    return Bibliography(workspace.library, records), failure


def _cited_names(workspace: Workspace) -> set[Identifier]:
    """Give every identifier under which the library, or a citation itself, names a cited work."""
    library = workspace.library
    found: set[Identifier] = set()
    for article in workspace.project.articles:
        for citation in article.citations:
            entry = library.by_key.get(citation.key)
            own = None if entry else Identifier.from_key(citation.key)
            entry = entry or (library.by_identifier.get(own) if own else None)
            found.update(library.work(entry).identifiers if entry else ())
            found.update((own,) if own else ())
    return found


def _unanswered(
    findings: Sequence[Finding], workspace: Workspace, bibliography: Bibliography
) -> frozenset[str]:
    """Give the identities of the works that a rule on status has an error or a warning about."""
    keys = {
        (article.path, citation.key_span.start): citation.key
        for article in workspace.project.articles
        for citation in article.citations
    }
    entries = sorted(workspace.library.entries, key=lambda entry: entry.span.start)
    starts = [entry.span.start for entry in entries]
    found: set[str] = set()
    for finding in findings:
        if finding.rule not in RULES or finding.severity is Severity.INFO:
            continue
        key = keys.get((finding.path, finding.start.offset))
        reference = bibliography.resolve(key) if key is not None else None
        if finding.path == workspace.library.path and starts:
            place = bisect_right(starts, finding.start.offset) - 1
            reference = bibliography.of_entry(entries[place]) if place >= 0 else None
        if reference is not None:
            found.add(reference.identity)
    return frozenset(found)
