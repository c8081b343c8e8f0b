"""Suppressions in comments, and what each covers."""

from __future__ import annotations

from datetime import date

import pytest

from toolkit.readers.markdown import read_article
from toolkit.readers.suppressions import Directive, MalformedDirective, parse_suppression


@pytest.mark.parametrize("text", ["", " plain ", "ignore claim-uncited: x", "Oslerian: x"])
def test_not_addressed(text: str) -> None:
    assert parse_suppression(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("osler: ignore claim-uncited: a definition", Directive(("claim-uncited",), "a definition")),
        ("osler:ignore a-b, c-d-e: x: y", Directive(("a-b", "c-d-e"), "x: y")),
        (
            "osler: ignore claim-uncited until=2027-01-01: agreed\nwith the board",
            Directive(("claim-uncited",), "agreed with the board", date(2027, 1, 1)),
        ),
        ("osler: ignore-file a-b: why", Directive(("a-b",), "why", is_file_wide=True)),
    ],
)
def test_well_formed(text: str, expected: Directive) -> None:
    assert parse_suppression(f" {text} ") == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("osler:", "the comment says nothing after `osler:`"),
        ("osler: ingore a-b: x", "`ingore` is not something that Osler can be told"),
        ("osler: ignore", "the suppression names no rule"),
        ("osler: ignore : x", "the suppression names no rule"),
        ("osler: ignore a-b", "the suppression gives no reason"),
        ("osler: ignore a-b:", "the suppression gives no reason"),
        ("osler: ignore all: x", "`all` is not the name of a rule"),
        ("osler: ignore a-b until=2027-13-01: x", "`2027-13-01` is not a date"),
        ("osler: ignore a-b until=soon: x", "`soon` is not a date"),
        ("osler: ignore a-b until=: x", "`` is not a date"),
    ],
)
def test_malformed(text: str, message: str) -> None:
    parsed = parse_suppression(text)
    assert isinstance(parsed, MalformedDirective)
    assert parsed.message == message


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("One.\nTwo <!-- osler: ignore a-b: r --> three.\nFour.", "Two <!-- osler: ignore a-b: r --> three."),
        ("<!-- osler: ignore a-b: r -->\n\nNext\nblock.\n\nOther.", "Next\nblock."),
        ("<!-- osler: ignore a-b: r -->\n<!-- other -->\n\nNext.", "Next."),
        ("<!-- osler: ignore a-b: r --> Same line.", "<!-- osler: ignore a-b: r --> Same line."),
        ("Before.\n\n<!-- osler: ignore a-b: r -->", ""),
        ("- One\n\n  <!-- osler: ignore a-b: r -->\n\n  Two\n- Three", "Two"),
        ("::: note\n<!-- osler: ignore a-b: r -->\n\nIn\n:::\n\nOut", "In"),
        ("# H <!-- osler: ignore a-b: r -->\n\nText", "# H <!-- osler: ignore a-b: r -->"),
        ("T\n\n<!-- osler: ignore-file a-b: r -->", "T\n\n<!-- osler: ignore-file a-b: r -->"),
    ],
)
def test_covers(text: str, covered: str) -> None:
    article = read_article("x.md", text.encode())
    assert [article.source.slice(one.covers) for one in article.suppressions] == [covered]


def test_code_is_no_comment() -> None:
    text = b"`<!-- osler: ignore a-b: r -->`\n\n    <!-- osler: ignore a-b: r -->\n"
    assert read_article("x.md", text).suppressions == ()


def test_malformed_is_a_problem_at_its_place() -> None:
    article = read_article("x.md", b"Text.\n\n<!-- osler: ignore claim-uncited -->\n")
    (problem,) = article.problems
    assert problem.rule == "article-suppression"
    assert article.source.position(problem.span.start)[:2] == (3, 1)
