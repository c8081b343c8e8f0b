"""Units of measurement, and how many of the normal one each is.

Factors are those of the SI brochure (BIPM, 9th edition).
"""

from __future__ import annotations

from fractions import Fraction

UNITS: dict[str, tuple[str, Fraction]] = {}
"""Spellings of units: the unit of the normal form, and its size in that."""


def _define(canonical: str, **names: str) -> None:
    """Enter spellings of units: keyword = factor (as `n_1000` or `d_1000` for a divisor)."""
    for factor, spellings in names.items():
        size = Fraction(factor[2:]) if factor[0] == "n" else 1 / Fraction(factor[2:])
        for spelling in spellings.split():
            UNITS[spelling] = (canonical, size)


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

BELOW = {
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
"""What may stand under a fraction bar or behind "per"."""
