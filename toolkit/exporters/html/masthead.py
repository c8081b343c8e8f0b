"""The head of the page: what it is, in which state, how old, by whom, and what it contains."""

from __future__ import annotations

from datetime import date

from toolkit.exporters.html import wording
from toolkit.exporters.html.links import fragment, safe_url
from toolkit.exporters.html.markup import Content, Element, element
from toolkit.exporters.html.page import Page, time_element
from toolkit.exporters.publication import disclaimer_paragraphs, disclaimers_at
from toolkit.model.article import ChangeKind, Contributor
from toolkit.model.policy import Disclaimer, Occasion
from toolkit.model.publication import Publication
from toolkit.model.review import ReviewStatus

Contents = list[Content]
_CONTENTS_FROM = 3
"""How many sections make a list of contents worth its room."""


def masthead(page: Page) -> Element:
    """Print the site's name, the kind of page, the title, the authors, and the banners."""
    return element(
        "header",
        {"class": "masthead"},
        _site(page),
        _kind(page),
        element("h1", {"id": "osler-title"}, page.title),
        _byline(page),
        *banners(page),
    )


def _site(page: Page) -> Element | None:
    policy = page.publication.policy
    name = policy.journal.title or policy.publisher.name
    if name is None:
        return None
    href = safe_url(policy.publisher.url) if policy.publisher.url else None
    return element("p", {"class": "site"}, element("a", {"href": href}, name) if href else name)


def _kind(page: Page) -> Element | None:
    metadata = page.publication.article.metadata
    policy = page.publication.policy
    kind = metadata.type or policy.default_type
    audience = metadata.audience or policy.default_audience
    parts = []
    if kind is not None:
        parts.append(wording.TYPES[kind])
    if audience:
        parts.append("for " + " and ".join(wording.AUDIENCES[one] for one in audience))
    text = " ".join(parts)
    return element("p", {"class": "kind"}, page.words(text[:1].upper() + text[1:])) if text else None


def _byline(page: Page) -> Element | None:
    authors: Contents = []
    for contributor in page.publication.contributors:
        if authors:
            authors.append(", ")
        authors.append(element("bdi", None, _name(contributor)))
    return element("p", {"class": "byline"}, page.words("By "), *authors) if authors else None


def _name(contributor: Contributor) -> str:
    name = contributor.name or contributor.identifier or "Anonymous"
    return f"{name}, {contributor.credentials}" if contributor.credentials else name


def banners(page: Page) -> Contents:
    """Print what a reader must know before reading: retracted, draft, not reviewed, corrected."""
    publication = page.publication
    found: Contents = []
    for change in publication.article.metadata.history:
        if change.kind is ChangeKind.RETRACTION:
            found.append(
                _banner(page, "alarm", "Retracted", time_element(page, change.date), ": ", change.summary)
            )
    if publication.is_draft:
        found.append(_banner(page, "alarm", wording.DRAFT_TITLE, page.words(wording.DRAFT_TEXT)))
    if not publication.review.is_approved:
        reasons = [element("li", None, page.words(reason)) for reason in publication.review.reasons]
        more = element("ul", None, *reasons) if reasons else None
        approved = review_notice(publication)
        title = approved.title if approved else wording.PENDING_TITLE
        own = page.words(wording.PENDING_TEXT)
        words = " ".join(disclaimer_paragraphs(approved, publication.policy)) if approved else own
        found.append(_banner(page, "pending", title, words, after=more))
    return found


def review_notice(publication: Publication) -> Disclaimer | None:
    """Give the policy's own words for an unreviewed page, where the banner can say them.

    They stand in the banner then, and not a second time before the text.
    """
    for disclaimer in disclaimers_at(publication, "start"):
        if disclaimer.required_for == {Occasion.UNREVIEWED} and not publication.review.is_approved:
            return disclaimer
    return None


def _banner(page: Page, weight: str, title: str, *text: Content, after: Element | None = None) -> Element:
    attributes = {"class": f"banner banner-{weight}", "role": "note", "aria-label": title}
    heading = element("strong", None, page.words(title + "."))
    return element("div", attributes, element("p", None, heading, " ", *text), after)


def status_panel(page: Page) -> Element:
    """Print the status track and the three dates."""
    publication = page.publication
    review = publication.review
    rows = [
        _row(page, "Last updated", publication.last_updated, "Not dated"),
        _row(page, "Last reviewed", review.last_reviewed, "Not yet reviewed"),
        _row(page, "Next review due", review.next_due, "Not set" if review.is_approved else None),
    ]
    policy_url = publication.policy.publisher.editorial_policy_url
    href = safe_url(policy_url) if policy_url else None
    link = element("p", None, element("a", {"href": href}, page.words("Editorial policy"))) if href else None
    return element(
        "section",
        {"class": "status", "aria-labelledby": "osler-status"},
        element("h2", {"id": "osler-status"}, page.words("Review status")),
        _track(page, review.status),
        element("dl", None, *(part for row in rows for part in row)),
        link,
    )


def _track(page: Page, current: ReviewStatus) -> Element:
    """Print the three steps; done, current and coming ones differ in sign and word, not by colour alone."""
    steps = list(ReviewStatus)
    reached = steps.index(current)
    items = []
    for index, step in enumerate(steps):
        if index < reached:
            state, sign, note = "done", "✓", "done"
        elif index == reached:
            state, sign, note = "current", "✓" if step is ReviewStatus.APPROVED else "●", "current step"
        else:
            state, sign, note = "coming", "○", "not reached"
        attributes = {"class": f"step-{state}", "aria-current": "step" if state == "current" else None}
        mark = element("span", {"class": "step-sign", "aria-hidden": "true"}, sign)
        hidden = element("span", {"class": "visually-hidden"}, page.words(f" ({note})"))
        items.append(element("li", attributes, mark, page.words(wording.STATUSES[step]), hidden))
    return element("ol", {"class": "track"}, *items)


def _row(page: Page, label: str, day: date | None, absent: str | None) -> Contents:
    if day is None and absent is None:
        return []
    value = time_element(page, day) if day is not None else page.words(absent or "")
    return [element("dt", None, page.words(label)), element("dd", None, value)]


def contents_list(page: Page, closing: list[tuple[str, str]]) -> Element | None:
    """Print the list of contents where there are enough sections; `closing` are the page's own parts."""
    sections = [one for one in page.sections if one.level == 2]
    if len(sections) < _CONTENTS_FROM:
        return None
    own = {"osler-key-points"}
    items = [
        _entry(one.identifier, page.words(one.title) if one.identifier in own else one.title)
        for one in sections
    ]
    items += [_entry(identifier, page.words(title)) for identifier, title in closing]
    return element(
        "nav",
        {"class": "contents", "aria-labelledby": "osler-contents"},
        element("h2", {"id": "osler-contents"}, page.words("On this page")),
        element("ul", None, *items),
    )


def _entry(identifier: str, title: Content) -> Element:
    return element("li", None, element("a", {"href": fragment(identifier)}, title))
