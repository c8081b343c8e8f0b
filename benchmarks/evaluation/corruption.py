"""Makes claims with a wrong number of claims with a right one, and claims that say a number in other words.

Written apart from the product's own reading of numbers, so that it does not choose what the product
happens to read well: a number here is a run of digits with perhaps a unit behind it, nothing cleverer.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_NUMBER = re.compile(
    r"(?<![\w.,·/^+*×‐‑–-])(?<!\d\s)(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?![\w^]|[.,·]\d|[‐‑–-]\w|\s\d)"
    r"(?P<gap>[\s-]?)(?P<unit>%|[a-zµμ]+\b)?",
    re.IGNORECASE,
)
# `type 2 diabetes`, `phase 3`: a name, not a quantity.
_NAMED = re.compile(
    r"\b(?:type|phase|grade|stage|class|group|figure|fig\.?|table|chapter|step|factor|interleukin|"
    r"chromosome|exon|version|number|no\.?|day|day|week|cd|il)\s?$",
    re.IGNORECASE,
)
# `BRCA 1`, `protein 3`: so does a number behind an acronym or such a noun.
_SYMBOL = re.compile(r"(?:\b[A-Z][A-Za-z]*[A-Z]|protein|receptor|kinase|gene)\s?$")
# `7 to 63 days`: the unit belongs to both.
_RANGE = re.compile(r"\d\s?%?\s?(?:to|and|or|[–-])\s?$")
_SMALL = tuple(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty
    """.split()  # noqa: SIM905 - a word list reads best as words
)
_OTHER_UNIT = {
    "mg": "g",
    "g": "mg",
    "kg": "g",
    "µg": "mg",
    "μg": "mg",
    "mcg": "mg",
    "ng": "mg",
    "ml": "l",
    "mm": "cm",
    "cm": "mm",
    "minutes": "hours",
    "min": "hours",
    "hours": "days",
    "h": "days",
    "days": "weeks",
    "weeks": "months",
    "months": "weeks",
    "years": "months",
    "year": "month",
    "month": "week",
    "week": "day",
    "day": "week",
}
_SMALLER = {
    "kg": ("g", 1000),
    "g": ("mg", 1000),
    "mg": ("µg", 1000),
    "weeks": ("days", 7),
    "days": ("hours", 24),
}
_SHARES = {
    "10": ("one in ten", "a tenth"),
    "20": ("one in five", "a fifth"),
    "25": ("one in four", "a quarter"),
    "50": ("one in two", "half"),
}
_TRIES = 20


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: its half-open range, its value, and the unit right behind it, if any.

    `unit_end` is where that ends, -1 without one.
    """

    start: int
    end: int
    text: str
    value: Decimal
    unit: str
    unit_end: int
    is_bound: bool
    """Whether it ends a range, so that its unit belongs to another number as well."""

    @property
    def decimals(self) -> int:
        """How many digits stand behind its point."""
        return len(self.text.partition(".")[2])


@dataclass(frozen=True, slots=True)
class Altered:
    """A claim with one number altered, how, and what stands there now."""

    text: str
    how: str
    now: str


def numbers_of(text: str) -> Iterator[Number]:
    """Yield the numbers of a text that are written in digits and name nothing."""
    for match in _NUMBER.finditer(text):
        before = text[max(match.start() - 20, 0) : match.start()]
        if _NAMED.search(before) or _SYMBOL.search(before):
            continue
        try:
            value = Decimal(match["number"].replace(",", ""))
        except InvalidOperation:
            continue
        yield Number(
            match.start("number"),
            match.end("number"),
            match["number"],
            value,
            (match["unit"] or "").lower(),
            match.end("unit"),
            _RANGE.search(text[max(match.start() - 8, 0) : match.start()]) is not None,
        )


def holds_number(text: str) -> bool:
    """Tell whether a text has a number in digits that names nothing."""
    return next(numbers_of(text), None) is not None


class Source:
    """The numbers that an abstract truly contains: what is altered must come from it, and leave it."""

    def __init__(self, text: str) -> None:
        # Every run of digits counts here, also those within names: an altered number must be nowhere.
        self.values = {Decimal(one.replace(",", "")) for one in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}
        self.stated = {one.value for one in numbers_of(text)}
        self.measured = {(one.value, one.unit) for one in numbers_of(text)}
        words = set(re.findall(r"[a-z]+", text.lower()))
        self.values |= {Decimal(number) for number, word in enumerate(_SMALL) if word in words}

    def has(self, value: Decimal) -> bool:
        """Tell whether a value, or the same as a share or in per cent, is anywhere in the abstract."""
        return not self.values.isdisjoint((value, value / 100, value * 100))


def corrupted(claim: str, source: Source, how: str, chance: random.Random) -> Altered | None:
    """Alter one number of a claim that its abstract truly contains, to one that it does not contain.

    `how` is one of `KINDS`. `None` if the claim has no such number.
    """
    there = [one for one in numbers_of(claim) if one.value in source.stated]
    chance.shuffle(there)
    for number in there:
        for _ in range(_TRIES):
            altered = KINDS[how](number, source, chance)
            if altered is not None:
                start, end, now = altered
                return Altered(claim[:start] + now + claim[end:], how, now)
    return None


_Change = tuple[int, int, str] | None


def _digit(number: Number, source: Source, chance: random.Random) -> _Change:
    """Change one digit to another."""
    places = [index for index, sign in enumerate(number.text) if sign.isdigit()]
    place = chance.choice(places)
    least = 1 if place == 0 else 0
    now = number.text[:place] + str(chance.randint(least, 9)) + number.text[place + 1 :]
    return _new(number, now, source)


def _factor_ten(number: Number, source: Source, chance: random.Random) -> _Change:
    """Move the decimal point by one place."""
    value = number.value * 10 if chance.random() < 0.5 else number.value / 10
    return _new(number, f"{value.normalize():f}", source)


def _shift(number: Number, source: Source, chance: random.Random) -> _Change:
    """Shift a percentage by 3 to 20 points, within 0 and 100."""
    if number.unit not in ("%", "percent"):
        return None
    value = number.value + chance.choice((-1, 1)) * Decimal(chance.randint(3, 20))
    return _new(number, f"{value:.{number.decimals}f}", source) if 0 < value < 100 else None


def _unit(number: Number, source: Source, chance: random.Random) -> _Change:  # noqa: ARG001 - all kinds alike
    """Put another unit of the same sort behind the number."""
    other = _OTHER_UNIT.get(number.unit)
    if other is None or number.is_bound:
        return None
    if (number.value, number.unit) not in source.measured or (number.value, other) in source.measured:
        return None
    return number.start, number.unit_end, f"{number.text} {other}"


def _new(number: Number, now: str, source: Source) -> _Change:
    value = Decimal(now.replace(",", ""))
    if value == number.value or source.has(value):
        return None
    return number.start, number.end, now


KINDS: dict[str, Callable[[Number, Source, random.Random], _Change]] = {
    "a digit": _digit,
    "a factor of ten": _factor_ten,
    "a percentage": _shift,
    "a unit": _unit,
}


def reworded(claim: str, source: Source, chance: random.Random) -> Altered | None:
    """Say one number of a claim that its abstract contains in other words, its meaning unchanged."""
    there = [one for one in numbers_of(claim) if (one.value, one.unit) in source.measured]
    chance.shuffle(there)
    for number in there:
        options = list(_same(number))
        if options:
            how, start, end, now = chance.choice(options)
            return Altered(claim[:start] + now + claim[end:], how, now)
    return None


def _same(number: Number) -> Iterator[tuple[str, int, int, str]]:
    """Yield how a number may be said otherwise, the range that is replaced, and by what."""
    plain = number.text.replace(",", "")
    if number.unit == "%":
        yield "per cent in words", number.start, number.unit_end, f"{number.text} per cent"
        for words in _SHARES.get(plain, ()):
            yield "a share in words", number.start, number.unit_end, words
    if plain.isdigit() and int(plain) < len(_SMALL) and number.unit != "%":
        yield "a number word", number.start, number.end, _SMALL[int(plain)]
    if plain.isdigit() and len(plain) > 3:
        other = plain if "," in number.text else f"{int(plain):,}"
        yield "with or without a comma", number.start, number.end, other
    if number.unit in _SMALLER and number.value < 100 and not number.is_bound:
        unit, factor = _SMALLER[number.unit]
        value = number.value * factor
        yield "another unit", number.start, number.unit_end, f"{value.normalize():f} {unit}"
    if "." in number.text and number.unit != "":
        yield "a trailing zero", number.start, number.end, f"{number.text}0"
