"""What each kind of unit is judged to be, and why; and context."""

from __future__ import annotations

import pytest

from toolkit.claims import judge
from toolkit.claims.language import language_of
from toolkit.model.policy import Policy
from toolkit.model.unit import Claim, ClaimKind, Need, UnitBlock
from toolkit.readers.markdown import read_article


def claims(text: str) -> tuple[Claim, ...]:
    return judge(read_article("articles/a.md", text.encode()), Policy())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Take 5 mg of folic acid once a day.", ClaimKind.DOSE),
        ("Oral supplements (1000-2000 mcg daily) may be sufficient.", ClaimKind.DOSE),
        ("One in four patients relapses.", ClaimKind.STATISTIC),
        ("The odds ratio was 1.5.", ClaimKind.STATISTIC),
        ("Adults should be screened for hypertension.", ClaimKind.RECOMMENDATION),
        ("Avoid alcohol.", ClaimKind.RECOMMENDATION),
        ("If it hurts, stop the exercise.", ClaimKind.RECOMMENDATION),
        ("Statins prevent strokes.", ClaimKind.EFFECT),
        ("Smoking causes lung cancer.", ClaimKind.RISK),
        ("A stiff neck and a rash that does not fade are signs of meningitis.", ClaimKind.DIAGNOSIS),
        ("Prostate cancer is the most common cancer among men.", ClaimKind.EPIDEMIOLOGY),
        ("Side effects include drowsiness.", ClaimKind.SAFETY),
        (
            "Vitamin B12 deficiency can cause leukopenia, as it impairs the production of white blood cells.",
            ClaimKind.MECHANISM,  # full of anatomy, by which alone it reads like a textbook fact
        ),
    ],
)
def test_must_have_a_source(text: str, kind: ClaimKind) -> None:
    (claim,) = claims(text)
    assert (claim.judgement.need, claim.judgement.kind) == (Need.MUST, kind), claim.judgement
    assert claim.judgement.why
    assert claim.is_uncited


@pytest.mark.parametrize(
    "text",
    [
        "Cellulitis is an infection of the skin.",
        "Metformin inhibits a kinase in liver cells.",
        "The prostate is a gland.",
        "Hypertension is also called high blood pressure.",
    ],
)
def test_textbook_facts_should_have_one(text: str) -> None:
    (claim,) = claims(text)
    assert claim.judgement.need is Need.SHOULD, claim.judgement


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("# Take 5 mg daily", ClaimKind.HEADING),
        ("Can vitamin B12 deficiency cause leukopenia?", ClaimKind.QUESTION),
        ("::: {.disclaimer}\nTake 5 mg daily.\n:::", ClaimKind.DISCLAIMER),
        ("This page is not a substitute for medical advice.", ClaimKind.DISCLAIMER),
        ("See our page on anaemia for more information.", ClaimKind.NAVIGATION),
        ("This article explains how anaemia is treated.", ClaimKind.META),
        ("We conducted a systematic review of treatments.", ClaimKind.META),
        ("::: {.example}\nTake 5 mg daily.\n:::", ClaimKind.EXAMPLE),
        ("A 34-year-old woman presents with chest pain.", ClaimKind.EXAMPLE),
        ("You are not alone.", ClaimKind.OPINION),
        ("Symptoms include:", ClaimKind.TRANSITION),
    ],
)
def test_needs_no_source(text: str, kind: ClaimKind) -> None:
    (claim,) = claims(text)
    assert (claim.judgement.need, claim.judgement.kind) == (Need.NO, kind), claim.judgement
    assert not claim.is_uncited


def test_items_are_judged_with_their_lead_in() -> None:
    led = claims("See a doctor if your skin is:\n\n- red\n- hot\n")
    assert [claim.judgement.need for claim in led] == [Need.NO, Need.MUST, Need.MUST]
    assert (
        claims("Learning outcomes:\n\n- Describe how insulin lowers glucose.\n")[1].judgement.kind
        is ClaimKind.META
    )


def test_a_case_goes_on_in_its_section_and_ends_with_it() -> None:
    text = (
        "# Case\n\nA 34-year-old man presents with pain. He takes 40 mg of duloxetine daily.\n\n"
        "# Treatment\n\nHe or she should take 40 mg of duloxetine daily.\n"
    )
    assert [claim.judgement.need for claim in claims(text)] == [Need.NO, Need.NO, Need.NO, Need.NO, Need.MUST]


def test_a_claim_span_overrules() -> None:
    (claim,) = claims("[You are not alone]{.claim}.")
    assert (claim.judgement.need, claim.judgement.why) == (Need.MUST, "marked as a claim")


def test_why_quotes_the_author() -> None:
    assert "“1000 µg”" in claims("Inject 1000 µg of B12.")[0].judgement.why
    assert "“RNA”" in claims("It alters RNA in liver disease.")[0].judgement.why


@pytest.mark.parametrize("tag", ["de", "fr-CH", "zh-Hans", "DE"])
def test_another_language_is_not_judged(tag: str) -> None:
    found = claims(f"---\nlanguage: {tag}\n---\n\nTake 5 mg daily.\n")
    assert [claim.judgement.need for claim in found] == [Need.NO]
    assert "English only" in found[0].judgement.why


@pytest.mark.parametrize("tag", [None, "en", "en-GB", "EN_us"])
def test_english_is_english(tag: str | None) -> None:
    assert language_of(tag, ["The dose of the drug is for you and your doctor to choose. "] * 10).is_english
    assert not language_of(tag, ["Die Dosis des Mittels wird von der Ärztin bestimmt. "] * 10).is_english


@pytest.mark.parametrize(
    "text", ["", "\n\n", "a" * 300_000, "word " * 60_000, "studies " * 40_000, "| a |\n" * 5_000]
)
def test_odd_articles_give_sane_results(text: str) -> None:
    found = claims(text)
    assert len(found) < 6_000


def test_a_cited_case_report_exempts_nothing_after_it() -> None:
    text = (
        "A case report describes low counts in a 15-year-old with a deficiency [@a].\n\n"
        "- The first choice in severe deficiency is 1000 mcg by injection.\n\n"
        "## Treatment\n\n- Oral treatment reduces the risk of relapse.\n"
    )
    assert [one.judgement.need for one in claims(text) if one.unit.block is UnitBlock.LIST_ITEM] == [
        Need.MUST
    ] * 2
