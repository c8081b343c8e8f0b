"""What an article holds at most, told from its bytes: never less than the parser finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from toolkit.errors import UnreadableInputError
from toolkit.readers.markdown import is_surely_read, read_article
from toolkit.readers.markdown.events import parse
from toolkit.readers.markdown.size import most_events

PIECES = [
    *"|-:#>*_~`[](){}!<>&;\\+=.)1a@^$ \t\n\r",
    *(
        "\n\n",
        "  \n",
        "    ",
        "---",
        ":::",
        "```",
        "| a | b |\n|---|---|\n",
        "\n|\n",
        "[^1]: ",
        "<!-- c -->",
        "&amp;",
    ),
    *(
        "- - - ",
        "1. 1) ",
        "> > ",
        "\u00a0",
        "\u2028",
        "é",
        "\x0b",
        "\x0c",
        "[a]: /b\n",
        "<b>",
        "</b>",
        "\n: d\n",
        "$x$",
    ),
]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_no_text_holds_more(text: str) -> None:
    assert len(parse(text).events) <= most_events(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "|" * 300 + "\n" + "|-" * 300 + "|\n" + "|\n" * 400,
        "|" * 300 + "\r" + "|-" * 300 + "|\r" + "a\r" * 400,
        "- " * 500 + "a",
        ">" * 500 + "a",
        "*a*" * 500,
        "<b>" * 500,
        "-\n" * 500,
        "\n".join("#" * 500),
    ],
    ids=lambda text: text[:8].strip(),
)
def test_texts_of_little_but_signs_hold_no_more(text: str) -> None:
    assert len(parse(text).events) <= most_events(text.encode())


def test_an_article_is_surely_read_and_a_refused_one_is_not() -> None:
    article = (ROOT / "articles" / "vitamin-b12-leukopenia.md").read_bytes()
    assert is_surely_read(article)
    assert is_surely_read(b"Words of an article, and more of them. " * 2_000)
    for refused in (b"@a " * 20_001, b"- a\n" * 60_000, b"a" * (3 << 20)):
        assert not is_surely_read(refused)
        with pytest.raises(UnreadableInputError):
            read_article("x.md", refused)
