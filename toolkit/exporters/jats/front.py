"""Front matter: journal and article metadata, in the order that both JATS tag sets want."""

from __future__ import annotations

import re
from datetime import date

from lxml.etree import _Element

from toolkit.exporters.jats.document import HREF, LANG, Document
from toolkit.exporters.jats.people import contributors, reviewers
from toolkit.exporters.jats.permissions import permissions
from toolkit.model.article import ArticleType, Change, ChangeKind, Metadata
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.policy import Journal
from toolkit.model.review import ReviewEventKind

NO_ISSN = "not assigned"
"""What stands in `issn` for a site that has none."""

# @article-type, from the list of PMC's style checker.
ARTICLE_TYPES = {
    ArticleType.QUESTION_ANSWER: "other",
    ArticleType.REVIEW: "review-article",
    ArticleType.PATIENT_LEAFLET: "other",
    ArticleType.GUIDELINE_SUMMARY: "other",
    ArticleType.NEWS: "news",
    ArticleType.EDITORIAL: "editorial",
}
_HEADINGS = {
    ArticleType.QUESTION_ANSWER: "Question and answer",
    ArticleType.REVIEW: "Review",
    ArticleType.PATIENT_LEAFLET: "Patient leaflet",
    ArticleType.GUIDELINE_SUMMARY: "Guideline summary",
    ArticleType.NEWS: "News",
    ArticleType.EDITORIAL: "Editorial",
}
_EVENTS = {
    ChangeKind.CORRECTION: "corrected",
    ChangeKind.UPDATE: "updated",
    ChangeKind.RETRACTION: "retracted",
}
# Steps of a review, as its signed record has them; JATS leaves the values of @event-type to the publisher.
_STEPS = {
    ReviewEventKind.REQUESTED: "Medical review requested",
    ReviewEventKind.APPROVED: "Approved by a reviewer",
    ReviewEventKind.CHANGES_REQUESTED: "Changes requested by a reviewer",
    ReviewEventKind.WITHDRAWN: "Review withdrawn",
}
# @related-article-type, from the list of PMC's style checker: what the notice is to this article.
_RELATED = {
    ChangeKind.CORRECTION: "correction-forward",
    ChangeKind.UPDATE: "update",
    ChangeKind.RETRACTION: "retraction-forward",
}


def article_type(metadata: Metadata) -> str:
    """Give `@article-type`: `other` for what PMC has no word for."""
    return ARTICLE_TYPES[metadata.type] if metadata.type else "other"


def front(document: Document) -> _Element:
    """Print `front`."""
    return document.element("front", None, _journal_meta(document), _article_meta(document))


def _journal_meta(document: Document) -> _Element:
    """Print the journal, or the site that takes its place.

    Publishing wants an identifier and an ISSN. The identifier is the publisher's own to choose, so
    one is made from the title; an ISSN is never made up: where there is none the element says so.
    """
    journal = document.publication.policy.journal
    publisher = document.publication.policy.publisher
    title = journal.title or publisher.name
    identifier = journal.identifier or re.sub(r"\W+", "-", (title or "").lower()).strip("-") or "not-stated"
    parts = [document.element("journal-id", {"journal-id-type": "publisher-id"}, identifier)]
    if title:
        titles = [document.element("journal-title", None, title)]
        if journal.abbreviation:
            attributes = {"abbrev-type": "publisher"}
            titles.append(document.element("abbrev-journal-title", attributes, journal.abbreviation))
        parts.append(document.element("journal-title-group", None, *titles))
    parts += _issns(document, journal)
    if publisher.name:
        place = [document.element("publisher-loc", None, publisher.location)] if publisher.location else []
        name = document.element("publisher-name", None, publisher.name)
        parts.append(document.element("publisher", None, name, *place))
    return document.element("journal-meta", None, *parts)


def _issns(document: Document, journal: Journal) -> list[_Element]:
    known = (("epub", "electronic", journal.issn_electronic), ("ppub", "print", journal.issn_print))
    printed = [
        document.element("issn", {"pub-type": kind, "publication-format": form}, issn)
        for kind, form, issn in known
        if issn
    ]
    return printed or [document.element("issn", {"pub-type": "epub"}, NO_ISSN)]


