"""Fenced divs: key points, disclaimers, parts for one audience, callouts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from toolkit.exporters.html import wording
from toolkit.exporters.html.markup import Content, Element, element
from toolkit.exporters.html.page import Page, Section, language_tag
from toolkit.exporters.publication import DISCLAIMER_CLASS, disclaimer_of, disclaimer_paragraphs
from toolkit.model.article import Audience, Block, Div, Heading
from toolkit.model.policy import Disclaimer

Contents = list[Content]
BlockWriter = Callable[[Page, Sequence[Block]], Contents]

KEY_POINTS_CLASS = "key-points"
# Quarto's callouts and MyST's admonitions, by the word that stands over them.
_CALLOUTS = {
    "note": "Note",
    "tip": "Tip",
    "important": "Important",
    "caution": "Caution",
    "warning": "Warning",
    "red-flags": "When to get help",
}


def div(page: Page, node: Div, write: BlockWriter) -> Contents:
    """Print a div by what its class or its `audience` says it is; any other as a plain group."""
    classes = node.attributes.classes
    audience = node.attributes.get("audience")
    callout = next((one.removeprefix("callout-") for one in classes), "")
    if DISCLAIMER_CLASS in classes:
        return [_placed_disclaimer(page, node, write)]
    if KEY_POINTS_CLASS in classes:
        return [_key_points(page, node, write)]
    if audience in set(Audience):
        return [_audience(page, node, Audience(audience), write)]
    if callout in _CALLOUTS:
        return [_callout(page, node, callout, write)]
    return [element("div", _attributes(page, node), *write(page, node.children))]


def disclaimer_box(page: Page, disclaimer: Disclaimer) -> Element:
    """Print an approved disclaimer that the article doesn't place itself."""
    attributes = {"class": "box disclaimer", "id": f"osler-disclaimer-{disclaimer.identifier}"}
    return element("div", {**attributes, "role": "note"}, *_approved(page, disclaimer))


def _approved(page: Page, disclaimer: Disclaimer) -> Contents:
    paragraphs = disclaimer_paragraphs(disclaimer, page.publication.policy)
    return [_title(disclaimer.title), *(element("p", None, text) for text in paragraphs)]


def _placed_disclaimer(page: Page, node: Div, write: BlockWriter) -> Element:
    """Print a disclaimer where the article places it: its own words, or the approved ones if it has none."""
    attributes = {**_attributes(page, node), "class": "box disclaimer", "role": "note"}
    approved = disclaimer_of(node, page.publication.policy)
    contents = write(page, node.children)
    if not contents and approved is not None:
        return element("div", attributes, *_approved(page, approved))
    has_title = bool(node.children) and isinstance(node.children[0], Heading)
    title = None if has_title or approved is None else _title(approved.title)
    return element("div", attributes, title, *contents)


def _key_points(page: Page, node: Div, write: BlockWriter) -> Element:
    attributes = {**_attributes(page, node), "class": "box key-points"}
    if node.children and isinstance(node.children[0], Heading):
        return element("section", attributes, *write(page, node.children))
    if page.depth > 1 or "osler-key-points" in page.identifiers:
        return element("div", attributes, _title(page.words("Key points")), *write(page, node.children))
    identifier = "osler-key-points"
    page.identifiers.add(identifier)
    page.last_level = 2
    page.sections.append(Section(identifier, 2, "Key points"))
    heading = element("h2", {"id": identifier, "class": "box-title"}, page.words("Key points"))
    attributes["aria-labelledby"] = identifier
    return element("section", attributes, heading, *write(page, node.children))


def _audience(page: Page, node: Div, audience: Audience, write: BlockWriter) -> Element:
    if audience is page.publication.edition:
        return element("div", _attributes(page, node), *write(page, node.children))
    label = wording.EDITIONS[audience]
    attributes = {**_attributes(page, node), "class": f"audience audience-{audience}"}
    head = element("p", {"class": "audience-label"}, page.words(label))
    return element("section", {**attributes, "aria-label": label}, head, *write(page, node.children))


def _callout(page: Page, node: Div, kind: str, write: BlockWriter) -> Element:
    attributes = {**_attributes(page, node), "class": f"box callout callout-{kind}", "role": "note"}
    has_title = bool(node.children) and isinstance(node.children[0], Heading)
    title = None if has_title else _title(page.words(node.attributes.get("title") or _CALLOUTS[kind]))
    return element("div", attributes, title, *write(page, node.children))


def _title(text: Content) -> Element:
    return element("p", {"class": "box-title"}, text)


def _attributes(page: Page, node: Div) -> dict[str, str | int | bool | None]:
    direction = node.attributes.get("dir")
    return {
        "id": page.identify(node.attributes.identifier),
        "lang": language_tag(node.attributes.get("lang")),
        "dir": direction if direction in {"ltr", "rtl", "auto"} else None,
    }
