"""Units of real structures: lists, tables, definitions, notes, captions, divs; marks stay in their sentence."""

from __future__ import annotations

from itertools import pairwise

import pytest

from toolkit.claims.units import completes, units_of
from toolkit.model.article import Article
from toolkit.model.unit import Unit, UnitBlock
from toolkit.readers.markdown import read_article


def read(text: str) -> Article:
    return read_article("articles/a.md", text.encode())


def units(text: str) -> tuple[Unit, ...]:
    return units_of(read(text))


def rows(text: str) -> list[tuple[str, str]]:
    return [(str(unit.block), unit.text) for unit in units(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("<!-- only a comment -->\n", []),
        ("```\ncode. More.\n```\n", []),
        ("# A. Heading? Yes.\n", [("heading", "A. Heading? Yes.")]),
        ("One.\nTwo\nlines.\n", [("paragraph", "One."), ("paragraph", "Two lines.")]),
        ("> Quoted one. Quoted two.\n", [("paragraph", "Quoted one."), ("paragraph", "Quoted two.")]),
        ("- red\n- hot. Very.\n", [("list-item", "red"), ("list-item", "hot."), ("list-item", "Very.")]),
        (
            "| A | B |\n| - | - |\n| 1 mg | Low. High. |\n\n: Cap tion. {#tbl-a}\n",
            [
                ("heading", "A"),
                ("heading", "B"),
                ("table-cell", "1 mg"),
                ("table-cell", "Low."),
                ("table-cell", "High."),
                ("caption", "Cap tion."),
            ],
        ),
        (
            "Term\n:   First. Second.\n",
            [("heading", "Term"), ("definition", "First."), ("definition", "Second.")],
        ),
        ("Text.[^a]\n\n[^a]: A note.\n", [("paragraph", "Text."), ("footnote", "A note.")]),
        ("::: {.disclaimer}\nNot advice.\n:::\n", [("disclaimer", "Not advice.")]),
        ("![A smear. Of blood.](a.png)\n", [("caption", "A smear."), ("caption", "Of blood.")]),
        ("Holes ([@a]) and [@b] here [@c].\n", [("paragraph", "Holes and here.")]),
        (
            "Escapes \\* and &amp; stay. Next.\n",
            [("paragraph", "Escapes * and & stay."), ("paragraph", "Next.")],
        ),
        ("[@a]\n", [("paragraph", "")]),
    ],
)
def test_structures(text: str, expected: list[tuple[str, str]]) -> None:
    assert rows(text) == expected


def test_spans_ascend_and_do_not_overlap() -> None:
    text = "# H\n\nAa bb. Cc dd.[@a]\n\n| A |\n| - |\n| x |\n\n: Cap.\n\n- i\n- j\n\nN.[^a]\n\n[^a]: Note.\n"
    spans = [unit.span for unit in units(text)]
    assert all(one.end <= other.start for one, other in pairwise(spans))


def test_sections_classes_and_positions() -> None:
    text = "# H\n\n## I\n\n::: {.key-points}\nAa bb. [Cc dd]{.claim}.\n:::\n\n# J\n\nEe.\n"
    found = {unit.text: unit for unit in units(text)}
    assert found["Aa bb."].section == ("H", "I")
    assert found["Aa bb."].classes == ("key-points",)
    assert found["Cc dd."].classes == ("key-points", "claim")
    assert (found["Aa bb."].position, found["Cc dd."].position) == (0, 1)
    assert found["Ee."].section == ("J",)


def test_a_term_heads_its_definitions() -> None:
    assert units("# H\n\nTerm\n:   First.\n")[-1].section == ("H", "Term")


@pytest.mark.parametrize(
    ("text", "lead_ins"),
    [
        ("See a doctor if:\n\n- red\n- hot\n", [None, 0, 0]),
        ("Symptoms are\n\n- red\n- hot\n", [None, 0, 0]),
        ("Key points:\n\n- It is red.\n- It is hot.\n", [None, None, None]),
        ("It may cause:\n\n- Redness.\n- Heat.\n", [None, 0, 0]),
        ("## See a GP if:\n\n- red\n\n- hot\n", [None, 0, 0]),
        ("It is red.\n\n- hot\n", [None, None]),
        ("If:\n\n- red, as:\n  - blood\n  - wine\n- hot\n", [None, 0, 1, 1, 0]),
        ("If:\n\nText.\n\n- red\n", [None, None, None]),
    ],
)
def test_lists_that_complete_a_lead_in(text: str, lead_ins: list[int | None]) -> None:
    assert [unit.lead_in for unit in units(text)] == lead_ins


def test_cells_are_led_in_by_their_row_and_the_row_by_the_caption() -> None:
    cells = [
        unit
        for unit in units("| A | B |\n| - | - |\n| 1 | 2 |\n\n: Cap\n")
        if unit.block is UnitBlock.TABLE_CELL
    ]
    assert [unit.lead_in for unit in cells] == [4, 2]
    assert len({unit.paragraph for unit in cells}) == 1


def test_completes_needs_items() -> None:
    assert not completes("See:", [])


def test_a_citation_belongs_to_the_sentence_that_it_ends() -> None:
    found = units("One.[@a] Two. [@b] @c says three. [@d] found four. [@e; @f]")
    assert [[citation.key for citation in unit.citations] for unit in found] == [
        ["a"],
        ["b"],
        ["c"],
        ["d", "e", "f"],
    ]


def test_narrative_citations_leave_no_text() -> None:
    assert [unit.text for unit in units("@green2017 found three. See @a [p. 3].")] == ["found three.", "See."]


def test_a_citation_leaves_no_second_stop_behind() -> None:
    article = read_article("articles/a.md", b"Give 5 mg i.v. [@a]. Then rest. [@b]. So...")
    assert [unit.text for unit in units_of(article)] == ["Give 5 mg i.v.", "Then rest.", "So..."]
