"""Which suppression silences a finding: the same as by looking through all of them, only sooner."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from toolkit.model.article import Suppression
from toolkit.model.silence import Silence
from toolkit.model.span import Span

DAYS = st.sampled_from([None, date(2026, 1, 1), date(2027, 1, 1)])
RULES = st.lists(st.sampled_from(["a", "b"]), min_size=1, max_size=2, unique=True).map(tuple)


@st.composite
def suppressions(draw: st.DrawFn) -> list[Suppression]:
    ranges = draw(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 10)), max_size=8))
    return [
        Suppression(Span(number, number), Span(start, start + length), draw(RULES), "r", draw(DAYS))
        for number, (start, length) in enumerate(ranges)
    ]


@given(suppressions(), st.sampled_from(["a", "b", "c"]), st.integers(0, 45), DAYS)
def test_it_finds_one_exactly_where_there_is_one(
    known: list[Suppression], rule: str, offset: int, today: date | None
) -> None:
    covering = [
        one
        for one in known
        if rule in one.rules
        and one.covers.start <= offset <= one.covers.end
        and (one.until is None or today is None or today <= one.until)
    ]
    found = Silence.of(known, today).at(rule, offset)
    assert (found is None) == (not covering)
    assert found is None or found in covering


def test_of_two_the_one_that_reaches_further_counts() -> None:
    line = Suppression(Span(0, 1), Span(5, 9), ("a",), "line")
    block = Suppression(Span(0, 1), Span(2, 20), ("a",), "block")
    silence = Silence.of([line, block], None)
    assert silence.at("a", 6) is block
    assert silence.at("a", 1) is None
    assert silence.about(silence.rules, 6) == (block,)
