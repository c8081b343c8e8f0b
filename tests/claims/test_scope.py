"""Which citations cover which unit."""

from __future__ import annotations

import pytest

from toolkit.claims import judge
from toolkit.model.policy import Policy
from toolkit.model.unit import Scope
from toolkit.readers.markdown import read_article


def covered(text: str, scope: Scope = Scope.SENTENCE) -> list[tuple[str, str]]:
    """Give for each unit the keys that cover it, and how."""
    claims = judge(read_article("articles/a.md", text.encode()), Policy(citation_scope=scope))
    return [("".join(citation.key for citation in claim.sources), str(claim.scope)) for claim in claims]


NONE = ("", "none")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Aa bb. Cc dd.", [NONE, NONE]),
        ("Aa bb [@a]. Cc dd.", [("a", "sentence"), NONE]),
        ("Aa bb.[@a] Cc dd.", [("a", "sentence"), NONE]),
        ("@a says bb. Cc dd.", [("a", "sentence"), NONE]),
        ("If [@a]:\n\n- red\n- hot\n", [("a", "sentence"), ("a", "list"), ("a", "list")]),
        ("If:\n\n- red\n- hot [@a]\n", [("a", "list"), ("a", "list"), ("a", "sentence")]),
        ("If:\n\n- red [@a]\n- hot\n", [NONE, ("a", "sentence"), NONE]),
        (
            "| A | B |\n| - | - |\n| 1 | 2 [@a] |\n| 3 | 4 |\n",
            [NONE] * 2 + [("a", "list"), ("a", "sentence"), NONE, NONE],
        ),
        ("| A |\n| - |\n| 1 |\n\n: Cap [@a]\n", [NONE, ("a", "list"), ("a", "sentence")]),
        ("[Aa bb. Cc dd.]{.claim} [@a] Ee ff.", [("a", "explicit"), ("a", "explicit"), NONE]),
        ("[Aa bb. Cc dd [@a].]{.claim} Ee ff.", [("a", "explicit"), ("a", "explicit"), NONE]),
        ("Aa bb.[^1] Cc dd.\n\n[^1]: [@a].\n", [("a", "sentence"), NONE, ("a", "sentence")]),
        (
            "Aa bb[^1]. Cc [@b].[^2]\n\n[^1]: See [@a].\n\n[^2]: [@c]\n",
            [("a", "sentence"), ("bc", "sentence"), ("a", "sentence"), ("c", "sentence")],
        ),
        ("Aa bb.^[See [@a; @b].] Cc dd.", [("ab", "sentence"), NONE, ("ab", "sentence")]),
        ("Aa bb.[^1]\n\n[^1]: Only in mice [@a].\n", [NONE, ("a", "sentence")]),
        ("[Aa bb.]{.claim}[^1]\n\n[^1]: [@a]\n", [("", "explicit"), ("a", "sentence")]),
        ("[Aa bb]{.claim} and c [@a].", [("", "explicit")]),
        ("[Aa bb]{.claim} [@a] and c [@b].", [("a", "explicit")]),
        (
            "::: {.claim}\nAa bb.\n\nCc dd [@a].\n:::\n\nEe ff.\n",
            [("a", "explicit"), ("a", "explicit"), NONE],
        ),
    ],
)
def test_sentence_scope(text: str, expected: list[tuple[str, str]]) -> None:
    assert covered(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Aa bb. Cc dd.", [NONE, NONE]),
        ("Aa bb [@a]. Cc dd.", [("a", "sentence"), ("a", "paragraph")]),
        (
            "Aa bb. Cc dd [@a]. Ee ff [@b]. Gg hh.",
            [("a", "paragraph"), ("a", "sentence"), ("b", "sentence"), ("b", "paragraph")],
        ),
        ("Aa bb [@a].\n\nCc dd.", [("a", "sentence"), NONE]),
        ("[Aa bb.]{.claim} [@a] Cc dd.", [("a", "explicit"), NONE]),
        ("Aa bb [@a]. [Cc dd.]{.claim} Ee ff.", [("a", "sentence"), ("", "explicit"), ("a", "paragraph")]),
    ],
)
def test_paragraph_scope(text: str, expected: list[tuple[str, str]]) -> None:
    assert covered(text, Scope.PARAGRAPH) == expected


