"""Numbers with their units, in one normal form: 1,000 mcg, 1 mg and one milligram are all `1000 ug`.

Normal forms: mass in `ug`, volume in `ml`, amount of substance in `nmol`, time in `h` (up to weeks)
or `mo` (months, years), temperature in `C`, shares in `%`, folds in `fold`; what stands under a
fraction bar in `l`, `kg`, `d`…; a number with no unit alone. Factors are those of the SI brochure
(BIPM, 9th edition); prescription Latin after the Institute for Safe Medication Practices' list.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

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

_UNITS: dict[str, tuple[str, Fraction]] = {}


def _define(canonical: str, **names: str) -> None:
    """Enter spellings of units: keyword = factor (as `n_1000` or `d_1000` for a divisor)."""
    for factor, spellings in names.items():
        size = Fraction(factor[2:]) if factor[0] == "n" else 1 / Fraction(factor[2:])
        for spelling in spellings.split():
            _UNITS[spelling] = (canonical, size)


_define(
    "ug",
    d_1000="ng nanogram nanograms",
    d_1000000="pg picogram picograms",
    n_1="ug µg μg mcg microgram micrograms microg",
    n_1000="mg milligram milligrams milligramme milligrammes mgs",
    n_1000000="g gm gram grams gramme grammes",
    n_1000000000="kg kilogram kilograms kilo kilos",
)
_define(
    "ml",
    d_1000="ul µl μl microlitre microlitres microliter microliters",
    n_1="ml mls millilitre millilitres milliliter milliliters cc",
    n_10="cl",
    n_100="dl decilitre decilitres deciliter deciliters",
    n_1000="l litre litres liter liters",
)
_define(
    "nmol",
    d_1000="pmol picomol pm",
    n_1="nmol nanomol nm",
    n_1000="umol µmol μmol micromol um µm μm",
    n_1000000="mmol millimol mm",
    n_1000000000="mol",
)
_define(
    "h",
    d_3600="s sec secs second seconds",
    d_60="min mins minute minutes",
    n_1="h hr hrs hour hours hourly",
    n_24="d day days",
    n_168="wk wks week weeks",
)
_define("mo", n_1="month months mo mos", n_12="year years yr yrs")
_define("%", n_1="% percent")
_define("fold", n_1="fold")
_define("iu", n_1="iu i.u. u unit units", n_1000="ku", n_1000000="mu miu")
_define("C", n_1="°c ºc ℃ celsius c")
_define("F", n_1="°f ºf fahrenheit")
_define("mmhg", n_1="mmhg")
_define("kcal", n_1="kcal kcals calories calorie")
_define(
    "cm",
    d_10="millimetre millimetres millimeter millimeters",
    n_1="cm cms centimetre centimetres centimeter centimeters",
    n_100="m metre metres meter meters",
)
_define("meq", n_1="meq")
_define("x", n_1="cells cell copies cfu beats bpm")
_define("mosm", n_1="mosm mosmol")
_define("gy", n_1="gy")
_define("kpa", n_1="kpa")
_define("kg/m2", n_1="kg/m2 kg/m²")

# Spellings that are more often words than units: a unit only directly behind a number.
_UNDER = {
    "l": ("l", Fraction(1)),
    "litre": ("l", Fraction(1)),
    "liter": ("l", Fraction(1)),
    "dl": ("l", Fraction(1, 10)),
    "ml": ("l", Fraction(1, 1000)),
    "ul": ("l", Fraction(1, 1_000_000)),
    "µl": ("l", Fraction(1, 1_000_000)),
    "μl": ("l", Fraction(1, 1_000_000)),
    "mm3": ("l", Fraction(1, 1_000_000)),
    "kg": ("kg", Fraction(1)),
    "g": ("kg", Fraction(1, 1000)),
    "m2": ("m2", Fraction(1)),
    "m²": ("m2", Fraction(1)),
    "d": ("d", Fraction(1)),
    "day": ("d", Fraction(1)),
    "24h": ("d", Fraction(1)),
    "h": ("d", Fraction(1, 24)),
    "hr": ("d", Fraction(1, 24)),
    "hour": ("d", Fraction(1, 24)),
    "min": ("d", Fraction(1, 1440)),
    "minute": ("d", Fraction(1, 1440)),
    "week": ("week", Fraction(1)),
    "wk": ("week", Fraction(1)),
    "month": ("month", Fraction(1)),
    "year": ("year", Fraction(1)),
    "dose": ("dose", Fraction(1)),
    "mol": ("mol", Fraction(1)),
    "mmol": ("mol", Fraction(1, 1000)),
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
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_BELOW = "|".join(sorted(map(re.escape, _UNDER), key=len, reverse=True))
_PART = "|".join(_PARTS)
_OFTEN = "|".join(sorted(_PERIODS, key=len, reverse=True))
_VERBS = "doubl(?:ed?|es|ing)|trebl(?:ed?|es)|tripl(?:ed?|es)|halv(?:ed?|es|ing)"
_INTERVAL_WORDS = r"\s?%\s?(?:ci\b|confidence|credible|cri\b|uncertainty)"
# "0.72, 95 % CI": the figure before the comma has no unit of its own, nor that of the interval.
_INTERVAL = rf"\d{{2}}(?:\.\d+)?{_INTERVAL_WORDS}"
_SCAN = re.compile(
    rf"""
    (?P<frequency>(?:{"|".join(map(re.escape, sorted(_FREQUENCIES, key=len, reverse=True)))})(?![a-z]))
    | (?P<often>(?P<often_count>{_NUMBER})
        \s?(?:times|x)\s?(?:a\s|per\s|each\s|every\s|/)?(?P<often_period>{_OFTEN})\b)
    | (?P<share>(?P<share_top>{_NUMBER})\s(?:in(?:\severy)?|out\sof)\s(?P<share_below>{_NUMBER}))
    | (?P<rate>(?P<rate_top>{_DIGITS})\s?(?:per|/)\s?(?P<rate_below>1,?000(?:,?000)?|100,?000|10,?000|100)\b)
    | (?P<half>half\san?\s(?P<half_unit>{_UNIT})\b)
    | (?P<part>(?:(?P<part_top>{_WORD}|an?)[ -])?(?P<part_name>{_PART})s?\b(?=\sof|\sthe|\sto|[- ]life|\s?[,.;)]|$))
    | (?P<fold>(?P<fold_size>{_NUMBER})[- ]?fold\b|(?P<fold_word>{_VERBS})\b)
    | (?P<interval>(?P<interval_size>\d{{2}}(?:\.\d+)?){_INTERVAL_WORDS})
    | (?P<plain>(?P<first>{_NUMBER})
        (?:\s?(?P<first_unit>{_UNIT})?(?:\s?(?:[-–—/]|to|or|and|,)\s?)(?!{_INTERVAL})(?P<second>{_NUMBER}))?
        (?:[\s-]?(?P<unit>{_UNIT})(?![a-z0-9µ])
          (?P<below>(?:\s?(?:/|per|a|every|·)\s?(?:{_BELOW})(?![a-z0-9])){{0,3}}))?)
    """,
    re.VERBOSE,
)
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
_BELOW_ONE = re.compile(rf"(?:{_BELOW})(?![a-z0-9])")


def quantities(text: str) -> tuple[str, ...]:
    """Give the normal forms of all quantities of a text, sorted, each once."""
    return tuple(sorted({form for form, _, _ in located(text)}))


def located(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each quantity's normal form with its range in the folded text, from left to right.

    Folding (`fold`) keeps the length of ordinary text, so the range is that of `text` too unless it
    holds compatibility characters such as ligatures.
    """
    folded = fold(text)
    end = 0
    for start in _STARTS.finditer(folded):
        if start.start() < end or (start[0][0].isalpha() and start[0] not in _FIRST_WORDS):
            continue
        found = _SCAN.match(folded, start.start())
        if found:
            end = found.end()
            for form in _forms(found):
                yield form, found.start(), end


