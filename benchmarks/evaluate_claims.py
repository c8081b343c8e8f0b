"""Measure the claim detector on labelled health pages.

    python benchmarks/evaluate_claims.py [gold.jsonl] [--half even|odd|all] [--errors N]

Prints, for the units of page bodies (headings aside): F1 of *must*, macro F1 over must, should and no,
recall of *must* for doses, statistics and recommendations, the share of *no* units called *must*, and
the kinds' accuracy, each with a 95 % interval from a bootstrap over pages; then the speed. Lexicons were
developed on the even pages (first, third, fifth… in order of the file); the odd ones say how well they
carry over. Headings are given to the detector with the other units, as they would be in an article.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from toolkit.claims.detection import judge_units  # noqa: E402 - the path is set above
from toolkit.claims.units import completes  # noqa: E402
from toolkit.model.span import Span  # noqa: E402
from toolkit.model.unit import Judgement, Need, Unit, UnitBlock  # noqa: E402

DATA = Path(os.environ.get("OSLER_SHARED_DATA", ROOT.parent / "shared" / "data"))
BLOCKS = {
    "paragraph": UnitBlock.PARAGRAPH,
    "heading": UnitBlock.HEADING,
    "list-item": UnitBlock.LIST_ITEM,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled unit with the detector's judgement."""

    page: str
    row: dict[str, Any]
    judgement: Judgement


def units_of_page(rows: list[dict[str, Any]]) -> tuple[Unit, ...]:
    """Rebuild the units of one labelled page, with section and lead-in as an article's would have."""
    units: list[Unit] = []
    section: tuple[str, ...] = ()
    lead_in: int | None = None
    for index, row in enumerate(rows):
        block = BLOCKS[row["block"]]
        before = rows[index - 1] if index else None
        if block is UnitBlock.LIST_ITEM and (before is None or before["para"] != row["para"]):
            items = [one["text"] for one in rows[index:] if one["para"] == row["para"]]
            led = before is not None and before["block"] != "list-item"
            lead_in = index - 1 if led and completes(rows[index - 1]["text"], items) else None
        if block is not UnitBlock.LIST_ITEM:
            lead_in = None
        position = sum(one["para"] == row["para"] for one in rows[:index])
        units.append(Unit(Span(0, 0), row["text"], block, row["para"], position, section, lead_in=lead_in))
        if block is UnitBlock.HEADING:
            section = (row["text"],)
    return tuple(units)


def judge_pages(rows: list[dict[str, Any]]) -> list[Judged]:
    """Judge every page as one article."""
    pages: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        pages[row["page"]].append(row)
    return [
        Judged(page, row, judgement)
        for page, page_rows in pages.items()
        for row, judgement in zip(page_rows, judge_units(units_of_page(page_rows)), strict=True)
    ]


def f1(judged: list[Judged], need: str) -> float:
    """Give F1 of one label."""
    hits = sum(one.judgement.need == need == one.row["need"] for one in judged)
    called = sum(one.judgement.need == need for one in judged)
    there = sum(one.row["need"] == need for one in judged)
    return 2 * hits / (called + there) if called + there else 0.0


def macro_f1(judged: list[Judged]) -> float:
    """Give the mean F1 of must, should and no."""
    return sum(f1(judged, need) for need in Need) / len(Need)


def recall(*kinds: str) -> Callable[[list[Judged]], float]:
    """Make the recall of must among units of some kinds."""

    def measure(judged: list[Judged]) -> float:
        there = [
            one for one in judged if one.row["need"] == "must" and (not kinds or one.row["kind"] in kinds)
        ]
        return sum(one.judgement.need is Need.MUST for one in there) / len(there) if there else 0.0

    return measure


def precision(judged: list[Judged]) -> float:
    """Give the precision of must."""
    called = [one for one in judged if one.judgement.need is Need.MUST]
    return sum(one.row["need"] == "must" for one in called) / len(called) if called else 0.0


def false_alarms(judged: list[Judged]) -> float:
    """Give the share of units labelled no that were called must."""
    there = [one for one in judged if one.row["need"] == "no"]
    return sum(one.judgement.need is Need.MUST for one in there) / len(there) if there else 0.0


