"""Numbers with their units, in one normal form: 1,000 mcg, 1 mg and one milligram are all `1000 ug`.

Normal forms: mass in `ug`, volume in `ml`, amount of substance in `nmol`, time in `h` (up to weeks)
or `mo` (months, years), temperature in `C`, shares in `%`, folds in `fold`; what stands under a
fraction bar in `l`, `kg`, `d`…; a number with no unit alone.
Prescription Latin after the Institute for Safe Medication Practices' list.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from toolkit.claims.measures import BELOW, UNITS
from toolkit.model.late_pattern import late_pattern

_ONES = (
    *(
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TIES = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: number for number, word in enumerate(_ONES)}
_TENS = {word: number * 10 for number, word in enumerate(_TIES, start=2)}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_PARTS = {
    "half": Fraction(1, 2),
    "third": Fraction(1, 3),
    "quarter": Fraction(1, 4),
    "fourth": Fraction(1, 4),
    "fifth": Fraction(1, 5),
    "sixth": Fraction(1, 6),
    "eighth": Fraction(1, 8),
    "tenth": Fraction(1, 10),
}

_FREQUENCIES = {
    "once daily": "1 /d", "once a day": "1 /d", "once-daily": "1 /d", "daily": "1 /d", "every day": "1 /d",
    "od": "1 /d", "o.d.": "1 /d", "q.d.": "1 /d", "qd": "1 /d", "each day": "1 /d", "per day": "1 /d",
    "twice daily": "2 /d", "twice a day": "2 /d", "twice-daily": "2 /d", "bd": "2 /d", "b.d.": "2 /d",
    "bid": "2 /d", "b.i.d.": "2 /d", "thrice daily": "3 /d", "tds": "3 /d", "t.d.s.": "3 /d", "tid": "3 /d",
    "t.i.d.": "3 /d", "qds": "4 /d", "q.d.s.": "4 /d", "qid": "4 /d", "q.i.d.": "4 /d",
    "weekly": "1 /week", "once a week": "1 /week", "once weekly": "1 /week", "every week": "1 /week",
    "twice weekly": "2 /week", "twice a week": "2 /week", "fortnightly": "0.5 /week",
    "monthly": "1 /month", "once a month": "1 /month", "every month": "1 /month", "once monthly": "1 /month",
    "yearly": "1 /year", "annually": "1 /year", "once a year": "1 /year", "every year": "1 /year",
}  # fmt: skip
_PERIODS = {"d": "d", "day": "d", "daily": "d", "week": "week", "weekly": "week", "wk": "week"} | {
    "month": "month", "monthly": "month", "year": "year", "yearly": "year",
}  # fmt: skip

_DIGITS = r"\d{1,3}(?:[, \u202f\u2009\u00a0]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:[.·]\d+)?|(?<![\d.])\.\d+"
_WORD = "|".join((*_WORDS, *_TENS))
_SCALE = "|".join(_SCALES)
_NUMBER = (
    rf"(?:(?:{_DIGITS})(?:\s(?:{_SCALE}))?|(?:a|{_WORD})\s(?:{_SCALE})\b|(?:{_WORD})(?:[- ](?:{_WORD}))?\b)"
)
_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_BELOW = "|".join(sorted(map(re.escape, BELOW), key=len, reverse=True))
_PART = "|".join(_PARTS)
_OFTEN = "|".join(sorted(_PERIODS, key=len, reverse=True))
_VERBS = "doubl(?:ed?|es|ing)|trebl(?:ed?|es)|tripl(?:ed?|es)|halv(?:ed?|es|ing)"
_INTERVAL_WORDS = r"\s?(?:%|percent)\s{0,2}(?:ci\b|confidence|credible|cri\b|uncertainty)"
# "0.72, 95 % CI": the figure before the comma has no unit of its own, nor that of the interval.
_INTERVAL = rf"\d{{2}}(?:\.\d+)?{_INTERVAL_WORDS}"
_SCAN = late_pattern(
    rf"""
    (?P<frequency>(?:{"|".join(map(re.escape, sorted(_FREQUENCIES, key=len, reverse=True)))})(?![a-z]))
    | (?P<often>(?P<often_count>{_NUMBER})
        \s?(?:times|x)\s?(?:a\s|per\s|each\s|every\s|/)?(?P<often_period>{_OFTEN})\b)
    | (?P<share>(?P<share_top>{_NUMBER})\s(?:in(?:\severy)?|out\sof|of(?:\sthe)?(?=\s\d))\s(?P<share_below>{_NUMBER}))
    | (?P<rate>(?P<rate_top>{_DIGITS})\s?(?:per|/)\s?(?P<rate_below>1,?000(?:,?000)?|100,?000|10,?000|100)\b)
    | (?P<half>half\san?\s(?P<half_unit>{_UNIT})\b)
    | (?P<part>(?:(?P<part_top>{_WORD}|an?)[ -])?(?P<part_name>{_PART})s?\b(?=\sof|\sthe|\sto|[- ]life|\s?[,.;)]|$))
    | (?P<fold>(?P<fold_size>{_NUMBER})[- ]?fold\b|(?P<fold_word>{_VERBS})\b)
    | (?P<interval>(?P<interval_size>\d{{2}}(?:\.\d+)?){_INTERVAL_WORDS})
    | (?P<plain>(?P<first>{_NUMBER})
        (?:\s?(?P<first_unit>{_UNIT})?(?:\s?(?P<separator>[-–—/]|to|or|and|,)\s?)(?!{_INTERVAL})(?P<second>{_NUMBER}))?
        (?:[\s-]?(?P<unit>{_UNIT})(?![a-z0-9µ])
          (?P<below>(?:\s?(?:/|per|a|every|·)\s?(?:{_BELOW})(?![a-z0-9])){{0,3}}))?)
    """,
    re.VERBOSE,
)
# What stands between the numbers of a list; the group: what tells its end.
_IN_LIST = re.compile(r",?\s?(and|or|to|vs\.?|versus|[/–-])\s?|,\s?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PER_CENT = ("%", "percent")
# A quantity begins with a digit that continues no word, or with one of these words.
_STARTS = re.compile(r"[a-z]+|(?<![\w.]|·)(?<![a-z]-)(?:\.(?=\d))?\d[\d.,]*")
_TURNS = (
    "double",
    "doubled",
    "doubles",
    "doubling",
    "treble",
    "trebled",
    "trebles",
    "triple",
    "tripled",
    "triples",
)
_HALVES = ("halve", "halved", "halves", "halving")
_OPENINGS = (re.split("[^a-z]", name)[0] for name in _FREQUENCIES)
_PLURALS = (name + "s" for name in _PARTS)
_FIRST_WORDS = frozenset(("a", "an", *_WORDS, *_TENS, *_PARTS, *_PLURALS, *_OPENINGS, *_TURNS, *_HALVES))
_ONE_BELOW = late_pattern(rf"(?:{_BELOW})(?![a-z0-9])")


@dataclass(slots=True)
class _Found:
    """A match, and the unit that it has from the next number of its list."""

    match: re.Match[str]
    unit: str | None = None
    below: str = ""


def quantities(text: str) -> tuple[str, ...]:
    """Give the normal forms of all quantities of a text, sorted, each once.

    They are more than a claim asks for: of `12 of 48` the counts too, of `10, 20 and 30 mg` those
    without unit.
    """
    forms: set[str] = set()
    for found in _found(fold(text)):
        forms.update(_forms(found.match))
        if found.unit:
            forms.update(_forms(found.match, found.unit, found.below))
        share = found.match["share"]
        if share and " of " in share and "out of" not in share:
            forms.update(_print(_value(found.match[name]), "") for name in ("share_top", "share_below"))
    return tuple(sorted(forms))


def located(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each quantity's normal form with its range in the folded text, from left to right.

    The numbers of a list that ends in a unit (`10, 20 and 30 mg`) have that unit. Folding (`fold`)
    keeps the length of ordinary text, so the range is that of `text` too unless it holds
    compatibility characters such as ligatures.
    """
    for found in _found(fold(text)):
        for form in _forms(found.match, found.unit, found.below):
            yield form, found.match.start(), found.match.end()


