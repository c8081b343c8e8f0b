"""Pages for one audience that lead to each other: the choice at the top."""

from __future__ import annotations

from toolkit.exporters.html import wording
from toolkit.exporters.html.markup import Element, element
from toolkit.exporters.html.page import Page, page_of


def audience_choice(page: Page) -> Element | None:
    """Print "Which best describes you?", where the article has a page for each; the reader's own is marked."""
    publication = page.publication
    if not publication.editions:
        return None
    items = [
        element(
            "li",
            None,
            element(
                "a",
                {
                    "href": publication.root + page_of(one),
                    "aria-current": "page" if one is publication.edition else None,
                },
                page.words(wording.READERS[one]),
            ),
        )
        for one in publication.editions
    ]
    return element(
        "nav",
        {"class": "choice", "aria-labelledby": "osler-choice"},
        element("p", {"id": "osler-choice"}, page.words("Which best describes you?")),
        element("ul", None, *items),
    )
