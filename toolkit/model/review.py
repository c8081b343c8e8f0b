"""The editorial state of an article, derived from its record, never typed; and the people who decide it."""

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
    """A person who approved, as the record names one.

    `received_by` is the editor who received the answers and signed for them, where the reviewer did not
    sign.
    """

    name: str
    role: str | None = None
    credentials: str | None = None
    orcid: str | None = None
    affiliation: str | None = None
    competing_interests: str | None = None
    received_by: str | None = None


class ConcernKind(StrEnum):
    """The rule under which a concern about the record is reported."""

    STALE = "review-stale"
    OVERDUE = "review-overdue"
    CONFLICT = "review-conflict"
    SIGNATURE = "review-signature"
    TAMPERED = "review-tampered"


@dataclass(frozen=True, slots=True)
class Concern:
    """Why something in the record does not count, or no longer does.

    `message` is one sentence without a full stop, fit for readers of the page; `path`, `line` and
    `column` (from 1) name the place in the record.
    """

    kind: ConcernKind
    message: str
    help: str | None = None
    path: str | None = None
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Missing:
    """How many approvals of a role are wanting."""

    role: str
    count: int


@dataclass(frozen=True, slots=True)
class UrgentCorrection:
    """A safety correction that was published before its review, which is due by `deadline`."""

    day: date
    deadline: date
    summary: str | None = None


class ReviewEventKind(StrEnum):
    """What happened in a review, as readers of a record of publication want to know it."""

    REQUESTED = "review-requested"
    APPROVED = "approved"
    CHANGES_REQUESTED = "changes-requested"
    WITHDRAWN = "review-withdrawn"


@dataclass(frozen=True, slots=True)
class ReviewEvent:
    """One dated step of a review, by a record whose signature was verified."""

    kind: ReviewEventKind
    day: date


@dataclass(frozen=True, slots=True)
class ReviewState:
    """What follows from `reviews/<slug>/`.

    `reasons` say why an approval that was given does not stand, in words for readers; `concerns` say the
    same and more with their places. `missing` are the approvals still needed. `retracted` is the
    day on which the record retracted the article. `events` are the dated steps, in the order of the record,
    whether or not they still count; none where the record was tampered with.
    `is_verifiable` is false where signatures could not be
    verified at all: then nothing counts as approved.
    """

    status: ReviewStatus = ReviewStatus.SUBMITTED
    last_reviewed: date | None = None
    next_due: date | None = None
    reviewers: tuple[Reviewer, ...] = ()
    reasons: tuple[str, ...] = ()
    concerns: tuple[Concern, ...] = ()
    missing: tuple[Missing, ...] = ()
    urgent: UrgentCorrection | None = None
    retracted: date | None = None
    events: tuple[ReviewEvent, ...] = ()
    is_verifiable: bool = True

    @property
    def is_approved(self) -> bool:
        """Whether an approval stands for the text as it is."""
        return self.status is ReviewStatus.APPROVED

    def concerns_of(self, *kinds: ConcernKind) -> tuple[Concern, ...]:
        """Give the concerns of some kinds, in the order of the record."""
        return tuple(one for one in self.concerns if one.kind in kinds)


UNREVIEWED = ReviewState()


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key of a member, as OpenSSH writes it: `ssh-ed25519 AAAA…`, without a comment.

    It signs records dated from `valid_from` to `valid_until`, both included.
    """

    text: str
    valid_from: date | None = None
    valid_until: date | None = None

    def covers(self, day: date) -> bool:
        """Tell whether the key may sign a record of a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)


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
    keys: tuple[PublicKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """Authors, editors and reviewers, by identifier."""

    members: tuple[Member, ...] = ()

    def find(self, identifier: str) -> Member | None:
        """Give a member by identifier."""
        return next((member for member in self.members if member.identifier == identifier), None)

    def owner(self, key: str) -> Member | None:
        """Give the member to whom a public key belongs."""
        return next((member for member in self.members if any(one.text == key for one in member.keys)), None)
