"""Forms and questions: what is asked again after a change, and what a form may hold."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.cache.conftest import DAY
from tests.signing import decide
from toolkit.api.review_decisions import Desk, open_desk
from toolkit.api.workspace import open_workspace
from toolkit.errors import ConfigurationError, OslerError
from toolkit.model.review_form import ClaimStanding, GeneralAnswer, ReviewForm
from toolkit.model.review_record import Answer, ClaimAnswer, Decision, ReviewScope
from toolkit.reviews.forms import CLAIMS_CAP, TEXT_CAP, posted_form, read_form, render_form
from toolkit.reviews.questions import QUOTATION, answers_of, quotation
from toolkit.reviews.records import RECORD_CAP

CLAIMS = """
Deficiency of vitamin B12 can cause leukopenia and thrombocytopenia [@green2017].

It is treated with 1000 micrograms of cyanocobalamin a day [@green2017].

Pernicious anaemia is its most common cause in Europe [@green2017].
"""


@pytest.fixture
def desk(project: Path) -> Callable[..., Desk]:
    """Write claims into the article and open it."""

    def opened(claims: str = CLAIMS) -> Desk:
        path = project / "articles" / "b12.md"
        head = path.read_text().split("---\n")[1]
        path.write_text(f"---\n{head}---\n{claims}")
        return open_desk(open_workspace(project, [path]), DAY)

    return opened


def approve(project: Path, desk: Desk) -> None:
    answers = answers_of(desk.questionnaire(ReviewScope.FULL), ())
    decide(project, "b12", answers=answers)


def standings(desk: Desk) -> dict[str, ClaimStanding]:
    return {one.text.split()[0]: one.standing for one in desk.questionnaire().questions}


def test_everything_is_asked_at_first(desk: Callable[..., Desk]) -> None:
    found = desk().questionnaire()
    assert found.scope is ReviewScope.FULL
    assert found.since is None
    assert len(found.asked) == len(found.questions) == 3


def test_nothing_is_asked_again_if_nothing_changed(project: Path, desk: Callable[..., Desk]) -> None:
    approve(project, desk())
    found = desk().questionnaire()
    assert found.scope is ReviewScope.PARTIAL
    assert found.asked == ()
    assert found.removed == ()


def test_what_changed_is_asked_and_what_is_gone_is_told(project: Path, desk: Callable[..., Desk]) -> None:
    approve(project, desk())
    changed = CLAIMS.replace("1000 micrograms", "2000 micrograms")
    changed = changed[: changed.index("Pernicious")] + "Nitrous oxide inactivates vitamin B12 [@green2017].\n"
    now = desk(changed)
    assert standings(now) == {
        "Deficiency": ClaimStanding.UNCHANGED,
        "It": ClaimStanding.CHANGED,
        "Nitrous": ClaimStanding.NEW,
    }
    found = now.questionnaire()
    assert {one.text.split()[0] for one in found.asked} == {"It", "Nitrous"}
    before = next(one.before for one in found.asked if one.standing is ClaimStanding.CHANGED)
    assert before == "It is treated with 1000 micrograms of cyanocobalamin a day."
    assert found.removed == ("Pernicious anaemia is its most common cause in Europe.",)
    form = render_form(found).decode()
    assert "# Before: It is treated with 1000" in form
    assert "# Removed since: Pernicious" in form
    assert "Deficiency of vitamin" not in form


def test_claims_that_change_places_are_the_same(project: Path, desk: Callable[..., Desk]) -> None:
    approve(project, desk())
    moved = "\n\n".join(reversed(CLAIMS.strip().split("\n\n")))
    assert set(standings(desk(moved)).values()) == {ClaimStanding.UNCHANGED}


def test_a_claim_whose_source_is_known_otherwise_is_asked_again(
    project: Path, desk: Callable[..., Desk]
) -> None:
    approve(project, desk())
    library = project / "references.bib"
    library.write_text(library.read_text().replace("2017", "2016").replace("green2016", "green2017"))
    assert set(standings(desk()).values()) == {ClaimStanding.SOURCE_CHANGED}


def test_an_approval_that_was_withdrawn_is_nothing_to_compare_with(
    project: Path, desk: Callable[..., Desk]
) -> None:
    approve(project, desk())
    decide(project, "b12", decision=Decision.WITHDRAW)
    assert desk().questionnaire().since is None


def filled(desk: Desk) -> ReviewForm:
    """A form with all that one can hold."""
    found = desk.questionnaire()
    hostile = 'He said: "</textarea><script>alert(1)</script>" # [[claims]]\nanswer = "yes" \\ é ✓'
    return ReviewForm(
        "b12",
        found.digests,
        ReviewScope.FULL,
        "stone",
        "reviewer",
        Decision.APPROVE,
        hostile,
        "none",
        date(2027, 1, 2),
        hostile,
        GeneralAnswer.YES,
        GeneralAnswer.CANNOT_TELL,
        tuple(ClaimAnswer(one.claim, quotation(one.text), Answer.IN_PART, hostile) for one in found.asked),
    )


def test_a_form_comes_back_as_it_was(desk: Callable[..., Desk]) -> None:
    opened = desk()
    form = filled(opened)
    data = render_form(opened.questionnaire(), form)
    assert read_form("form.toml", data) == form
    assert tomllib.loads(data.decode())["comment"] == form.comment
    assert read_form("form.toml", b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")) == form


def test_a_form_from_the_screen_is_the_same(desk: Callable[..., Desk]) -> None:
    opened = desk()
    form = filled(opened)
    fields = {
        "reviewer": "stone",
        "role": "reviewer",
        "decision": "approve",
        "scope": "full",
        "competing-interests": form.competing_interests or "",
        "ai-used": "none",
        "next-review": "2027-01-02",
        "comment": (form.comment or "").replace("\n", "\r\n"),
        "disclaimers": "yes",
        "audience": "can't tell",
    }
    for one in form.answers:
        fields |= {f"answer-{one.claim}": "partly", f"comment-{one.claim}": one.comment or ""}
    posted = posted_form(opened.questionnaire(), fields)
    assert replace(posted, answers=()) == replace(form, answers=())
    assert set(posted.answers) == set(form.answers)


def test_an_empty_form_says_nothing(desk: Callable[..., Desk]) -> None:
    opened = desk()
    read = read_form("form.toml", render_form(opened.questionnaire()))
    assert read == ReviewForm("b12", opened.digests)


@pytest.mark.parametrize(
    ("old", "new", "said", "line"),
    [
        ("form-version = 1", "form-version = 2", "no review form that this Osler reads", 7),
        ("form-version = 1", "form-version = true", "no review form", 7),
        ("form-version = 1", "", "no review form", 1),
        ('article = "b12"', "article = 7", '"article" must be a text', 8),
        ('article = "b12"', "", 'lacks "article"', 1),
        ('decision = ""', 'decision = "retract"', "must be one of: approve, request-changes", 16),
        ('decision = ""', "decision = ['approve']", "must be one of", 16),
        ('comment = ""', 'comment = "\\u202Eevil"', "turn the direction", None),
        ('comment = ""', 'comment = "\\u001B[2J"', "control characters", None),
        ('comment = ""', f'comment = "{"x" * (TEXT_CAP + 1)}"', "is longer than", None),
        ('next-review = ""', 'next-review = "2027-02-30"', "must be a day", None),
        ('next-review = ""', "next-review = 2027-01-01T00:00:00", "must be a day", None),
        ('disclaimers = ""', 'disclaimers = "perhaps"', "must be one of: yes, no, can't tell", None),
        ('answer = ""', 'answer = "certainly"', "must be one of: yes, partly", None),
        ('claim = "sha256:', 'claim = "md5:', "must be a digest", None),
        ("\n[digests]", "\n[digest]", '"digest" is not a setting', None),
        ("\n[digests]", "\n[signature]\nx = 1\n[digests]", '"signature" is not a setting', None),
        ("\n[digests]", '\n[digests]\nmore = "x"', '"more" is not a setting', None),
        ("\n[sources]", "\n[[sources]]", "[sources] must be a table", None),
        ("[[claims]]", "[claims]", "not TOML", None),
        ("[[claims]]", "[[claims", "not TOML", None),
        ('article = "b12"', 'article = "b12"\nx = ' + "[" * 5000 + "]" * 5000, "nested too deeply", None),
    ],
)
def test_what_is_no_form_is_refused_at_its_line(
    desk: Callable[..., Desk], old: str, new: str, said: str, line: int | None
) -> None:
    data = render_form(desk().questionnaire()).decode()
    assert old in data
    with pytest.raises(ConfigurationError) as caught:
        read_form("form.toml", data.replace(old, new, 1).encode())
    assert said in caught.value.message
    assert caught.value.path == "form.toml"
    if line is not None:
        assert caught.value.line == line


def test_a_fault_of_a_claim_is_told_at_that_claim(desk: Callable[..., Desk]) -> None:
    text = render_form(desk().questionnaire()).decode()
    at = text.rindex('answer = ""')
    with pytest.raises(ConfigurationError) as caught:
        read_form("form.toml", (text[:at] + 'answer = "x"' + text[at + 11 :]).encode())
    assert caught.value.line == text.count("\n", 0, at) + 1


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"x" * (RECORD_CAP + 1), b"\x00", b"form-version = 1\n"])
def test_no_form_at_all(data: bytes) -> None:
    with pytest.raises(ConfigurationError):
        read_form("form.toml", data)


def test_a_form_with_more_claims_than_a_record_holds() -> None:
    digest = "sha256:" + "0" * 64
    head = 'form-version = 1\narticle = "b12"\nscope = "full"\n'
    tables = "\n[digests]\n" + "".join(
        f'{name} = "{digest}"\n' for name in ("article", "evidence", "figures", "policy")
    )
    claims = f'[[claims]]\nclaim = "{digest}"\n'
    with pytest.raises(ConfigurationError, match="stands there twice"):
        read_form("form.toml", (head + claims * 2 + tables).encode())
    with pytest.raises(ConfigurationError, match="at most"):
        read_form("form.toml", (head + claims * (CLAIMS_CAP + 1) + tables).encode())


@pytest.mark.parametrize(
    "fields",
    [
        {"answer-sha256:" + "0" * 64: "yes"},
        {"article": "other"},
        {"decision": "retract"},
        {"comment": "\x1b[31m"},
        {"digests": "x"},
        {"scope": "nothing"},
    ],
)
def test_the_screen_sends_nothing_else(desk: Callable[..., Desk], fields: dict[str, str]) -> None:
    with pytest.raises(OslerError):
        posted_form(desk().questionnaire(), fields)


def test_quotations_are_cut() -> None:
    assert quotation("x" * QUOTATION) == "x" * QUOTATION
    assert len(quotation("x" * (QUOTATION + 1))) == QUOTATION
