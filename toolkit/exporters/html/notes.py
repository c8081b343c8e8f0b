"""Footnotes, gathered behind the text."""

from __future__ import annotations

from toolkit.exporters.arrangement import sectioned_blocks
from toolkit.exporters.html.blocks import blocks
from toolkit.exporters.html.inlines import note_mark
from toolkit.exporters.html.markup import Content, Element, element
from toolkit.exporters.html.page import Page


def notes_section(page: Page) -> Element | None:
    """Print the notes in the order of their first mention; those never mentioned come last."""
    notes = sectioned_blocks(page.publication.article).notes
    if not notes:
        return None
    items = [
        (number, blocks(page, note.children), page.notes.get(note.label) == number)
        for number, note in enumerate(notes, start=1)
    ]
    heading = element("h2", {"id": "osler-notes"}, page.words("Notes"))
    printed = [_item(page, number, contents, owned=owned) for number, contents, owned in items]
    return element(
        "section",
        {"class": "notes", "role": "doc-endnotes", "aria-labelledby": "osler-notes"},
        heading,
        element("ol", {"type": "a"}, *printed),
    )


def _item(page: Page, number: int, contents: list[Content], *, owned: bool) -> Element:
    """Print a note with its way back; made after all notes, since notes may mention notes."""
    links: list[Content] = []
    count = page.note_places[number] if owned else 0
    for place in range(1, count + 1):
        attributes = {
            "href": f"#noteref-{number}-{place}",
            "role": "doc-backlink",
            "aria-label": f"Back to mention {place} of note {note_mark(number)}",
        }
        links += [" ", element("a", attributes, "↩" if count == 1 else f"↩{place}")]
    back = element("p", {"class": "back-links"}, *links) if links else None
    return element("li", {"id": f"note-{number}"}, *contents, back)
