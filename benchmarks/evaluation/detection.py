"""Detection: must, should or no, and the kind, for the body units of labelled health pages.

Cross-validated by page, the detector is trained anew on the other pages; as it ships, it saw these
pages in training, and its figures flatter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.evaluation.data import Row, pages_of
from benchmarks.evaluation.measures import (
    Figure,
    Measure,
    Table,
    Tally,
    Target,
    figures_of,
    share,
)
from benchmarks.evaluation.pages import units_of_page
from toolkit.claims.detection import judge_units
from toolkit.model.finding import Confidence
from toolkit.model.unit import Judgement, Need

SAFE_KINDS = ("dose", "statistic", "recommendation")
TARGETS = {
    "F1 of must": Target(0.90),
    "macro F1 of must, should, no": Target(0.78),
    **{f"recall of must: {kind}": Target(0.97) for kind in SAFE_KINDS},
    "recall of must: the three together": Target(0.97),
    "no called must": Target(0.06, at_most=True),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled unit with what the detector said of it."""

    row: Row
    judgement: Judgement

    @property
    def is_right(self) -> bool:
        """Whether the need is the labelled one."""
        return self.judgement.need.value == self.row.need


def as_shipped(rows: Sequence[Row]) -> tuple[Judgement, ...]:
    """Judge every page as one article, with the detector as it ships."""
    return tuple(
        judgement for page in pages_of(tuple(rows)).values() for judgement in judge_units(units_of_page(page))
    )


def judged_of(rows: Sequence[Row], judgements: Sequence[Judgement]) -> list[Judged]:
    """Pair units with judgements and keep those that count: no headings, no ambiguous ones."""
    return [Judged(row, one) for row, one in zip(rows, judgements, strict=True) if row.is_counted]


# --- Counting ----------------------------------------------------------------------------------


def tallies(judged: Sequence[Judged]) -> list[Tally]:
    """Count, for each page, everything that the measures below need."""
    pages: dict[str, Tally] = {}
    for one in judged:
        tally = pages.setdefault(one.row.page, Counter())
        need, called = one.row.need, one.judgement.need.value
        tally["need", need, called] += 1
        tally["kind", one.row.kind, need, called] += 1
        tally["confidence", one.judgement.confidence.value, called, one.is_right] += 1
        if need == called == Need.MUST:
            tally["kind right", one.judgement.kind in (one.row.kind, one.row.also_kind)] += 1
    return list(pages.values())


def _f1(need: str) -> Measure:
    def measure(tally: Tally) -> float | None:
        hits = tally["need", need, need]
        called = sum(tally["need", truth, need] for truth in Need)
        there = sum(tally["need", need, other] for other in Need)
        return share(2 * hits, called + there)

    return measure


def _macro_f1(tally: Tally) -> float | None:
    scores = [_f1(need)(tally) for need in Need]
    there = [score for score in scores if score is not None]
    return share(sum(there), len(there))


def _always_must(tally: Tally) -> float | None:
    there = sum(tally["need", Need.MUST, called] for called in Need)
    return share(2 * there, there + sum(tally["need", truth, called] for truth in Need for called in Need))


def _recall(*kinds: str) -> Measure:
    def measure(tally: Tally) -> float | None:
        if not kinds:
            return share(tally["need", "must", "must"], sum(tally["need", "must", called] for called in Need))
        hits = sum(tally["kind", kind, "must", "must"] for kind in kinds)
        return share(hits, sum(tally["kind", kind, "must", called] for kind in kinds for called in Need))

    return measure


def _precision(tally: Tally) -> float | None:
    return share(tally["need", "must", "must"], sum(tally["need", truth, "must"] for truth in Need))


def _false_alarms(tally: Tally) -> float | None:
    return share(tally["need", "no", "must"], sum(tally["need", "no", called] for called in Need))


def _kind_right(tally: Tally) -> float | None:
    return share(tally["kind right", True], tally["kind right", True] + tally["kind right", False])


def _precision_at(confidence: Confidence) -> Measure:
    def measure(tally: Tally) -> float | None:
        right, wrong = (tally["confidence", confidence.value, "must", is_right] for is_right in (True, False))
        return share(right, right + wrong)

    return measure


