"""The exported XML read back as an article: what is lost or moved is found."""

from __future__ import annotations

import pytest

from tests.exporters.samples import GREEN as KNOWN
from tests.exporters.samples import bibliography, publish, read
from tests.exporters.test_jats_golden import NAMES, publication
from toolkit.exporters import jats
from toolkit.validators.reading_back import prove_reading

MARKDOWN = """Cells are small [see @green, p. 3]. They are then counted.

## Doses

- One $x^2$ a day
- Two

Text[^n].

[^n]: A note.
"""


def lost(old: bytes, new: bytes) -> list[str]:
    made = publish(read(MARKDOWN), bibliography(green=KNOWN))
    data = jats.render(made)
    assert prove_reading(made, data) == []
    assert old in data
    return [one.message for one in prove_reading(made, data.replace(old, new, 1))]


@pytest.mark.parametrize("name", NAMES)
def test_goldens_say_what_their_articles_say(name: str) -> None:
    made = publication(name)
    assert prove_reading(made, jats.render(made)) == []


@pytest.mark.parametrize(
    ("old", "new", "about"),
    [
        (b"Cells are small", b"Are cells small", '"Cells"'),
        (b"then counted", b"counted then", "in another place"),
        (b'<xref ref-type="bibr" rid="ref-1">1</xref>', b"1", '"[ref-1]"'),
        (b"p. 3", b"p. 4", '"3"'),
        (b'alttext="x^2"', b'alttext="x^3"', "$x^2$"),
        (b"A note.", b"A quote.", "lacks a note"),
        (b"<surname>Green</surname>", b"", "authors"),
        (b">28360040<", b">28360041<", "identifiers"),
        (b"<article-title>A title<", b"<article-title>Another title<", "`title`"),
        (b'"2026-11-22"', b'"2026-11-23"', "`date`"),
        (b"</article>", b"", "cannot be read back"),
    ],
)
def test_what_is_changed_is_found(old: bytes, new: bytes, about: str) -> None:
    found = lost(old, new)
    assert any(about in one for one in found), found
