"""HTML: one self-contained page without script, readable with a keyboard, on a phone and on paper."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.exporters.html.blocks import blocks
from toolkit.exporters.html.boxes import KEY_POINTS_CLASS, disclaimer_box
from toolkit.exporters.html.colophon import colophon, footer
from toolkit.exporters.html.head import head
from toolkit.exporters.html.markup import Content, Element, element, elements_of, serialise
from toolkit.exporters.html.masthead import contents_list, masthead, review_notice, status_panel
from toolkit.exporters.html.notes import notes_section
from toolkit.exporters.html.page import Page, Section
from toolkit.exporters.html.references import reference_cards, reference_list
from toolkit.exporters.html.theming import fragment_of
from toolkit.exporters.html.wording import RESEARCH
from toolkit.exporters.publication import DISCLAIMER_CLASS, disclaimers_at
from toolkit.model.article import Block, Comment, Div, FootnoteDefinition, Heading
from toolkit.model.publication import Publication
from toolkit.model.span import Span

__all__ = ["HtmlDocument", "build", "compose", "render"]


@dataclass(frozen=True, slots=True)
class HtmlDocument:
    """An exported page.

    `places` holds, for each element in document order, the place in the article that it came
    from, if it came from one.
    """

    data: bytes
    places: tuple[Span | None, ...]


def render(publication: Publication) -> bytes:
    """Print a publication as one HTML page, UTF-8. The same publication always gives the same bytes."""
    return build(publication).data


def build(publication: Publication) -> HtmlDocument:
    """Print a publication, with the source of each element."""
    document = compose(publication)
    data = f"<!DOCTYPE html>\n{serialise(document)}".encode()
    return HtmlDocument(data, tuple(one.span for one in elements_of(document)))


def compose(publication: Publication) -> Element:
    """Give the page of a publication as a tree of elements, each with its place in the article."""
    page = Page.of(publication)
    main = _main(page)
    return element(
        "html",
        {"lang": page.language, "dir": page.direction},
        head(page),
        element(
            "body",
            None,
            element("a", {"class": "skip-link", "href": "#osler-text"}, page.words("Skip to the text")),
            *main,
            *reference_cards(page),
        ),
    )


def _text(page: Page) -> list[Content]:
    """Print the text; an answer that begins without a heading of its own stands "From the research".

    Only where works are cited, and behind the key points if the article begins with them.
    """
    nodes = page.publication.article.blocks
    first = next((index for index, node in enumerate(nodes) if not _comes_before(node)), len(nodes))
    opens = page.publication.references and first < len(nodes) and not isinstance(nodes[first], Heading)
    if not opens:
        return blocks(page, nodes)
    before = blocks(page, nodes[:first])
    identifier = "osler-research"
    page.last_level = 2
    page.sections.append(Section(identifier, 2, RESEARCH))
    heading = element("h2", {"id": identifier, "class": "research"}, page.words(RESEARCH))
    return [*before, heading, *blocks(page, nodes[first:])]


def _comes_before(node: Block) -> bool:
    return isinstance(node, Comment | FootnoteDefinition) or (
        isinstance(node, Div) and not {KEY_POINTS_CLASS, DISCLAIMER_CLASS}.isdisjoint(node.attributes.classes)
    )


def _main(page: Page) -> list[Element]:
    """Print the text first, then what depends on it: its contents and the ways back to it."""
    in_banner = review_notice(page.publication)
    before = [one for one in disclaimers_at(page.publication, "start") if one is not in_banner]
    opening = [disclaimer_box(page, one) for one in before]
    text = element("div", {"class": "text"}, *_text(page))
    closing = [disclaimer_box(page, one) for one in disclaimers_at(page.publication, "end")]
    notes = notes_section(page)
    references = reference_list(page)
    own = [("osler-notes", "Notes")] if notes else []
    own += [("osler-references", "References")] if references else []
    nav = contents_list(page, [*own, ("osler-about", "About this page")])
    return [
        masthead(page),
        element("aside", {"class": "panel", "aria-label": "Status and contents"}, status_panel(page), nav),
        element(
            "main",
            {"id": "osler-text", "tabindex": "-1"},
            *opening,
            fragment_of(page, "before"),
            text,
            fragment_of(page, "after"),
            *closing,
            notes,
            references,
            colophon(page),
        ),
        footer(page),
    ]
