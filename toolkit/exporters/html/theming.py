"""An editor's own fragments, printed where they belong."""

from __future__ import annotations

from collections.abc import Callable

from toolkit.exporters.html.links import safe_url
from toolkit.exporters.html.markup import Attribute, Content, Element, element
from toolkit.exporters.html.page import Page
from toolkit.model.theme import Theme
from toolkit.validators.html_tree import Node
from toolkit.validators.theme_fragment import read_fragment


def fragment_of(page: Page, place: str) -> Element | None:
    """Print a theme's fragment for a place (`header`, `before`, `after`, `footer`), `None` if it has none.

    The fragment was checked when the theme was read. It stands in a box of its own, with its
    addresses seen from this page.
    """
    return fragment_at(page.publication.theme, place, page.beside)


def fragment_at(theme: Theme | None, place: str, beside: Callable[[str], str]) -> Element | None:
    """Print a theme's fragment on any page; `beside` gives an address as that page says it."""
    text = theme.fragments.get(place) if theme else None
    if theme is None or text is None:
        return None
    contents = [_printed(theme, one, beside) for one in read_fragment(text).nodes]
    return element("div", {"class": f"theme-{place}"}, *contents)


def _printed(theme: Theme, node: Node | str, beside: Callable[[str], str]) -> Content:
    if isinstance(node, str):
        return node
    attributes: dict[str, Attribute] = dict(node.attributes)
    if "href" in node.attributes:
        href = safe_url(node.attributes["href"])
        attributes["href"] = beside(href) if href else None
    if node.name == "img":
        name = node.attributes["src"]
        attributes["src"] = beside(f"theme/{name}")
        size = theme.image_sizes.get(name)
        if size is not None:
            attributes |= {"width": size[0], "height": size[1]}
    return element(node.name, attributes, *(_printed(theme, one, beside) for one in node.children))
