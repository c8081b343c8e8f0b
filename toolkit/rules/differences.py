"""Where an entry of the library and the record of its work differ, field by field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.model.finding import Severity
from toolkit.model.identifier import Scheme
from toolkit.model.record import Record
from toolkit.model.work import Collective, Name, Work, WorkType
from toolkit.rules.comparison import (
    display_name,
    is_shortened,
    journals_agree,
    likeness,
    names_agree,
    normal_number,
    page_range,
    pages_agree,
    squeezed,
    titles_agree,
)

# Below this share of common words two titles are those of two papers.
_SAME_PAPER = 0.3
_MAXIMUM_SHOWN = 120
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_PREPRINT_VERSION = re.compile(r"(10\.(?:1101|64898|21203|48550)/.*?)\.?v\d+$")
# F1000Research, Wellcome Open Research and their sisters number the versions of a paper in its DOI.
_OPEN_VERSION = re.compile(r"(10\.12688/.*?)\.\d+$")
_DIGIT = re.compile(r"\d")
# Before a paper is in an issue, PubMed has no volume and no pages, or provisional ones.
_AHEAD_OF_PRINT = "Publisher"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which a library's entry and a record differ.

    `field` is a name of `Work`, or `year`, `pmid`, `pmcid` or `doi`. `own` and `known` are what to
    show, `value` what to write instead (`None` where nothing can be proposed), and `note` explains
    a difference that has a usual reason.
    """

    field: str
    own: str
    known: str
    value: str | None = None
    severity: Severity | None = None
    note: str | None = None


def is_another_paper(own: Work, known: Work) -> bool:
    """Tell whether a record is of another paper altogether: title and also authors or year differ.

    Where PubMed's title is a translation, authors and year must both differ.
    """
    if own.title is None or known.title is None or titles_agree(own.title, known.title):
        return False
    titles = [title for title in (known.title, known.vernacular_title, known.container) if title]
    if any(likeness(own.title, title) >= _SAME_PAPER or _is_same_title(own.title, title) for title in titles):
        return False
    has_other_author = bool(
        own.authors and known.authors and not names_agree(own.authors[0], known.authors[0])
    )
    has_other_year = _year_distance(own, known) > 1
    if known.language in (None, "eng"):
        return has_other_author or has_other_year
    return has_other_author and has_other_year


def differences(own: Work, record: Record) -> Iterator[Difference]:
    """Yield the differences between an entry's work and its record; what one of them lacks is none."""
    known = record.work
    yield from _identifiers(own, known)
    yield from _title(own, known)
    yield from _authors(own, known)
    yield from _year(own, known)
    if WorkType.JOURNAL in (own.type, known.type) and WorkType.PREPRINT not in (own.type, known.type):
        yield from _journal(own, known)
        if record.status != _AHEAD_OF_PRINT:
            yield from _volume_and_issue(own, known)
            yield from _pages(own, known)


def _identifiers(own: Work, known: Work) -> Iterator[Difference]:
    if own.identifiers == known.identifiers:
        return
    for scheme in (Scheme.PMID, Scheme.PMCID, Scheme.DOI):
        ours, theirs = own.identifier(scheme), known.identifier(scheme)
        if ours is None or theirs is None or ours == theirs:
            continue
        if _PREPRINT_VERSION.sub(r"\1", ours.value) == _PREPRINT_VERSION.sub(r"\1", theirs.value):
            continue
        is_version = _OPEN_VERSION.sub(r"\1", ours.value) == _OPEN_VERSION.sub(r"\1", theirs.value)
        note = "it is another version of the same paper: see what changed" if is_version else None
        severity = Severity.WARNING if is_version else Severity.ERROR
        yield Difference(scheme.value, ours.value, theirs.value, theirs.value, severity, note)


# --- Title -----------------------------------------------------------------------------------


def _is_same_title(own: str, known: str) -> bool:
    return titles_agree(own, known) or is_shortened(own, known) or is_shortened(known, own)


def _title(own: Work, known: Work) -> Iterator[Difference]:
    if own.title is None or known.title is None:
        return
    if any(title and titles_agree(own.title, title) for title in (known.title, known.vernacular_title)):
        return
    severity, note = None, None
    if is_shortened(own.title, known.title):
        severity, note = Severity.INFO, "the subtitle is missing"
    elif is_shortened(known.title, own.title):
        severity, note = Severity.INFO, "PubMed has no such subtitle"
    elif known.language not in (None, "eng"):
        severity, note = Severity.INFO, "the paper is not in English: PubMed translates its title"
    ours, theirs = _excerpts(" ".join(own.title.split()), " ".join(known.title.split()))
    yield Difference("title", ours, theirs, known.title if note is None else None, severity, note)


def _excerpts(own: str, known: str) -> tuple[str, str]:
    """Cut two long titles down to where they begin to differ."""
    shorter = min(len(own), len(known))
    common = next((index for index in range(shorter) if own[index] != known[index]), shorter)
    start = own.rfind(" ", 0, max(common - 20, 0)) + 1 if common > _MAXIMUM_SHOWN // 2 else 0
    return _cut(own, start), _cut(known, start)


def _cut(text: str, start: int) -> str:
    text = ("…" if start else "") + text[start:]
    return text if len(text) <= _MAXIMUM_SHOWN else text[: _MAXIMUM_SHOWN - 1].rstrip() + "…"


