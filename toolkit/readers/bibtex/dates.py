"""Dates of entries: BibTeX's `year` and `month`, BibLaTeX's `date` (ISO 8601-2, as far as it is used)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from toolkit.model.work import PartialDate
from toolkit.readers.latex import to_unicode

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?:T[\d:.Z+-]+)?[~?%]?(?:/.*)?")
_SEASONS = {"21": "Spring", "22": "Summer", "23": "Autumn", "24": "Winter"}
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")
_WORD = re.compile(r"[A-Za-z]{3,}")


def parse_date(text: str) -> PartialDate | None:
    """Read an ISO date (`2017`, `2017-05`, `2017-05-11`); anything else is kept in words."""
    text = text.strip()
    if not text:
        return None
    found = _ISO.fullmatch(text)
    if not found:
        year = _YEAR.search(text)
        return PartialDate(int(year[1]) if year else None, text=text)
    if found[2] in _SEASONS:
        return PartialDate(int(found[1]), text=f"{found[1]} {_SEASONS[found[2]]}")
    return _checked(int(found[1]), int(found[2] or 0) or None, int(found[3] or 0) or None, text)


def entry_date(raw: Mapping[str, str]) -> PartialDate | None:
    """Give the date of an entry's fields: `date` if it is there, else `year`, `month` and `day`."""
    if "date" in raw:
        return parse_date(to_unicode(raw["date"]))
    if "year" not in raw:
        return None
    year_text = to_unicode(raw["year"])
    year = _YEAR.search(year_text)
    if year is None:
        return PartialDate(text=year_text) if year_text else None
    number = int(year[1])
    if "month" not in raw:
        return PartialDate(number, text=None if year_text == year[1] else year_text)
    month_text = to_unicode(raw["month"])
    month, day = _month_and_day(month_text)
    if month is None:
        return PartialDate(number, text=f"{number} {month_text}" if month_text else None)
    if day is None and "day" in raw and (found := _DAY.fullmatch(to_unicode(raw["day"]))):
        day = int(found[1])
    return _checked(number, month, day, f"{number} {month_text}")


def _month_and_day(text: str) -> tuple[int | None, int | None]:
    """Read `May`, `5`, `11 May`, `May 11`; two months are no month."""
    words = [word[:3].lower() for word in _WORD.findall(text)]
    months = [_MONTHS.index(word) + 1 for word in words if word in _MONTHS]
    numbers = [int(number) for number in _DAY.findall(text)]
    if len(months) == 1 and len(words) == 1 and len(numbers) <= 1:
        return months[0], numbers[0] if numbers else None
    if not words and len(numbers) == 1 and text.strip().isdigit():
        return numbers[0], None
    return None, None


def _checked(year: int, month: int | None, day: int | None, text: str) -> PartialDate:
    """Give the date if its month and day can be; else the year, and the words."""
    if month is not None and not 1 <= month <= 12:
        return PartialDate(year, text=text)
    if day is not None and not 1 <= day <= 31:
        return PartialDate(year, month)
    return PartialDate(year, month, day)
