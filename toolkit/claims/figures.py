"""Patterns for doses, figures and thresholds in a sentence in lower case. Tried only where a number stands."""

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
_AMOUNT = r"\d[\d,.]{0,20}(?:\s?[-–]\s?\d[\d,.]{0,20}|\s(?:to|or)\s\d[\d,.]{0,20})?"
_COMPARED = (
    "above|below|over|under|less than|more than|at least|up to|greater than|higher than|lower than|fewer than|within|"
    "after|between"
)

_DOSE = (
    rf"\b{_AMOUNT}[\s-]?(?:{_DOSE_UNIT})(?:\b|/)|"
    r"\b(?:one|two|three|four|five|six)\s(?:tablets?|capsules?|puffs?|drops?|doses?|injections?)\b|"
    r"\brate of \d"
)
DOSE = late_pattern(rf"{_DOSE}|\b(?:\d{{1,20}}|[a-z]{{1,20}})[\s-](?:minute|hour|day|week|month)s? course\b")
# Without the last, which tries every word of a text.
_DOSE_BUT_COURSE = late_pattern(_DOSE)
_DOSE_LETTERS = ("tablet", "capsule", "puff", "drop", "dose", "injection")
FREQUENCY = late_pattern(
    rf"\b(?:once|twice|thrice|(?:three|four|five|\d{{1,20}}) times)[\s-](?:a |per |each |every )?{_PERIOD}\b|"
    rf"\bevery\s{_NUMBER}\s(?:(?:to|or)\s\d{{1,20}}\s)?(?:hours?|days?|weeks?|months?)\b|"
    r"\b\d{1,20}[\s-](?:hourly|weekly)\b|\b[btq]\.?i\.?d\b|\b(?:daily|weekly|monthly) (?:dose|injections?|tablets?)|"
    r"\bintervals? of \d|\bsingle dose\b|\bat any time of the day\b"
)
DURATION = late_pattern(
    rf"\b{_NUMBER}(?:\s?(?:[-–]|to|or)\s?{_NUMBER})?[\s-](?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b"
)
STATISTIC = late_pattern(
    r"\d[\d.,]{0,20}\s?%|\bper\s?cent\b|\bpercent(?:age)?s?\b|"
    r"\b(?:\d{1,20}(?:\.\d{1,20})?|two|three|four|five|ten)[\s-]?fold\b|"
    rf"\b(?:{_SMALL}|\d[\d,]{{0,20}})\s(?:in|out of)\s(?:every\s)?(?:{_SMALL}|\d[\d,]{{0,20}})\b|"
    r"\bper\s\d[\d,]{0,20}|"
    r"\b(?:twice|(?:two|three|four|five|ten|\d{1,20}) times)\s(?:as|more|less|the|higher|greater|to)\b|"
    r"\b(?:two|three) to (?:three|four|five) times\b|\b(?:odds|hazard|risk|rate|likelihood) ratios?\b|"
    r"\bconfidence interval|\bp\s?[<=>]\s?0?\.\d|\bn\s?=\s?\d|"
    r"\b\d[\d,.]{0,20}x\b|"
    r"\b(?:half|a third|two[ -]thirds|a quarter|three[ -]quarters) of\b|"
    r"\b(?:thousands|millions|billions)\b|\b\d[\d,.]{0,20}\s(?:million|billion|thousand)\b"
)
THRESHOLD = late_pattern(
    rf"\d\s?°|\b\d{{1,20}}(?:\.\d{{1,20}})?\s?[cf]\b|\b(?:{_COMPARED})\s(?:about\s)?\d|[<>≤≥]\s?\d|\bmm\s?hg\b|"
    r"\b\d[\d,.]{0,20}\s(?:or|and) (?:above|over|more|older|under|younger|below|less)\b|\b(?:pmol|nmol|mmol|pg|ng)/"
)
WORDS = frozenset(
    f"""
    {_SMALL.replace("|", " ")} once twice thrice half third thirds two-thirds quarter quarters percent percentage
    percentages cent thousands millions billions million billion twofold threefold two-fold three-fold ratio ratios
    interval confidence every daily weekly monthly several single time times course
    """.split()
)
"""A sentence without a digit is searched only if it has one of these words."""

# Letters of which every match has some: looking for them costs a tenth of what the patterns cost, and most
# sentences with a number have none.
_STATISTIC_LETTERS = (
    *("%", "fold", "twice", " times", " ratio", "confidence interval", "<", "=", ">"),
    *("half of", "third of", "thirds of", "quarter of", "quarters of"),
    *("thousand", "million", "billion"),
)
_SHARE = late_pattern(rf"\s(?:in|out of)\s(?:every\s)?(?:{_SMALL}|\d)")
_PER = late_pattern(r"per\s?(?:cent|\d)|\dx\b")
_THRESHOLD_LETTERS = (
    *("°", "<", ">", "≤", "≥", "hg", "/", "than", "above", "below", "over", "under", "at least", "up to"),
    *("within", "after", "between", "more", "older", "younger", "less"),
)
_PERIODS = ("second", "minute", "hour", "day", "week", "month", "year")
_TEMPERATURE = late_pattern(r"\d\s?[cf]\b")


_FREQUENCY_LETTERS = (
    *(
        "once",
        "twice",
        "thrice",
        " times",
        "every",
        "-time",
        *("hourly", "daily", "weekly", "monthly"),
        "interval",
        "single dose",
        "time of the day",
    ),
    *("bid", "tid", "qid", ".id", "i.d"),
)


def may_be_frequency(text: str) -> bool:
    """Tell, fast, whether `FREQUENCY` could match: never false where it does."""
    return any(letters in text for letters in _FREQUENCY_LETTERS)


def may_be_statistic(text: str) -> bool:
    """Tell, fast, whether `STATISTIC` could match: never false where it does."""
    return (
        any(letters in text for letters in _STATISTIC_LETTERS)
        or _PER.search(text) is not None
        or _SHARE.search(text) is not None
    )


def may_be_threshold(text: str) -> bool:
    """Tell, fast, whether `THRESHOLD` could match: never false where it does."""
    return any(letters in text for letters in _THRESHOLD_LETTERS) or _TEMPERATURE.search(text) is not None


def find_dose(text: str, *, has_digit: bool) -> re.Match[str] | None:
    """Give what `DOSE` finds, at less cost."""
    if " course" in text:
        return DOSE.search(text)
    if has_digit or any(letters in text for letters in _DOSE_LETTERS):
        return _DOSE_BUT_COURSE.search(text)
    return None


def find_threshold(text: str, *, has_digit: bool) -> re.Match[str] | None:
    """Give what `THRESHOLD` finds, at less cost: without a digit it can find a unit alone."""
    if has_digit:
        return THRESHOLD.search(text) if may_be_threshold(text) else None
    return THRESHOLD.search(text) if "hg" in text or "/" in text else None


def find_duration(text: str) -> re.Match[str] | None:
    """Give what `DURATION` finds, at less cost."""
    return DURATION.search(text) if any(letters in text for letters in _PERIODS) else None