# --- Authors ---------------------------------------------------------------------------------


def _authors(own: Work, known: Work) -> Iterator[Difference]:
    if not own.authors or not known.authors:
        return
    used, known_used = _aligned(own.authors, known.authors)
    left, known_left = own.authors[used:], known.authors[known_used:]
    if left and known_left:
        yield _parting(used, own, known, known_used)
    elif _persons(known_left) and own.authors_complete:
        yield Difference(
            "authors",
            f"{len(own.authors)} authors",
            f"{len(known.authors)}",
            severity=Severity.INFO,
            note="end the list with `and others`, or complete it",
        )
    elif _persons(left) and known.authors_complete:
        yield Difference("authors", f"{len(own.authors)} authors", f"{len(known.authors)}")


def _aligned(own: tuple[Name, ...], known: tuple[Name, ...]) -> tuple[int, int]:
    """Walk along two lists of authors as far as they agree; groups that only one of them has are passed over."""
    first = second = 0
    while first < len(own) and second < len(known):
        if names_agree(own[first], known[second]):
            first, second = first + 1, second + 1
        elif isinstance(known[second], Collective):
            second += 1
        elif isinstance(own[first], Collective):
            first += 1
        else:
            break
    return first, second


def _persons(names: tuple[Name, ...]) -> int:
    return sum(not isinstance(name, Collective) for name in names)


def _parting(index: int, own: Work, known: Work, known_index: int) -> Difference:
    ours, theirs = own.authors[index], known.authors[known_index]
    is_reordered = any(names_agree(ours, name) for name in known.authors[known_index + 1 : known_index + 50])
    return Difference(
        "authors",
        display_name(ours),
        display_name(theirs),
        note="the order differs" if is_reordered else None,
    )


# --- Year ------------------------------------------------------------------------------------


def _year_distance(own: Work, known: Work) -> int:
    years = [date.year for date in (known.date, known.electronic) if date and date.year]
    if own.date is None or own.date.year is None or not years:
        return 0
    return min(abs(own.date.year - year) for year in years)


def _year(own: Work, known: Work) -> Iterator[Difference]:
    ours, theirs = own.date, known.date
    if ours is None or ours.year is None or theirs is None or theirs.year is None:
        return
    year = str(ours.year)
    if ours.year == theirs.year or year in _YEAR.findall(theirs.text or ""):
        return
    severity, note = None, None
    if known.electronic and ours.year == known.electronic.year:
        severity, note = Severity.INFO, "it appeared online then; NLM cites the year of the issue"
    elif known.electronic is None and ours.year == theirs.year + 1 and theirs.day and (theirs.month or 0) > 6:
        severity, note = Severity.INFO, "the issue may be of that year; NLM cites when it appeared online"
    yield Difference("year", year, str(theirs.year), str(theirs.year), severity, note)


# --- Journal, volume, issue, pages -----------------------------------------------------------


def _journal(own: Work, known: Work) -> Iterator[Difference]:
    forms = [form for form in (own.journal, own.journal_full) if form]
    if not forms or not known.journal:
        return
    if own.issn and known.issn and squeezed(own.issn) == squeezed(known.issn):
        return
    if not any(journals_agree(form, known) for form in forms):
        yield Difference("journal", forms[0], known.journal, known.journal)


def _volume_and_issue(own: Work, known: Work) -> Iterator[Difference]:
    if (own.volume, own.issue) == (known.volume, known.issue):
        return
    ours = [normal_number(part) if part else "" for part in (own.volume, own.issue)]
    theirs = [normal_number(part) if part else "" for part in (known.volume, known.issue)]
    # "12 Suppl 1" may be all volume here, and volume and issue there.
    if "".join(ours) == "".join(theirs):
        return
    parts = ((own.volume, known.volume), (own.issue, known.issue))
    for index, field in enumerate(("volume", "issue")):
        one, other = ours[index], theirs[index]
        shown, known_shown = parts[index]
        if shown and known_shown and one and other and not _continues(one, other):
            yield Difference(field, shown, known_shown, known_shown)


def _continues(one: str, other: str) -> bool:
    """Tell whether two numbers are one but for a supplement or part, which either side may leave out."""
    short, long = sorted((one, other), key=len)
    return one == other or (long.startswith(short) and long[len(short) :].startswith(("suppl", "pt")))


def _pages(own: Work, known: Work) -> Iterator[Difference]:
    ours = [part for part in (own.pages, own.elocation) if part and _DIGIT.search(part)]
    theirs = [part for part in (known.pages, known.elocation) if part]
    if not ours or not theirs:
        return
    if any(pages_agree(one, other) or _article_number(one) == _article_number(other)
           for one in ours for other in theirs):  # fmt: skip
        return
    severity, note = None, None
    (start, end), (_, known_end) = page_range(ours[0]), page_range(theirs[0])
    if start == "1" and end is not None and known_end is None:
        severity, note = Severity.INFO, "those count the pages of the file; this is the article's number"
    yield Difference("pages", ours[0], theirs[0], theirs[0], severity, note)


def _article_number(text: str) -> str:
    return squeezed(text).removeprefix("article").lstrip("e")
