"""Libraries: any bytes give entries whose spans are true, each with a work."""

from __future__ import annotations

from collections.abc import Iterable

from fuzz.target import fenced, files
from toolkit.exporters.nlm import format_plain
from toolkit.readers.bibtex import read_library

TOKENS = (
    *(
        "@article{",
        "@string{",
        "@comment{",
        "@preamble{",
        "@book(",
        "author = ",
        "title = ",
        "year = 2024",
        "pmid = {1}",
    ),
    *(
        "crossref = ",
        "{",
        "}",
        '"',
        "#",
        ",",
        "=",
        " and ",
        "others",
        "\\'e",
        "\\textbf{",
        "$",
        "%",
        "@",
        "--",
        "\\u{",
        "~",
    ),
)


def seeds() -> Iterable[bytes]:
    """Give messy libraries as users had them, and those of the cases."""
    yield from files("tests/data/bibliographies", "*.bib")
    yield from files("tests", "exporters/**/*.bib")
    yield from fenced("bibtex")


def examine(data: bytes) -> None:
    """Read a library; decode each entry and write it as a reference."""
    library = read_library("references.bib", data)
    cut, end = library.source.slice, 0
    for entry in library.entries:
        assert entry.span.start >= end, entry
        end = entry.span.end
        assert cut(entry.key_span) == entry.key, entry
        for one in entry.fields:
            assert entry.span.contains(one.span), one
            assert one.span.contains(one.value_span), one
        format_plain(library.work(entry))
    for problem in library.problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(library.source.text), problem
