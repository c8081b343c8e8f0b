"""The use cases "review status" and "review verify": where articles stand, what is needed, what does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from toolkit.api.review_base import orphans
from toolkit.api.review_records import files_of, folder_of
from toolkit.api.reviewing import FOLDER, reviewed
from toolkit.api.workspace import Workspace
from toolkit.errors import ExitCode, OslerError
from toolkit.model.article import Article
from toolkit.model.counting import counted
from toolkit.model.review import UNREVIEWED, Concern, ConcernKind, ReviewState, ReviewStatus
from toolkit.reviews.chain import SIGNATURE_SUFFIX

_INTEGRITY = (ConcernKind.TAMPERED, ConcernKind.SIGNATURE, ConcernKind.CONFLICT)


@dataclass(frozen=True, slots=True)
class ArticleReview:
    """Where one article stands."""

    article: Article
    state: ReviewState
    records: int

    @property
    def needed(self) -> str:
        """What is needed next, as one sentence without a full stop."""
        state, path = self.state, self.article.path
        stop = self._stop()
        if stop is not None:
            return stop
        wanting = " and ".join(
            f"{counted(one.count, 'approval', 'approvals')} as {one.role}" for one in state.missing
        )
        if state.status is ReviewStatus.SUBMITTED:
            return f"a request: `osler review request {path}`" + (f", then {wanting}" if wanting else "")
        return (
            f"{wanting}: `osler review approve {path}`" if wanting else "an answer to what stands against it"
        )

    def _stop(self) -> str | None:
        """Say what must come before any decision, or that none is needed."""
        state = self.state
        if not state.is_verifiable:
            return "install OpenSSH 8.2 or newer: the signatures cannot be verified here"
        if state.concerns_of(ConcernKind.TAMPERED):
            return f"restore {folder_of(self.article.slug)}/ from git"
        if state.retracted is not None:
            return "nothing: the article is retracted"
        return f"nothing until {state.next_due}" if state.is_approved else None

    def document(self) -> dict[str, Any]:
        """Give it as JSON has it."""
        state = self.state
        return {
            "path": self.article.path,
            "slug": self.article.slug,
            "title": self.article.metadata.title,
            "status": state.status.value,
            "records": self.records,
            "verifiable": state.is_verifiable,
            "last_reviewed": _day(state.last_reviewed),
            "next_due": _day(state.next_due),
            "retracted": _day(state.retracted),
            "urgent": {"date": _day(state.urgent.day), "deadline": _day(state.urgent.deadline)}
            if state.urgent
            else None,
            "reviewers": [
                {
                    "name": one.name,
                    "role": one.role,
                    "competing_interests": one.competing_interests,
                    "received_by": one.received_by,
                }
                for one in state.reviewers
            ],
            "reasons": list(state.reasons),
            "missing": [{"role": one.role, "count": one.count} for one in state.missing],
            "concerns": [concern_document(one) for one in state.concerns],
            "needed": self.needed,
        }


def concern_document(one: Concern) -> dict[str, Any]:
    """Give a concern as JSON has it."""
    return {
        "rule": one.kind.value,
        "message": one.message,
        "help": one.help,
        "path": one.path,
        "line": one.line,
        "column": one.column,
    }


@dataclass(frozen=True, slots=True)
class ReviewReport:
    """Where the articles stand that were asked for. `concerns` are about records of no article."""

    articles: tuple[ArticleReview, ...]
    failures: tuple[OslerError, ...] = ()
    concerns: tuple[Concern, ...] = ()

    @property
    def integrity(self) -> tuple[Concern, ...]:
        """What does not hold: edited, missing and forged records, conflicts. Age and change are no part of it."""
        return (*(c for one in self.articles for c in one.state.concerns_of(*_INTEGRITY)), *self.concerns)

    @property
    def is_verifiable(self) -> bool:
        """Whether all signatures could be verified."""
        return all(one.state.is_verifiable for one in self.articles)

    @property
    def records(self) -> int:
        """How many records there are."""
        return sum(one.records for one in self.articles)

    @property
    def status_code(self) -> ExitCode:
        """2 if an article could not be read, else 0: the status is told, not judged."""
        return ExitCode.gravest(ExitCode.CLEAN, *(one.exit_code for one in self.failures))

    @property
    def verify_code(self) -> ExitCode:
        """2 for what could not be read, 3 where signatures could not be verified, 1 for what does not hold."""
        return ExitCode.gravest(
            self.status_code,
            ExitCode.CLEAN if self.is_verifiable else ExitCode.EVIDENCE,
            ExitCode.FINDINGS if self.integrity and self.is_verifiable else ExitCode.CLEAN,
        )

    def document(self) -> dict[str, Any]:
        """Give the versioned JSON document."""
        return {
            "version": 1,
            "articles": [one.document() for one in self.articles],
            "concerns": [concern_document(one) for one in self.concerns],
        }


def review_report(workspace: Workspace, today: date) -> ReviewReport:
    """Say where the articles of a workspace stand as of a day.

    For a whole project, records that belong to no article are told too.
    """
    workspace = reviewed(workspace, today)
    folders = workspace.tree.folders(FOLDER)
    found = tuple(
        ArticleReview(
            article,
            workspace.project.reviews.get(article.slug, UNREVIEWED),
            _count(files_of(workspace.tree, article.slug)) if article.slug in folders else 0,
        )
        for article in workspace.project.articles
    )
    strangers = tuple(_strangers(workspace, folders)) if workspace.is_whole else ()
    return ReviewReport(found, workspace.failures, strangers)


def _strangers(workspace: Workspace, folders: Mapping[str, bool]) -> Iterator[Concern]:
    """Say what stands among the records, or stood there at the base, and belongs to no article.

    `folders` tells of each name whether it is a folder.
    """
    slugs = {slug for one in workspace.project.articles for slug in (one.slug, *one.metadata.former_slugs)}
    unread = {name for one in workspace.failures if one.path for name in [one.path.rpartition("/")[2][:-3]]}
    for name in sorted(set(folders) - slugs - unread):
        message = f'there is no article "{name}"'
        help_ = (
            "rename the folder with the article, and list the old name under `former_slugs`; keep the records"
        )
        if not folders[name]:
            message = "this is not the folder of an article"
            help_ = f"records stand in {FOLDER}/<article>/: move it there if it is one, or out of {FOLDER}/"
        yield Concern(ConcernKind.TAMPERED, message, help_, f"{FOLDER}/{name}")
    if workspace.base is not None:
        for fault in orphans(workspace.base, workspace.tree, slugs | unread):
            yield Concern(ConcernKind.TAMPERED, fault.message, fault.help, fault.path)


def _count(files: Iterable[str]) -> int:
    return sum(not name.endswith(SIGNATURE_SUFFIX) for name in files)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
