"""Front matter of JATS as metadata: what an article of ours says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from lxml.etree import _Element

from toolkit.model.article import AiUse, ArticleType, Audience, Change, ChangeKind, Contributor, Metadata
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.policy import Journal, Publisher
from toolkit.model.review import Reviewer, ReviewEventKind
from toolkit.readers.contributors import CREDIT_ROLES
from toolkit.readers.jats.document import ALI, LANG, XLINK, JatsSource, children_named, plain, text_of
from toolkit.readers.jats.works import read_name

_HEADINGS = {
    "question and answer": ArticleType.QUESTION_ANSWER,
    "review": ArticleType.REVIEW,
    "patient leaflet": ArticleType.PATIENT_LEAFLET,
    "guideline summary": ArticleType.GUIDELINE_SUMMARY,
    "news": ArticleType.NEWS,
    "editorial": ArticleType.EDITORIAL,
}
_BY_JATS = {
    "review-article": ArticleType.REVIEW,
    "systematic-review": ArticleType.REVIEW,
    "news": ArticleType.NEWS,
    "editorial": ArticleType.EDITORIAL,
}
_EVENTS = {
    "corrected": ChangeKind.CORRECTION,
    "updated": ChangeKind.UPDATE,
    "retracted": ChangeKind.RETRACTION,
}
# Of a review: these are the record's to say, and are no changes of the article.
_STEPS = frozenset({"reviewed", *ReviewEventKind})
_COI = ("coi-statement", "conflict")


def read_metadata(source: JatsSource) -> Metadata:
    """Read what the front and the statements in the back say of the article."""
    root = source.root
    front = root.find("front")
    meta = root.find("front/article-meta")
    if front is not None:
        source.hold(front)
    if meta is not None:
        source.hold(meta)
    subjects = _subjects(source, meta)
    custom = custom_meta(source, meta)
    journal_id = _identifier(source, meta, "publisher-id")
    elocation = _one(source, meta, "elocation-id")
    if elocation is not None and journal_id not in (None, elocation) and meta is not None:
        source.attribute(meta, "elocation-id")
    return Metadata(
        title=_title(source, meta),
        type=_article_type(source, subjects),
        audience=tuple(Audience(one) for one in custom.get("audience", "").split() if one in set(Audience)),
        authors=_authors(source, meta),
        date=_published(source, meta),
        keywords=_keywords(source, meta),
        subjects=tuple(subjects.get("subject", ())),
        license=_license(source, meta),
        doi=_doi(source, meta),
        language=root.get(LANG),
        copyright=_copyright(source, meta),
        data_availability=_statement(source, "data-availability"),
        competing_interests=_competing_interests(source),
        funding=_funding(source, meta),
        ai_assistance=_ai_assistance(source),
        abstract=_abstract(source, meta.find("abstract") if meta is not None else None),
        translated_abstracts=_translated_abstracts(source, meta),
        version=_one(source, meta, "article-version"),
        history=_history(source, meta),
    )


def _one(source: JatsSource, parent: _Element | None, path: str) -> str | None:
    found = parent.find(path) if parent is not None else None
    return (source.words(found) or None) if found is not None else None


def _held(source: JatsSource, parent: _Element | None, path: str) -> list[_Element]:
    found = parent.findall(path) if parent is not None else []
    source.hold(*found)
    return found


def _title(source: JatsSource, meta: _Element | None) -> str | None:
    _held(source, meta, "title-group")
    return _one(source, meta, "title-group/article-title")


def _identifier(source: JatsSource, meta: _Element | None, kind: str) -> str | None:
    for one in children_named(meta, "article-id"):
        if one.get("pub-id-type") == kind:
            return source.words(one) or None
    return None


def _doi(source: JatsSource, meta: _Element | None) -> str | None:
    text = _identifier(source, meta, "doi")
    found = Identifier.make(Scheme.DOI, text) if text else None
    return found.value if found else text


def _subjects(source: JatsSource, meta: _Element | None) -> dict[str, list[str]]:
    """Read the subjects by the type of their group; a subject below another stands beside it."""
    _held(source, meta, "article-categories")
    found: dict[str, list[str]] = {}
    for group in _held(source, meta, "article-categories/subj-group"):
        kind = group.get("subj-group-type") or "subject"
        kind = kind if kind == "heading" else "subject"
        source.hold(*group.iter("subj-group"))
        words = [source.words(one) for one in group.iter("subject")]
        found[kind] = list(dict.fromkeys([*found.get(kind, []), *words]))
    return found


def _article_type(source: JatsSource, subjects: dict[str, list[str]]) -> ArticleType | None:
    headings = subjects.get("heading", [])
    for one in headings:
        if one.lower() in _HEADINGS:
            return _HEADINGS[one.lower()]
    kind = source.root.get("article-type") or ""
    if kind not in ("", "other", *_BY_JATS):
        source.attribute(source.root, "article-type")
    return _BY_JATS.get(kind)


def _authors(source: JatsSource, meta: _Element | None) -> tuple[Contributor, ...]:
    found: list[Contributor] = []
    for group in children_named(meta, "contrib-group"):
        source.hold(group)
        people = children_named(group, "contrib")
        found += [_author(source, one) for one in people if one.get("contrib-type", "author") == "author"]
    for notes in _held(source, meta, "author-notes"):
        for one in children_named(notes, "corresp"):
            if "@" in source.words(one) and found:
                source.hold_all(one)
    return tuple(found)


def _author(source: JatsSource, element: _Element) -> Contributor:
    source.hold(element)
    name = element.find("name")
    person = read_name(source, name) if name is not None else None
    collective = _one(source, element, "collab")
    parts = (person.given, person.family, person.suffix) if person else (collective,)
    orcid = next(
        (one for one in children_named(element, "contrib-id") if one.get("contrib-id-type") == "orcid"), None
    )
    return Contributor(
        source.span(element),
        name=" ".join(filter(None, parts)) or None,
        orcid=_orcid(source.words(orcid)) if orcid is not None else None,
        affiliation=_affiliation(source, element),
        credentials=_one(source, element, "degrees"),
        email=_one(source, element, "email"),
        roles=tuple(_role(source, one) for one in children_named(element, "role")),
        is_corresponding=element.get("corresp") == "yes",
        is_collective=person is None and collective is not None,
    )


def _orcid(text: str) -> str:
    found = re.search(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", text)
    return found[0] if found else text


def _role(source: JatsSource, element: _Element) -> str:
    words = source.words(element)
    known = {"".join(one.split()).casefold(): one for one in CREDIT_ROLES}
    return known.get("".join(words.split()).casefold(), words)


def _affiliation(source: JatsSource, element: _Element) -> str | None:
    """Read where a contributor works: of several places the first, the others are named."""
    links = [one for one in children_named(element, "xref") if one.get("ref-type") == "aff"]
    places = [source.places[name] for one in links if (name := one.get("rid") or "") in source.places]
    places += element.findall("aff")
    for link in links[:1]:
        source.hold_all(link)
    if not places:
        return None
    place = places[0]
    source.hold(place)
    label = place.find("label")
    if label is not None:
        source.words(label)
    parts = [place.text or ""]
    for child in place:
        if child.tag != "label":
            source.words(child)
            source.hold_all(child)
            parts.append(text_of(child))
        parts.append(child.tail or "")
    return " ".join("".join(parts).split()).strip(" ,;") or None


def read_reviewers(source: JatsSource) -> tuple[Reviewer, ...]:
    """Read the persons who approved the article."""
    found: list[Reviewer] = []
    for one in source.root.iterfind("front/article-meta/contrib-group/contrib"):
        name = one.find("name")
        if one.get("contrib-type") != "reviewer" or name is None:
            continue
        source.hold(one)
        person = read_name(source, name)
        words = " ".join(filter(None, (person.given, person.family, person.suffix))) if person else ""
        orcid = _one(source, one, "contrib-id")
        found.append(
            Reviewer(
                words,
                _one(source, one, "role"),
                _one(source, one, "degrees"),
                _orcid(orcid) if orcid else None,
            )
        )
    return tuple(found)


def _day(source: JatsSource, element: _Element) -> date | None:
    """Read a whole date: from its numbers, else from `iso-8601-date`."""
    source.hold(element)
    numbers = [_one(source, element, name) for name in ("year", "month", "day")]
    iso = re.match(r"(\d{4})-(\d\d)-(\d\d)", element.get("iso-8601-date") or "")
    values = [one for one in numbers if one and one.isdecimal()] if iso is None else list(iso.groups())
    try:
        return date(*map(int, values)) if len(values) == 3 else None
    except (ValueError, OverflowError):
        return None


def _published(source: JatsSource, meta: _Element | None) -> date | None:
    """Read the date of publication: the first whole one; the others are named."""
    for one in children_named(meta, "pub-date"):
        day = _day(source, one)
        if day is not None:
            return day
    return None


def _keywords(source: JatsSource, meta: _Element | None) -> tuple[str, ...]:
    groups = _held(source, meta, "kwd-group")
    return tuple(source.words(one) for group in groups for one in children_named(group, "kwd"))


def _license(source: JatsSource, meta: _Element | None) -> str | None:
    _held(source, meta, "permissions")
    for one in _held(source, meta, "permissions/license"):
        source.hold_all(one)
        named = one.find(f"{ALI}license_ref")
        address = one.get(f"{XLINK}href") or (text_of(named) if named is not None else "")
        words = plain(one)
        return address.strip() or words or None
    return None


def _copyright(source: JatsSource, meta: _Element | None) -> str | None:
    statement, year, holder = (
        _one(source, meta, f"permissions/copyright-{one}") for one in ("statement", "year", "holder")
    )
    return statement or " ".join(filter(None, (year, holder))) or None


def _competing_interests(source: JatsSource) -> str | None:
    for one in source.root.iter("fn"):
        parent = one.getparent()
        if one.get("fn-type") in _COI and parent is not None and parent.tag in ("author-notes", "fn-group"):
            source.hold(one)
            return "\n\n".join(source.words(child) for child in one) or None
    return None


def _funding(source: JatsSource, meta: _Element | None) -> str | None:
    _held(source, meta, "funding-group")
    return _one(source, meta, "funding-group/funding-statement")


def _abstract(source: JatsSource, element: _Element | None) -> str | None:
    """Read an abstract as paragraphs; the titles of its sections stand before them."""
    if element is None:
        return None
    source.hold(element)
    return "\n\n".join(_paragraphs(source, element)) or None


def _translated_abstracts(source: JatsSource, meta: _Element | None) -> tuple[tuple[str, str], ...]:
    found = ((one.get(LANG) or "", _abstract(source, one)) for one in children_named(meta, "trans-abstract"))
    return tuple((language, text) for language, text in found if text)


def _ai_assistance(source: JatsSource) -> tuple[AiUse, ...] | None:
    """Read the statement on generative tools: `()` where it says that none was used."""
    section = source.root.find("back/sec[@sec-type='ai-assistance']")
    if section is None:
        return None
    source.hold_all(section)
    uses: list[AiUse] = []
    for one in children_named(section, "p"):
        named: dict[str, list[str]] = {}
        for part in children_named(one, "named-content"):
            named.setdefault(part.get("content-type") or "", []).append(plain(part))
        version, provider, dates, purpose, checker = (
            next(iter(named.get(f"ai-{name}", ())), None)
            for name in ("version", "provider", "dates", "purpose", "verified-by")
        )
        tool = next(iter(named.get("ai-tool", ())), None)
        if tool is not None:
            sections = tuple(named.get("ai-section", ()))
            use = AiUse(source.span(one), tool, version, provider, dates, purpose, sections, checker)
            uses.append(use)
    return tuple(uses)


def _paragraphs(source: JatsSource, element: _Element) -> Iterator[str]:
    for child in element:
        if child.tag == "sec":
            source.keep_text(child)
            yield from _paragraphs(source, child)
        elif child.tag in ("p", "title"):
            yield source.words(child)
        else:
            source.keep_text(child)
            for below in child.iterdescendants():
                source.keep_text(below)
            yield plain(child)


def _statement(source: JatsSource, kind: str) -> str | None:
    """Read a statement that stands as a section of its own in the back matter."""
    for one in source.root.iterfind("back/sec"):
        if one.get("sec-type") == kind:
            source.hold(one)
            title = one.find("title")
            if title is not None:
                source.words(title)
            return "\n\n".join(source.words(child) for child in one if child is not title) or None
    return None


def _history(source: JatsSource, meta: _Element | None) -> tuple[Change, ...]:
    _held(source, meta, "pub-history")
    found: list[Change] = []
    for event in _held(source, meta, "pub-history/event"):
        moment = event.find("date")
        day = _day(source, moment) if moment is not None else None
        kind = _EVENTS.get(event.get("event-type") or "")
        words = _one(source, event, "event-desc") or ""
        if day is None or (kind is None and event.get("event-type") not in _STEPS):
            source.attribute(event, "event-type")
        elif kind is not None:
            found.append(Change(source.span(event), day, kind, words, _notice(source, meta, event)))
    return tuple(found)


def _notice(source: JatsSource, meta: _Element | None, event: _Element) -> str | None:
    """Give the DOI of an event's own notice: a related article that says which event it belongs to."""
    name = event.get("id")
    for one in children_named(meta, "related-article"):
        if name and one.get("specific-use") == name and one.get("ext-link-type") == "doi":
            source.words(one)
            return one.get(f"{XLINK}href")
    return None