def fold(text: str) -> str:
    """Bring a text into the form that the patterns read: NFKC, lower case, plain minus and spaces."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return (
        folded.translate(_SIGNS).replace("per cent", "percent ")
        if "per cent" in folded
        else folded.translate(_SIGNS)
    )


_SIGNS = str.maketrans({"−": "-", "‐": "-", "‑": "-", "×": "x", "μ": "µ", "\u2044": "/"})


def _forms(found: re.Match[str]) -> Iterator[str]:
    """Turn one match into normal forms."""
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
            yield from _plain(found)


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


def _plain(found: re.Match[str]) -> Iterator[str]:
    """Yield one number, or both ends of a range, with the unit that they share."""
    unit, below = found["unit"], found["below"] or ""
    for number, own in ((found["first"], found["first_unit"]), (found["second"], None)):
        if number is not None:
            yield from _with_unit(number, own or unit, below)


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
    name, factor = _UNITS[unit]
    if name == "F":
        yield _print((value - 32) * 5 / 9, "C")
        return
    value *= factor
    for found in _BELOW_ONE.finditer(below):
        denominator, size = _UNDER[found.group()]
        if found.group() in _PERIODS:
            yield f"1 /{denominator}"
        else:
            value /= size
            name += f"/{denominator}"
    yield _print(value, name)


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
