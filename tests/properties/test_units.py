"""Units tile their block: every character that is neither white space nor markup is in exactly one unit."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.claims import judge
from toolkit.claims.units import units_of
from toolkit.model.article import (
    Code,
    DefinitionItem,
    Figure,
    Heading,
    Paragraph,
    Table,
    TableCell,
    Text,
    walk,
)
from toolkit.model.policy import Policy
from toolkit.model.unit import Scope
from toolkit.readers.markdown import read_article

PIECES = st.sampled_from(
    (
        *(
            "Ab cd.",
            "ef",
            "1.5 mg.",
            "e.g.",
            "Dr.",
            "R.",
            "et al.",
            "Why?",
            "Go!",
            "…",
            "(in. Out)",
            "vs.",
            "Fig. 2",
            "3",
        ),
        *(
            "[@a]",
            "[@b; @c, p. 3]",
            "@d",
            ".[@e]",
            "[^n]",
            "*em.*",
            "**st. Rong**",
            "`co. De`",
            "$x. Y$",
            "H~2~O",
        ),
        *(
            "[sp. An]{.claim}",
            "[li. Nk](u.html)",
            "<!-- no. Te -->",
            "\\*",
            "&amp;",
            "\n",
            "\n\n",
            "\n\n- ",
            "\n\n# ",
            "\n\n> ",
        ),
        *(
            "\n\n::: {.x}\n",
            "\n:::\n\n",
            "\n\n| a | b. C |\n| - | - |\n| d. E | f |\n\n",
            "\n\n![fi. G](g.png)\n\n",
            "\n:   ",
            "é. Ü",
            "它。",
        ),
    )
)
ARTICLES = st.lists(st.tuples(PIECES, st.sampled_from((" ", "", " ", " "))), max_size=25).map(
    lambda pairs: "".join(piece + gap for piece, gap in pairs) + "\n\n[^n]: No. Te.\n"
)


def visible_offsets(text: str) -> tuple[set[int], list[range]]:
    """Give the source offsets of all visible characters outside code blocks, and the spans of the units."""
    article = read_article("articles/a.md", text.encode())
    holders = (Paragraph, Heading, TableCell, Figure, Table, DefinitionItem)
    offsets: set[int] = set()
    for block in walk(article.blocks):
        if isinstance(block, holders):
            for node in walk((block,)):
                if isinstance(node, Text | Code) and node.span.end - node.span.start == len(node.text):
                    offsets.update(
                        node.span.start + index for index, sign in enumerate(node.text) if not sign.isspace()
                    )
    return offsets, [range(*unit.span) for unit in units_of(article)]


@settings(max_examples=300, deadline=None)
@given(ARTICLES)
def test_units_tile_their_block(text: str) -> None:
    offsets, spans = visible_offsets(text)
    count = dict.fromkeys(offsets, 0)
    for span in spans:
        for offset in span:
            if offset in count:
                count[offset] += 1
    assert {offset: number for offset, number in count.items() if number != 1} == {}


@settings(max_examples=200, deadline=None)
@given(ARTICLES, st.sampled_from((Scope.SENTENCE, Scope.PARAGRAPH)))
def test_units_are_ordered_and_clean_and_every_citation_is_in_one(text: str, scope: Scope) -> None:
    article = read_article("articles/a.md", text.encode())
    claims = judge(article, Policy(citation_scope=scope))
    ends = 0
    for claim in claims:
        unit = claim.unit
        assert ends <= unit.span.start < unit.span.end <= len(article.source.text)
        ends = unit.span.end
        assert unit.text == re.sub(r"\s+", " ", unit.text).strip()
        assert "\ufffc" not in unit.text
        assert all(unit.span.contains(citation.span) for citation in unit.citations)
        assert (claim.scope is Scope.NONE) <= (not claim.sources)
        assert claim.reported_with is None or 0 <= claim.reported_with < len(claims)
        assert unit.lead_in is None or 0 <= unit.lead_in < len(claims)
    keys = sorted(citation.span for claim in claims for citation in claim.unit.citations)
    assert keys == sorted(set(keys))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    article = read_article("articles/a.md", text.encode("utf-8", "replace"))
    assert judge(article, Policy()) == judge(article, Policy())
