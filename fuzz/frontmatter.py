"""Front matter: any YAML gives metadata, and what is wrong stands at its line."""

from __future__ import annotations

from collections.abc import Iterable

from fuzz.article import examine as examine_article
from fuzz.target import fenced, files

TOKENS = (
    *(
        "title: ",
        "authors:\n  - ",
        "name: ",
        "orcid: ",
        "date: 2026-11-22",
        "history:\n",
        "kind: ",
        "summary: ",
    ),
    *(
        "ai_assistance: ",
        "none",
        "keywords: [",
        "]",
        "{",
        "}",
        "&a ",
        "*a",
        "!!python/object:x",
        "<<: ",
        "|\n",
        ">-\n",
    ),
    *(
        '"',
        "'",
        "\\x",
        "? ",
        "- ",
        ": ",
        "#",
        "%YAML 1.2",
        "---",
        "...",
        "\t",
        "\x85",
        "\u2028",
        "0x10",
        "1e999",
        "~",
    ),
)


def seeds() -> Iterable[bytes]:
    """Give the front matter of the articles."""
    articles = (*files("articles", "*.md"), *files("tests/exporters/pages", "*.md"), *fenced("markdown"))
    for text in articles:
        if text.startswith(b"---\n"):
            yield text[4:].partition(b"\n---\n")[0]


def examine(data: bytes) -> None:
    """Read the front matter of an article."""
    examine_article(b"---\n" + data + b"\n---\n\nText.\n")