def _found(folded: str) -> list[_Found]:
    found: list[_Found] = []
    end = 0
    for start in _STARTS.finditer(folded):
        if start.start() < end or (start[0][0].isalpha() and start[0] not in _FIRST_WORDS):
            continue
        match = _SCAN.match(folded, start.start())
        if match:
            end = match.end()
            found.append(_Found(match))
    for one, after in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        _inherit(one, after, folded[one.match.end() : min(after.match.start(), one.match.end() + 9)])
    return found


def _inherit(one: _Found, after: _Found, between: str) -> None:
    """Give a number without unit that of the next one of its list."""
    gap = _IN_LIST.fullmatch(between)
    match, unit = after.match, after.unit or after.match["first_unit"] or after.match["unit"]
    if gap is None or not unit or not one.match["plain"] or one.match["unit"] or one.match["first_unit"]:
        return
    is_year = _YEAR.fullmatch(one.match["second"] or one.match["first"]) and (not gap[1] or unit in _PER_CENT)
    if (gap[1] or after.unit or match["second"]) and not is_year:
        one.unit, one.below = unit, after.below or match["below"] or ""


def fold(text: str) -> str:
    """Bring a text into the form that the patterns read: NFKC, lower case, plain minus and spaces."""
    folded = unicodedata.normalize("NFKC", text).lower().translate(_SIGNS)
    for words, one in _TWO_WORDS:
        if words in folded:
            folded = folded.replace(words, one)
    return folded


