"""References of JATS, `element-citation` and `mixed-citation`, as works."""

from __future__ import annotations

import re

from lxml.etree import _Element

from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.work import Collective, Name, PartialDate, Person, Work, WorkType
from toolkit.readers.jats.document import LANG, XLINK, JatsSource, plain, text_of

_TYPES = {one.value: one for one in WorkType} | {
    "confproc": WorkType.CONFERENCE,
    "article": WorkType.JOURNAL,
    "webpage": WorkType.WEBPAGE,
    "website": WorkType.WEBPAGE,
}
_CITATIONS = ("element-citation", "mixed-citation", "nlm-citation", "citation")
_SCHEMES = {"pmid": Scheme.PMID, "pmcid": Scheme.PMCID, "doi": Scheme.DOI}
# Words between the parts of a mixed citation that say nothing by themselves.
_GLUE = re.compile(
    r"(?:doi|pmid|pmcid|in|eds?|pp?|vol|no|and|available|from|https?|et|al|editors?|accessed|epub)|\d+|\W+|_",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_works(source: JatsSource, root: _Element) -> dict[str, Work]:
    """Read the list of references: the work of each `ref`, by its id."""
    works: dict[str, Work] = {}
    for place in root.iter("ref-list"):
        source.hold(place)
        title = place.find("title")
        if title is not None and source.words(title) not in ("References", "Reference", "Bibliography"):
            source.attribute(place, "title")
    for ref in root.iter("ref"):
        source.hold(ref)
        label = ref.find("label")
        if label is not None:
            source.words(label)
        citations = list(ref.iter(*_CITATIONS))
        name = ref.get("id") or f"ref-{len(works) + 1}"
        if citations:
            works[name] = read_work(source, citations[0])
        else:
            works[name] = Work(WorkType.OTHER, title=plain(ref) or None)
    return works


def read_work(source: JatsSource, element: _Element) -> Work:
    """Read one citation, marked up whole or in part; what stands loose in a mixed one is named."""
    source.hold(element)
    kind = _TYPES.get(element.get("publication-type") or "", WorkType.OTHER)
    texts = {name: _text(source, element, name) for name in _TEXTS}
    title, journal, container = texts["article-title"], texts["source"], None
    if texts["chapter-title"]:
        kind, title, container, journal = WorkType.CHAPTER, texts["chapter-title"], journal, None
    elif kind not in (WorkType.JOURNAL, WorkType.PREPRINT):
        title, container, journal = (title, journal, None) if title else (journal, None, None)
    translated = texts["trans-title"]
    vernacular = title if translated else None
    language = next((one.get(LANG) for one in element.iterchildren("article-title")), None)
    if title is None and element.tag == "mixed-citation":
        title = plain(element) or None
        for below in element.iterdescendants():
            source.keep_text(below)
    elif element.tag == "mixed-citation":
        _name_loose_text(source, element)
    groups = {
        group.get("person-group-type"): _people(source, group) for group in element.iter("person-group")
    }
    link = element.find("ext-link")
    url = None
    if link is not None:
        source.hold(link)
        url = link.get(f"{XLINK}href")
    dates = {one.get("content-type"): one for one in element.iterchildren("date-in-citation")}
    return Work(
        kind,
        title=translated or title,
        authors=groups.get("author")
        or groups.get(None)
        or groups.get("allauthors")
        or _names(source, element),
        editors=groups.get("editor") or (),
        authors_complete=_hold_first(source, element, "etal") is None,
        journal=journal,
        issn=texts["issn"],
        date=_date(source, element),
        electronic=_stated(source, dates.get("epub")),
        accessed=_stated(source, dates.get("access-date")),
        volume=texts["volume"],
        issue=texts["issue"],
        pages=_pages(texts),
        elocation=texts["elocation-id"],
        identifiers=_identifiers(source, element, texts["isbn"]),
        container=container,
        publisher=texts["publisher-name"],
        place=texts["publisher-loc"],
        edition=texts["edition"],
        url=url,
        language=language,
        vernacular_title=vernacular,
    )


_TEXTS = (
    "article-title",
    "chapter-title",
    "trans-title",
    "source",
    "volume",
    "issue",
    "fpage",
    "lpage",
    "page-range",
    "elocation-id",
    "publisher-name",
    "publisher-loc",
    "edition",
    "issn",
    "isbn",
)


def _text(source: JatsSource, element: _Element, name: str) -> str | None:
    found = element.find(name)
    return (source.words(found) or None) if found is not None else None


def _hold_first(source: JatsSource, element: _Element, name: str) -> _Element | None:
    found = next(element.iter(name), None)
    if found is not None:
        source.hold(found)
    return found


def _people(source: JatsSource, group: _Element) -> tuple[Name, ...]:
    source.hold(group)
    return _names(source, group)


def _names(source: JatsSource, parent: _Element) -> tuple[Name, ...]:
    found: list[Name] = []
    for child in parent:
        if child.tag == "collab":
            found.append(Collective(source.words(child)))
        elif child.tag == "name":
            person = read_name(source, child)
            if person is not None:
                found.append(person)
    return tuple(found)


def read_name(source: JatsSource, element: _Element) -> Person | None:
    """Read a `name`: family name, given names, suffix."""
    source.hold(element)
    family, given, suffix = (_text(source, element, one) for one in ("surname", "given-names", "suffix"))
    found = element.find("given-names")
    initials = found.get("initials") if found is not None else None
    if family is None and given is None:
        return None
    return Person(family or given or "", given if family else None, initials, suffix)


def _date(source: JatsSource, element: _Element) -> PartialDate | None:
    year, month, day = (_text(source, element, one) for one in ("year", "month", "day"))
    words = _text(source, element, "season") or _text(source, element, "string-date")
    found = re.search(r"\d{4}", year or "")
    if found is None:
        return PartialDate(text=words or year) if words or year else None
    number = int(found[0])
    text = f"{number:04d} {words}" if words else None
    return PartialDate(number, _number(month, 12), _number(day, 31), text)


def _number(text: str | None, highest: int) -> int | None:
    if not text:
        return None
    if text.isdecimal():
        return int(text[:4]) if 1 <= int(text[:4]) <= highest else None
    return _MONTHS.index(text[:3].lower()) + 1 if highest == 12 and text[:3].lower() in _MONTHS else None


def _stated(source: JatsSource, element: _Element | None) -> PartialDate | None:
    """Read a date from its `iso-8601-date`, else from its words."""
    if element is None:
        return None
    words = source.words(element)
    parts = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", element.get("iso-8601-date") or "")
    if parts is None:
        return PartialDate(text=words.removeprefix("Epub ").removeprefix("Accessed ")) if words else None
    return PartialDate(int(parts[1]), _number(parts[2], 12), _number(parts[3], 31))


def _pages(texts: dict[str, str | None]) -> str | None:
    if texts["fpage"] and texts["lpage"] and texts["fpage"] != texts["lpage"]:
        return f"{texts['fpage']}-{texts['lpage']}"
    return texts["fpage"] or texts["page-range"]


def _identifiers(source: JatsSource, element: _Element, isbn: str | None) -> tuple[Identifier, ...]:
    found: list[Identifier] = []
    for one in element.iter("pub-id", "object-id"):
        scheme = _SCHEMES.get(one.get("pub-id-type") or "")
        identifier = Identifier.make(scheme, text_of(one)) if scheme else None
        if identifier is not None:
            source.hold(one)
            found.append(identifier)
    for link in element.iter("ext-link"):
        identifier = Identifier.parse(link.get(f"{XLINK}href") or "")
        if identifier is not None:
            source.hold_all(link)
            parent = link.getparent()
            if parent is not None and parent.tag == "comment":
                source.hold(parent)
            found.append(identifier)
    book = Identifier.make(Scheme.ISBN, isbn) if isbn else None
    unique = {one.scheme: one for one in reversed([*found, *([book] if book else [])])}
    return tuple(sorted(unique.values(), key=lambda one: list(Scheme).index(one.scheme)))


def _name_loose_text(source: JatsSource, element: _Element) -> None:
    """Name words of a mixed citation that no element marks."""
    loose = " ".join([element.text or "", *(child.tail or "" for child in element)])
    if _GLUE.sub("", loose):
        source.attribute(element, "text")
