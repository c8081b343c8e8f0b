"""Judgements and comparisons are total, deterministic, and agree with what they must agree with."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.claims.hostile import ABSTRACTS, NUMBERS
from toolkit.claims import judge
from toolkit.claims.detection import judge_units
from toolkit.claims.evidence import compare, prepare_fingerprint, prepare_text, statement_of
from toolkit.claims.fingerprint import fingerprint
from toolkit.claims.language import is_foreign, language_of
from toolkit.claims.quantities import fold
from toolkit.model.evidence import Basis
from toolkit.model.policy import Policy
from toolkit.model.span import Span
from toolkit.model.unit import ClaimKind, Judgement, Need, Unit, UnitBlock
from toolkit.readers.markdown import read_article

SLOW = settings(max_examples=60, deadline=None)
WORDS = st.sampled_from(
    (
        *("Smoking", "causes", "lung", "cancer", "the", "of", "in", "men", "should", "take", "is", "not", "We"),
        *("5 mg", "10%", "1,000", "1/2", "one in four", "twice a day", "95% CI 1.2-3.4", "p < 0.05", "½", "10⁶"),
        *("\u201cso it is\u201d", '"', "(", ")", ":", ".", "?", ",", "…", "\u202e", "é", "它", "\n", "\x00", "<b>"),
        *("METHODS:", "et al.", "e.g.", "Dr.", "B12", "p53", "µg", "per", "kg", "/", "-", "–", "×", "%", "2026"),
    )
)  # fmt: skip
TEXTS = (
    st.lists(WORDS, max_size=40).map(" ".join)
    | st.lists(WORDS, max_size=20).map("".join)
    | st.text(max_size=200)
    | st.sampled_from([one[:300] for one in ABSTRACTS.values()])
    | st.sampled_from([one[:300] for one in NUMBERS])
)
UNITS = st.builds(
    Unit,
    span=st.just(Span(0, 0)),
    text=TEXTS,
    block=st.sampled_from(UnitBlock),
    paragraph=st.integers(0, 3),
    position=st.integers(0, 3),
    section=st.lists(TEXTS, max_size=2).map(tuple),
    lead_in=st.none() | st.integers(0, 12),
    classes=st.lists(st.sampled_from(["claim", "example", "about", "x"]), max_size=2).map(tuple),
)
_EXEMPT_KINDS = frozenset(
    (
        ClaimKind.HEADING,
        ClaimKind.QUESTION,
        ClaimKind.DISCLAIMER,
        ClaimKind.NAVIGATION,
        ClaimKind.TRANSITION,
        ClaimKind.OPINION,
        ClaimKind.META,
        ClaimKind.EXAMPLE,
    )
)


def led_in(unit: Unit, count: int) -> Unit:
    """A lead-in is one of the article's units, before or (a table's caption) after the unit."""
    return unit if unit.lead_in is None or unit.lead_in < count else replace(unit, lead_in=None)


# --- Judgements --------------------------------------------------------------------------------


@SLOW
@given(st.lists(UNITS, max_size=12).map(lambda units: [led_in(one, len(units)) for one in units]))
def test_any_units_are_judged_and_twice_alike(units: list[Unit]) -> None:
    judged = judge_units(units)
    assert judged == judge_units(tuple(units))
    assert len(judged) == len(units)
    for unit, judgement in zip(units, judged, strict=True):
        assert isinstance(judgement, Judgement)
        assert judgement.why
        assert "\n" not in judgement.why
        assert (judgement.kind in _EXEMPT_KINDS) <= (judgement.need is Need.NO)
        if "claim" in unit.classes:
            assert judgement.need is Need.MUST
        elif unit.block in (UnitBlock.HEADING, UnitBlock.DISCLAIMER):
            assert judgement.need is Need.NO


@SLOW
@given(TEXTS)
def test_why_is_short_whatever_the_text(text: str) -> None:
    """It stands in a message: a sentence of a megabyte must not be quoted whole."""
    unit = Unit(Span(0, 0), text * 10, UnitBlock.PARAGRAPH, 0, 0)
    (judgement,) = judge_units((unit,))
    assert len(judgement.why) < 200


@SLOW
@given(TEXTS, TEXTS)
def test_no_article_hinders_another(text: str, other: str) -> None:
    """Nothing is kept from one article to the next."""
    articles = [read_article("a.md", one.encode("utf-8", "replace")) for one in (text, other)]
    alone = [judge(article, Policy()) for article in articles]
    assert [judge(article, Policy()) for article in reversed(articles)] == alone[::-1]


@SLOW
@given(st.lists(TEXTS, max_size=4))
def test_languages_are_told_for_any_text(texts: list[str]) -> None:
    assert language_of(None, texts) == language_of(None, texts * 3)
    assert language_of("de", texts).is_english is False
    assert [is_foreign(one) for one in texts] == [is_foreign(one) for one in texts]


# --- Evidence ----------------------------------------------------------------------------------


@SLOW
@given(TEXTS, TEXTS, TEXTS)
def test_anything_can_be_laid_beside_anything(claim: str, abstract: str, title: str) -> None:
    for against in (prepare_text(abstract, title), prepare_fingerprint(fingerprint(abstract), title)):
        found = compare(claim, against)
        assert found == compare(statement_of(claim), against)
        assert found.basis is against.basis
        assert 0 <= found.likeness <= 1
        if found.passage is not None:
            assert abstract[found.passage.start : found.passage.end] == found.passage.text
        if found.basis is Basis.FINGERPRINT:
            assert (found.passage, found.checked_quotes, found.absent_quotes) == (None, False, ())
        for quantity in found.absent_numbers:
            # As its author wrote it, unless the plain forms of signs moved the places (`½` is `1⁄2`).
            assert fold(quantity.text) in fold(claim)
            assert quantity.text in claim or len(fold(claim)) != len(claim)
        for quote in found.absent_quotes:
            assert quote in claim


@SLOW
@given(TEXTS, TEXTS)
def test_a_claim_beside_its_own_words_lacks_nothing(claim: str, more: str) -> None:
    """An abstract that is the claim, or holds it, is never unrelated; no number and no quotation is absent."""
    for abstract in (claim, f"{more}\n\n{claim}\n\n{more}"):
        found = compare(claim, prepare_text(abstract))
        assert found.absent_numbers == ()
        assert found.absent_quotes == ()
    assert not compare(claim, prepare_text(claim)).is_unrelated
    assert compare(claim, prepare_fingerprint(fingerprint(claim))).absent_numbers == ()


@SLOW
@given(TEXTS, TEXTS, TEXTS)
def test_text_and_fingerprint_agree_on_numbers(claim: str, abstract: str, title: str) -> None:
    """Whether a number is there depends on the set of the abstract's numbers, which the fingerprint has."""
    by_text = compare(claim, prepare_text(abstract, title)).absent_numbers
    by_print = compare(claim, prepare_fingerprint(fingerprint(abstract), title)).absent_numbers
    assert {one.form for one in by_text} <= {one.form for one in by_print}


@SLOW
@given(TEXTS)
def test_a_fingerprint_is_a_sorted_set_of_the_text(text: str) -> None:
    mark = fingerprint(text)
    assert mark == fingerprint(text)
    assert list(mark.stems) == sorted(set(mark.stems))
    assert all(stem and count > 0 for stem, count in mark.stems)
    assert list(mark.quantities) == sorted(set(mark.quantities))
