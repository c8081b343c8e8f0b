"""A mark that says how far a citation reaches leaves no trace in what readers get."""

from __future__ import annotations

import pytest

from tests.exporters.samples import GREEN, bibliography, publish
from toolkit.exporters import html, jats
from toolkit.readers.markdown import read_article

TEXT = "---\ntitle: A title\ndate: 2026-11-22\n---\n\nOne fact [see @green, p. 3]{}. Another.[@green]{} A third.\n"


def exported(attributes: str) -> tuple[bytes, bytes]:
    article = read_article("articles/a.md", TEXT.replace("{}", attributes).encode())
    publication = publish(article, bibliography(green=GREEN))
    return jats.build(publication).data, html.build(publication).data


@pytest.mark.parametrize("mark", ["{.paragraph}", "{.sentence}"])
def test_a_marked_citation_is_exported_as_a_plain_one(mark: str) -> None:
    assert exported(mark) == exported("")
    assert b"{" not in exported(mark)[0]