# Units of two words, and one of the same length.
_TWO_WORDS = (
    ("per cent", "percent "),
    ("international units", "iu".ljust(19)),
    ("international unit", "iu".ljust(18)),
)
_SIGNS = str.maketrans({"−": "-", "‐": "-", "‑": "-", "×": "x", "μ": "µ", "\u2044": "/"})


def _forms(found: re.Match[str], unit: str | None = None, below: str = "") -> Iterator[str]:
    """Turn one match into normal forms, with the unit of its list where it has none of its own."""
    match found.lastgroup or _kind(found):
        case "frequency":
            yield _FREQUENCIES[found["frequency"]]
        case "often":
            yield f"{_print(_value(found['often_count']), '')} /{_PERIODS[found['often_period']]}"
        case "share":
            yield from _share(found["share_top"], found["share_below"])
        case "rate":
            yield from _share(found["rate_top"], found["rate_below"])
        case "half":
            yield from _with_unit("0.5", found["half_unit"], "")
        case "part":
            top = _WORDS.get(found["part_top"] or "one", 1)
            yield _print(_PARTS[found["part_name"]] * top * 100, "%")
        case "fold":
            yield _fold_size(found)
        case "interval":
            yield f"{_print(_value(found['interval_size']), '%')} ci"
        case _:
            yield from _plain(found, found["unit"] or unit, found["below"] or below)


def _kind(found: re.Match[str]) -> str:
    """Name the alternative that matched (`lastgroup` names the last group closed, the outer one)."""
    return next(
        name
        for name in ("frequency", "often", "share", "rate", "half", "part", "fold", "interval", "plain")
        if found[name] is not None
    )


def _share(top: str, below: str) -> Iterator[str]:
    whole = _value(below)
    part = _value(top)
    if whole and part <= whole and (part <= 20 or whole < 1900 or whole > 2100):
        yield _print(_value(top) / whole * 100, "%")
    else:
        yield _print(_value(top), "")


def _fold_size(found: re.Match[str]) -> str:
    if found["fold_size"]:
        return _print(_value(found["fold_size"]), "fold")
    return {"d": "2 fold", "t": "3 fold", "h": "0.5 fold"}[found["fold_word"][0]]


def _plain(found: re.Match[str], unit: str | None, below: str) -> Iterator[str]:
    """Yield one number, or both ends of a range, with the unit that they share."""
    first = found["first"]
    # "in 2010, 25 %": the unit is the second one's alone
    is_apart = _YEAR.fullmatch(first) and (found["separator"] == "," or unit in _PER_CENT)
    yield from _with_unit(first, found["first_unit"] or (None if is_apart else unit), below)
    if found["second"] is not None:
        yield from _with_unit(found["second"], unit, below)


def _with_unit(number: str, unit: str | None, below: str) -> Iterator[str]:
    """Yield a number in its normal unit; "a day" and its like become a frequency of their own.

    So `600 mg/day`, `600 mg daily` and `600 mg once daily` give the same two quantities. The word
    "one" without a unit is a pronoun more often than a number, and is left out.
    """
    if unit is None:
        if number != "one":
            yield _print(_value(number), "")
        return
    value = _value(number)
    name, factor = UNITS[unit]
    if name == "F":
        yield _print((value - 32) * 5 / 9, "C")
        return
    value *= factor
    for found in _ONE_BELOW.finditer(below):
        denominator, size = BELOW[found.group()]
        if found.group() in _PERIODS:
            yield f"1 /{denominator}"
        else:
            value /= size
            name += f"/{denominator}"
    yield _print(value, name)


def number_in_words(words: str) -> float:
    """Read a number in words, whatever other words stand with it: 5 for `five days`; 0 if there is none."""
    return float(_value(words))


@lru_cache(maxsize=4096)
def _value(words: str) -> Fraction:
    """Read a number in digits or words, such as `1,000`, `0·5`, `twenty-five`, `2 million`."""
    total = Fraction(0)
    for word in re.findall(rf"{_DIGITS}|[a-z]+", words):
        if word in _SCALES:
            total = (total or Fraction(1)) * _SCALES[word]
        elif word[0].isalpha():
            total += _WORDS.get(word, 0) + _TENS.get(word, 0)
        else:
            total += Fraction(re.sub(r"[^\d.]", "", word.replace("·", "."))[:40])
    return total


@lru_cache(maxsize=4096)
def _print(value: Fraction, unit: str) -> str:
    """Write a value with at most six significant digits, without exponent or trailing zeros."""
    number = f"{float(value):.6g}"
    if "e" in number:
        number = (
            f"{float(number):.15f}".rstrip("0").rstrip(".") if abs(value) < 1 else str(int(float(number)))
        )
    return f"{number} {unit}".rstrip()
