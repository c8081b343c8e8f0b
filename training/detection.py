"""Train the model that judges, beside the rules, what needs a source; writes `toolkit/data/detection.json`.

    python -m training.detection [--measure]

Trains on every labelled page of `training/pages/*.jsonl`. `--measure` writes nothing: it judges each page by a
model that was trained without it, and prints how well that went. To get such judgements in a program:

    from training.detection import cross_validated
    judgements = cross_validated(rows)      # rows: dicts in the form of gold_dev.jsonl, any number of pages
    # one Judgement for each row, in order, headings included

`rows` are what is judged; a page of them that the repository's own labelled pages hold too is left out of
training with its page, the other pages of the repository take part.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from toolkit.claims.circumstances import UNWEIGHED, around, own_circumstances
from toolkit.claims.detection import judge_by
from toolkit.claims.need_model import DATA, SCALE, NeedModel, kept
from toolkit.claims.reading import cases, read
from toolkit.claims.verdicts import is_certain, verdict
from toolkit.model.unit import Judgement, Need
from training.labelled import Row, is_counted, pages_of, read_rows, units_of_page

PAGES = Path(__file__).parent / "pages"
NEEDS = tuple(need.value for need in Need)
FOLDS = 10
WRITTEN = "written for training"
"""The `source` of pages that were written for training: nothing is measured on them."""

_LEAST_UNITS = 2
"""A name must occur in so many units to get a weight."""
_LEAST_WEIGHT = 5
"""A name of which every weight is smaller (in thousandths) is left out."""
_WORD_SHARE = 0.7
"""Words are many and say less each: they enter with this value, circumstances with 1."""
_STRENGTH = 0.12
"""Inverse of the penalty (scikit-learn's C), for the need; chosen by cross-validation among 0.03 … 0.4."""
_KIND_STRENGTH = 0.15
_OFFSETS = {"must": 0, "no": -100, "should": 650}
_TRUST = 300
"""Added to the scores (thousandths) before the highest decides: to each class, and to must where a rule names a claim.

Chosen once on cross-validated scores of the gold pages. Between 200 and 1000 for *should*, -200 and 400 for *no*,
F1 of must stays within 0.01; these miss few doses, figures and pieces of advice."""
_SURE, _LIKELY = 0.85, 0.6
"""Probabilities of high and of medium confidence."""


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled unit: its names with their values, its labels, and whether rules alone decide it."""

    page: str
    names: Mapping[str, float]
    need: str
    kind: str
    ruled: str | None
    is_counted: bool


def examples_of(rows: Sequence[Row]) -> list[Example]:
    """Read labelled pages as the detector reads articles."""
    found: dict[int, Example] = {}
    for page in pages_of(rows):
        readings = read(units_of_page([rows[index] for index in page]))
        in_case = cases(readings)
        alone = [verdict(one, in_case=case) for one, case in zip(readings, in_case, strict=True)]
        near = around(alone, readings)
        for place, index in enumerate(page):
            row, rule = rows[index], alone[place]
            names = dict.fromkeys(readings[place].terms, _WORD_SHARE)
            own = own_circumstances(readings[place], rule, in_case=in_case[place])
            names.update(dict.fromkeys((*own, *near[place]), 1.0))
            certain = rule is not None and is_certain(rule, readings[place])
            found[index] = Example(
                row["page"], names, row["need"], row["kind"],
                rule.need.value if rule is not None and certain else None, is_counted(row),
            )  # fmt: skip
    return [found[index] for index in range(len(rows))]


def vocabulary_of(examples: Iterable[Example]) -> dict[str, int]:
    """Give a number to each name that occurs often enough, in alphabetical order."""
    counts = Counter(name for one in examples for name in one.names if name not in UNWEIGHED)
    return {
        name: number
        for number, name in enumerate(sorted(name for name, count in counts.items() if count >= _LEAST_UNITS))
    }


def matrix_of(examples: Sequence[Example], vocabulary: Mapping[str, int]) -> csr_matrix:
    """Give the examples as rows of a sparse matrix."""
    values, columns, starts = [], [], [0]
    for one in examples:
        for name, value in one.names.items():
            if name in vocabulary:
                columns.append(vocabulary[name])
                values.append(value)
        starts.append(len(columns))
    return csr_matrix((values, columns, starts), shape=(len(examples), len(vocabulary)))


def fitted(
    examples: Sequence[Example], labels: Sequence[str], strength: float
) -> tuple[list[str], list[int], dict[str, list[int]]]:
    """Fit a logistic regression; give its classes, their bias, and their weights by name, in whole thousandths."""
    vocabulary = vocabulary_of(examples)
    model = LogisticRegression(C=strength, max_iter=1000).fit(matrix_of(examples, vocabulary), labels)
    shares = np.array([_WORD_SHARE if not name.startswith(":") else 1.0 for name in vocabulary])
    rounded = np.rint(model.coef_ * shares * SCALE).astype(int)
    heavy = np.abs(rounded).max(axis=0) >= _LEAST_WEIGHT
    weights = {name: rounded[:, number].tolist() for name, number in vocabulary.items() if heavy[number]}
    return (
        [str(one) for one in model.classes_],
        [round(float(one) * SCALE) for one in model.intercept_],
        weights,
    )


def trained(examples: Sequence[Example]) -> dict[str, Any]:
    """Train both regressions on examples; give them in the form of `detection.json`."""
    counted = [one for one in examples if one.is_counted]
    open_to_model = [one for one in counted if one.ruled is None]
    claims = [one for one in counted if one.need != Need.NO]
    needs, need_bias, by_need = fitted(open_to_model, [one.need for one in open_to_model], _STRENGTH)
    kinds, kind_bias, by_kind = fitted(claims, [one.kind for one in claims], _KIND_STRENGTH)
    no_need, no_kind = [0] * len(needs), [0] * len(kinds)
    names = sorted({*by_need, *by_kind})
    return {
        "needs": needs,
        "kinds": kinds,
        "bias": need_bias + kind_bias,
        **kept({name: by_need.get(name, no_need) + by_kind.get(name, no_kind) for name in names}),
        "offsets": [_OFFSETS[name] for name in needs],
        "trust": _TRUST,
        "sure": _SURE,
        "likely": _LIKELY,
    }


def _f1(truth: NDArray[np.bool_], called: NDArray[np.bool_]) -> float:
    both = int(np.sum(truth & called))
    return 2 * both / (int(truth.sum()) + int(called.sum())) if both else 0.0


def own_rows() -> list[Row]:
    """Read the labelled pages of the repository."""
    return read_rows(sorted(PAGES.glob("*.jsonl")))


def cross_validated(rows: Sequence[Row], folds: int = FOLDS) -> list[Judgement]:
    """Judge every unit by a model that was trained without its page. Deterministic; a minute for 700 units.

    Takes rows in the form of `gold_dev.jsonl`; gives one judgement a row, in order. Pages of the
    repository that are not among `rows` take part in every training.
    """
    texts = {row["text"] for row in rows if len(row["text"]) > 60}
    judged_pages = {row["page"] for row in rows}
    others = [row for row in own_rows() if row["page"] not in judged_pages and row["text"] not in texts]
    examples, more = examples_of(rows), examples_of(others)
    groups = [row["page"] for row in rows]
    judgements: dict[int, Judgement] = {}
    for train, test in GroupKFold(min(folds, len(set(groups)))).split(rows, groups=groups):
        model = NeedModel.from_json(trained([*(examples[index] for index in train), *more]))
        for page in pages_of([rows[index] for index in test]):
            units = units_of_page([rows[test[place]] for place in page])
            for place, judgement in zip(page, judge_by(model, units), strict=True):
                judgements[int(test[place])] = judgement
    return [judgements[index] for index in range(len(rows))]


def _report(rows: Sequence[Row], judgements: Sequence[Judgement]) -> None:
    """Print the figures for each file's pages."""
    kept = [(row, one) for row, one in zip(rows, judgements, strict=True) if is_counted(row)]
    needs = np.array([row["need"] for row, _ in kept])
    called = np.array([one.need.value for _, one in kept])
    scores = {name: _f1(needs == name, called == name) for name in NEEDS}
    print(f"{len(kept)} units: F1", {name: round(score, 3) for name, score in scores.items()})
    print(
        f"macro F1 {sum(scores.values()) / 3:.3f}; no called must {np.mean(called[needs == 'no'] == 'must'):.3f}"
    )
    safe = [(row["kind"], one) for row, one in kept if row["need"] == "must"]
    for kind in ("dose", "statistic", "recommendation"):
        there = [one.need is Need.MUST for name, one in safe if name == kind]
        print(f"recall of must, {kind}: {sum(there)}/{len(there)}")
    right = [
        (one.kind in (row["kind"], row.get("also_kind")))
        for row, one in kept
        if row["need"] == one.need == "must"
    ]
    print(f"kind right {np.mean(right):.3f}")
    for level in ("high", "medium", "low"):
        there = [row["need"] == one.need for row, one in kept if one.confidence == level]
        print(f"right at {level} confidence: {sum(there)}/{len(there)}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, or measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--measure", action="store_true", help="cross-validate and print; write nothing")
    if parser.parse_args(arguments).measure:
        for path in sorted(PAGES.glob("*.jsonl")):
            rows = [row for row in read_rows([path]) if row["source"] != WRITTEN]
            if rows:
                print(f"\n{path.name}, each page judged by a model trained without it")
                _report(rows, cross_validated(rows))
        return 0
    model = trained(examples_of(own_rows()))
    lines = json.dumps(model, ensure_ascii=False, sort_keys=True, indent=None, separators=(",", ":"))
    DATA.write_text(lines + "\n", encoding="utf-8")
    count = len(model["names"].split("\n"))
    print(f"{DATA.name}: {count} names")
    return 0


if __name__ == "__main__":
    sys.exit(main())
