"""The site's own pages: the index and the pages that lead from a former address to the present one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from toolkit.exporters.html.head import style_hash, style_sheet
from toolkit.exporters.html.markup import Element, element, serialise, style_text
from toolkit.exporters.html.page import direction_of, long_date
from toolkit.exporters.site import Listing, Site, address_of
from toolkit.model.review import ReviewStatus

_STYLE = """
.listing { list-style: none; padding: 0; }
.listing > li { margin: 0 0 1.1rem; overflow-wrap: anywhere; }
.listing a { font-weight: 600; }
.listing p { margin: 0.15rem 0 0; color: var(--quiet); font: 0.9rem/1.5 var(--sans); }
"""
_STATUS = {
    ReviewStatus.APPROVED: "approved",
    ReviewStatus.UNDER_REVIEW: "under review",
    ReviewStatus.SUBMITTED: "submitted, not reviewed yet",
}


def index_page(site: Site) -> bytes:
    """Give the index: every article, then by subject, by audience and by review status. Linear in its size."""
    main = element(
        "main",
        {"id": "osler-text", "tabindex": "-1"},
        element("h2", None, "All articles"),
        element("ul", {"class": "listing"}, *(_entry(site, one) for one in site.articles))
        if site.articles
        else element("p", None, "No article is published yet."),
        *_groups(
            site, "By subject", ((s, one) for one in site.articles for s in dict.fromkeys(one.subjects))
        ),
        *_groups(
            site,
            "By audience",
            ((f"For {who.value}s", one) for one in site.articles for who in dict.fromkeys(one.audience)),
        ),
        *_groups(
            site, "By review status", ((_STATUS[one.status].capitalize(), one) for one in site.articles)
        ),
    )
    links = [
        element(
            "link",
            {"rel": "alternate", "type": "application/atom+xml", "href": "feed.xml", "title": site.name},
        )
    ]
    if site.base:
        links.append(element("link", {"rel": "canonical", "href": site.base}))
    return _page(site.language, site.name, main, links if site.base else [])


def redirect_page(site: Site, to: Listing) -> bytes:
    """Give the page at a former address: it goes on to the present one, and names it for search engines."""
    target = f"../{address_of(to.slug)}"
    canonical = f"{site.base}{address_of(to.slug)}" if site.base else target
    links = [
        element("link", {"rel": "canonical", "href": canonical}),
        element("meta", {"http-equiv": "refresh", "content": f"0; url={target}"}),
    ]
    main = element(
        "main",
        {"id": "osler-text", "tabindex": "-1"},
        element("p", None, "This article is now at ", _link(site, to, target), "."),
    )
    return _page(site.language, "Moved", main, links)


def _page(language: str, title: str, main: Element, links: Iterable[Element]) -> bytes:
    css = style_sheet() + _STYLE
    policy = (
        f"default-src 'none'; style-src '{style_hash(css)}'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'none'"
    )
    head = element(
        "head",
        None,
        element("meta", {"charset": "utf-8"}),
        element("meta", {"http-equiv": "Content-Security-Policy", "content": policy}),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("meta", {"name": "color-scheme", "content": "light dark"}),
        element("meta", {"name": "referrer", "content": "no-referrer"}),
        element("title", None, title),
        *links,
        element("style", None, style_text(css)),
    )
    body = element(
        "body",
        None,
        element("a", {"class": "skip-link", "href": "#osler-text"}, "Skip to the text"),
        element("header", {"class": "masthead"}, element("h1", None, title)),
        main,
    )
    document = element("html", {"lang": language, "dir": direction_of(language)}, head, body)
    return f"<!DOCTYPE html>\n{serialise(document)}".encode()


def _link(site: Site, one: Listing, href: str) -> Element:
    """Link an article by its title, with its own language and direction where they differ from the page's."""
    own = {} if one.language == site.language else {"lang": one.language, "dir": direction_of(one.language)}
    return element("a", {"href": href, **own}, one.title)


def _entry(site: Site, one: Listing) -> Element:
    told = [_STATUS[one.status].capitalize()]
    if one.audience:
        told.append("for " + " and ".join(f"{who.value}s" for who in one.audience))
    if one.updated:
        told.append(f"updated {long_date(one.updated)}")
    return element("li", None, _link(site, one, address_of(one.slug)), element("p", None, ", ".join(told)))


def _groups(site: Site, title: str, pairs: Iterable[tuple[str, Listing]]) -> list[Element]:
    """List articles under each name that they have; nothing where none has any."""
    groups: dict[str, list[Listing]] = {}
    for name, one in pairs:
        groups.setdefault(name, []).append(one)
    return [element("h2", None, title), *_lists(site, groups)] if groups else []


def _lists(site: Site, groups: Mapping[str, list[Listing]]) -> Iterable[Element]:
    for name, members in sorted(groups.items(), key=lambda pair: (pair[0].casefold(), pair[0])):
        yield element("h3", None, name)
        yield element(
            "ul", None, *(element("li", None, _link(site, one, address_of(one.slug))) for one in members)
        )
