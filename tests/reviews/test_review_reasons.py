"""Each reason for which an approval does not stand: alone, in its words, and what the article's state is then.

Values only: that the files, the keys and the commands lead to these is held by the other tests of reviews.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.reviews.sealed import (
    ADA,
    APPROVED,
    DAY,
    GROUND,
    MISSING,
    STONE,
    TODAY,
    board,
    changed,
    concern,
    member,
    policy,
    sealed,
    state,
    voided,
)
from toolkit.model.metadata import Contributor
from toolkit.model.review import (
    Concern,
    ConcernKind,
    PublicKey,
    ReviewState,
    ReviewStatus,
)
from toolkit.model.review_record import Decision, RecordFault, SealedRecord, Verdict
from toolkit.model.span import Span
from toolkit.reviews.standing import Ground, months_after

SIGN_AGAIN = "ask for a new record with `osler review`, signed by a key that board.toml lists"
LOOK_AGAIN = "ask the reviewer to look at what changed: `osler review request`"
SINCE = "since Ada Stone approved it on 2026-10-01"


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
    assert state(sealed(), ground=ground) == voided(ConcernKind.STALE, message, help_text)


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
    assert state(sealed(), ground=ground) == voided(ConcernKind.CONFLICT, message, ANOTHER)
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