@pytest.mark.parametrize(
    ("text", "under_sentence", "under_paragraph"),
    [
        (
            "Aa bb [@a]{.paragraph}. Cc dd.",
            [("a", "sentence"), ("a", "paragraph")],
            [("a", "sentence"), ("a", "paragraph")],
        ),
        ("Aa bb [@a]{.sentence}. Cc dd.", [("a", "sentence"), NONE], [("a", "sentence"), NONE]),
        (
            "Aa bb. Cc dd.[@a]{.paragraph} Ee ff.",
            [("a", "paragraph"), ("a", "sentence"), ("a", "paragraph")],
            [("a", "paragraph"), ("a", "sentence"), ("a", "paragraph")],
        ),
        (
            "Aa bb [@a]{.paragraph}. Cc dd [@b]. Ee ff.",
            [("a", "sentence"), ("b", "sentence"), ("a", "paragraph")],
            [("a", "sentence"), ("b", "sentence"), ("b", "paragraph")],
        ),
        (
            "Aa bb [@a]. Cc dd [@b]{.sentence}. Ee ff.",
            [("a", "sentence"), ("b", "sentence"), NONE],
            [("a", "sentence"), ("b", "sentence"), ("a", "paragraph")],
        ),
        (
            "Aa bb [@a; @b]{.paragraph} [@c]. Cc dd.",
            [("abc", "sentence"), ("ab", "paragraph")],
            [("abc", "sentence"), ("abc", "paragraph")],
        ),
        (
            "Aa bb [@a]{.sentence} [@c]. Cc dd.",
            [("ac", "sentence"), NONE],
            [("ac", "sentence"), ("c", "paragraph")],
        ),
        ("Aa [@a]{.sentence .paragraph}. Bb.", [("a", "sentence"), NONE], [("a", "sentence"), NONE]),
        ("Aa bb [@a]{.paragraph}.\n\nCc dd.", [("a", "sentence"), NONE], [("a", "sentence"), NONE]),
        (
            "Aa [@a]{.paragraph}. [Bb.]{.claim} Cc.",
            [("a", "sentence"), ("", "explicit"), ("a", "paragraph")],
            [("a", "sentence"), ("", "explicit"), ("a", "paragraph")],
        ),
        (
            "[Aa [@a]{.paragraph}.]{.claim} Bb.",
            [("a", "explicit"), NONE],
            [("a", "explicit"), NONE],
        ),
        (
            "If [@a]{.sentence}:\n\n- red\n- hot\n",
            [("a", "sentence"), ("a", "list"), ("a", "list")],
            [("a", "sentence"), ("a", "list"), ("a", "list")],
        ),
        (
            "Aa [@a]{.as-retracted .paragraph}. Bb.",
            [("a", "sentence"), ("a", "paragraph")],
            [("a", "sentence"), ("a", "paragraph")],
        ),
        (
            "- Aa [@a]{.paragraph}. Bb.\n- Cc.\n",
            [("a", "sentence"), ("a", "paragraph"), NONE],
            [("a", "sentence"), ("a", "paragraph"), NONE],
        ),
    ],
)
def test_a_citation_may_say_how_far_it_reaches(
    text: str, under_sentence: list[tuple[str, str]], under_paragraph: list[tuple[str, str]]
) -> None:
    assert covered(text) == under_sentence
    assert covered(text, Scope.PARAGRAPH) == under_paragraph


def test_items_are_reported_with_their_lead_in_and_cells_with_their_row() -> None:
    text = "If:\n\n- red\n- hot\n\n| A | B |\n| - | - |\n| 1 mg | 2 mg |\n"
    claims = judge(read_article("articles/a.md", text.encode()), Policy())
    assert [claim.reported_with for claim in claims] == [None, 0, 0, None, None, None, 5]


def test_many_explicit_claims_in_one_paragraph_take_linear_time() -> None:
    text = "[Aa bb.]{.claim} [@a] " * 3_000
    assert set(covered(text)) == {("a", "explicit")}