HEADLINE: Mapping[str, Measure] = {
    "F1 of must": _f1("must"),
    "macro F1 of must, should, no": _macro_f1,
    "no called must": _false_alarms,
}
MEASURES: Mapping[str, Measure] = {
    "always must: F1 of must": _always_must,
    "F1 of must": _f1("must"),
    "F1 of should": _f1("should"),
    "F1 of no": _f1("no"),
    "macro F1 of must, should, no": _macro_f1,
    "precision of must": _precision,
    "recall of must": _recall(),
    **{f"recall of must: {kind}": _recall(kind) for kind in SAFE_KINDS},
    "recall of must: the three together": _recall(*SAFE_KINDS),
    "no called must": _false_alarms,
    "kind right, where must is": _kind_right,
    **{f"precision of must, {one.value} confidence": _precision_at(one) for one in reversed(Confidence)},
}


def _counts(judged: Sequence[Judged]) -> dict[str, int]:
    """Give, for each measure, how many units it is taken from."""
    must = [one for one in judged if one.row.need == "must"]
    called = [one for one in judged if one.judgement.need is Need.MUST]
    kinds = Counter(one.row.kind for one in must)
    return {
        **dict.fromkeys(MEASURES, len(judged)),
        "precision of must": len(called),
        "recall of must": len(must),
        **{f"recall of must: {kind}": kinds[kind] for kind in SAFE_KINDS},
        "recall of must: the three together": sum(kinds[kind] for kind in SAFE_KINDS),
        "no called must": sum(one.row.need == "no" for one in judged),
        "kind right, where must is": sum(one.is_right for one in called),
        **{
            f"precision of must, {level.value} confidence": sum(
                one.judgement.confidence is level for one in called
            )
            for level in Confidence
        },
    }


# --- Tables ------------------------------------------------------------------------------------


def table(
    title: str,
    judged: Sequence[Judged],
    rounds: int,
    *,
    measures: Mapping[str, Measure] = MEASURES,
    with_targets: bool = True,
    notes: tuple[str, ...] = (),
    errors: int = 0,
) -> Table:
    """Make the table of one set of judgements."""
    groups = tallies(judged)
    found = figures_of(
        groups, measures, rounds, targets=TARGETS if with_targets else None, counts=_counts(judged)
    )
    size = f"{len(judged)} body units of {len(groups)} pages; intervals resample pages"
    return Table(title, found, (size, *notes), tuple(errors_of(judged, errors)))


def slices(judged: Sequence[Judged], rounds: int) -> Table:
    """Make the table by audience and by source: where the detector is better and where worse."""
    figures: list[Figure] = []
    for attribute in ("audience", "source"):
        for name in dict.fromkeys(getattr(one.row, attribute) for one in judged):
            part = [one for one in judged if getattr(one.row, attribute) == name]
            pages = len({one.row.page for one in part})
            label = f"{name} ({pages} {'page' if pages == 1 else 'pages'})"
            (one,) = figures_of(tallies(part), {"F1 of must": _f1("must")}, rounds)
            figures.append(Figure(label, one.value, one.interval, len(part)))
    return Table("Detection: F1 of must by audience and by source, cross-validated", tuple(figures))


def errors_of(judged: Sequence[Judged], count: int) -> list[str]:
    """Give confusions, then up to `count` errors: the surest ones first, since those teach most."""
    if not count:
        return []
    wrong = [one for one in judged if not one.is_right]
    confusions = Counter((one.row.need, one.judgement.need.value) for one in wrong)
    lines = [f"{truth} called {called}: {number}" for (truth, called), number in confusions.most_common()]
    sure = {Confidence.HIGH: 0, Confidence.MEDIUM: 1, Confidence.LOW: 2}
    weight = {("must", "no"): 0, ("no", "must"): 1}
    wrong.sort(
        key=lambda one: (
            weight.get((one.row.need, one.judgement.need.value), 2),
            sure[one.judgement.confidence],
        )
    )
    lines.extend(
        f"{one.row.page} {one.row.need}/{one.row.kind} called {one.judgement.need}/{one.judgement.kind}, "
        f"{one.judgement.confidence} ({one.judgement.why}): {one.row.text[:200]}"
        for one in wrong[:count]
    )
    return lines


def halves(rows: Sequence[Row], judgements: Sequence[Judgement], rounds: int) -> Table:
    """Make the table of odd and even pages: words were once chosen by looking at the even ones only."""
    order = {page: number for number, page in enumerate(dict.fromkeys(row.page for row in rows))}
    judged = judged_of(rows, judgements)
    figures: list[Figure] = []
    for name, half in (("first, third, fifth… page", 0), ("second, fourth… page", 1)):
        part = [one for one in judged if order[one.row.page] % 2 == half]
        figures.extend(
            Figure(f"{one.name}: {name}", one.value, one.interval, len(part))
            for one in figures_of(tallies(part), HEADLINE, rounds)
        )
    return Table("Detection: halves of the data", tuple(figures))
