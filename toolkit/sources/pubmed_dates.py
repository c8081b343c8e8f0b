"""Dates of PubMed records: which one to cite, and dates that are only words."""

from __future__ import annotations

import re

from lxml import etree

from toolkit.model.work import PartialDate
from toolkit.sources.xml_text import folded, plain

MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d|21\d\d)(?!\d)")
# PubModel values under which the electronic date is the one to cite (NLM, *PubMed XML element
# descriptions*, PubModel). Print and Print-Electronic cite PubDate.
_CITED_ELECTRONICALLY = frozenset({"Electronic", "Electronic-Print", "Electronic-eCollection"})


def choose_dates(article: etree._Element) -> tuple[PartialDate | None, PartialDate | None]:
    """Give the date to cite, by `PubModel`, and the electronic date where that is another one."""
    printed = read_date(article.find("Journal/JournalIssue/PubDate"))
    electronic = next(
        (
            read_date(element)
            for element in article.findall("ArticleDate")
            if element.get("DateType", "Electronic") == "Electronic"
        ),
        None,
    )
    if article.get("PubModel") in _CITED_ELECTRONICALLY:
        return electronic or printed, None
    if printed is None:
        return electronic, None
    return printed, electronic if electronic != printed else None


def read_date(element: etree._Element | None) -> PartialDate | None:
    """Read `PubDate`, `ArticleDate` and the like; `None` if they hold no date at all.

    `MedlineDate` (`1998 Dec-1999 Jan`) and `Season` stay as words in `text`, with the first year.
    """
    if element is None:
        return None
    words = plain(element.find("MedlineDate"))
    if words:
        return read_words(words)
    year = _number(element.findtext("Year"), 1000, 2999)
    season = plain(element.find("Season"))
    if season:
        return PartialDate(year, text=f"{year} {season}" if year else season)
    if year is None:
        return None
    month = read_month(element.findtext("Month"))
    day = _number(element.findtext("Day"), 1, 31) if month else None
    return PartialDate(year, month, day)


def read_words(words: str) -> PartialDate | None:
    """Read a date as MEDLINE prints it: `2017 May 11`, `2017 May`, `2017`, or other words kept as text."""
    words = " ".join(words.split())
    if not words:
        return None
    exact = re.fullmatch(r"(\d{4})(?: ([A-Z][a-z]{2})(?: (\d{1,2}))?)?", words)
    if exact and (exact[2] is None or exact[2].lower() in MONTHS):
        month = read_month(exact[2])
        return PartialDate(int(exact[1]), month, _number(exact[3], 1, 31) if month else None)
    year = _YEAR.search(words)
    return PartialDate(int(year[1]) if year else None, text=words)


def read_month(text: str | None) -> int | None:
    """Read a month as a number (`02`, `2`) or an English name (`Feb`, `February`)."""
    text = folded(text)
    if text is None:
        return None
    return _number(text, 1, 12) or MONTHS.get(text[:3].lower())


def _number(text: str | None, low: int, high: int) -> int | None:
    text = folded(text)
    if text is None or not (text.isascii() and text.isdigit()) or len(text) > 4:
        return None
    return int(text) if low <= int(text) <= high else None
