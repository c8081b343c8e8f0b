"""What every page of the site's own has: a head with its policy, the site's name and menu, and a foot."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from toolkit.exporters.html.head import security_policy, style_sheet
from toolkit.exporters.html.links import safe_url
from toolkit.exporters.html.markup import Content, Element, element, serialise, style_text
from toolkit.exporters.html.page import direction_of, is_relative
from toolkit.exporters.html.site_menu import site_bar
from toolkit.exporters.html.theming import fragment_at
from toolkit.exporters.site import INDEX, Site, path_of

PLACE = "osler-text"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of the site's own: its file, its title, and what its `main` holds.

    `links` go into the head; `policy` replaces the content security policy, given the style sheet's;
    `behind` stands behind the foot.
    """

    place: str
    title: str
    contents: tuple[Content | None, ...]
    links: tuple[Element, ...] = ()
    policy: str | None = None
    canonical: str | None = None
    behind: tuple[Element, ...] = field(default=())


@cache
def site_sheet() -> str:
    """Give the style sheet of the site's own pages: the articles', and what these add."""
    return style_sheet() + files("toolkit").joinpath("templates", "site.css").read_text("utf-8")


def style_of(site: Site) -> str:
    """Give the whole style sheet of the site's pages: an editor's own style comes last."""
    return site_sheet() + (site.theme.style if site.theme else "")


def page(site: Site, leaf: Leaf) -> bytes:
    """Print a page. Its words are English; articles' titles carry their own language."""
    css = style_of(site)
    title = leaf.title if leaf.place == INDEX else f"{leaf.title} – {site.name}"
    canonical = leaf.canonical or (f"{site.base}{path_of(leaf.place)}" if site.base else None)
    links = [element("link", {"rel": "canonical", "href": canonical})] if canonical else []
    head = element(
        "head",
        None,
        element("meta", {"charset": "utf-8"}),
        element(
            "meta",
            {"http-equiv": "Content-Security-Policy", "content": leaf.policy or security_policy(css)},
        ),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("meta", {"name": "color-scheme", "content": "light dark"}),
        element("meta", {"name": "referrer", "content": "no-referrer"}),
        element("meta", {"name": "generator", "content": "Osler"}),
        element("title", None, title),
        *links,
        *leaf.links,
        element("style", None, style_text(css)),
    )
    body = element(
        "body",
        {"class": "site-page"},
        element("a", {"class": "skip-link", "href": f"#{PLACE}"}, "Skip to the text"),
        _masthead(site, leaf),
        element("main", {"id": PLACE, "tabindex": "-1"}, *leaf.contents),
        _footer(site, leaf),
        *leaf.behind,
    )
    document = element("html", {"lang": site.language, "dir": direction_of(site.language)}, head, body)
    return f"<!DOCTYPE html>\n{serialise(document)}".encode()


def way(place: str) -> str:
    """Give the way from a page of the site to the site's folder."""
    return "../" * place.count("/")


def _theme(site: Site, leaf: Leaf, place: str) -> Element | None:
    """Print a fragment of the theme's. Its addresses are those of an article's page, one folder below the site's."""

    def beside(address: str) -> str:
        return way(leaf.place) + address.removeprefix("../") if is_relative(address) else address

    return fragment_at(site.theme, place, beside)


def _masthead(site: Site, leaf: Leaf) -> Element:
    bar = site_bar(site.links, way(leaf.place), leaf.place)
    return element(
        "header", {"class": "masthead"}, _theme(site, leaf, "header"), bar, element("h1", None, leaf.title)
    )


def _footer(site: Site, leaf: Leaf) -> Element:
    publisher = site.publisher
    parts: list[Content] = []
    if publisher.name:
        name = element("bdi", None, publisher.name)
        home = safe_url(publisher.url) if publisher.url else None
        parts += [element("a", {"href": home}, name) if home else name, ". "]
    if publisher.contact_email:
        mail = safe_url(f"mailto:{publisher.contact_email}")
        parts += [element("a", {"href": mail}, publisher.contact_email), ". "]
    parts.append("Made with Osler.")
    return element(
        "footer", {"class": "site-footer"}, _theme(site, leaf, "footer"), element("p", None, *parts)
    )
