"""Each reason for which an approval does not stand: alone, in its words, and what the article's state is then.

Values only: that the files, the keys and the commands lead to these is held by the other tests of reviews.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.reviews.sealed import (
    BOARD,
    BROWN,
    DAY,
    GROUND,
    OKAFOR,
    STONE,
    TODAY,
    changed,
    concern,
    member,
    sealed,
    state,
)
from toolkit.model.metadata import Contributor
from toolkit.model.policy import ReviewPolicy
from toolkit.model.review import (
    Board,
    Concern,
    ConcernKind,
    Member,
    Missing,
    PublicKey,
    Reviewer,
    ReviewEvent,
    ReviewEventKind,
    ReviewState,
    ReviewStatus,
    UrgentCorrection,
)
from toolkit.model.review_record import Decision, RecordFault, ReviewScope, SealedRecord, Verdict
from toolkit.model.span import Span
from toolkit.reviews.standing import Ground, months_after

SIGN_AGAIN = "ask for a new record with `osler review`, signed by a key that board.toml lists"
LOOK_AGAIN = "ask the reviewer to look at what changed: `osler review request`"
ADA = Reviewer("Ada Stone", "reviewer", "MD", "0000-0002-1825-0097", "Leeds", "none")
NGOZI = Reviewer("Ngozi Okafor", "reviewer", competing_interests="none")
APPROVED = ReviewEvent(ReviewEventKind.APPROVED, DAY)
MISSING = (Missing("reviewer", 1),)
SINCE = "since Ada Stone approved it on 2026-10-01"


def board(*members: Member) -> Ground:
    """The ground with other people, who take the place of those of the same identifier."""
    new = {one.identifier: one for one in (*BOARD.members, *members)}
    return replace(GROUND, board=Board(tuple(new.values())))


def policy(**settings: Any) -> Ground:
    """The ground with another policy of reviews."""
    return replace(GROUND, policy=ReviewPolicy(**settings))


def test_an_approval_that_nothing_speaks_against() -> None:
    assert state(sealed()) == ReviewState(
        ReviewStatus.APPROVED, DAY, date(2029, 10, 1), (ADA,), events=(APPROVED,)
    )


def test_no_record_at_all() -> None:
    assert state() == ReviewState(missing=MISSING)


STALE = {
    "text": (changed(article="other"), f"the text has changed {SINCE}", LOOK_AGAIN),
    "figure": (changed(figures="other"), f"a figure has changed {SINCE}", LOOK_AGAIN),
    "policy": (changed(policy="other"), f"the editorial policy has changed {SINCE}", LOOK_AGAIN),
    "evidence": (changed(evidence="other"), f"its sources have changed {SINCE}", LOOK_AGAIN),
    "one source": (
        changed(evidence="other", sources=(("green2017", "other"), ("obeid2024", "b"))),
        f"what is known of its sources has changed {SINCE}: green2017",
        LOOK_AGAIN,
    ),
    "retracted source": (
        replace(
            changed(evidence="other", sources=(("green2017", "a"), ("obeid2024", "other"))),
            retracted=frozenset({"obeid2024"}),
        ),
        f"obeid2024, which the article cites, was retracted {SINCE}",
        "say so in the text, or cite another source",
    ),
}


@pytest.mark.parametrize(("ground", "message", "help_text"), STALE.values(), ids=STALE)
def test_what_changed_voids_an_approval(ground: Ground, message: str, help_text: str) -> None:
    assert state(sealed(), ground=ground) == ReviewState(
        ReviewStatus.UNDER_REVIEW,
        reasons=(message,),
        concerns=(concern(ConcernKind.STALE, message, help_text),),
        missing=MISSING,
        events=(APPROVED,),
    )


def test_sources_that_came_and_went_with_the_text_are_not_told_beside_it() -> None:
    found = state(sealed(), ground=changed(article="other", evidence="other", sources=(("new", "c"),)))
    assert found.reasons == (f"the text has changed {SINCE}",)


def test_many_sources_are_counted_and_a_retraction_is_told_apart() -> None:
    was = tuple((f"s{number}", "a") for number in range(7))
    now = tuple((key, "b") for key, _ in was)
    ground = replace(changed(evidence="other", sources=now), retracted=frozenset({"s0", "unchanged"}))
    record = sealed(digests=replace(GROUND.digests, sources=was))
    first, second = state(record, ground=ground).reasons
    assert first == f"s0, which the article cites, was retracted {SINCE}"
    assert second == f"what is known of its sources has changed {SINCE}: s1, s2, s3, s4, s5 and 1 more"
    fewer = replace(ground, retracted=frozenset({"s0", "s1"}))
    assert state(record, ground=fewer).reasons[2].endswith(": s2, s3, s4, s5, s6")


def test_everything_that_changed_is_told() -> None:
    ground = changed(article="x", evidence="x", figures="x", policy="x", sources=(("obeid2024", "x"),))
    assert [one.split(" since")[0] for one in state(sealed(), ground=ground).reasons] == [
        "the text has changed",
        "what is known of its sources has changed",
        "a figure has changed",
        "the editorial policy has changed",
    ]


@pytest.mark.parametrize(
    ("record", "ground", "due"),
    [
        (sealed(), replace(GROUND, today=date(2029, 10, 2)), date(2029, 10, 1)),
        (sealed(next_review=date(2026, 11, 21)), GROUND, date(2026, 11, 21)),
        (sealed(), policy(interval_months=1), date(2026, 11, 1)),
        (sealed(next_review=date(2030, 1, 1)), policy(interval_months=1), date(2026, 11, 1)),
    ],
)
def test_an_overdue_review_is_no_approval_but_its_day_and_its_reviewer_are_told(
    record: SealedRecord, ground: Ground, due: date
) -> None:
    message = f"the next review was due on {due}: the last one was on 2026-10-01"
    expected = ReviewState(
        ReviewStatus.UNDER_REVIEW,
        DAY,
        due,
        (ADA,),
        (message,),
        (concern(ConcernKind.OVERDUE, message, "ask for a review: `osler review request`"),),
        MISSING,
        events=(APPROVED,),
    )
    assert state(record, ground=ground) == expected
    assert state(record, ground=replace(ground, today=due)).is_approved


def test_an_overdue_review_of_another_text_is_not_told_as_one() -> None:
    found = state(sealed(), ground=replace(changed(article="x"), today=date(2030, 1, 1)))
    assert (found.last_reviewed, found.next_due, found.reviewers) == (None, None, ())
    assert len(found.reasons) == 2


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
        (date(2026, 10, 1), 36, date(2029, 10, 1)),
        (date(9999, 11, 2), 1, date(9999, 12, 2)),
        (date(9999, 12, 2), 1, date.max),
    ],
)
def test_months_after(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected


NOT_SIGNED = {
    Verdict.WRONG: "is signed, but not in these words",
    Verdict.OTHER_PURPOSE: "has a signature that was made for another purpose than a review",
    Verdict.MALFORMED: "has a file beside it that is no signature of ssh-keygen",
    Verdict.ABSENT: "has no signature",
}


@pytest.mark.parametrize("verdict", NOT_SIGNED)
def test_a_signature_that_is_none_voids_every_approval(verdict: Verdict) -> None:
    message = f"record 2 {NOT_SIGNED[verdict]}"
    assert state(sealed(), sealed(2, "okafor", verdict=verdict)) == ReviewState(
        ReviewStatus.UNDER_REVIEW,
        reasons=(message,),
        concerns=(concern(ConcernKind.SIGNATURE, message, "restore both files from git", 2),),
    )


def test_a_signature_that_cannot_be_verified_approves_nothing() -> None:
    last = sealed(2, "okafor", verdict=Verdict.CANNOT_VERIFY, reason="there is no ssh-keygen")
    message = "the signature of record 2 cannot be verified here: there is no ssh-keygen"
    help_text = "install OpenSSH 8.2 or newer; until then nothing counts as approved"
    assert state(sealed(), last, sealed(3, "brown")) == ReviewState(
        ReviewStatus.UNDER_REVIEW,
        reasons=(message,),
        concerns=(concern(ConcernKind.SIGNATURE, message, help_text, 2),),
        events=(APPROVED,),
        is_verifiable=False,
    )
    silent = sealed(verdict=Verdict.CANNOT_VERIFY)
    assert state(silent).reasons == ("the signature of record 1 cannot be verified here",)


KEY = "key of stone"
NOT_COUNTED = {
    "signer not on the board": (
        sealed(reviewer="mallory"),
        GROUND,
        "mallory, who signed record 1, is not on the board",
    ),
    "unknown key": (
        sealed(verdict=Verdict.UNKNOWN_KEY, key="key of nobody"),
        GROUND,
        "the key of record 1 is none of Ada Stone",
    ),
    "another's key": (
        sealed(verdict=Verdict.UNKNOWN_KEY, key="key of okafor"),
        GROUND,
        "the key of record 1 is none of Ada Stone, but of Ngozi Okafor",
    ),
    "no key": (
        sealed(verdict=Verdict.UNKNOWN_KEY, key=None),
        GROUND,
        "the key of record 1 is none of Ada Stone",
    ),
    "a good signature by another": (
        sealed(key="key of okafor"),
        GROUND,
        "the key of Ada Stone was not valid on 2026-10-01, the day of record 1",
    ),
    "expired key": (
        sealed(),
        board(replace(STONE, keys=(PublicKey(KEY, valid_until=date(2026, 9, 30)),))),
        "the key of Ada Stone was not valid on 2026-10-01, the day of record 1",
    ),
    "key of later": (
        sealed(),
        board(replace(STONE, keys=(PublicKey(KEY, valid_from=date(2026, 10, 2)),))),
        "the key of Ada Stone was not valid on 2026-10-01, the day of record 1",
    ),
    "a day to come": (
        sealed(day=TODAY + timedelta(days=2)),
        GROUND,
        "record 1 is dated 2026-11-24, which is yet to come",
    ),
    "reviewer not on the board": (
        sealed(reviewer="mallory", received_by="okafor"),
        GROUND,
        "mallory, who made record 1, is not on the board",
    ),
    "another role": (sealed(role="editor"), GROUND, "Ada Stone is no editor by the board"),
    "retraction by a reviewer": (
        sealed(decision=Decision.RETRACT),
        GROUND,
        "record 1 takes an editor, and Ada Stone signed as reviewer",
    ),
    "urgent correction by a reviewer": (
        sealed(decision=Decision.CORRECT, urgent=True),
        GROUND,
        "record 1 takes an editor, and Ada Stone signed as reviewer",
    ),
    "forms are not taken": (
        sealed(reviewer="paper", received_by="okafor"),
        policy(received_forms=False),
        "the policy takes no forms, and record 1 is one",
    ),
    "received by no editor": (
        sealed(reviewer="paper", received_by="brown"),
        GROUND,
        "Bo Brown, who received record 1, is no editor",
    ),
    "received from oneself": (
        sealed(reviewer="okafor2", received_by="okafor"),
        board(member("okafor2", "ngozi OKAFOR", "reviewer", keys=())),
        "Ngozi Okafor received record 1 from themselves",
    ),
}


@pytest.mark.parametrize(("record", "ground", "message"), NOT_COUNTED.values(), ids=NOT_COUNTED)
def test_a_record_that_does_not_count(record: SealedRecord, ground: Ground, message: str) -> None:
    """It is as if it were not there, but said."""
    assert state(record, ground=ground) == ReviewState(
        reasons=(message,),
        concerns=(concern(ConcernKind.SIGNATURE, message, SIGN_AGAIN),),
        missing=MISSING,
    )
    both = state(sealed(1, "brown"), record, ground=ground)
    assert both.is_approved, "the approval of somebody else stands"
    assert both.concerns == ()


def test_a_form_of_somebody_who_has_a_key() -> None:
    message = "Ada Stone has a key, and did not sign record 1"
    found = state(sealed(received_by="okafor"))
    assert found.concerns == (concern(ConcernKind.SIGNATURE, message, "let them sign it"),)
    earlier = board(replace(STONE, keys=(PublicKey(KEY, valid_from=date(2026, 10, 2)),)))
    credited = state(sealed(received_by="okafor"), ground=earlier).reviewers
    assert credited == (replace(ADA, received_by="Ngozi Okafor"),)


def test_somebody_may_have_several_keys_and_it_may_be_tomorrow_where_they_live() -> None:
    keys = (PublicKey("old"), PublicKey(KEY, DAY, DAY))
    assert state(sealed(), ground=board(replace(STONE, keys=keys))).is_approved
    assert state(sealed(day=TODAY + timedelta(days=1))).is_approved


ANOTHER = "ask somebody who did not write it"
AUTHORS = {
    "identifier": Contributor(Span(0, 1), identifier="stone"),
    "ORCID": Contributor(Span(0, 1), "A. S.", orcid="0000-0002-1825-0097"),
    "name": Contributor(Span(0, 1), "ada stone"),
}


@pytest.mark.parametrize("known_by", AUTHORS)
def test_an_author_cannot_approve(known_by: str) -> None:
    ground = replace(GROUND, authors=(*GROUND.authors, AUTHORS[known_by]))
    message = f"Ada Stone approved this article, and is one of its authors (the same {known_by})"
    assert state(sealed(), ground=ground) == ReviewState(
        ReviewStatus.UNDER_REVIEW,
        reasons=(message,),
        concerns=(concern(ConcernKind.CONFLICT, message, ANOTHER),),
        missing=MISSING,
        events=(APPROVED,),
    )
    assert state(sealed(), sealed(2, "brown"), ground=ground).is_approved


def test_an_author_cannot_receive_an_approval() -> None:
    ground = replace(GROUND, authors=(Contributor(Span(0, 1), identifier="okafor"),))
    message = (
        "Ngozi Okafor received the approval of this article, and is one of its authors (the same identifier)"
    )
    found = state(sealed(1, "paper", received_by="okafor"), ground=ground)
    assert found.concerns == (concern(ConcernKind.CONFLICT, message, ANOTHER),)


def test_interests_must_be_declared() -> None:
    message = "Ada Stone approved without declaring competing interests, or that there are none"
    help_text = "ask for a new approval that declares them"
    found = state(sealed(competing_interests=None))
    assert found.concerns == (concern(ConcernKind.CONFLICT, message, help_text),)
    assert not found.is_approved


def test_a_fault_in_the_files_voids_every_approval() -> None:
    fault = RecordFault("reviews/b12/0002.toml", "edited", "restore it", 3, 4)
    assert state(sealed(), faults=(fault,)) == ReviewState(
        ReviewStatus.UNDER_REVIEW,
        reasons=("edited",),
        concerns=(Concern(ConcernKind.TAMPERED, "edited", "restore it", "reviews/b12/0002.toml", 3, 4),),
    )


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
