"""The head of the page: what it is, in which state, how old, by whom, and what it contains."""

from __future__ import annotations

from datetime import date

from toolkit.exporters.credits import orcid_url
from toolkit.exporters.html import wording
from toolkit.exporters.html.editions import audience_choice
from toolkit.exporters.html.links import fragment, safe_url
from toolkit.exporters.html.markup import Content, Element, element
from toolkit.exporters.html.page import Page, time_element
from toolkit.exporters.html.site_menu import site_bar
from toolkit.exporters.html.theming import fragment_of
from toolkit.exporters.publication import disclaimer_paragraphs, disclaimers_at
from toolkit.model.article import Change, ChangeKind
from toolkit.model.counting import counted
from toolkit.model.policy import Disclaimer, Occasion
from toolkit.model.publication import Publication
from toolkit.model.review import ReviewStatus, UrgentCorrection

Contents = list[Content]
_CHANGES = {
    ChangeKind.RETRACTION: ("Retracted", "alarm"),
    ChangeKind.CORRECTION: ("Corrected", "pending"),
    ChangeKind.UPDATE: ("Updated", "quiet"),
}
_CONTENTS_FROM = 3
"""How many sections make a list of contents worth its room."""
_BYLINE = 10
"""How many authors stand under the title; all of them stand at the end of the page."""


def masthead(page: Page) -> Element:
    """Print the site's name, the kind of page, the title, the authors, and the banners."""
    return element(
        "header",
        {"class": "masthead"},
        *_top(page),
        _kind(page),
        element("h1", {"id": "osler-title"}, page.title),
        _byline(page),
        _board(page),
        element("p", {"class": "byline"}, page.words(wording.PURPOSE)),
        audience_choice(page),
        *banners(page),
    )


def _top(page: Page) -> list[Element | None]:
    """Print the theme's own head, else the site's name; the menu of a site stands under either."""
    own = fragment_of(page, "header")
    return [own] if own is not None and page.publication.site is None else [own, _site(page)]


def _site(page: Page) -> Element | None:
    publication = page.publication
    if publication.site is not None:
        return site_bar(publication.site, f"../{publication.root}")
    policy = publication.policy
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
    for person in page.publication.contributors[:_BYLINE]:
        if authors:
            authors.append(", ")
        name = person.name or person.identifier or "Anonymous"
        authors.append(_person(name, person.credentials, person.orcid))
    more = len(page.publication.contributors) - _BYLINE
    if more > 0:
        rest = page.words(f"and {counted(more, 'other')}")
        authors += [" ", element("a", {"href": "#osler-about"}, rest)]
    return element("p", {"class": "byline"}, page.words("By "), *authors) if authors else None


def _person(name: str, credentials: str | None, orcid: str | None) -> Element:
    """Print a name with its credentials; one with an ORCID leads to the person's record."""
    shown: Content = element("bdi", None, f"{name}, {credentials}" if credentials else name)
    href = safe_url(orcid_url(orcid)) if orcid else None
    if href is None:
        return element("span", None, shown)
    hidden = element("span", {"class": "visually-hidden"}, " (ORCID)")
    return element("a", {"href": href, "class": "orcid"}, shown, hidden)


def _board(page: Page) -> Element | None:
    """Say what the advisory board did with this very page, and no more: not that it reviews all pages."""
    publication = page.publication
    review = publication.review
    if review.is_approved and review.reviewers:
        people: Contents = []
        for one in review.reviewers:
            people += [", " if people else " ", _person(one.name, one.credentials, one.orcid)]
        told: Contents = [page.words("Medically reviewed by"), *people]
    elif publication.board.members:
        told = [page.words("Not approved by the medical advisory board yet")]
    else:
        return None
    url = publication.advisory_board_address
    href = safe_url(url) if url else None
    link = element("a", {"href": href}, page.words("Medical advisory board")) if href else None
    if link is not None:
        told += [" · ", link]
    return element("p", {"class": "byline"}, *told)