def custom_meta(source: JatsSource, meta: _Element | None) -> dict[str, str]:
    """Read the pairs of `custom-meta`: status, audience and dates of an export of ours."""
    _held(source, meta, "custom-meta-group")
    found: dict[str, str] = {}
    for one in _held(source, meta, "custom-meta-group/custom-meta"):
        name, value = _one(source, one, "meta-name"), _one(source, one, "meta-value")
        if name and value:
            found[name] = value
    return found


def read_journal(source: JatsSource) -> tuple[Journal, Publisher]:
    """Read the journal, or site, and who publishes it."""
    meta = source.root.find("front/journal-meta")
    if meta is None:
        return Journal(), Publisher()
    source.hold(meta)
    _held(source, meta, "publisher")
    _held(source, meta, "journal-title-group")
    issns = {one.get("pub-type"): source.words(one) for one in children_named(meta, "issn")}
    identifier = meta.find("journal-id")
    journal = Journal(
        title=_one(source, meta, "journal-title-group/journal-title") or _one(source, meta, "journal-title"),
        abbreviation=_one(source, meta, "journal-title-group/abbrev-journal-title"),
        identifier=source.words(identifier) if identifier is not None else None,
        issn_electronic=issns.get("epub"),
        issn_print=issns.get("ppub"),
    )
    publisher = Publisher(
        name=_one(source, meta, "publisher/publisher-name"),
        location=_one(source, meta, "publisher/publisher-loc"),
    )
    return journal, publisher
