"""Whether one record counts, and if not, why: signature, role, conflict, what changed, what is overdue."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from toolkit.model.article import Contributor
from toolkit.model.policy import ReviewPolicy
from toolkit.model.review import Board, Concern, ConcernKind, Member
from toolkit.model.review_record import EDITOR, Decision, Digests, SealedRecord, Verdict
from toolkit.reviews.people import are_same, authorship

_TOMORROW = timedelta(days=1)
"""Where people live it may be tomorrow already."""
_SIGN_AGAIN = "ask for a new record with `osler review`, signed by a key that board.toml lists"
_LOOK_AGAIN = "ask the reviewer to look at what changed: `osler review request`"
_BROKEN = {
    Verdict.WRONG: "is signed, but not in these words",
    Verdict.OTHER_PURPOSE: "has a signature that was made for another purpose than a review",
    Verdict.MALFORMED: "has a file beside it that is no signature of ssh-keygen",
    Verdict.ABSENT: "has no signature",
}
"""Verdicts that nothing but an accident or a forgery leads to."""
_FOR_EDITORS = frozenset({Decision.RETRACT})


@dataclass(frozen=True, slots=True)
class Ground:
    """What records are held against: the article as it stands, the people, the policy and the day.

    `retracted` are the citation keys of sources that are retracted now.
    """

    digests: Digests
    authors: tuple[Contributor, ...]
    board: Board
    policy: ReviewPolicy
    today: date
    retracted: frozenset[str] = frozenset()


def is_broken(sealed: SealedRecord) -> bool:
    """Tell whether a record's signature cannot be what its signer made of it."""
    return sealed.verification.verdict in _BROKEN


def signature_concern(sealed: SealedRecord, ground: Ground) -> Concern | None:
    """Say why a record does not count as its signer's; `None` if it does."""
    verification, record, board = sealed.verification, sealed.record, ground.board
    said = _BROKEN.get(verification.verdict)
    if said is not None:
        return _signature(sealed, f"record {record.number} {said}", "restore both files from git")
    signer = board.find(record.signer)
    if signer is None:
        return _signature(sealed, f"{record.signer}, who signed record {record.number}, is not on the board")
    if verification.verdict is Verdict.UNKNOWN_KEY:
        owner = board.owner(verification.key or "")
        whose = f", but of {owner.name}" if owner else ""
        return _signature(sealed, f"the key of record {record.number} is none of {signer.name}{whose}")
    if verification.verdict is Verdict.CANNOT_VERIFY:
        why = f": {verification.reason}" if verification.reason else ""
        return _signature(
            sealed,
            f"the signature of record {record.number} cannot be verified here{why}",
            "install OpenSSH 8.2 or newer; until then nothing counts as approved",
        )
    key = next((one for one in signer.keys if one.text == verification.key), None)
    if key is None or not key.covers(record.day):
        return _signature(
            sealed,
            f"the key of {signer.name} was not valid on {record.day}, the day of record {record.number}",
        )
    return _role_concern(sealed, signer, ground)


def _role_concern(sealed: SealedRecord, signer: Member, ground: Ground) -> Concern | None:
    record = sealed.record
    if record.day - ground.today > _TOMORROW:
        return _signature(sealed, f"record {record.number} is dated {record.day}, which is yet to come")
    reviewer = ground.board.find(record.reviewer)
    if reviewer is None:
        return _signature(sealed, f"{record.reviewer}, who made record {record.number}, is not on the board")
    if record.role not in reviewer.roles:
        return _signature(sealed, f"{reviewer.name} is no {record.role} by the board")
    needs_editor = record.decision in _FOR_EDITORS or record.urgent
    if needs_editor and record.role != EDITOR:
        return _signature(
            sealed, f"record {record.number} takes an editor, and {reviewer.name} signed as {record.role}"
        )
    return _receipt_concern(sealed, signer, reviewer, ground) if record.received_by is not None else None


def _receipt_concern(
    sealed: SealedRecord, signer: Member, reviewer: Member, ground: Ground
) -> Concern | None:
    """Say why an editor may not sign as receiving what a reviewer answered."""
    record = sealed.record
    if not ground.policy.received_forms:
        return _signature(sealed, f"the policy takes no forms, and record {record.number} is one")
    if EDITOR not in signer.roles:
        return _signature(sealed, f"{signer.name}, who received record {record.number}, is no editor")
    if are_same(signer, reviewer):
        return _signature(sealed, f"{signer.name} received record {record.number} from themselves")
    if any(one.covers(record.day) for one in reviewer.keys):
        return _signature(
            sealed, f"{reviewer.name} has a key, and did not sign record {record.number}", "let them sign it"
        )
    return None


