"""JATS of others: any bytes are an article, and what is not held is named; or they are refused."""

from __future__ import annotations

from collections.abc import Iterable

from fuzz.target import files
from toolkit.errors import UnreadableInputError
from toolkit.readers.jats import read_jats

TOKENS = (
    *(
        "<article>",
        "<front>",
        "<body>",
        "<back>",
        "<sec>",
        "<p>",
        "<xref ref-type='bibr' rid='b1'>",
        "<ref id='b1'>",
        "<list>",
    ),
    *(
        "<mixed-citation>",
        "<element-citation>",
        "<pub-id pub-id-type='pmid'>",
        "<table-wrap>",
        "<td colspan='2'>",
        "<fig>",
    ),
    *(
        "<inline-formula>",
        "<tex-math>",
        "<mml:math>",
        "<contrib>",
        "<date>",
        "<!ENTITY a 'b'>",
        "&a;",
        "</p>",
        "]]>",
        "<?x",
    ),
)


def seeds() -> Iterable[bytes]:
    """Give what Osler exports, and the beginnings of published articles."""
    yield from files("tests/exporters/golden", "*.xml")
    yield from (
        f"<article><body>{body}</body></article>".encode()
        for body in (
            "<sec><title>T</title><p>a <xref ref-type='bibr' rid='b1'>1</xref></p></sec>",
            "<table-wrap><table><tr><td colspan='2'>x</td></tr></table></table-wrap>",
            "<p><fn><p>note</p></fn></p><list list-type='order'><list-item><p>x</p></list-item></list>",
        )
    )


def examine(data: bytes) -> None:
    """Read an article."""
    try:
        reading = read_jats("a.xml", data)
    except UnreadableInputError as error:
        assert error.path == "a.xml", error
    else:
        assert 0 <= reading.held <= reading.elements, reading
