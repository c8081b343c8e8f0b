"""The index, the pages that lead from former addresses to present ones, the board, and editors' own pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from toolkit.exporters.credits import orcid_url
from toolkit.exporters.html.links import fragment, safe_url
from toolkit.exporters.html.markup import Content, Element, element
from toolkit.exporters.html.page import direction_of, long_date
from toolkit.exporters.site import BOARD, INDEX, Listing, Site, address_of
from toolkit.exporters.site.frame import Leaf, page
from toolkit.model.counting import counted
from toolkit.model.metadata import Audience
from toolkit.model.review import Board, Member, ReviewStatus

STATUSES = {
    ReviewStatus.APPROVED: "Approved",
    ReviewStatus.UNDER_REVIEW: "Under review",
    ReviewStatus.SUBMITTED: "Submitted, not reviewed yet",
}
RETRACTED = "Retracted"
AUDIENCES = {Audience.PATIENT: "Patients", Audience.PROFESSIONAL: "Health professionals"}
BOARD_TITLE = "Advisory board"
_GROUPS = {"reviewer": "Reviewers", "editor": "Editors", "author": "Authors"}
_OTHERS = "Others"
_SUMMARY = 240
"""Characters of an abstract that the index shows: some three lines."""


def index_page(site: Site) -> bytes:
    """Give the index: every article, then by subject, by audience and by review status. Linear in its size."""
    groups = (
        ("By subject", "by-subject", _by_subject(site)),
        ("By audience", "by-audience", _by_audience(site)),
        ("By review status", "by-status", _by_status(site)),
    )
    listed = [(title, place, found) for title, place, found in groups if found]
    contents: list[Content | None] = [
        _lead(site),
        _jumps([("All articles", "all"), *((title, place) for title, place, _ in listed)])
        if listed
        else None,
        element("h2", {"id": "all"}, "All articles"),
        element("ul", {"class": "listing"}, *(_entry(site, one) for one in site.articles))
        if site.articles
        else element("p", None, "No article is published yet."),
    ]
    for title, place, found in listed:
        contents.append(element("h2", {"id": place}, title))
        contents.append(element("div", {"class": "groups"}, *_lists(site, found)))
    feed = {"rel": "alternate", "type": "application/atom+xml", "href": "feed.xml", "title": site.name}
    links = (element("link", feed),) if site.base else ()
    return page(site, Leaf(INDEX, site.name, tuple(contents), links))


def redirect_page(site: Site, former: str, to: Listing) -> bytes:
    """Give the page at a former address: it goes on to the present one, and names it for search engines."""
    target = f"../{address_of(to.slug)}"
    canonical = f"{site.base}{address_of(to.slug).removesuffix(INDEX)}" if site.base else target
    links = (
        element("meta", {"name": "robots", "content": "noindex"}),
        element("meta", {"http-equiv": "refresh", "content": f"0; url={target}"}),
    )
    said = element("p", None, "This article is now at ", _link(site, to, target), ".")
    return page(site, Leaf(f"{former}/{INDEX}", "Moved", (said,), links, canonical=canonical))


def board_page(site: Site, board: Board) -> bytes:
    """Give the page of the people: reviewers, editors, authors, each once, under the first of these roles."""
    groups: dict[str, list[Member]] = {title: [] for title in (*_GROUPS.values(), _OTHERS)}
    for member in board.members:
        groups[_group(member)].append(member)
    contents: list[Content] = []
    for title, members in groups.items():
        if members:
            contents += [
                element("h2", None, title),
                element("ul", {"class": "people"}, *(_person(one) for one in members)),
            ]
    return page(site, Leaf(BOARD, BOARD_TITLE, tuple(contents)))


def written_page(
    site: Site, place: str, title: str, contents: Iterable[Content], behind: Iterable[Element] = ()
) -> bytes:
    """Give a page that the editors wrote, from what its Markdown became."""
    text = element("div", {"class": "text prose"}, *contents)
    return page(site, Leaf(place, title, (text,), behind=tuple(behind)))


def audience_words(audience: Iterable[Audience]) -> tuple[str, ...]:
    """Name the readers that a page speaks to."""
    return tuple(AUDIENCES[who] for who in dict.fromkeys(audience))


def status_words(one: Listing) -> str:
    """Say an article's review status, or that it was retracted, which comes before any review."""
    return RETRACTED if one.retracted else STATUSES[one.status]


