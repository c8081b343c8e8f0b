"""Doses, figures and thresholds: what is found is what one pattern of all their wordings finds."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.claims import figures

_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|twelve"
_COMPARED = (
    "above|below|over|under|less than|more than|at least|up to|greater than|higher than|lower than|fewer than|within|"
    "after|between"
)
STATISTIC = re.compile(
    r"\d[\d.,]{0,20}\s?%|\bper\s?cent\b|\bpercent(?:age)?s?\b|"
    r"\b(?:\d{1,20}(?:\.\d{1,20})?|two|three|four|five|ten)[\s-]?fold\b|"
    rf"\b(?:{_SMALL}|\d[\d,]{{0,20}})\s(?:in|out of)\s(?:every\s)?(?:{_SMALL}|\d[\d,]{{0,20}})\b|"
    r"\bper\s\d[\d,]{0,20}|"
    r"\b(?:twice|(?:two|three|four|five|ten|\d{1,20}) times)\s(?:as|more|less|the|higher|greater|to)\b|"
    r"\b(?:two|three) to (?:three|four|five) times\b|\b(?:odds|hazard|risk|rate|likelihood) ratios?\b|"
    r"\bconfidence interval|\bp\s?[<=>]\s?0?\.\d|\bn\s?=\s?\d|"
    r"\b\d[\d,.]{0,20}(?<=\d)x\b|"
    r"\b(?:half|a third|two[ -]thirds|a quarter|three[ -]quarters) of\b|"
    r"\b(?:thousands|millions|billions)\b|\b\d[\d,.]{0,20}\s(?:million|billion|thousand)\b"
)
THRESHOLD = re.compile(
    rf"\d\s?°|\b\d{{1,20}}(?:\.\d{{1,20}})?\s?[cf]\b|\b(?:{_COMPARED})\s(?:about\s)?\d|[<>≤≥]\s?\d|\bmm\s?hg\b|"
    r"\b\d[\d,.]{0,20}\s(?:or|and) (?:above|over|more|older|under|younger|below|less)\b|\b(?:pmol|nmol|mmol|pg|ng)/"
)
_WORDS = """
    0 1 12 1,000 2.5 5. ,3 ٣ ½ b _ - – / % ° c f x p n = < > ≤ ( ) in out of every to or and per cent percent fold
    times time twice one two three ten half as more less the odds risk ratio interval confidence million thousands
    above over under than least within mm hg mmhg pmol/ ng/ml older
    """
_SPACES = (" ", "\n", "\u00a0", "a third of", "less than ", "up to ", "out of ", "about ")
_PIECES = st.sampled_from((*_WORDS.split(), *_SPACES))


def _place(match: re.Match[str] | None) -> tuple[int, int] | None:
    return match.span() if match else None


@given(st.lists(_PIECES, min_size=1, max_size=8), st.sampled_from(["", " "]))
def test_fast_search_finds_what_one_pattern_finds(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    has_digit = re.search(r"\d", text) is not None
    assert _place(figures.find_statistic(text, has_digit=has_digit)) == _place(STATISTIC.search(text))
    assert _place(figures.find_threshold(text, has_digit=has_digit)) == _place(THRESHOLD.search(text))


def _dose(text: str) -> re.Match[str] | None:
    return figures.find_dose(text, has_digit=any(map(str.isdecimal, text)))


def _statistic(text: str) -> re.Match[str] | None:
    return figures.find_statistic(text, has_digit=any(map(str.isdecimal, text)))


@pytest.mark.parametrize(
    ("find", "text", "found"),
    [
        (_dose, "take 1,000 mcg a day", "1,000 mcg"),
        (_dose, "take 5 to 10 mg or two tablets", "5 to 10 mg"),
        (_dose, "take two tablets or 5 mg", "two tablets"),
        (_dose, "a 5-day course", "5-day course"),
        (_dose, "a short week course", "short week course"),
        (_dose, "vitamin b12 gave relief", None),
        (_dose, "2005 was a good year", None),
        (_statistic, "about half of the 25 %", "half of"),
        (_statistic, "about 25 % or half of them", "25 %"),
        (_statistic, "one in\nfour people", "one in\nfour"),
        (_statistic, "1,5 million", "1,5 million"),
        (_statistic, "a super cent", None),
        (_statistic, "magnified 40x", "40x"),
        (_statistic, "version 2.x of it", None),
        (figures.find_frequency, "take it twice daily", "twice daily"),
        (figures.find_duration, "for 6 to 8 weeks", "6 to 8 weeks"),
    ],
)
def test_what_is_found(find: Callable[[str], re.Match[str] | None], text: str, found: str | None) -> None:
    match = find(text)
    assert (match.group() if match else None) == found
