"""The editorial state of an article, as it follows from its records: a pure function.

Nothing that is not a good signature of the right person counts. A fault in the files, or a signature
that cannot be what its signer made, voids every approval, since nobody knows what else is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from toolkit.model.counting import counted
from toolkit.model.review import (
    Concern,
    ConcernKind,
    Member,
    Missing,
    Reviewer,
    ReviewEvent,
    ReviewEventKind,
    ReviewState,
    ReviewStatus,
    UrgentCorrection,
)
from toolkit.model.review_record import EDITOR, Decision, ReviewChain, ReviewScope, SealedRecord, Verdict
from toolkit.reviews.people import are_same
from toolkit.reviews.standing import (
    Ground,
    changes,
    conflicts,
    continues_nothing,
    due_of,
    is_broken,
    overdue,
    signature_concern,
)

# Corrections and retractions are told by the article's own history, where the commands put them.
_EVENTS = {
    Decision.REQUEST: ReviewEventKind.REQUESTED,
    Decision.APPROVE: ReviewEventKind.APPROVED,
    Decision.REQUEST_CHANGES: ReviewEventKind.CHANGES_REQUESTED,
    Decision.WITHDRAW: ReviewEventKind.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class _Approval:
    """The last approval of one person, the whole review that it rests on, and why it does not stand."""

    member: Member
    last: SealedRecord
    whole: SealedRecord
    concerns: tuple[Concern, ...]

    @property
    def stands(self) -> bool:
        return not self.concerns

    @property
    def is_only_overdue(self) -> bool:
        return all(one.kind is ConcernKind.OVERDUE for one in self.concerns)


def derive(chain: ReviewChain, ground: Ground) -> ReviewState:
    """Give the state that follows from an article's records, held against what is so today.

    `chain` is as `read_chain` gives it, its signatures verified; a chain without files gives the
    state of an article that nobody reviewed.
    """
    course = _Course(ground)
    for sealed in chain.records:
        course.take(sealed)
    tampered = tuple(
        Concern(ConcernKind.TAMPERED, one.message, one.help, one.path, one.line, one.column)
        for one in chain.faults
    )
    approvals = tuple(course.approvals())
    standing = _distinct([one for one in approvals if one.stands])
    missing = tuple(_missing(standing, ground))
    is_sound = not tampered and not course.broken and course.is_verifiable
    is_approved = is_sound and bool(standing) and not missing and not course.objections
    is_approved = is_approved and course.retracted is None
    concerns = () if is_approved else (*course.concerns, *(c for one in approvals for c in one.concerns))
    shown = standing if is_approved else [one for one in approvals if is_sound and one.is_only_overdue]
    if course.retracted is not None or course.objections:
        shown = []
    return ReviewState(
        status=_status(course, is_approved=is_approved),
        last_reviewed=max((one.whole.record.day for one in shown), default=None),
        next_due=min((due_of(one.whole, ground.policy) for one in shown), default=None),
        reviewers=tuple(_credited(one, ground) for one in shown),
        reasons=tuple(dict.fromkeys(_reasons(course, (*tampered, *concerns), standing, missing))),
        concerns=tuple(dict.fromkeys((*tampered, *concerns))),
        missing=() if is_approved else missing,
        urgent=None if is_approved else course.urgent_correction(),
        retracted=course.retracted.record.day if course.retracted else None,
        events=() if tampered or course.broken else tuple(dict.fromkeys(course.events)),
        is_verifiable=course.is_verifiable,
    )


@dataclass(slots=True)
class _Course:
    """What the records come to, one after the other."""

    ground: Ground
    approved: dict[str, list[SealedRecord]] = field(default_factory=dict)
    objections: dict[str, SealedRecord] = field(default_factory=dict)
    requested: dict[str, SealedRecord] = field(default_factory=dict)
    urgent: SealedRecord | None = None
    retracted: SealedRecord | None = None
    concerns: list[Concern] = field(default_factory=list)
    events: list[ReviewEvent] = field(default_factory=list)
    broken: bool = False
    is_verifiable: bool = True

    def take(self, sealed: SealedRecord) -> None:
        """Take the next record into account, if it is what its signer made."""
        concern = signature_concern(sealed, self.ground)
        if concern is not None:
            self.concerns.append(concern)
            self.broken = self.broken or is_broken(sealed)
            verdict = sealed.verification.verdict
            self.is_verifiable = self.is_verifiable and verdict is not Verdict.CANNOT_VERIFY
            return
        record, person = sealed.record, sealed.record.reviewer
        if record.decision in _EVENTS:
            self.events.append(ReviewEvent(_EVENTS[record.decision], record.day))
        match record.decision:
            case Decision.REQUEST:
                self.requested[person] = sealed
            case Decision.APPROVE:
                self.approved.setdefault(person, []).append(sealed)
                self.objections.pop(person, None)
                self.urgent = None
            case Decision.REQUEST_CHANGES:
                self.objections[person] = sealed
                self.approved.pop(person, None)
            case Decision.WITHDRAW:
                self._withdraw(person, is_editor=record.role == EDITOR)
            case Decision.CORRECT:
                self.urgent = sealed if record.urgent else None
            case Decision.RETRACT:
                self.retracted = sealed

    def _withdraw(self, person: str, *, is_editor: bool) -> None:
        """End what a person decided; what everybody did, if the person is an editor."""
        for held in (self.approved, self.objections, self.requested):
            if is_editor:
                held.clear()
            else:
                held.pop(person, None)

    def approvals(self) -> Iterator[_Approval]:
        """Give each person's last approval, and why it does not stand, in the order of the records."""
        for person, sealed in self.approved.items():
            member = self.ground.board.find(person)
            if member is not None:
                yield self._approval(member, sealed[-1])

    def _approval(self, member: Member, last: SealedRecord) -> _Approval:
        whole = self._whole(last)
        found = [*conflicts(last, self.ground), *changes(last, self.ground)]
        if whole is None:
            found.append(continues_nothing(last))
        late = overdue(whole or last, self.ground)
        if late is not None:
            found.append(late)
        return _Approval(member, last, whole or last, tuple(found))

    def _whole(self, last: SealedRecord) -> SealedRecord | None:
        """Give the whole review that an approval rests on: itself, or the last one in its role before it."""
        before = (
            one
            for records in self.approved.values()
            for one in records
            if one.record.scope is ReviewScope.FULL
            and one.record.role == last.record.role
            and one.record.number <= last.record.number
            and not any(conflicts(one, self.ground))
        )
        if last.record.scope is ReviewScope.FULL:
            return last
        return max(before, key=lambda one: one.record.number, default=None)

    def urgent_correction(self) -> UrgentCorrection | None:
        """Give the safety correction that stands for the text as it is, and awaits its review."""
        if self.urgent is None or self.urgent.record.digests.article != self.ground.digests.article:
            return None
        record = self.urgent.record
        return UrgentCorrection(record.day, record.deadline or record.day, record.comment)


