"""Which numbers of a claim to look for in an abstract, and whether it has them.

A number is found if the abstract has it as the claim's own precision allows (24.8 % for "25 %", 34 %
for "a third"), in any unit of the same kind, or if it follows from what both have (`derived`). What is part of a
name (type 2, B12, OCT3/4, step 1), powers of ten (PubMed writes 10⁶ in five ways, one of them 106), and
words such as "daily", "doubled" or "two", are no figures to look for.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from toolkit.claims.evidence.derived import NO_ORIGINS, Origins, counts_in, origins_of
from toolkit.claims.measures import UNITS
from toolkit.claims.quantities import fold, located, number_in_words
from toolkit.model.evidence import Quantity

_NUMBER = re.compile(r"\d[\d,  ]*(?:[.·]\d+)?|\.\d+")
_DIGIT = re.compile(r"\d")
_FIGURE = re.compile(r"(?<![\d.])\d{1,3}(?:[,\u202f\u2009\u00a0 ]\d{3})+(?!\d)|\d+(?:[.·]\d+)?")
_UNIT = re.compile(r"[\s-]?([a-zµ%°.]+)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NAMED_BEFORE = re.compile(
    r"(?:types?|grades?|stages?|phases?|classe?s?|groups?|factors?|steps?|levels?|figs?\.?|figures?|tables?|"
    r"chapters?|sections?|box|no\.|number|numbers|version|category|categories|schedule|tier|line|part|question|"
    r"interleukin|vitamin|chromosomes?|exons?|helper|covid|appendix|ref\.?|refs\.?|references?|cohort|study|trial|"
    r"wave|model|day|week|month|year|visit|article|rule|act|criterion|item|domain|complex|photosystem|receptor)"
    r"[\s-]?(?:\d+\s?(?:,|and|or|to|[-–/])\s?)?$"
)
_JOINED_BEFORE = re.compile(r"[^\s()<>=≤≥≈~±:;,“”\"'+£$€-]$|[a-z0-9]-$|\+$|(?:^|\s)-$")
_JOINED_AFTER = re.compile(r"[a-z]|-[a-z]|/[a-z]|'[a-z]|\+[a-z]|\.[a-z]")
_IN_BRACKETS = re.compile(r"\[[\d\s,;–-]{1,80}\]|\((?:19|20)\d\d[a-z]?\)")
_ABOUT = re.compile(
    r"(?:about|around|approximately|approx\.?|roughly|nearly|almost|some|circa|over|above|more than|less than|under|"
    r"below|at least|at most|up to|as many as|as much as|close to|just|fewer than|[~≈])\s?$"
)
_ROUND = re.compile(r"[1-9]|[\d,\s]*\d[05]|[\d,\s]+\.5")
"""Only what is round can be meant roughly: 80, never 81."""
_NEXT_WORD = re.compile(
    r"[\s-]?(?!(?:and|or|to|in|of|at|who|were|was|had|is|are|for|with|than|times)\b)[a-zµ]"
)
_ROUGH = 0.06
"""How far, as a share of it, a number may be off that the claim calls about right."""
_ROUGH_PART = 4.0
"""How many percentage points a half, a third, a quarter may be off; smaller shares a fifth of themselves."""
_COUNT_IN_WORDS = 13
"""From thirteen on, a number word without unit is a count, no manner of speaking."""
_SCALED = re.compile(r"(?:hundred|thousand|million|billion)\b")
_NUMBER_WORD_BEFORE = re.compile(r"\b(?:two|three|four|five|six|seven|eight|nine)[ -]$")
_OF_A_WHOLE = re.compile(
    r"\s?of an? (?:second|minute|hour|day|week|month|year|century|tablet|pill|capsule|dose|teaspoon|cup|pint|mile)"
)
"""A quarter of an hour is no share of patients."""
_POWER = re.compile(r"10(?:\d{1,2})?")
_POWER_AFTER = re.compile(r"\^|\*\*|e\d|\(\d{1,2}\)")
_FRACTIONS = "½¼¾⅓⅔⅛"
_FRACTION = re.compile(rf"\d{{0,3}}\s?[{_FRACTIONS}]")
_DECIMAL_COMMA = re.compile(
    r"(?<=\d),(?=\d?[1-9]\s?(?:%|°C|(?:m|µ|μ|k|mc|n)?g|m?l|dl|[mµμnp]?mol|mm|cm|IU)(?![A-Za-z\d]))(?<!\d\d\d,)"
)
_TIMES_BEFORE = re.compile(r"x\s?$")
_MOST_FIGURES = 1_000
_FEW = 3
_COUNT_DIGITS = 3
_HOURS_IN_MONTH = 730.5
_MEASURED = 10
_BESIDE = 20
_FINE = 0.05
"""Times and measurements are rounded where that changes them by less: 11 days may be 11.2, but three not 2.6."""
_LENGTH_OR_AMOUNT = {"cm": ("nmol", 1e7), "nmol": ("cm", 1e-7)}
"""Without capitals mm is millimetre or millimolar; the prefixes are the same, so one factor does for all."""
_CALENDAR = 0.085
"""Three months are twelve weeks, or thirteen."""
# A bare number may stand for any of these: "aged 16 to 24", "5 to 10 %".
_BARE_SIZES: Mapping[str, tuple[float, ...]] = {
    "mo": (1.0, 12.0),
    "h": (1.0, 24.0, 168.0, 1 / 60),
    "%": (1.0,),
    "fold": (1.0,),
    "x": (1.0,),
    "C": (1.0,),
    "kg/m2": (1.0,),
    "mmhg": (1.0,),
    "cm": (1.0, 100.0),
}
Numbers = Mapping[str, tuple[float, ...]]
"""The numbers of a text: for each unit of the normal form (`""` for none) its values, ascending."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A number of a claim. `low` and `high` are the values that count as the same, in `unit`.

    `written` is the number in the author's own unit, `slack` half of its last place. `is_counted` is
    true of a number without unit that counts what the next word names, `is_in_words` of a share such as
    "a third". `origins` are what a percentage may follow from.
    """

    quantity: Quantity
    unit: str
    low: float
    high: float
    written: float
    slack: float
    is_counted: bool = False
    is_in_words: bool = False
    origins: Origins = NO_ORIGINS


def numbers_of(forms: Iterable[str]) -> Numbers:
    """Sort normal forms by their unit."""
    found: dict[str, set[float]] = {}
    for form in forms:
        value, _, unit = form.partition(" ")
        found.setdefault(unit, set()).add(_float(value))
    return {unit: tuple(sorted(values)) for unit, values in found.items()}


def figures_in(text: str) -> frozenset[str]:
    """Give the numbers in digits of a text as they stand, thousands joined, to find the sentence that has them."""
    if not _DIGIT.search(text):
        return frozenset()
    found = (match[0].replace("·", ".") for match in _FIGURE.finditer(text))
    return frozenset(re.sub(r"[,\s](?=\d{3}(?!\d))", "", one) for one in found)


def sought_in(text: str) -> tuple[Sought, ...]:
    """Give the figures of a claim, each once, in reading order: of its first thousand numbers."""
    original, text = text, _plain(text)
    folded = fold(text)
    shown = original if len(text) == len(folded) else folded
    names = [match.span() for match in _IN_BRACKETS.finditer(folded)]
    starts = [start for start, _ in names]
    found: dict[str, Sought] = {}
    numbers = tuple(islice(located(text), _MOST_FIGURES))
    counts = counts_in(folded, numbers)
    for form, start, end in numbers:
        bracket = bisect_right(starts, start) - 1
        if bracket >= 0 and start < names[bracket][1]:
            continue
        if _is_numbered(text, form, start, end) or _is_power(shown, folded, start, end):
            continue
        one = _sought(form, folded, shown, start, end)
        if one is not None and form not in found:
            origins = origins_of(one.unit, (one.low, one.high), counts, folded, (start, end))
            found[form] = replace(one, origins=origins) if origins != NO_ORIGINS else one
    return tuple(found.values())


def _plain(text: str) -> str:
    """Leave out fractions that are one sign, and write decimal commas before a unit as points; none moves."""
    if any(sign in text for sign in _FRACTIONS):
        text = _FRACTION.sub(lambda found: " " * len(found[0]), text)
    return _DECIMAL_COMMA.sub(".", text)


def is_in(one: Sought, numbers: Numbers) -> bool:
    """Tell whether a text with these numbers has the number sought."""
    if one.unit == "":
        return _is_bare_in(one, numbers)
    if _within(numbers.get(one.unit, ()), one.low, one.high) or _is_derived(one, numbers):
        return True
    if one.unit in _LENGTH_OR_AMOUNT:
        other, size = _LENGTH_OR_AMOUNT[one.unit]
        return _within(numbers.get(other, ()), one.low * size, one.high * size)
    if one.unit == "% ci":
        return one.unit not in numbers  # where the abstract names no level, the usual one is meant
    if one.unit in ("h", "mo"):
        return _is_time_in(one, numbers)
    is_plain = one.unit in ("%", "fold", "C") or one.unit.startswith("kg/m") or _is_measured(one, numbers)
    return (
        is_plain
        and not one.is_in_words
        and _within(numbers.get("", ()), one.written - one.slack, one.written + one.slack)
    )


def _is_measured(one: Sought, numbers: Numbers) -> bool:
    """Tell whether a bare number may be a concentration: 236 [155 to 308] pg/ml, beside others about as high."""
    if not one.unit.endswith("/l") or one.written < _MEASURED:
        return False
    others = numbers.get(one.unit, ())
    return not others or _within(others, one.low / _BESIDE, one.high * _BESIDE)


def _is_derived(one: Sought, numbers: Numbers) -> bool:
    """Tell whether the abstract has the two counts, or the ratio, from which a percentage follows."""
    bare = numbers.get("", ())
    if any(_within(bare, *pair[:1] * 2) and _within(bare, *pair[1:] * 2) for pair in one.origins.counts):
        return True
    return any(_within(numbers.get(unit, ()), *span) for span in one.origins.ratios for unit in ("", "fold"))


def _has_few(numbers: Numbers) -> bool:
    """Tell whether an abstract has so few figures that it says nothing about counts."""
    return sum(map(len, numbers.values())) < _FEW


def _is_bare_in(one: Sought, numbers: Numbers) -> bool:
    """Look for a number without unit: in any unit that may have been left unsaid."""
    bare, digits = numbers.get("", ()), one.quantity.form
    if _YEAR.fullmatch(digits):
        # An abstract that names no year says nothing about years.
        return _within(bare, one.written, one.written) or not _within(bare, 1900, 2099)
    if len(digits) < _COUNT_DIGITS and _has_few(numbers):
        return True
    if _within(bare, one.low, one.high):
        return True
    return not one.is_counted and any(
        _within(numbers.get(unit, ()), one.low * size, one.high * size)
        for unit, sizes in _BARE_SIZES.items()
        for size in sizes
    )


def _is_time_in(one: Sought, numbers: Numbers) -> bool:
    other, size = ("mo", 1 / _HOURS_IN_MONTH) if one.unit == "h" else ("h", _HOURS_IN_MONTH)
    if one.unit == "mo":
        low, high = one.low, one.high
    else:
        low = high = (one.low + one.high) / 2
    low, high = low * size * (1 - _CALENDAR), high * size * (1 + _CALENDAR)
    return _within(numbers.get(other, ()), low, high) or _is_bare_time_in(one, numbers.get("", ()))


def _is_bare_time_in(one: Sought, bare: tuple[float, ...]) -> bool:
    """Look for a time whose unit stands further on, "11.22 ± 1.56 days": exactly, or rounded from decimals."""
    if one.unit == "mo" or _within(bare, one.written, one.written):
        return _within(bare, one.written - one.slack, one.written + one.slack)
    first, last = bisect_left(bare, one.written - one.slack), bisect_right(bare, one.written + one.slack)
    return any(value % 1 for value in bare[first:last])


def _within(values: tuple[float, ...], low: float, high: float) -> bool:
    place = bisect_left(values, low - abs(low) * 1e-6)
    return place < len(values) and values[place] <= high + abs(high) * 1e-6


def _sought(form: str, folded: str, shown: str, start: int, end: int) -> Sought | None:
    """Make a number of the text ready to be looked for; `None` if it is no figure.

    `shown` is the text as its author wrote it, unless folding moved its places.
    """
    digits, _, unit = form.partition(" ")
    value, written = _float(digits), folded[start:end]
    is_often = unit.startswith("/")
    if (is_often and value < 2) or (unit == "" and _is_name(folded, start, end)):
        return None
    quantity = Quantity(form, shown[start:end])
    figures = [match[0].strip(" ,") for match in _NUMBER.finditer(written)]
    if not figures:
        return _in_words(quantity, unit, value, folded, start, end)
    last = written.split()[-1]
    if unit == "" and value < _COUNT_IN_WORDS and last.isalpha() and number_in_words(last) == value:
        return None  # "in 2000, two patients"
    own, slack = _own_number(figures, value, unit, written)
    if unit != "C" and _ROUND.fullmatch(figures[-1]) and _ABOUT.search(folded[max(start - 14, 0) : start]):
        slack = max(slack, own * _ROUGH)
    size = value * slack / own if own else slack
    is_counted = unit == "" and _NEXT_WORD.match(folded, end) is not None
    return Sought(quantity, unit, value - size, value + size, own, slack, is_counted)


def _in_words(
    quantity: Quantity, unit: str, value: float, folded: str, start: int, end: int
) -> Sought | None:
    """Make a number in words ready to be looked for: a share is meant roughly, "doubled" and "two" are no figures."""
    before, written = folded[max(start - 14, 0) : start], folded[start:end]
    if unit == "fold" or (unit == "" and (value < _COUNT_IN_WORDS or _SCALED.search(written))):
        return None
    if unit == "%":
        if _NUMBER_WORD_BEFORE.search(before) or _OF_A_WHOLE.match(folded, end):
            return None
        slack = min(_ROUGH_PART, value / 5)
        return Sought(quantity, unit, value - slack, value + slack, value, slack, is_in_words=True)
    own = number_in_words(written) or value
    share = _ROUGH if _ABOUT.search(before) else 0.0
    low, high = value * (1 - share), value * (1 + share)
    return Sought(quantity, unit, low, high, own, own * share, unit == "")


def _own_number(figures: list[str], value: float, unit: str, words: str) -> tuple[float, float]:
    """Give a value in the author's own unit, and half of its last place where rounding is usual.

    A range has two numbers: the one that some unit turns into the value is meant.
    """
    numbers = [_float(re.sub(r"[,\s]", "", one).replace("·", ".")) for one in figures]
    place = next((at for at, number in enumerate(numbers) if number and _is_size(value / number)), 0)
    _, _, decimals = figures[place].replace("·", ".").partition(".")
    if unit == "%" and len(numbers) > 1 and not _is_size(value / (numbers[place] or 1.0)):
        return value, 0.5  # "1 in 3"
    is_years = unit == "mo" and numbers[place] != value
    is_rounded = unit in _ROUNDED or is_years or (unit == "" and (decimals or _SCALED.search(words)))
    slack = 0.5 * 10.0 ** -min(len(decimals), 9)
    is_rounded = is_rounded or (_is_measure(unit, words) and slack <= numbers[place] * _FINE)
    return numbers[place], slack if is_rounded else 0.0


_SIZES = tuple({float(size) for _, size in UNITS.values()} | {1.0})
_ROUNDED = frozenset(("%", "fold", "C", "kg/m2"))
"""Units in which figures are given rounded, as years are; doses are not."""
_BODY_WEIGHT = re.compile(r"\bkgs?$")


def _is_measure(unit: str, words: str) -> bool:
    """Tell whether a unit is one of time, length, pressure, concentration or body weight, not of doses."""
    is_lab = unit.endswith("/l") or unit in ("h", "mo", "cm", "mmhg", "kpa", "kcal")
    return is_lab or (unit == "ug" and _BODY_WEIGHT.search(words) is not None)


def _is_size(factor: float) -> bool:
    return any(abs(factor - size) < size * 1e-4 for size in _SIZES)


_STATISTICS = frozenset(
    """
    HR OR RR CI BMI AUC NNT NNH SD SE IQR SMD MD WMD IRR ARR RRR PPV NPV CFR eGFR pH
    """.split()  # noqa: SIM905 - a word list reads best as words
)
_BEFORE_FIGURE = frozenset(
    """
    aged age is was are were of to than by at or and over under score between = in
    """.split()  # noqa: SIM905 - as above
)
_WORD_BEFORE = re.compile(r"([^\s(]{1,30})[\s-]$")


def _is_numbered(text: str, form: str, start: int, end: int) -> bool:
    """Tell whether a small whole number belongs to an acronym (MEK 1/2, BRCA 2), or trails a sentence."""
    if not form.isdecimal() or len(form) > 2:
        return False
    before = _WORD_BEFORE.search(text, max(start - 32, 0), start)
    if form == "0" or before is None:
        return form == "0"
    word = before[1]
    is_acronym = any(sign.isupper() for sign in word[1:]) or (len(word) == 1 and word.isupper())
    if is_acronym and word not in _STATISTICS:
        return True
    is_last = len(text) - end < 6 and not text[end:].strip(". ")
    return is_last and word.lower() not in _BEFORE_FIGURE and word.isalpha()


def _is_name(folded: str, start: int, end: int) -> bool:
    """Tell whether a number without unit is part of a name, or a count in a word."""
    before, after = folded[max(start - 24, 0) : start], folded[end : end + 2]
    if not folded[start].isdecimal() and folded[start] != ".":
        return _JOINED_AFTER.match(after) is not None or (start > 0 and folded[start - 1] == "-")
    return bool(_NAMED_BEFORE.search(before) or _JOINED_BEFORE.search(before) or _JOINED_AFTER.match(after))


def _is_power(shown: str, folded: str, start: int, end: int) -> bool:
    """Tell whether a number is a power of ten: 10⁶, 10^6, 10e6, and 106 behind a sign of multiplication."""
    if folded[start - 1 : start] == "^":
        return True
    power = _POWER.match(folded, start, end)
    if power is None:
        return False
    if power.end() == start + 2 and _POWER_AFTER.match(folded, power.end()):
        return True
    exponent = shown[start + 2 : power.end()]
    is_raised = any(sign in "⁰¹²³⁴⁵⁶⁷⁸⁹" for sign in exponent)
    return is_raised or (
        bool(exponent) and _TIMES_BEFORE.search(folded, max(start - 3, 0), start) is not None
    )


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