def banners(page: Page) -> Contents:
    """Print what a reader must know before reading: retracted, draft, not reviewed, corrected."""
    publication = page.publication
    found: Contents = [_older(page, publication.newer)] if publication.newer else []
    history = sorted(publication.article.metadata.history, key=lambda one: one.date)
    for kind in (ChangeKind.RETRACTION, ChangeKind.CORRECTION, ChangeKind.UPDATE):
        changes = [one for one in history if one.kind is kind]
        if changes:
            found.append(_change(page, changes))
    if publication.review.retracted is not None and not any(
        one.kind is ChangeKind.RETRACTION for one in history
    ):
        day = time_element(page, publication.review.retracted)
        found.append(_banner(page, "alarm", "Retracted", day, ": ", page.words(wording.RETRACTED_TEXT)))
    if publication.review.urgent is not None:
        found.append(_urgent(page, publication.review.urgent))
    if publication.is_draft:
        found.append(_banner(page, "alarm", wording.DRAFT_TITLE, page.words(wording.DRAFT_TEXT)))
    if not publication.review.is_approved:
        reasons = [element("li", None, page.words(reason)) for reason in _reasons(publication)]
        more = element("ul", None, *reasons) if reasons else None
        approved = review_notice(publication)
        title = approved.title if approved else wording.PENDING_TITLE
        own = page.words(wording.PENDING_TEXT)
        words = " ".join(disclaimer_paragraphs(approved, publication.policy)) if approved else own
        found.append(_banner(page, "pending", title, words, after=more))
    return found


def _older(page: Page, newer: str) -> Element:
    """Say that a newer version exists, and lead there."""
    link = element("a", {"href": safe_url(newer)}, page.words(wording.NEWER_TEXT))
    return _banner(page, "alarm", wording.OLDER_TITLE, page.words(wording.OLDER_TEXT), " ", link, ".")


def _reasons(publication: Publication) -> list[str]:
    """Give why no approval stands, in sentences: approvals that ended, signatures that nobody could verify."""
    found = [*publication.review.reasons]
    if not publication.review.is_verifiable:
        found.append(wording.UNVERIFIABLE)
    return [f"{one.rstrip('.')}." for one in found]


def _change(page: Page, changes: list[Change]) -> Element:
    """Print the newest change of a kind, and the way to the others and to its notice."""
    newest = changes[-1]
    title, weight = _CHANGES[newest.kind]
    more: Contents = []
    doi = safe_url(f"https://doi.org/{newest.notice}") if newest.notice else None
    if doi:
        more += [" ", element("a", {"href": doi}, page.words("Read the notice")), "."]
    if len(changes) > 1:
        text = page.words(f"All {len(changes)} in the history")
        more += [" ", element("a", {"href": "#osler-history"}, text), "."]
    day = time_element(page, newest.date)
    return _banner(page, weight, title, day, ": ", newest.summary, *more)


def _urgent(page: Page, correction: UrgentCorrection) -> Element:
    """Say that a safety correction went out before its review, and by when that is due."""
    told: Contents = [time_element(page, correction.day), ": "]
    if correction.summary:
        told += [correction.summary.rstrip("."), ". "]
    told += [page.words(wording.URGENT_TEXT), " ", time_element(page, correction.deadline), "."]
    return _banner(page, "alarm", wording.URGENT_TITLE, *told)


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
    """Print the status track, the dates and the version."""
    publication = page.publication
    review = publication.review
    metadata = publication.article.metadata
    updated = publication.last_updated
    version = element("dd", None, element("bdi", None, metadata.version)) if metadata.version else None
    rows: list[Contents] = [
        _row(page, "Published", metadata.date, "Not dated"),
        _row(page, "Last updated", updated if updated != metadata.date else None, None),
        _row(page, "Last reviewed", review.last_reviewed, "Not yet reviewed"),
        _row(page, "Next review due", review.next_due, "Not set" if review.is_approved else None),
        [element("dt", None, page.words("Version")), version] if version is not None else [],
    ]
    policy_url = publication.editorial_policy_address
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
    own = {"osler-key-points", "osler-research"}
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