def _distinct(approvals: list[_Approval]) -> list[_Approval]:
    """Leave out who is on the board twice."""
    found: list[_Approval] = []
    for one in approvals:
        if not any(are_same(one.member, other.member) for other in found):
            found.append(one)
    return found


def _missing(standing: list[_Approval], ground: Ground) -> Iterator[Missing]:
    for role, count in ground.policy.required.items():
        wanting = count - sum(one.last.record.role == role for one in standing)
        if wanting > 0:
            yield Missing(role, wanting)


def _status(course: _Course, *, is_approved: bool) -> ReviewStatus:
    if is_approved:
        return ReviewStatus.APPROVED
    is_open = course.requested or course.approved or course.objections
    return ReviewStatus.UNDER_REVIEW if is_open else ReviewStatus.SUBMITTED


def _credited(approval: _Approval, ground: Ground) -> Reviewer:
    member, record = approval.member, approval.last.record
    receiver = ground.board.find(record.received_by) if record.received_by else None
    return Reviewer(
        member.name,
        record.role,
        member.credentials,
        member.orcid,
        member.affiliation,
        record.competing_interests,
        receiver.name if receiver else None,
    )


def _reasons(
    course: _Course, concerns: tuple[Concern, ...], standing: list[_Approval], missing: tuple[Missing, ...]
) -> Iterator[str]:
    """Say in words why the article is not approved, what readers must know first."""
    if course.retracted is not None:
        yield f"the article was retracted on {course.retracted.record.day}"
    urgent = course.urgent_correction()
    if urgent is not None and not standing:
        yield (
            f"an urgent safety correction of {urgent.day} was published before its review, "
            f"which is due by {urgent.deadline}"
        )
    for person, sealed in course.objections.items():
        member = course.ground.board.find(person)
        yield f"{member.name if member else person} asked for changes on {sealed.record.day}"
    yield from (one.message for one in concerns)
    if standing:
        for one in missing:
            verb = "are" if one.count > 1 else "is"
            yield f"{counted(one.count, 'more approval')} ({one.role}) {verb} needed"