def _article_meta(document: Document) -> _Element:
    publication = document.publication
    metadata = publication.article.metadata
    title = document.element(
        "article-title", None, metadata.title or publication.article.slug, span=metadata.key_span("title")
    )
    parts = [
        *_identifiers(document, metadata),
        *_version(document, metadata),
        _categories(document, metadata),
        document.element("title-group", None, title),
        *contributors(document, publication.contributors),
        *(reviewers(document, publication.review.reviewers) if publication.review.is_approved else ()),
        *_author_notes(document, metadata),
        *([_pub_date(document, metadata.date)] if metadata.date else ()),
        document.element("elocation-id", None, publication.article.slug),
        *_history(document, metadata),
        *permissions(document),
        document.element("self-uri", {"content-type": "text/html", HREF: "index.html"}, "HTML version"),
        *_related(document, metadata),
        *_abstract(document, metadata),
        *_translated_abstracts(document, metadata),
        *_keywords(document, metadata),
        *_funding(document, metadata),
        _custom_meta(document, _status(document)),
    ]
    return document.element("article-meta", None, *parts)


def _identifiers(document: Document, metadata: Metadata) -> list[_Element]:
    parts = []
    if metadata.doi:
        doi = Identifier.make(Scheme.DOI, metadata.doi)
        span = metadata.key_span("doi")
        parts.append(
            document.element(
                "article-id", {"pub-id-type": "doi"}, doi.value if doi else metadata.doi, span=span
            )
        )
    slug = document.publication.article.slug
    return [*parts, document.element("article-id", {"pub-id-type": "publisher-id"}, slug)]


def _version(document: Document, metadata: Metadata) -> list[_Element]:
    if not metadata.version:
        return []
    span = metadata.key_span("version")
    return [
        document.element("article-version", {"article-version-type": "number"}, metadata.version, span=span)
    ]


def _categories(document: Document, metadata: Metadata) -> _Element:
    heading = _HEADINGS[metadata.type] if metadata.type else "Article"
    groups = [
        document.element(
            "subj-group", {"subj-group-type": "heading"}, document.element("subject", None, heading)
        )
    ]
    if metadata.subjects:
        subjects = (document.element("subject", None, one) for one in metadata.subjects)
        span = metadata.key_span("subjects")
        groups.append(document.element("subj-group", {"subj-group-type": "subject"}, *subjects, span=span))
    return document.element("article-categories", None, *groups)


def _author_notes(document: Document, metadata: Metadata) -> list[_Element]:
    parts: list[_Element] = []
    for number, author in enumerate(
        (one for one in document.publication.contributors if one.is_corresponding and one.email), start=1
    ):
        email = document.element("email", None, author.email or "")
        text = f"Correspondence: {author.name or ''}, "
        parts.append(document.element("corresp", {"id": f"cor-{number}"}, text, email))
    if metadata.competing_interests:
        statement = document.element("p", None, metadata.competing_interests)
        span = metadata.key_span("competing_interests")
        parts.append(
            document.element("fn", {"fn-type": "coi-statement", "id": "fn-coi"}, statement, span=span)
        )
    return [document.element("author-notes", None, *parts)] if parts else []


def _pub_date(document: Document, day: date) -> _Element:
    attributes = {"date-type": "pub", "publication-format": "electronic", "iso-8601-date": day.isoformat()}
    span = document.publication.article.metadata.key_span("date")
    return document.element("pub-date", attributes, *_date_parts(document, day), span=span)


def _date_parts(document: Document, day: date) -> list[_Element]:
    return [
        document.element("day", None, str(day.day)),
        document.element("month", None, str(day.month)),
        document.element("year", None, f"{day.year:04d}"),
    ]


