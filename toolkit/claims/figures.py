"""Doses, figures and thresholds in a sentence in lower case. Looked for only where a number stands.

A pattern that begins with a digit is searched for several times as fast as one that begins with a choice or with
the edge of a word, so all wordings that begin with a digit are one pattern; the others are tried only where letters
stand that each match must have. What is found is what one pattern of all wordings would find, at less cost.
"""

from __future__ import annotations

import re

from toolkit.model.late_pattern import late_pattern

# Runs of digits and letters are bounded: else a text of commas and digits takes time with its square.
_DOSE_UNIT = (
    r"mg|mcg|µg|μg|ug|g|kg|ng|ml|l|iu|i\.u\.|units?|mmol|meq|puffs?|drops?|sachets?|doses?|sprays?|vials?|"
    r"(?:micro|milli)?gram(?:me)?s?|(?:milli)?lit(?:er|re)s?|tablets?|capsules?|teaspoons?|tablespoons?|"
    r"injections?|patch(?:es)?"
)
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|twelve"
_NUMBER = rf"(?:\d[\d,.]{{0,20}}|{_SMALL}|half an?|several)"
_PERIOD = "(?:day|daily|week|weekly|month|monthly|year)"
_LONG = r"[\d,.]{0,20}+"
"""How a number goes on behind its first digit: nothing of it is given back, since no wording goes on with a digit."""
_COMPARED = (
    "above|below|over|under|less than|more than|at least|up to|greater than|higher than|lower than|fewer than|within|"
    "after|between"
)
_FIRST = r"\d(?<!\w\d)"
"""A digit at the beginning of a word."""


class _Wordings:
    """Patterns, each with letters of which every match has some: far cheaper to look for than the pattern."""

    def __init__(self, *wordings: tuple[str, tuple[str, ...]]) -> None:
        self._wordings = [(letters, late_pattern(pattern)) for pattern, letters in wordings]
        self._letters = tuple(one for _, letters in wordings for one in letters)

    def find(self, text: str, *others: re.Match[str] | None) -> re.Match[str] | None:
        """Give the leftmost match, of `others` too: of those that begin at one place the first."""
        found = [one for one in others if one]
        has = text.__contains__
        if any(map(has, self._letters)):
            tried = (pattern.search(text) for letters, pattern in self._wordings if any(map(has, letters)))
            found += [one for one in tried if one]
        return min(found, key=re.Match.start, default=None)


