"""The list of references, and the cards that open over the text."""

from __future__ import annotations

from dataclasses import replace

from toolkit.exporters.html.evidence import Mark, coverage_line, evidence_type, links, marks, provenance
from toolkit.exporters.html.links import fragment, safe_url
from toolkit.exporters.html.markup import Content, Element, element
from toolkit.exporters.html.page import Page
from toolkit.exporters.nlm import PartKind, format_reference
from toolkit.exporters.references import CSL_NAME, RIS_NAME
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.publication import NumberedReference
from toolkit.model.work import Work

Contents = list[Content]
_CARD_AUTHORS = 6
"""How many authors a card names: the ICMJE's samples stop after six. The list names them all."""


def reference_list(page: Page) -> Element | None:
    """Print the references in the order of their numbers, each with links back to its citations."""
    references = page.publication.references
    if not references:
        return None
    heading = element("h2", {"id": "osler-references"}, page.words("References"))
    items = [_item(page, one) for one in references]
    return element(
        "section",
        {"class": "references", "role": "doc-bibliography", "aria-labelledby": "osler-references"},
        heading,
        element("ol", None, *items),
        coverage_line(page),
        _downloads(page),
    )


def _downloads(page: Page) -> Element | None:
    """Lead to the references as files for reference managers, where they lie beside the page."""
    if not page.publication.has_downloads:
        return None
    links = [
        element("a", {"href": page.beside(name), "download": True}, text)
        for name, text in ((CSL_NAME, "CSL-JSON"), (RIS_NAME, "RIS"))
    ]
    words = page.words("Download citations:")
    return element("p", {"class": "coverage downloads"}, words, " ", links[0], ", ", links[1])


def reference_cards(page: Page) -> list[Element]:
    """Print one card a reference: hidden until its button is pressed, and never on paper."""
    return [_card(page, one) for one in page.publication.references if page.places[one.number]]


def _item(page: Page, numbered: NumberedReference) -> Element:
    return element(
        "li",
        {"id": numbered.identifier, "value": numbered.number},
        *_body(page, numbered),
        _back_links(page, numbered),
        span=numbered.places[0] if numbered.places else None,
    )


def _card(page: Page, numbered: NumberedReference) -> Element:
    identifier = f"card-{numbered.number}"
    title = element("p", {"class": "card-title"}, page.words(f"Reference {numbered.number}"))
    close = element(
        "button",
        {
            "type": "button",
            "class": "card-close",
            "popovertarget": identifier,
            "popovertargetaction": "hide",
            "aria-label": "Close",
        },
        "×",
    )
    to_list = element(
        "a", {"href": fragment(numbered.identifier)}, page.words("Show in the list of references")
    )
    return element(
        "div",
        {
            "popover": True,
            "id": identifier,
            "class": "card",
            "role": "dialog",
            "aria-label": f"Reference {numbered.number}",
        },
        element("div", {"class": "card-head"}, title, close),
        *_body(page, numbered, _CARD_AUTHORS),
        element("p", {"class": "card-foot"}, to_list),
    )


def _body(page: Page, numbered: NumberedReference, maximum_authors: int | None = None) -> Contents:
    reference = numbered.reference
    standing = marks(reference)
    work = reference.work
    if links(reference):
        work = replace(work, identifiers=(), url=None)
    text = _citation(work, maximum_authors)
    contents: Contents = [element("p", {"class": "citation-text", "lang": "en", "dir": "ltr"}, *text)]
    if standing:
        contents.append(element("ul", {"class": "marks"}, *(_mark(page, one) for one in standing)))
    facts = [
        element("span", {"class": "evidence"}, page.words(evidence_type(reference))),
        *(_link(page, name, identifier) for name, identifier in links(reference)),
    ]
    contents.append(element("p", {"class": "facts"}, *_separated(facts)))
    contents.append(element("p", {"class": "provenance"}, page.words(provenance(reference))))
    return contents


def _citation(work: Work, maximum_authors: int | None) -> Contents:
    """Give the citation in NLM style, its title and addresses marked up.

    Identifiers follow in a line of their own, so the citation goes without them.
    """
    contents: Contents = []
    for part in format_reference(work, maximum_authors=maximum_authors):
        href = safe_url(part.url) if part.url else None
        if href is not None:
            contents.append(element("a", {"href": href}, part.text))
        elif part.kind is PartKind.TITLE:
            contents.append(element("cite", {"dir": "auto"}, part.text))
        else:
            contents.append(part.text)
    return contents


def _mark(page: Page, mark: Mark) -> Element:
    symbol = element("span", {"aria-hidden": "true"}, "⚠ ")
    parts: Contents = [symbol, element("strong", None, page.words(mark.text))]
    if mark.detail:
        parts += [": ", mark.detail]
    if mark.url:
        parts += [" ", element("a", {"href": mark.url}, page.words("Read the notice"))]
    return element("li", {"class": f"mark-{mark.weight}"}, *parts)


def _link(page: Page, name: str, identifier: Identifier) -> Element:
    text: Contents = [page.words(name)]
    if identifier.scheme is not Scheme.BOOKSHELF:
        text = [page.words(name), " ", identifier.value]
    return element("a", {"href": safe_url(identifier.url)}, *text)


def _separated(parts: list[Element]) -> Contents:
    contents: Contents = []
    for part in parts:
        if contents:
            contents.append(" · ")
        contents.append(part)
    return contents


def _back_links(page: Page, numbered: NumberedReference) -> Element | None:
    """Give a link back to every place that cites the reference."""
    count = page.places[numbered.number]
    if not count:
        return None
    anchors: list[Element] = []
    for place in range(1, count + 1):
        label = "Back to the text" if count == 1 else f"Back to citation {place} of {count} in the text"
        attributes = {
            "href": f"#cite-{numbered.number}-{place}",
            "role": "doc-backlink",
            "aria-label": f"{label}, reference {numbered.number}",
        }
        anchors.append(element("a", attributes, "↩" if count == 1 else f"↩{place}"))
    parts: Contents = [anchors[0]]
    for anchor in anchors[1:]:
        parts += [" ", anchor]
    return element("p", {"class": "back-links"}, *parts)
