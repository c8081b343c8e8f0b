"""The use case "impact": name every sentence that rests on given papers, or on those whose status changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from toolkit.api.resting import VERSION, CitedPaper, cited_papers, sentences_on, work_named
from toolkit.api.workspace import Workspace
from toolkit.claims import judge
from toolkit.errors import ConfigurationError, ExitCode, OslerError, UnreadableInputError
from toolkit.model.article import Article
from toolkit.model.bibliography import Bibliography, Reference
from toolkit.model.counting import counted
from toolkit.model.identifier import Identifier
from toolkit.model.policy import Policy
from toolkit.model.suggestion import nearest
from toolkit.model.unit import Claim
from toolkit.project import LOCK_CAP
from toolkit.readers.lock import Lock, read_lock
from toolkit.revisions.git import merge_base


@dataclass(frozen=True, slots=True)
class Impact:
    """The papers that were asked about, each with the sentences that rest on it.

    `uncited` are names of the question that no article cites, though they can name a paper. `since`
    says what the lock was compared with, where changes were asked for.
    """

    papers: tuple[CitedPaper, ...]
    uncited: tuple[str, ...] = ()
    since: str | None = None
    failures: tuple[OslerError, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def exit_code(self) -> ExitCode:
        """2 if a file could not be read; 1 if sentences rest on papers whose status changed; else 0.

        To a question about named papers any answer is a good one.
        """
        has_changes = self.since is not None and any(one.has_changed and one.sentences for one in self.papers)
        return ExitCode.gravest(
            *(failure.exit_code for failure in self.failures),
            ExitCode.FINDINGS if has_changes else ExitCode.CLEAN,
        )

    def document(self) -> dict[str, Any]:
        """Give the versioned JSON document (`docs/schemas/impact.json`)."""
        sentences = [sentence for paper in self.papers for sentence in paper.sentences]
        return {
            "version": VERSION,
            "since": self.since,
            "works": [paper.document() for paper in self.papers],
            "uncited": list(self.uncited),
            "summary": {
                "works": len(self.papers),
                "sentences": len({(one.path, one.start.offset, one.end.offset) for one in sentences}),
                "articles": len({one.path for one in sentences}),
            },
            "unread": [str(failure) for failure in self.failures],
        }


@dataclass(frozen=True, slots=True)
class _Judging(Mapping[str, tuple[Claim, ...]]):
    """Claims by article, judged when they are asked for."""

    articles: Mapping[str, Article]
    policy: Policy

    def __getitem__(self, path: str) -> tuple[Claim, ...]:
        return judge(self.articles[path], self.policy)

    def __iter__(self) -> Iterator[str]:
        return iter(self.articles)

    def __len__(self) -> int:
        return len(self.articles)


def impact(
    workspace: Workspace,
    today: date,
    names: Sequence[str] = (),
    *,
    before: Lock | None = None,
    since: str | None = None,
) -> Impact:
    """Find what rests on the papers named, and on those of which the lock says something else than `before`.

    A name is a key of the library, a PMID, a DOI, a PMCID, or an address of one; `since` names where
    `before` came from. Opens no socket. Raises `ConfigurationError` for a name that can name no paper.
    """
    articles, bibliography = workspace.project.articles, workspace.bibliography
    context = workspace.context(today)
    earlier = None
    if before is not None:
        earlier = replace(context, bibliography=Bibliography(workspace.library, before.records))
    cited = cited_papers(articles, context, earlier)
    asked, uncited = _named(names, bibliography, cited)
    asked |= dict.fromkeys(identity for identity, paper in cited.items() if paper.has_changed)
    judging = _Judging({one.path: one for one in articles}, workspace.policy)
    resting = sentences_on(asked, articles, judging, bibliography)
    papers = tuple(replace(cited[identity], sentences=resting[identity]) for identity in asked)
    return Impact(papers, uncited, since, workspace.failures, _notes(before))


def lock_at(workspace: Workspace, name: str) -> Lock:
    """Read the lock as it stood at a revision of git: where the current commit left that one's line.

    A lock that did not stand there is an empty one. Raises `UnreadableInputError` where git cannot
    answer, and `LockError` for a lock of a newer Osler's.
    """
    path = workspace.policy.lock
    revision = merge_base(workspace.tree.root, name)
    data = revision.read([path], LOCK_CAP).get(path)
    if data is None and path in revision.files:
        raise UnreadableInputError(f"the lock of {name} is larger than {LOCK_CAP >> 20} MiB", path=path)
    return read_lock(path, data or b"")


def _named(
    names: Sequence[str], bibliography: Bibliography, cited: Mapping[str, CitedPaper]
) -> tuple[dict[str, None], tuple[str, ...]]:
    """Give the identities of the works that names mean, and the names that no article cites."""
    asked: dict[str, None] = {}
    uncited: list[str] = []
    for name in dict.fromkeys(names):
        reference = _meant(name.removeprefix("@"), bibliography)
        if reference is None:
            known = (*bibliography.library.by_key, *(key for paper in cited.values() for key in paper.keys))
            raise ConfigurationError(
                f'"{name}" names no paper: it is no key of {bibliography.library.path}, no PMID, DOI or PMCID',
                help=nearest(name, known) or "for example: osler impact pmid:28360040",
            )
        if reference.identity in cited:
            asked[reference.identity] = None
        else:
            uncited.append(name)
    return asked, tuple(uncited)


def _meant(name: str, bibliography: Bibliography) -> Reference | None:
    """Give the work that a key, or an identifier however written, means."""
    found = work_named(name, bibliography)
    identifier = Identifier.parse(name) if found is None else None
    return work_named(str(identifier), bibliography) if identifier else found


def _notes(before: Lock | None) -> tuple[str, ...]:
    if before is None or not before.problems:
        return ()
    blocks = counted(len(before.problems), "problem")
    return (f"the lock to compare with has {blocks}: what its damaged blocks said is not known",)
