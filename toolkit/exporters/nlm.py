"""References in the form of the National Library of Medicine (Vancouver style).

The rules are those of *Citing Medicine: The NLM Style Guide for Authors, Editors, and Publishers*
(Patrias K, Wendling D, 2nd ed., 2007 with later updates), chapters named beside each function, and
of the ICMJE's *Samples of Formatted References for Authors of Journal Articles*. Where both leave
room, the form is the one that PubMed prints. What differs from the CSL style
`nlm-citation-sequence` is listed, with reasons, in `docs/nlm-style.md`.

Pure, and some ten microseconds an entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from toolkit.exporters.nlm_terms import LANGUAGES, MONTHS, NOTICES, SUFFIXES
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.record import Record
from toolkit.model.work import Collective, Name, PartialDate, Person, Work, WorkType


class PartKind(StrEnum):
    """What a piece of a reference is, so that an exporter can mark it up."""

    TEXT = "text"
    """Punctuation and fixed words."""
    AUTHORS = "authors"
    EDITORS = "editors"
    TITLE = "title"
    """The title of the work that is cited."""
    SOURCE = "source"
    """The journal, or the book or site that the work is part of."""
    EDITION = "edition"
    PLACE = "place"
    PUBLISHER = "publisher"
    DATE = "date"
    VOLUME = "volume"
    ISSUE = "issue"
    PAGES = "pages"
    NOTE = "note"
    DOI = "doi"
    PMID = "pmid"
    PMCID = "pmcid"
    URL = "url"


class Part(NamedTuple):
    """A piece of a reference; the texts of all parts, joined, are the reference. `url` is set for links."""

    kind: PartKind
    text: str
    url: str | None = None


_Segment = list[Part]

_TEXT = PartKind.TEXT
_ENDED = (".", "?", "!", ".”", "?”", "!”", '."', '?"', '!"')
_RANGE = re.compile(r"([A-Za-z]*)(\d+)-([A-Za-z]*)(\d+)")
_ENGLISH = re.compile(r"(?i:en|eng|english|american|british|usenglish|ukenglish|en[-_].*)")
_ABBREVIATED = re.compile(r"\.(?=\s|$)")


def format_reference(
    work: Work, *, maximum_authors: int | None = None, notes: Sequence[str] = ()
) -> tuple[Part, ...]:
    """Give a reference as parts.

    Takes the work; how many authors to name before "et al." (`None` for all, as NLM does; the
    ICMJE's samples stop after six); and notes such as those of `notice_notes`, printed before the
    identifiers. What the work lacks is left out: nothing is guessed, and no "[publisher unknown]"
    is printed, since what is unknown here need not be unknown to the publication.
    """
    segments: list[_Segment] = []
    _add_authors(segments, work, maximum_authors)
    match work.type:
        case WorkType.JOURNAL | WorkType.PREPRINT:
            _add_article(segments, work)
        case WorkType.CHAPTER | WorkType.CONFERENCE:
            _add_chapter(segments, work)
        case _:
            _add_monograph(segments, work)
    segments.extend([[Part(PartKind.NOTE, note)] for note in notes])
    _add_links(segments, work)
    if work.language and (work.other_languages or not _ENGLISH.fullmatch(work.language)):
        _insert_languages(segments, (work.language, *work.other_languages))
    return _joined(segments)


def format_plain(work: Work, *, maximum_authors: int | None = None, notes: Sequence[str] = ()) -> str:
    """Give a reference as plain text; takes what `format_reference` takes."""
    return "".join(
        [part.text for part in format_reference(work, maximum_authors=maximum_authors, notes=notes)]
    )


def notice_notes(record: Record) -> tuple[str, ...]:
    """Give a record's editorial notices in words, such as `Retraction in: Lancet. 2020;395:1`.

    *Citing Medicine*, chapter 1, "Retractions" and "Corrections/Errata". Comments are left out.
    """
    return tuple(
        f"{NOTICES[notice.kind]}: {notice.source.rstrip('. ')}"
        for notice in record.notices
        if notice.kind in NOTICES and notice.source
    )


def format_names(names: Sequence[Name], *, maximum: int | None = None, is_complete: bool = True) -> str:
    """Give a list of names: persons apart by commas, collectives by semicolons.

    *Citing Medicine*, chapter 1, "Author": family name, initials without points or spaces, suffix
    as an ordinal without a point; ", et al" where names are left out.
    """
    shown = names if maximum is None or len(names) <= maximum else names[:maximum]
    pieces: list[str] = []
    was_collective = False
    for name in shown:
        is_collective = isinstance(name, Collective)
        if pieces:
            pieces.append("; " if is_collective or was_collective else ", ")
        pieces.append(name.name if isinstance(name, Collective) else _person(name))
        was_collective = is_collective
    if pieces and (len(shown) < len(names) or not is_complete):
        pieces.append(", et al")
    return "".join(pieces)


def format_date(date: PartialDate | None) -> str | None:
    """Give a date as `2017 May 11`; words that are no date as they stand (`1998 Dec-1999 Jan`)."""
    if date is None:
        return None
    if date.month is None and date.text:
        return date.text
    if date.year is None:
        return date.text
    if date.month is None:
        return f"{date.year:04d}"
    if date.day is None:
        return f"{date.year:04d} {MONTHS[date.month - 1]}"
    return f"{date.year:04d} {MONTHS[date.month - 1]} {date.day}"


def abbreviate_pages(pages: str) -> str:
    """Shorten page ranges: `2603-2611` to `2603-11`, `S12-S15` to `S12-5`.

    *Citing Medicine*, chapter 1, "Location (Pagination)": digits that are repeated are dropped, unless
    a letter follows the number (`126A-127A`). Roman numerals stay as they are.
    """
    return ", ".join([_abbreviated(part) for part in re.split(r"[,;]\s*", pages.replace("–", "-"))])


def _abbreviated(pages: str) -> str:
    found = _RANGE.fullmatch(pages)
    if found is None:
        return pages
    before, first, prefix, last = found.groups()
    if (prefix and prefix.lower() != before.lower()) or int(first) > int(last):
        return pages
    if len(first) != len(last):
        return f"{before}{first}-{last}"
    keep = 0
    while keep < len(last) - 1 and first[keep] == last[keep]:
        keep += 1
    return f"{before}{first}-{last[keep:]}" if first != last else f"{before}{first}"


# --- Kinds of works --------------------------------------------------------------------------


def _add_authors(segments: list[_Segment], work: Work, maximum: int | None) -> None:
    if work.authors:
        text = format_names(work.authors, maximum=maximum, is_complete=work.authors_complete)
        segments.append([Part(PartKind.AUTHORS, text)])
    elif work.editors and work.type not in {WorkType.CHAPTER, WorkType.CONFERENCE, WorkType.JOURNAL}:
        segments.append([Part(PartKind.EDITORS, _editors(work, maximum))])


def _add_article(segments: list[_Segment], work: Work) -> None:
    """Citing Medicine, chapters 1 and 23; preprints as PubMed prints them."""
    title = _title(work)
    if work.type is WorkType.PREPRINT and title:
        title.append(Part(_TEXT, " [Preprint]"))
    if title:
        segments.append(title)
    journal = (
        work.journal or work.journal_full or (work.publisher if work.type is WorkType.PREPRINT else None)
    )
    if journal:
        segments.append([Part(PartKind.SOURCE, _ABBREVIATED.sub("", journal))])
    segment: _Segment = []
    date = format_date(work.date or work.electronic)
    if date:
        segment.append(Part(PartKind.DATE, date))
    _add_place_in_journal(segment, work)
    if segment:
        segments.append(segment)


def _add_place_in_journal(segment: _Segment, work: Work) -> None:
    """Add `;129(19 Suppl 2):2603-11`."""
    pages = abbreviate_pages(work.pages) if work.pages else work.elocation
    if (work.volume or work.issue) and segment:
        segment.append(Part(_TEXT, ";"))
    if work.volume:
        segment.append(Part(PartKind.VOLUME, work.volume))
    if work.issue:
        segment += (Part(_TEXT, "("), Part(PartKind.ISSUE, work.issue), Part(_TEXT, ")"))
    if pages:
        segment += (Part(_TEXT, ":" if segment else "p. "), Part(PartKind.PAGES, pages))


def _add_chapter(segments: list[_Segment], work: Work) -> None:
    """Citing Medicine, chapters 2 (contributions to books) and 3 (conference papers)."""
    title = _title(work)
    if title:
        segments.append(title)
    if work.container:
        segment = [Part(_TEXT, "In: ")]
        if work.editors:
            segment += (Part(PartKind.EDITORS, _editors(work, None)), Part(_TEXT, ". "))
        segments.append([*segment, Part(PartKind.SOURCE, work.container)])
    elif work.editors:
        segments.append([Part(_TEXT, "In: "), Part(PartKind.EDITORS, _editors(work, None))])
    _add_edition(segments, work)
    _add_imprint(segments, work, is_full_date=False)
    pages = abbreviate_pages(work.pages) if work.pages else None
    if pages:
        segments.append([Part(_TEXT, "p. "), Part(PartKind.PAGES, pages)])


def _add_monograph(segments: list[_Segment], work: Work) -> None:
    """Citing Medicine, chapters 2 (books), 4 (reports), 5 (theses), 25 (pages on the web)."""
    title = _title(work)
    if work.type is WorkType.THESIS and title:
        title.append(Part(_TEXT, " [dissertation]"))
    if work.type is WorkType.WEBPAGE and title:
        title.append(Part(_TEXT, " [Internet]"))
    if title:
        segments.append(title)
    if work.container:
        segments.append([Part(PartKind.SOURCE, work.container)])
    _add_edition(segments, work)
    if work.volume:
        segments.append([Part(_TEXT, "Vol. "), Part(PartKind.VOLUME, work.volume)])
    _add_imprint(segments, work, is_full_date=work.type in {WorkType.REPORT, WorkType.WEBPAGE})
    if work.type is WorkType.REPORT and work.issue:
        segments.append([Part(_TEXT, "Report No.: "), Part(PartKind.ISSUE, work.issue)])


def _add_edition(segments: list[_Segment], work: Work) -> None:
    edition = work.edition
    if not edition or edition in {"1", "1st", "first", "First"}:
        return
    if edition.isdigit():
        edition = f"{_ordinal(int(edition))} ed"
    elif not re.search(r"\bed(?:ition|\.)?", edition, re.IGNORECASE):
        edition = f"{edition} ed"
    segments.append([Part(PartKind.EDITION, re.sub(r"\b[Ee]dition\b", "ed", edition).rstrip("."))])


def _add_imprint(segments: list[_Segment], work: Work, *, is_full_date: bool) -> None:
    """Add `St. Louis: Mosby; 2002 [cited 2026 Nov 22]`."""
    segment: _Segment = []
    if work.place:
        segment.append(Part(PartKind.PLACE, work.place))
    if work.publisher:
        segment += (Part(_TEXT, ": "),) if segment else ()
        segment.append(Part(PartKind.PUBLISHER, work.publisher.rstrip(".")))
    date = work.date or work.electronic
    shown = format_date(date)
    if date is not None and date.year is not None and not is_full_date:
        shown = f"{date.year:04d}"
    if shown:
        segment += (Part(_TEXT, "; "),) if segment else ()
        segment.append(Part(PartKind.DATE, shown))
    cited = format_date(work.accessed) if work.url else None
    if cited:
        segment.append(Part(_TEXT, f"{' ' if segment else ''}[cited {cited}]"))
    if segment:
        segments.append(segment)


# --- Parts -----------------------------------------------------------------------------------


def _title(work: Work) -> _Segment:
    """Give the title; a translated one in brackets after the original (Citing Medicine, chapter 1)."""
    title = (work.title or "").strip()
    is_bracketed = title.startswith("[") and title.rstrip(".").endswith("]")
    title = title.removesuffix(".") if not title.endswith("..") else title
    if work.vernacular_title and work.vernacular_title != work.title:
        original = work.vernacular_title.strip().removesuffix(".")
        if work.other_languages:  # the text stands in several languages, each with its title
            return [Part(PartKind.TITLE, f"{title.strip('[]')} = {original}" if title else original)]
        translated = title.strip("[]") if is_bracketed else title
        return [Part(PartKind.TITLE, f"{original} [{translated}]" if title else original)]
    if not title:
        return []
    return [Part(PartKind.TITLE, title)]


def _add_links(segments: list[_Segment], work: Work) -> None:
    """Add DOI, Epub date, PMID, PMCID, or an address where no identifier leads to the work."""
    doi, pmid, pmcid = (work.identifier(one) for one in (Scheme.DOI, Scheme.PMID, Scheme.PMCID))
    if doi:
        segments.append([Part(_TEXT, "doi: "), _link(PartKind.DOI, doi)])
    _add_electronic_date(segments, work)
    segment: _Segment = []
    if pmid:
        segment += (Part(_TEXT, "PubMed PMID: "), _link(PartKind.PMID, pmid))
    if pmcid:
        segment += (
            Part(_TEXT, f"{'; ' if segment else ''}PubMed Central PMCID: "),
            _link(PartKind.PMCID, pmcid),
        )
    if segment:
        segments.append(segment)
    bookshelf = work.identifier(Scheme.BOOKSHELF)
    url = work.url or (bookshelf.url if bookshelf else None)
    if url and not (doi or pmid or pmcid):
        segments.append([Part(_TEXT, "Available from: "), Part(PartKind.URL, url, url)])


def _add_electronic_date(segments: list[_Segment], work: Work) -> None:
    if work.type is not WorkType.JOURNAL or work.electronic is None or work.date is None:
        return
    shown = format_date(work.electronic)
    has_place = work.volume or work.issue or work.pages or work.elocation
    if not has_place and work.electronic == work.date:
        segments.append([Part(_TEXT, "Epub ahead of print")])
    elif shown and shown != format_date(work.date):
        segments.append([Part(_TEXT, "Epub "), Part(PartKind.DATE, shown)])


def _insert_languages(segments: list[_Segment], languages: Sequence[str]) -> None:
    """Name the languages of the text after the place of publication, before the identifiers."""
    known = [LANGUAGES.get(one.lower(), one.capitalize() if len(one) > 3 else None) for one in languages]
    name = ", ".join([one for one in known if one is not None])
    if not name:
        return
    links = {PartKind.DOI, PartKind.PMID, PartKind.PMCID, PartKind.URL}
    place = next((index for index, one in enumerate(segments) if one[-1].kind in links), len(segments))
    segments.insert(place, [Part(_TEXT, name)])


def _link(kind: PartKind, identifier: Identifier) -> Part:
    return Part(kind, identifier.value, identifier.url)


def _editors(work: Work, maximum: int | None) -> str:
    role = "editors" if len(work.editors) > 1 else "editor"
    return f"{format_names(work.editors, maximum=maximum)}, {role}"


def _person(person: Person) -> str:
    initials = person.initials if person.initials is not None else _initials(person.given)
    text = f"{person.family} {initials}" if initials else person.family
    if person.suffix:
        suffix = person.suffix.rstrip(".")
        text = f"{text} {SUFFIXES.get(suffix.lower(), suffix)}"
    return text


def _initials(given: str | None) -> str:
    return "".join([word[0].upper() for word in re.split(r"[\s.\-‐]+", given) if word]) if given else ""


def _ordinal(number: int) -> str:
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{('th', 'st', 'nd', 'rd')[number % 10 if number % 10 < 4 else 0]}"


def _joined(segments: Iterable[_Segment]) -> tuple[Part, ...]:
    """Join the segments: each ends in a point, unless it ends in a mark of its own or in an address."""
    parts: list[Part] = []
    for one in segments:
        segment = [part for part in one if part.text]
        if parts and segment:
            parts.append(Part(_TEXT, " " if _is_ended(parts[-1]) else ". "))
        parts += segment
    if parts and not _is_ended(parts[-1]) and parts[-1].kind is not PartKind.URL:
        parts.append(Part(_TEXT, "."))
    return tuple(parts)


def _is_ended(part: Part) -> bool:
    return part.text.endswith(_ENDED) and part.kind not in {PartKind.DOI, PartKind.URL}