def _lead(site: Site) -> Element | None:
    if not site.articles:
        return None
    days = [one.updated for one in site.articles if one.updated]
    newest = f", the last updated {long_date(max(days))}" if days else ""
    return element("p", {"class": "lead"}, f"{counted(len(site.articles), 'article')}{newest}.")


def _jumps(places: list[tuple[str, str]]) -> Element:
    links = (element("li", None, element("a", {"href": fragment(place)}, title)) for title, place in places)
    return element("nav", {"class": "site-menu", "aria-label": "On this page"}, element("ul", None, *links))


def _link(site: Site, one: Listing, href: str) -> Element:
    """Link an article by its title, with its own language and direction where they differ from the page's."""
    return element("a", {"href": href, **_language(site, one)}, one.title)


def _language(site: Site, one: Listing) -> dict[str, str]:
    return {} if one.language == site.language else {"lang": one.language, "dir": direction_of(one.language)}


def _entry(site: Site, one: Listing) -> Element:
    state = "retracted" if one.retracted else str(one.status)
    facts: list[Content] = [element("span", {"class": f"badge badge-{state}"}, status_words(one))]
    if one.audience:
        facts.append(element("span", None, "For " + " and ".join(audience_words(one.audience)).lower()))
    if one.updated:
        day = element("time", {"datetime": one.updated.isoformat()}, long_date(one.updated))
        facts.append(element("span", None, "Updated ", day))
    if one.has_patient_page:
        own = f"{address_of(one.slug).removesuffix(INDEX)}patient/{INDEX}"
        about = element("span", {"class": "visually-hidden"}, f": {one.title}")
        facts.append(element("a", {"href": own}, "Page for patients", about))
    abstract = _shortened(one.abstract)
    return element(
        "li",
        {"class": "retracted"} if one.retracted else None,
        element("h3", None, _link(site, one, address_of(one.slug))),
        element("p", {"class": "summary", **_language(site, one)}, abstract) if abstract else None,
        element("p", {"class": "facts-line"}, *facts),
    )


def _shortened(text: str | None) -> str:
    words = " ".join((text or "").split())
    if len(words) <= _SUMMARY:
        return words
    return (words[:_SUMMARY].rpartition(" ")[0] or words[:_SUMMARY]).rstrip(",;:.") + "…"


def _by_subject(site: Site) -> dict[str, list[Listing]]:
    found = _grouped((name, one) for one in site.articles for name in dict.fromkeys(one.subjects))
    return dict(sorted(found.items(), key=lambda pair: (pair[0].casefold(), pair[0])))


def _by_audience(site: Site) -> dict[str, list[Listing]]:
    return _grouped(
        (f"For {words.lower()}", one) for one in site.articles for words in audience_words(one.audience)
    )


def _by_status(site: Site) -> dict[str, list[Listing]]:
    found = _grouped((status_words(one), one) for one in site.articles)
    order = [*STATUSES.values(), RETRACTED]
    return {name: found[name] for name in order if name in found}


def _grouped(pairs: Iterable[tuple[str, Listing]]) -> dict[str, list[Listing]]:
    groups: dict[str, list[Listing]] = {}
    for name, one in pairs:
        groups.setdefault(name, []).append(one)
    return groups


def _lists(site: Site, groups: Mapping[str, list[Listing]]) -> Iterable[Element]:
    for name, members in groups.items():
        links = (element("li", None, _link(site, one, address_of(one.slug))) for one in members)
        yield element("div", {"class": "group"}, element("h3", None, name), element("ul", None, *links))


def _group(member: Member) -> str:
    return next((title for role, title in _GROUPS.items() if role in member.roles), _OTHERS)


def _person(member: Member) -> Element:
    name = f"{member.name}, {member.credentials}" if member.credentials else member.name
    more: list[Content] = [element("bdi", None, member.affiliation)] if member.affiliation else []
    if len(member.roles) > 1:
        more += [". " if more else "", _capitalised(", ".join(member.roles))]
    if member.orcid:
        address = orcid_url(member.orcid)
        label = f"ORCID {address.rpartition('/')[2]}"
        more += [". " if more else "", element("a", {"href": safe_url(address)}, label)]
    return element(
        "li",
        None,
        element("p", {"class": "name"}, element("bdi", None, name)),
        element("p", {"class": "more"}, *more) if more else None,
    )


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
