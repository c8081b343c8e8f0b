"""What several records come to together: roles, partial reviews, objections, withdrawals, corrections, credit.

Values only, as in `test_review_reasons.py`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.reviews.sealed import (
    ADA,
    APPROVED,
    BROWN,
    DAY,
    GROUND,
    MISSING,
    NGOZI,
    OKAFOR,
    board,
    changed,
    concern,
    member,
    policy,
    sealed,
    state,
)
from toolkit.model.review import (
    Board,
    ConcernKind,
    Missing,
    ReviewEvent,
    ReviewEventKind,
    ReviewState,
    ReviewStatus,
    UrgentCorrection,
)
from toolkit.model.review_record import Decision, ReviewScope, Verdict


def test_too_few_approvals_of_a_role() -> None:
    ground = policy(required={"reviewer": 2, "editor": 1})
    found = state(sealed(), ground=ground)
    assert found.status is ReviewStatus.UNDER_REVIEW
    assert found.missing == (Missing("reviewer", 1), Missing("editor", 1))
    assert found.reasons == (
        "1 more approval (reviewer) is needed",
        "1 more approval (editor) is needed",
    )
    assert found.reviewers == (ADA,), "who reviewed is told: it is so, and the article is under review"
    two = sealed(), sealed(2, "brown")
    assert state(*two, ground=ground).missing == (Missing("editor", 1),)
    done = state(*two, sealed(3, "okafor", role="editor"), ground=ground)
    assert done.is_approved
    assert (done.missing, done.reasons) == ((), ())
    more = state(sealed(), ground=policy(required={"reviewer": 3}))
    assert more.reasons == ("2 more approvals (reviewer) are needed",)


def test_with_nobody_required_one_approval_makes_it() -> None:
    assert state(sealed(), ground=policy(required={})).is_approved
    assert state(ground=policy(required={})) == ReviewState()


def test_two_approvals_of_one_person_count_once() -> None:
    ground = policy(required={"reviewer": 2})
    assert state(sealed(), sealed(2), ground=ground).missing == (Missing("reviewer", 1),)
    twin = replace(board(member("stone2", "ÁDA  stone", "reviewer")), policy=ground.policy)
    assert state(sealed(), sealed(2, "stone2"), ground=twin).missing == (Missing("reviewer", 1),)
    assert state(sealed(), sealed(2, "brown"), sealed(3, "stone2"), ground=twin).is_approved


def test_an_approval_counts_in_the_role_of_the_last_one() -> None:
    found = state(sealed(1, "okafor"), sealed(2, "okafor", role="editor"))
    assert found.missing == (Missing("reviewer", 1),)


PARTIAL = ReviewScope.PARTIAL


def test_a_partial_review_never_moves_the_day_of_the_last_one() -> None:
    later = sealed(2, day=date(2026, 11, 1), scope=PARTIAL, next_review=date(2035, 1, 1))
    found = state(sealed(next_review=date(2027, 1, 1)), later)
    assert found.is_approved
    assert (found.last_reviewed, found.next_due) == (DAY, date(2027, 1, 1))
    assert not state(sealed(), later, ground=replace(GROUND, today=date(2029, 10, 2))).is_approved


def test_a_partial_review_that_follows_no_whole_one() -> None:
    message = "the review of 2026-10-01 was of a part only, and no whole one stands before it"
    help_text = "ask for a review of the whole article"
    expected = (concern(ConcernKind.STALE, message, help_text),)
    found = state(sealed(scope=PARTIAL))
    assert (found.concerns, found.is_approved) == (expected, False)
    after = state(sealed(scope=PARTIAL), sealed(2, "okafor", role="editor"))
    assert after.concerns == expected, "a whole one in another role, or behind it, is none before it"
    behind = state(sealed(scope=PARTIAL), sealed(2, "brown", competing_interests=None))
    assert expected[0] in behind.concerns
    conflicting = state(sealed(1, "brown", competing_interests=None), sealed(2, scope=PARTIAL))
    assert "of a part only" in " ".join(conflicting.reasons)
    withdrawn = state(sealed(), sealed(2, decision=Decision.WITHDRAW), sealed(3, scope=PARTIAL))
    assert "of a part only" in " ".join(withdrawn.reasons)


def test_a_partial_review_rests_on_the_last_whole_one_in_its_role_whoever_made_it() -> None:
    found = state(
        sealed(1, "brown", day=date(2026, 7, 1), digests=replace(GROUND.digests, article="older")),
        sealed(2, "stone", day=date(2026, 8, 1), digests=replace(GROUND.digests, article="older")),
        sealed(3, "okafor", day=date(2026, 9, 1), role="editor"),
        sealed(4, "stone", scope=PARTIAL),
    )
    assert found.last_reviewed == date(2026, 9, 1), "okafor's own stands"
    assert found.next_due == date(2029, 8, 1), "stone's rests on the second"


def test_the_day_of_the_last_review_is_the_latest_and_the_next_is_due_at_the_earliest() -> None:
    later = sealed(2, "brown", day=date(2026, 11, 1), next_review=date(2027, 5, 1))
    found = state(sealed(next_review=date(2027, 1, 1)), later)
    assert (found.last_reviewed, found.next_due) == (date(2026, 11, 1), date(2027, 1, 1))


def test_who_asks_for_changes_stops_an_approval_until_they_approve() -> None:
    objection = sealed(2, "brown", decision=Decision.REQUEST_CHANGES)
    found = state(sealed(), objection)
    assert found == ReviewState(
        ReviewStatus.UNDER_REVIEW,
        reasons=("Bo Brown asked for changes on 2026-10-01",),
        events=(APPROVED, ReviewEvent(ReviewEventKind.CHANGES_REQUESTED, DAY)),
    )
    assert state(sealed(), objection, sealed(3, "brown")).is_approved
    own = state(sealed(), sealed(2, decision=Decision.REQUEST_CHANGES))
    assert own.missing == MISSING
    assert state(objection).status is ReviewStatus.UNDER_REVIEW


def test_an_objection_and_an_overdue_review_credit_nobody() -> None:
    found = state(
        sealed(next_review=date(2026, 11, 1)), sealed(2, "brown", decision=Decision.REQUEST_CHANGES)
    )
    assert (found.reviewers, found.last_reviewed, found.next_due) == ((), None, None)


def test_a_request_opens_a_review_and_a_withdrawal_ends_what_was_theirs() -> None:
    request = sealed(1, "okafor", decision=Decision.REQUEST, role="editor")
    opened = state(request)
    assert opened.status is ReviewStatus.UNDER_REVIEW
    assert opened.events == (ReviewEvent(ReviewEventKind.REQUESTED, DAY),)
    withdrawn = sealed(2, decision=Decision.WITHDRAW)
    assert state(request, withdrawn).status is ReviewStatus.UNDER_REVIEW
    assert state(request, replace(withdrawn), sealed(3, "brown")).is_approved
    assert state(sealed(), withdrawn) == ReviewState(
        missing=MISSING, events=(APPROVED, ReviewEvent(ReviewEventKind.WITHDRAWN, DAY))
    )
    assert state(sealed(1, "brown"), withdrawn).is_approved
    assert state(sealed(decision=Decision.REQUEST), withdrawn).status is ReviewStatus.SUBMITTED
    assert state(sealed(decision=Decision.REQUEST_CHANGES), withdrawn).status is ReviewStatus.SUBMITTED


def test_an_editor_ends_what_everybody_did() -> None:
    ended = sealed(9, "okafor", decision=Decision.WITHDRAW, role="editor")
    for record in (
        sealed(),
        sealed(decision=Decision.REQUEST),
        sealed(decision=Decision.REQUEST_CHANGES),
    ):
        assert state(record, ended).status is ReviewStatus.SUBMITTED
    as_reviewer = replace(ended, record=replace(ended.record, role="reviewer"))
    assert state(sealed(), as_reviewer).is_approved


def test_a_retraction_voids_an_approval_and_says_so() -> None:
    retraction = sealed(2, "okafor", decision=Decision.RETRACT, role="editor", day=date(2026, 11, 2))
    assert state(sealed(), retraction) == ReviewState(
        ReviewStatus.UNDER_REVIEW,
        reasons=("the article was retracted on 2026-11-02",),
        retracted=date(2026, 11, 2),
        events=(APPROVED,),
    )
    late = state(sealed(next_review=date(2026, 11, 1)), retraction)
    assert (late.reviewers, late.last_reviewed) == ((), None)


def test_an_urgent_correction_stands_until_its_review() -> None:
    fields = {"decision": Decision.CORRECT, "role": "editor", "urgent": True, "comment": "a dose"}
    urgent = sealed(2, "okafor", **fields, day=date(2026, 11, 2), deadline=date(2026, 12, 2))
    before = sealed(digests=replace(GROUND.digests, article="older"))
    found = state(before, urgent)
    assert found.urgent == UrgentCorrection(date(2026, 11, 2), date(2026, 12, 2), "a dose")
    assert found.reasons[0] == (
        "an urgent safety correction of 2026-11-02 was published before its review, which is due by 2026-12-02"
    )
    assert found.events == (APPROVED,)
    done = state(before, urgent, sealed(3))
    assert done.is_approved
    assert done.urgent is None
    assert state(before, urgent, sealed(3), ground=changed(policy="x")).urgent is None
    assert state(before, urgent, ground=changed(article="x")).urgent is None
    plain = sealed(3, "okafor", decision=Decision.CORRECT, role="editor")
    assert state(before, urgent, plain).urgent is None
    undated = sealed(2, "okafor", **fields)
    assert state(undated).urgent == UrgentCorrection(DAY, DAY, "a dose")


def test_what_an_urgent_correction_says_beside_a_standing_approval() -> None:
    urgent = sealed(2, "okafor", decision=Decision.CORRECT, role="editor", urgent=True)
    found = state(sealed(), urgent, ground=policy(required={"reviewer": 2}))
    assert found.reasons == ("1 more approval (reviewer) is needed",)


def test_an_approval_that_stands_hides_an_earlier_overdue_one_and_a_correction_of_the_same_text() -> None:
    overdue = sealed(1, "brown", next_review=date(2026, 11, 1))
    urgent = sealed(3, "okafor", decision=Decision.CORRECT, role="editor", urgent=True)
    found = state(overdue, sealed(2), urgent)
    assert found.is_approved
    assert (found.reviewers, found.next_due, found.urgent) == ((ADA,), date(2029, 10, 1), None)


def test_who_is_no_longer_on_the_board_does_not_approve() -> None:
    without = replace(GROUND, board=Board((OKAFOR, BROWN)))
    found = state(sealed(), sealed(2, "brown"), ground=without)
    assert found.is_approved
    assert [one.name for one in found.reviewers] == ["Bo Brown"]


def test_a_reason_is_said_once() -> None:
    found = state(sealed(verdict=Verdict.ABSENT), sealed(verdict=Verdict.ABSENT))
    assert len(found.concerns) == len(found.reasons) == 1
    assert state(sealed(), sealed(2)).events == (APPROVED,)


def test_credit_is_given_to_each_who_approved() -> None:
    assert state(sealed(), sealed(2, "okafor")).reviewers == (ADA, NGOZI)
