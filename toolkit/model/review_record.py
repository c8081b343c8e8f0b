"""The records of `reviews/<slug>/`: what was decided about an article, by whom, and about which text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

EDITOR = "editor"
"""The role whose members may receive forms, correct, retract, and end what others requested."""


class Decision(StrEnum):
    """What a record decides."""

    REQUEST = "request"
    APPROVE = "approve"
    REQUEST_CHANGES = "request-changes"
    WITHDRAW = "withdraw"
    CORRECT = "correct"
    RETRACT = "retract"


class ReviewScope(StrEnum):
    """Whether a reviewer looked at the whole article, or at what had changed since the last whole review."""

    FULL = "full"
    PARTIAL = "partial"


class Answer(StrEnum):
    """What a reviewer says of one claim beside its sources."""

    SUPPORTED = "supported"
    IN_PART = "in-part"
    NOT_SUPPORTED = "not-supported"
    CANNOT_TELL = "cannot-tell"
    NO_SOURCE_NEEDED = "no-source-needed"
    SOURCE_NEEDED = "source-needed"
    NOT_ANSWERED = "not-answered"


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """An answer about one claim.

    `claim` is the digest of its text (`toolkit.reviews.digests.claim_digest`), `quotation` its first words.
    """

    claim: str
    quotation: str
    answer: Answer
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Digests:
    """What a decision is about, each as `sha256:` and 64 hexadecimal digits.

    `sources` are the digests of what each citation key leads to, sorted by key: `evidence` is theirs
    together, and they tell which source has changed.
    """

    article: str
    evidence: str
    figures: str
    policy: str
    sources: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """One record.

    `article` is the slug; `number` counts from 1; `previous` is the digest of the file of the record
    before, absent in the first. `reviewer` is the identifier of the member who decides, in `role`.
    `received_by` is the editor who signs for a reviewer that has no key. `next_review` and
    `competing_interests` (`none`, or what they are) belong to approvals; `ai_used` says what AI the
    reviewer used (`none`, or which). `comment` is free text: what should change, what was corrected.
    `urgent` marks a safety correction to be published before its review, which is due by `deadline`.
    """

    article: str
    number: int
    decision: Decision
    reviewer: str
    role: str
    day: date
    digests: Digests
    previous: str | None = None
    scope: ReviewScope = ReviewScope.FULL
    next_review: date | None = None
    competing_interests: str | None = None
    ai_used: str | None = None
    received_by: str | None = None
    urgent: bool = False
    deadline: date | None = None
    comment: str | None = None
    answers: tuple[ClaimAnswer, ...] = ()

    @property
    def signer(self) -> str:
        """The identifier of the member whose signature the record must have."""
        return self.received_by or self.reviewer


@dataclass(frozen=True, slots=True)
class RecordFault:
    """What is wrong with a file of the record: a problem at a place of its text, before anything is derived."""

    path: str
    message: str
    help: str | None = None
    line: int = 1
    column: int = 1


class Verdict(StrEnum):
    """What verifying a signature came to."""

    GOOD = "good"
    WRONG = "wrong"
    """The signature is not of these bytes, or not by that key."""
    UNKNOWN_KEY = "unknown-key"
    OTHER_PURPOSE = "other-purpose"
    """It was made for another namespace than Osler's."""
    MALFORMED = "malformed"
    ABSENT = "absent"
    CANNOT_VERIFY = "cannot-verify"
    """There is no `ssh-keygen`, or it gave no answer. Never the same as good."""


@dataclass(frozen=True, slots=True)
class Verification:
    """The verdict on a signature, and the public key that it names, if it can be read."""

    verdict: Verdict
    key: str | None = None
    reason: str | None = None


NOT_VERIFIED = Verification(Verdict.CANNOT_VERIFY, reason="nobody looked at the signature")


@dataclass(frozen=True, slots=True)
class SealedRecord:
    """A record as it was read: its file, the digest of its bytes, and the verdict on its signature."""

    path: str
    record: ReviewRecord
    digest: str
    verification: Verification = NOT_VERIFIED


@dataclass(frozen=True, slots=True)
class ReviewChain:
    """The records of one article in their order, and what is wrong with the files."""

    slug: str
    records: tuple[SealedRecord, ...] = ()
    faults: tuple[RecordFault, ...] = ()
