"""The editorial state of an article, derived from its record, never typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ReviewStatus(StrEnum):
    """The three steps of the status track."""

    SUBMITTED = "submitted"
    UNDER_REVIEW = "under-review"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A person who approved, as the record names one."""

    name: str
    role: str | None = None
    credentials: str | None = None
    orcid: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewState:
    """What follows from `reviews/<slug>/`. `reasons` say why an approval that was given does not stand."""

    status: ReviewStatus = ReviewStatus.SUBMITTED
    last_reviewed: date | None = None
    next_due: date | None = None
    reviewers: tuple[Reviewer, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def is_approved(self) -> bool:
        """Whether an approval stands for the text as it is."""
        return self.status is ReviewStatus.APPROVED


UNREVIEWED = ReviewState()


@dataclass(frozen=True, slots=True)
class Member:
    """A person of `board.toml`."""

    identifier: str
    name: str
    credentials: str | None = None
    orcid: str | None = None
    affiliation: str | None = None
    email: str | None = None
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """Authors, editors and reviewers, by identifier."""

    members: tuple[Member, ...] = ()

    def find(self, identifier: str) -> Member | None:
        """Give a member by identifier."""
        return next((member for member in self.members if member.identifier == identifier), None)
