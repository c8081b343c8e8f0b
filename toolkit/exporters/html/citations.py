"""Citations in the text: numbers in brackets, each a link, each with a card that opens without script."""

from __future__ import annotations

from toolkit.exporters.credits import short_names
from toolkit.exporters.html.links import fragment
from toolkit.exporters.html.markup import Content, Element, element
from toolkit.exporters.html.page import Page
from toolkit.model.article import Citation, CitationGroup, CitationMode
from toolkit.model.publication import NumberedReference


def citation_group(page: Page, group: CitationGroup) -> list[Content]:
    """Print a group: `[1, 2, 3]`, never collapsed; with words in it, `[see 1, p. 3; 2]`.

    Brackets, not superscripts: a raised number beside a dose or a unit can be read as part of it.
    """
    spoken = any(one.prefix or one.suffix or one.locator for one in group.citations)
    parts: list[Content] = []
    for index, citation in enumerate(group.citations):
        if index:
            parts.append("; " if spoken else ", ")
        if citation.prefix:
            parts.append(f"{citation.prefix} ")
        parts.append(_number(page, citation))
        suffix = citation.suffix or citation.locator
        if suffix:
            parts.append(suffix if suffix[0] in ",;:." else f", {suffix}")
    bracketed = element("span", {"class": "citations"}, "[", *parts, "]")
    held = page.defer(bracketed)
    printed: list[Content] = [held] if held is not None else []
    narrative = group.citations[0] if group.citations else None
    if narrative is not None and narrative.mode is CitationMode.NARRATIVE:
        reference = page.reference_of(narrative.key)
        if reference is not None:
            return [short_names(reference.reference.work), " ", *printed]
    return printed


def _number(page: Page, citation: Citation) -> Element:
    reference = page.reference_of(citation.key)
    if reference is None:
        title = "This citation key names no known reference"
        return element("mark", {"class": "unresolved", "title": title}, f"@{citation.key}?")
    record = reference.reference.record
    retracted = record is not None and record.is_retracted
    return element(
        "span",
        {"class": "cite"},
        _link(page, reference),
        element("span", {"class": "cite-retracted"}, page.words(" (retracted)")) if retracted else None,
        _button(reference, "retracted" if retracted else None),
    )


def _link(page: Page, reference: NumberedReference) -> Element:
    """Give the anchor: what a machine counts, what paper and old browsers show.

    Out of the tab order, since the button over it does the same and more; the card that the
    button opens links to the entry in the list.
    """
    return element(
        "a",
        {
            "class": "citation",
            "id": page.place(reference),
            "href": fragment(reference.identifier),
            "role": "doc-biblioref",
            "tabindex": "-1",
        },
        str(reference.number),
    )


def _button(reference: NumberedReference, state: str | None) -> Element:
    """Give the button that lies over the number and opens the reference's card."""
    return element(
        "button",
        {
            "type": "button",
            "class": "cite-open",
            "popovertarget": f"card-{reference.number}",
            "aria-label": ", ".join(filter(None, (f"Show reference {reference.number}", state))),
        },
    )
