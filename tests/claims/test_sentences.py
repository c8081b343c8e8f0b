"""Hard sentences through the real reader: each item's units are exactly the pieces that the file marks."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.growth import growth
from toolkit.claims.sentences import split
from toolkit.claims.units import units_of
from toolkit.model.unit import UnitBlock
from toolkit.readers.markdown import read_article

ITEMS = [
    line
    for line in (Path(__file__).parent / "sentences.md").read_text(encoding="utf-8").splitlines()[5:]
    if line and not line.startswith(("#", "[^1]:", "[^2]:"))
]
NOTES = "\n\n[^1]: A note.\n\n[^2]: Another.\n"


def source_and_pieces(item: str) -> tuple[str, list[str]]:
    return re.sub(r" ?‖ ?", lambda found: " " if " " in found[0] else "", item), re.split(r" *‖ *", item)


def test_there_are_at_least_280_items_and_none_twice() -> None:
    assert len(ITEMS) >= 280
    assert len(set(ITEMS)) == len(ITEMS)


@pytest.mark.parametrize("item", ITEMS)
def test_hard_item(item: str) -> None:
    source, pieces = source_and_pieces(item)
    article = read_article("articles/a.md", (source + NOTES).encode())
    units = [unit for unit in units_of(article) if unit.block is not UnitBlock.FOOTNOTE]
    expected = [re.sub(r"<!--.*?-->", "", piece).strip() for piece in pieces]
    assert [article.source.slice(unit.span) for unit in units] == expected


HOSTILE = {
    "word": "a",
    "stops": ".",
    "small": "a. b. ",
    "brackets": "([",
    "asides": "(a. B) ",
    "marks": ". [1 ",
    "initials": "A. ",
    "quotes": "'",
    "latin": "et al. ",
    "small sentences": "Cells. cells ",
    "lettered": "kappa B. ",
    "series": "… ",
    "leaders": ". ",
    "marks behind": ".[1]",
    "chinese": "它有效。",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_is_linear_in_hostile_text(name: str) -> None:
    def splitting(size: int) -> Callable[[], object]:
        text = HOSTILE[name] * (size // len(HOSTILE[name])) + "x"
        return lambda: split(text)

    assert growth(splitting, 60_000, below=8) < 8
    ranges = split(HOSTILE[name] * 1_000)
    assert ranges
    assert all(left < right for left, right in ranges)


def test_every_character_but_white_space_is_in_one_range() -> None:
    text = " One.  Two (a. b) three?\tFour. "
    covered = "".join(text[start:end] for start, end in split(text))
    assert re.sub(r"\s", "", covered) == re.sub(r"\s", "", text)