def _history(document: Document, metadata: Metadata) -> list[_Element]:
    """Print corrections, updates and retractions, the last review and its steps, as dated events."""
    events = [
        _event(document, _EVENTS[change.kind], change.date, change.summary, _event_id(number, change))
        for number, change in enumerate(metadata.history, start=1)
    ]
    review = document.publication.review
    if review.is_approved and review.last_reviewed is not None:
        events.append(_event(document, "reviewed", review.last_reviewed, "Medical review"))
    events += [_event(document, one.kind.value, one.day, _STEPS[one.kind]) for one in review.events]
    return [document.element("pub-history", None, *events)] if events else []


def _event_id(number: int, change: Change) -> str | None:
    """Give the id of an event that has a notice of its own: the link to the notice names it."""
    return f"osler-event-{number}" if change.notice else None


def _event(document: Document, kind: str, day: date, text: str, xml_id: str | None = None) -> _Element:
    attributes = {"date-type": kind, "iso-8601-date": day.isoformat()}
    description = [document.element("event-desc", None, text)] if text.strip() else []
    moment = document.element("date", attributes, *_date_parts(document, day))
    return document.element("event", {"id": xml_id, "event-type": kind}, *description, moment)


def _related(document: Document, metadata: Metadata) -> list[_Element]:
    """Link to the notices of corrections, updates and retractions that were published on their own."""
    printed: list[_Element] = []
    for number, change in enumerate(metadata.history, start=1):
        if change.notice:
            attributes = {
                "id": f"osler-related-{number}",
                "specific-use": _event_id(number, change),
                "related-article-type": _RELATED[change.kind],
                "ext-link-type": "doi",
                HREF: change.notice,
            }
            printed.append(
                document.element("related-article", attributes, f"doi:{change.notice}", span=change.span)
            )
    return printed


def _abstract(document: Document, metadata: Metadata) -> list[_Element]:
    paragraphs = _paragraphs(document, metadata.abstract)
    span = metadata.key_span("abstract")
    return [document.element("abstract", None, *paragraphs, span=span)] if paragraphs else []


def _translated_abstracts(document: Document, metadata: Metadata) -> list[_Element]:
    span = metadata.key_span("translated_abstracts")
    return [
        document.element("trans-abstract", {LANG: language}, *paragraphs, span=span)
        for language, text in metadata.translated_abstracts
        if (paragraphs := _paragraphs(document, text))
    ]


def _paragraphs(document: Document, text: str | None) -> list[_Element]:
    texts = [" ".join(part.split()) for part in (text or "").split("\n\n")]
    return [document.element("p", None, one) for one in texts if one]


def _keywords(document: Document, metadata: Metadata) -> list[_Element]:
    if not metadata.keywords:
        return []
    words = (document.element("kwd", None, one) for one in metadata.keywords)
    attributes = {"kwd-group-type": "author"}
    return [document.element("kwd-group", attributes, *words, span=metadata.key_span("keywords"))]


def _funding(document: Document, metadata: Metadata) -> list[_Element]:
    if not metadata.funding:
        return []
    statement = document.element("funding-statement", None, metadata.funding)
    return [document.element("funding-group", None, statement, span=metadata.key_span("funding"))]


def _status(document: Document) -> list[tuple[str, str]]:
    """Say what the page says of the article's state, for machines."""
    publication = document.publication
    review = publication.review
    pairs = [
        ("audience", " ".join(publication.article.metadata.audience)),
        ("review-status", review.status.value),
        ("last-reviewed", review.last_reviewed.isoformat() if review.last_reviewed else ""),
        ("next-review-due", review.next_due.isoformat() if review.next_due else ""),
        ("last-updated", publication.last_updated.isoformat() if publication.last_updated else ""),
        ("draft", "yes" if publication.is_draft else ""),
        ("newer-version", publication.newer or ""),
    ]
    return [(name, value) for name, value in pairs if value]


def _custom_meta(document: Document, pairs: list[tuple[str, str]]) -> _Element:
    return document.element(
        "custom-meta-group",
        None,
        *(
            document.element(
                "custom-meta",
                None,
                document.element("meta-name", None, name),
                document.element("meta-value", None, value),
            )
            for name, value in pairs
        ),
    )
