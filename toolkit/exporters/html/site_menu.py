"""The site's name and menu at the top of a page, on articles' pages and on the site's own alike."""

from __future__ import annotations

from toolkit.exporters.html.markup import Element, element
from toolkit.model.site import SiteLinks

_INDEX = "index.html"


def site_bar(links: SiteLinks, way: str, current: str | None = None) -> Element:
    """Print the name, which leads to the index, and the menu; `way` leads from the page to the site's folder.

    `current` is the page's own file in the site, where it is one of the menu.
    """
    home = element("a", {"href": way + _INDEX}, element("bdi", None, links.name))
    items = (
        element(
            "li",
            None,
            element(
                "a",
                {"href": way + one.place, "aria-current": "page" if one.place == current else None},
                one.title,
            ),
        )
        for one in links.menu
    )
    menu = element(
        "nav",
        {"class": "site-menu", "aria-label": "Site", "lang": "en", "dir": "ltr"},
        element("ul", None, *items),
    )
    name = element("p", {"class": "site-name"}, home)
    return element("div", {"class": "site site-bar"}, name, menu if links.menu else None)
