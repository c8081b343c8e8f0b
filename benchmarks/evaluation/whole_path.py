"""The whole path: labelled pages written as Markdown, read and judged as `osler check` does.

What is lost between the labelled units and what a user gets shows here: sentences cut in other places,
lead-ins that are not seen as such, headings. Units are matched by their text, white space aside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.evaluation.data import Row, pages_of
from benchmarks.evaluation.detection import Judged, table
from benchmarks.evaluation.measures import Figure, Table
from benchmarks.evaluation.pages import markdown_of_page, units_of_page
from toolkit.claims import judge
from toolkit.claims.detection import judge_units
from toolkit.model.policy import Policy
from toolkit.model.unit import Claim, Judgement, Unit, UnitBlock
from toolkit.readers.markdown import read_article

_BLOCKS = {
    "paragraph": UnitBlock.PARAGRAPH,
    "heading": UnitBlock.HEADING,
    "list-item": UnitBlock.LIST_ITEM,
}
_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Met:
    """A labelled unit and the unit of the article that holds most of it; `None` if its text was lost."""

    row: Row
    given: Unit
    found: Claim | None
    judgement: Judgement
    """As judged among the labelled units."""

    @property
    def differences(self) -> tuple[str, ...]:
        """How the article's unit differs from the labelled one."""
        if self.found is None:
            return ("lost",)
        unit = self.found.unit
        return tuple(
            what
            for what, differs in (
                ("cut elsewhere", _letters(unit.text) != _letters(self.row.text)),
                ("another kind of block", unit.block is not _BLOCKS[self.row.block]),
                ("lead-in", (unit.lead_in is None) is not (self.given.lead_in is None)),
                ("headings above", unit.section[-1:] != self.given.section[-1:]),
                ("need", self.found.judgement.need is not self.judgement.need),
                ("kind", self.found.judgement.kind is not self.judgement.kind),
            )
            if differs
        )


def met_of(rows: Sequence[Row]) -> list[Met]:
    """Write each page as an article, read and judge it, and match its units with the labelled ones."""
    found: list[Met] = []
    for name, page in pages_of(tuple(rows)).items():
        article = read_article(f"articles/{name}.md", markdown_of_page(page).encode())
        claims = judge(article, Policy())
        units = units_of_page(page)
        matches = _matches(page, claims)
        found.extend(
            Met(row, unit, match, judgement)
            for row, unit, match, judgement in zip(page, units, matches, judge_units(units), strict=True)
        )
    return found


def _matches(page: Sequence[Row], claims: Sequence[Claim]) -> list[Claim | None]:
    """Give for each row the claim that shares most letters with it, both laid out in reading order."""
    owners = [index for index, claim in enumerate(claims) for _ in _letters(claim.unit.text)]
    there = "".join(_letters(claim.unit.text) for claim in claims)
    matches: list[Claim | None] = []
    position = 0
    for row in page:
        letters = _letters(row.text)
        at = there.find(letters, position)
        if not letters or at < 0:
            matches.append(None)
            continue
        position = at + len(letters)
        ((owner, _),) = Counter(owners[at:position]).most_common(1)
        matches.append(claims[owner])
    return matches


def _letters(text: str) -> str:
    return "".join(text.split())


def tables(rows: Sequence[Row], rounds: int, errors: int) -> tuple[Table, Table]:
    """Make the table of accuracy through Markdown, and that of what differs from the labelled units."""
    met = met_of(rows)
    judged = [Judged(one.row, one.found.judgement) for one in met if one.row.is_counted and one.found]
    seen = ("compare with detection as it ships: these pages took part in its training",)
    accuracy = table("Whole path: through Markdown", judged, rounds, with_targets=False, notes=seen)
    counts = Counter(what for one in met for what in one.differences)
    names = ("lost", "cut elsewhere", "another kind of block", "lead-in", "headings above", "need", "kind")
    figures = tuple(
        Figure(f"units that differ: {name}", counts[name], count=len(met), form=".0f") for name in names
    )
    lines = tuple(
        f"{one.row.page} {', '.join(one.differences)}: {one.row.text[:_SHOWN]}"
        + (
            f" | found: {one.found.unit.text[:_SHOWN]}"
            if one.found and "cut elsewhere" in one.differences
            else ""
        )
        for one in met
        if one.differences
    )
    return accuracy, Table("Whole path: what differs from the labelled units", figures, (), lines[:errors])