_DOSE_IN_DIGITS = late_pattern(
    rf"{_FIRST}{_LONG}(?:\s?[-–]\s?\d{_LONG}|\s(?:to|or)\s\d{_LONG})?[\s-]?(?:{_DOSE_UNIT})(?:\b|/)"
)
_DOSE = _Wordings(
    (
        r"\b(?:one|two|three|four|five|six)\s(?:tablets?|capsules?|puffs?|drops?|doses?|injections?)\b",
        ("tablet", "capsule", "puff", "drop", "dose", "injection"),
    ),
    (r"\brate of \d", ("rate of ",)),
    (r"\b(?:\d{1,20}|[a-z]{1,20})[\s-](?:minute|hour|day|week|month)s? course\b", (" course",)),
)
_FREQUENCY = _Wordings(
    (
        (
            rf"\b(?:once|twice|thrice|(?:three|four|five|\d{{1,20}}) times)[\s-](?:a |per |each |every )?{_PERIOD}\b|"
            rf"\bevery\s{_NUMBER}\s(?:(?:to|or)\s\d{{1,20}}\s)?(?:hours?|days?|weeks?|months?)\b|"
            r"\b\d{1,20}[\s-](?:hourly|weekly)\b|\b[btq]\.?i\.?d\b|"
            r"\b(?:daily|weekly|monthly) (?:dose|injections?|tablets?)|"
            r"\bintervals? of \d|\bsingle dose\b|\bat any time of the day\b"
        ),
        (
            *("once", "twice", "thrice", " times", "every", "hourly", "daily", "weekly", "monthly"),
            *("interval", "single dose", "time of the day", "bid", "tid", "qid", ".id", "i.d"),
        ),
    ),
)
_STATISTIC_IN_DIGITS = late_pattern(
    rf"\d(?:{_LONG}\s?%|(?<!\w\d)(?:"
    r"\d{0,19}+(?:\.\d{1,20})?[\s-]?fold\b|"
    rf"[\d,]{{0,20}}+\s(?:in|out of)\s(?:every\s)?(?:{_SMALL}|\d[\d,]{{0,20}})\b|"
    r"\d{0,19}+ times\s(?:as|more|less|the|higher|greater|to)\b|"
    rf"{_LONG}(?<=\d)x\b|{_LONG}\s(?:million|billion|thousand)\b))"
)
_SHARE = late_pattern(rf"\b(?:{_SMALL})\s(?:in|out of)\s(?:every\s)?(?:{_SMALL}|\d[\d,]{{0,20}})\b")
_SHARE_END = late_pattern(rf"in\s(?:every\s)?(?:{_SMALL}|\d)")
_STATISTIC = _Wordings(
    (r"per(?<!\wper)(?:\s?cent\b|cent(?:age)?s?\b|\s\d[\d,]{0,20})", ("per",)),
    (r"\b(?:two|three|four|five|ten)[\s-]?fold\b", ("fold",)),
    (
        (
            r"\b(?:twice|(?:two|three|four|five|ten) times)\s(?:as|more|less|the|higher|greater|to)\b|"
            r"\b(?:two|three) to (?:three|four|five) times\b"
        ),
        ("twice", " times"),
    ),
    (r"\b(?:odds|hazard|risk|rate|likelihood) ratios?\b", (" ratio",)),
    (r"\bconfidence interval", ("confidence interval",)),
    (r"\bp\s?[<=>]\s?0?\.\d|\bn\s?=\s?\d", ("=", "<", ">")),
    (
        r"\b(?:half|a third|two[ -]thirds|a quarter|three[ -]quarters) of\b",
        ("half of", "third of", "thirds of", "quarter of", "quarters of"),
    ),
    (r"\b(?:thousands|millions|billions)\b", ("thousands", "millions", "billions")),
)
_THRESHOLD_IN_DIGITS = late_pattern(
    r"\d(?:\s?°|(?<!\w\d)(?:\d{0,19}+(?:\.\d{1,20})?\s?[cf]\b|"
    rf"{_LONG}\s(?:or|and) (?:above|over|more|older|under|younger|below|less)\b))"
)
# The last letter of each word that compares, and what follows it.
_COMPARED_END = late_pattern(r"[ewrnto]\s(?:about\s)?\d")
_COMPARISON = late_pattern(rf"\b(?:{_COMPARED})\s(?:about\s)?\d")
_THRESHOLD = _Wordings(
    (r"[<>≤≥]\s?\d", ("<", ">", "≤", "≥")),
    (r"\bmm\s?hg\b", ("hg",)),
    (r"\b(?:pmol|nmol|mmol|pg|ng)/", ("mol/", "pg/", "ng/")),
)
_DURATION = _Wordings(
    (
        rf"\b{_NUMBER}(?:\s?(?:[-–]|to|or)\s?{_NUMBER})?[\s-](?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b",
        ("second", "minute", "hour", "day", "week", "month", "year"),
    ),
)
WORDS = frozenset(
    f"""
    {_SMALL.replace("|", " ")} once twice thrice half third thirds two-thirds quarter quarters percent percentage
    percentages cent thousands millions billions million billion twofold threefold two-fold three-fold ratio ratios
    interval confidence every daily weekly monthly several single time times course
    """.split()
)
"""A sentence without a digit is searched only if it has one of these words."""


def find_dose(text: str, *, has_digit: bool) -> re.Match[str] | None:
    """Find an amount that is taken; `has_digit` tells whether the text has one, as in the functions below."""
    return _DOSE.find(text, _DOSE_IN_DIGITS.search(text) if has_digit else None)


def find_frequency(text: str) -> re.Match[str] | None:
    """Find how often something is taken."""
    return _FREQUENCY.find(text)


def find_statistic(text: str, *, has_digit: bool) -> re.Match[str] | None:
    """Find a share, a ratio, a test of significance, or a large number."""
    share = _SHARE.search(text) if "out of" in text or _SHARE_END.search(text) else None
    return _STATISTIC.find(text, _STATISTIC_IN_DIGITS.search(text) if has_digit else None, share)


def find_threshold(text: str, *, has_digit: bool) -> re.Match[str] | None:
    """Find what something is above or below, a temperature, or a unit of pressure or of concentration."""
    if not has_digit:
        return _THRESHOLD.find(text)
    compared = _COMPARISON.search(text) if _COMPARED_END.search(text) else None
    return _THRESHOLD.find(text, _THRESHOLD_IN_DIGITS.search(text), compared)


def find_duration(text: str) -> re.Match[str] | None:
    """Find how long something takes."""
    return _DURATION.find(text)