def conflicts(sealed: SealedRecord, ground: Ground) -> Iterator[Concern]:
    """Say why the person who approves may not: an author, or somebody who says nothing of their interests."""
    record, board = sealed.record, ground.board
    for identifier in dict.fromkeys((record.reviewer, record.signer)):
        member = board.find(identifier)
        known_by = authorship(member, ground.authors, board) if member else None
        if member is not None and known_by is not None:
            verb = "approved" if identifier == record.reviewer else "received the approval of"
            yield _concern(
                sealed,
                ConcernKind.CONFLICT,
                f"{member.name} {verb} this article, and is one of its authors (the same {known_by})",
                "ask somebody who did not write it",
            )
    if record.competing_interests is None:
        yield _concern(
            sealed,
            ConcernKind.CONFLICT,
            f"{_name(sealed, board)} approved without declaring competing interests, or that there are none",
            "ask for a new approval that declares them",
        )


def changes(sealed: SealedRecord, ground: Ground) -> Iterator[Concern]:
    """Say what changed since an approval: text, evidence, figures, policy."""
    was, now = sealed.record.digests, ground.digests
    since = f"since {_name(sealed, ground.board)} approved it on {sealed.record.day}"
    if was.article != now.article:
        yield _stale(sealed, f"the text has changed {since}")
    if was.evidence != now.evidence:
        yield from _changed_evidence(sealed, ground, since, has_same_text=was.article == now.article)
    if was.figures != now.figures:
        yield _stale(sealed, f"a figure has changed {since}")
    if was.policy != now.policy:
        yield _stale(sealed, f"the editorial policy has changed {since}")


def _changed_evidence(
    sealed: SealedRecord, ground: Ground, since: str, *, has_same_text: bool
) -> Iterator[Concern]:
    """Name the sources that say something else, or of which something else is said; others come with the text."""
    before, now = dict(sealed.record.digests.sources), dict(ground.digests.sources)
    changed = [key for key, value in now.items() if before.get(key, value) != value]
    retracted = [key for key in changed if key in ground.retracted]
    for key in retracted:
        yield _stale(
            sealed,
            f"{key}, which the article cites, was retracted {since}",
            "say so in the text, or cite another source",
        )
    others = [key for key in changed if key not in ground.retracted]
    if others:
        shown = ", ".join(others[:5]) + (f" and {len(others) - 5} more" if len(others) > 5 else "")
        yield _stale(sealed, f"what is known of its sources has changed {since}: {shown}")
    elif not retracted and has_same_text:
        yield _stale(sealed, f"its sources have changed {since}")


def overdue(sealed: SealedRecord, ground: Ground) -> Concern | None:
    """Say that the review that an approval rests on is too old."""
    due = due_of(sealed, ground.policy)
    if ground.today <= due:
        return None
    message = f"the next review was due on {due}: the last one was on {sealed.record.day}"
    return _concern(sealed, ConcernKind.OVERDUE, message, "ask for a review: `osler review request`")


def due_of(sealed: SealedRecord, policy: ReviewPolicy) -> date:
    """Give the day on which the next review is due: the record's own, or earlier where the policy says so."""
    latest = months_after(sealed.record.day, policy.interval_months)
    return min(sealed.record.next_review or latest, latest)


def months_after(day: date, months: int) -> date:
    """Give the same day so many months later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def continues_nothing(sealed: SealedRecord) -> Concern:
    """Say that a partial review follows no whole one."""
    return _stale(
        sealed,
        f"the review of {sealed.record.day} was of a part only, and no whole one stands before it",
        "ask for a review of the whole article",
    )


def _name(sealed: SealedRecord, board: Board) -> str:
    member = board.find(sealed.record.reviewer)
    return member.name if member else sealed.record.reviewer


def _signature(sealed: SealedRecord, message: str, help_text: str = _SIGN_AGAIN) -> Concern:
    return _concern(sealed, ConcernKind.SIGNATURE, message, help_text)


def _stale(sealed: SealedRecord, message: str, help_text: str = _LOOK_AGAIN) -> Concern:
    return _concern(sealed, ConcernKind.STALE, message, help_text)


def _concern(sealed: SealedRecord, kind: ConcernKind, message: str, help_text: str) -> Concern:
    return Concern(kind, message, help_text, sealed.path)