def kind_accuracy(judged: list[Judged]) -> float:
    """Give how often the kind is right (either label's, where two differ) for units called must rightly."""
    there = [one for one in judged if one.judgement.need is Need.MUST and one.row["need"] == "must"]
    right = sum(one.judgement.kind in (one.row["kind"], one.row["also_kind"]) for one in there)
    return right / len(there) if there else 0.0


MEASURES: dict[str, Callable[[list[Judged]], float]] = {
    "F1 of must": lambda judged: f1(judged, "must"),
    "macro F1": macro_f1,
    "precision of must": precision,
    "recall of must": recall(),
    "recall of must: dose": recall("dose"),
    "recall of must: statistic": recall("statistic"),
    "recall of must: recommendation": recall("recommendation"),
    "no called must": false_alarms,
    "kind right": kind_accuracy,
}


def interval(
    judged: list[Judged], measure: Callable[[list[Judged]], float], rounds: int = 1000
) -> tuple[float, float]:
    """Give a 95 % bootstrap interval, resampling pages (units of a page are not independent)."""
    pages: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        pages[one.page].append(one)
    names = sorted(pages)
    chance = random.Random(20261122)  # noqa: S311 - a bootstrap, not a secret
    values = sorted(
        measure([one for name in chance.choices(names, k=len(names)) for one in pages[name]])
        for _ in range(rounds)
    )
    return values[int(0.025 * rounds)], values[int(0.975 * rounds) - 1]


def report(judged: list[Judged], rounds: int) -> None:
    """Print the table."""
    body = [one for one in judged if one.row["block"] != "heading" and one.row["need"] != "ambiguous"]
    always = sum(one.row["need"] == "must" for one in body)
    print(f"{len(body)} body units of {len({one.page for one in body})} pages")
    print(f"{'always must: F1':34}{2 * always / (len(body) + always):6.3f}")
    for name, measure in MEASURES.items():
        low, high = interval(body, measure, rounds)
        print(f"{name:34}{measure(body):6.3f}  [{low:.3f}, {high:.3f}]")


def errors(judged: list[Judged], count: int) -> None:
    """Print confusions, and errors one by one."""
    body = [one for one in judged if one.row["block"] != "heading" and one.row["need"] != "ambiguous"]
    wrong = [one for one in body if one.judgement.need != one.row["need"]]
    for (truth, called), number in Counter(
        (one.row["need"], str(one.judgement.need)) for one in wrong
    ).most_common():
        print(f"{truth} called {called}: {number}")
    for one in wrong[:count]:
        print(f"{one.page} {one.row['need']}/{one.row['kind']} → {one.judgement.need}/{one.judgement.kind}"
              f" [{one.judgement.why}] {one.row['text'][:200]}")  # fmt: skip


def speed(rows: list[dict[str, Any]]) -> None:
    """Print how many units a second are judged."""
    units = units_of_page(rows)
    start = time.perf_counter()
    rounds = 0
    while time.perf_counter() - start < 1:
        judge_units(units)
        rounds += 1
    print(f"{rounds * len(units) / (time.perf_counter() - start):,.0f} units a second")


def main() -> None:
    """Read the arguments, judge, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("gold", nargs="?", type=Path, default=DATA / "claims" / "gold_dev.jsonl")
    parser.add_argument("--half", choices=("even", "odd", "all"), default=None, help="pages to report")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print up to N errors")
    parser.add_argument("--rounds", type=int, default=1000, help="bootstrap rounds")
    arguments = parser.parse_args()
    rows = [json.loads(line) for line in arguments.gold.read_text(encoding="utf-8").splitlines()]
    pages = list(dict.fromkeys(row["page"] for row in rows))
    halves = {"even": set(pages[0::2]), "odd": set(pages[1::2]), "all": set(pages)}
    for name in [arguments.half] if arguments.half else halves:
        chosen = [row for row in rows if row["page"] in halves[name]]
        judged = judge_pages(chosen)
        print(f"\n{name} pages: ", end="")
        report(judged, arguments.rounds)
        if arguments.errors:
            errors(judged, arguments.errors)
    print()
    speed(rows)


if __name__ == "__main__":
    main()
