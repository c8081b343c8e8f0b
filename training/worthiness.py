"""Train the model that tells where authors of research articles cite; writes `toolkit/data/worthiness.json`.

    python -m training.worthiness [--measure] [--data FILE]

`--measure` writes nothing: it judges each article by a model that was trained without it, for several ways to
part the articles, and prints how well that went. To get such judgements in a program:

    from training.worthiness import worthiness_cross_validated
    calls = worthiness_cross_validated(rows)      # rows: dicts in the form of citation_worthiness.jsonl.gz
    # one Call for each row, in order

Everything is fitted to the articles of the training alone: the classes of the measures, the words that
get a weight, the weights, and (by another cross-validation within them) the bar from which on a
sentence is called.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from toolkit.claims.worthiness import (
    DATA,
    SCALE,
    WORD_SHARE,
    Model,
    Sentence,
    leaning,
    likelihoods,
    measured,
    names,
    section_of,
)

COLLECTION = Path(__file__).parents[2] / "shared" / "data" / "claims" / "citation_worthiness.jsonl.gz"
FOLDS = 10
SEEDS = (0, 1, 2)
_INNER_FOLDS = 3
_STRENGTH = 0.01
"""Inverse of the penalty (scikit-learn's C); 0.01, 0.03 and 0.1 were tried, with little between the first two."""
_NARRATIVE_WEIGHT = 2.5
"""How much a sentence of a narrative section counts beside one of methods or results."""
_LEAST_SENTENCES = 3
"""A name must occur in so many sentences to get a weight."""
_LEAST_WEIGHT = 10
"""Weights nearer to nought (in thousandths) are left out of the file."""
_PARTS = (0.08, 0.2, 0.35, 0.5, 0.65, 0.8, 0.92)
"""Quantiles, over narrative sentences, that part a measure into classes."""
_REVIEWS = frozenset(("review-article", "editorial", "article-commentary"))

Row = Mapping[str, Any]
"""One sentence: `art`, `par`, `sec`, `type` (of article, as in JATS), `text`, `label` (1: its authors cite)."""
Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Call:
    """How likely authors cite at a sentence, and whether that is enough to call it."""

    likelihood: float
    is_called: bool


@dataclass(frozen=True, slots=True)
class Corpus:
    """All sentences, made ready once: their names as a sparse matrix, their measures, labels and articles."""

    sentences: tuple[Sentence, ...]
    articles: NDArray[np.str_]
    labels: Places
    is_narrative: NDArray[np.bool_]
    vocabulary: tuple[str, ...]
    words: csr_matrix
    measures: dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Fit:
    """One regression: edges of the classes, names of the columns, and their weights in thousandths."""

    edges: dict[str, tuple[float, ...]]
    columns: tuple[str, ...]
    weights: Floats
    sums: Floats
    """The sum of every sentence of the corpus, leaning on its paragraph."""


def read_rows(path: Path) -> list[Row]:
    """Read `citation_worthiness.jsonl.gz`, in order."""
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode().splitlines()]


def sentence_of(row: Row) -> Sentence:
    """Give a row as the model sees it."""
    return Sentence(row["text"], row["sec"], int(row["par"]), row["type"] in _REVIEWS)


def is_narrative(row: Row) -> bool:
    """Tell whether a row counts in the figures: it stands in an introduction, or in a review or the like."""
    return bool(row["sec"] == "Introduction" or row["type"] in _REVIEWS)


def corpus_of(rows: Sequence[Row]) -> Corpus:
    """Make all rows ready; those of one article follow each other."""
    sentences = tuple(map(sentence_of, rows))
    measures: list[dict[str, float]] = []
    for _, group in groupby(zip(rows, sentences, strict=True), key=lambda one: one[0]["art"]):
        measures.extend(measured([sentence for _, sentence in group]))
    vocabulary, words = _matrix([names(one) for one in sentences])
    return Corpus(
        sentences,
        np.array([row["art"] for row in rows]),
        np.array([int(row["label"]) for row in rows]),
        np.array([section_of(one) in ("introduction", "review") for one in sentences]),
        vocabulary,
        words,
        {name: np.array([one[name] for one in measures]) for name in measures[0]},
    )


def _classes(corpus: Corpus, edges: Mapping[str, Sequence[float]]) -> tuple[list[str], csr_matrix]:
    """Give the names that `classes` gives, for all sentences at once: one column for each."""
    kinds = np.array([section_of(one) for one in corpus.sentences])
    columns = {f":section {kind}": kinds == kind for kind in np.unique(kinds)}
    for name, parts in edges.items():
        place = np.searchsorted(parts, corpus.measures[name], side="right")
        for number in range(len(parts) + 1):
            columns[f":{name} {number}"] = place == number
            columns[f":narrative {name} {number}"] = (place == number) & corpus.is_narrative
    return list(columns), csr_matrix(np.array(list(columns.values()), dtype=float).T)


def _matrix(lists: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], csr_matrix]:
    """Give names that occur often enough as the columns of a sparse matrix."""
    vocabulary: dict[str, int] = {}
    columns: list[int] = []
    starts = [0]
    for one in lists:
        columns.extend(vocabulary.setdefault(name, len(vocabulary)) for name in one)
        starts.append(len(columns))
    shape = (len(starts) - 1, len(vocabulary))
    matrix = csr_matrix((np.ones(len(columns)), columns, starts), shape=shape)
    often = np.bincount(columns, minlength=len(vocabulary)) >= _LEAST_SENTENCES
    return tuple(name for name, is_kept in zip(vocabulary, often, strict=True) if is_kept), matrix[:, often]


def fitted(corpus: Corpus, rows: Places) -> Fit:
    """Fit a logistic regression to some rows; give its weights, rounded as they ship, and everybody's sums."""
    narrative = rows[corpus.is_narrative[rows]]
    edges = {
        name: tuple(np.unique(np.quantile(values[narrative], _PARTS).round(3)).tolist())
        for name, values in corpus.measures.items()
    }
    class_names, class_matrix = _classes(corpus, edges)
    matrix = hstack([corpus.words * WORD_SHARE, class_matrix]).tocsr()
    seen = matrix[rows]
    kept = np.bincount(seen.indices, minlength=matrix.shape[1]) >= _LEAST_SENTENCES
    model = LogisticRegression(C=_STRENGTH, solver="liblinear", max_iter=200, random_state=0)
    counts = np.where(corpus.is_narrative[rows], _NARRATIVE_WEIGHT, 1.0)
    model.fit(seen[:, kept], corpus.labels[rows], sample_weight=counts)
    shares = np.r_[np.full(len(corpus.vocabulary), WORD_SHARE), np.ones(len(class_names))]
    weights = np.zeros(matrix.shape[1])
    weights[kept] = np.rint(model.coef_[0] * shares[kept] * SCALE)
    weights[np.abs(weights) < _LEAST_WEIGHT] = 0.0
    sums = np.array(leaning(corpus.sentences, (matrix.sign() @ weights).tolist()))
    return Fit(edges, (*corpus.vocabulary, *class_names), weights, sums)


def trained(corpus: Corpus, rows: Places, seed: int = 0) -> dict[str, Any]:
    """Train on some rows, whole articles; give the form of `worthiness.json`."""
    fit = fitted(corpus, rows)
    inner = np.zeros(len(corpus.labels))
    for train, test in _parted(corpus.articles[rows], _INNER_FOLDS, seed):
        inner[rows[test]] = fitted(corpus, rows[train]).sums[rows[test]]
    narrative = rows[corpus.is_narrative[rows]]
    scores, labels = inner[narrative, None] / SCALE, corpus.labels[narrative]
    scale = LogisticRegression(C=1e6).fit(scores, labels)
    slope, offset = float(scale.coef_[0, 0]), float(scale.intercept_[0])
    return {
        "edges": fit.edges,
        "weights": {
            name: int(weight) for name, weight in zip(fit.columns, fit.weights, strict=True) if weight
        },
        "bias": round(offset / slope * SCALE),
        "slope": round(slope, 4),
        "bar": round(_best_bar(scale.predict_proba(scores)[:, 1], labels), 4),
    }


def _best_bar(likelihood: Floats, labels: Places) -> float:
    """Give the bar with the best F1: calling all that is at least so likely."""
    order = np.argsort(-likelihood)
    hits = np.cumsum(labels[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + labels.sum())
    return float(likelihood[order[int(np.argmax(f1))]])


def _parted(articles: NDArray[np.str_], folds: int, seed: int) -> Iterable[tuple[Places, Places]]:
    """Part rows by article, at random, into folds; give the places of training and of test for each."""
    order = np.random.default_rng(seed).permutation(np.unique(articles))
    for fold in range(min(folds, len(order))):
        is_test = np.isin(articles, order[fold::folds])
        yield np.flatnonzero(~is_test), np.flatnonzero(is_test)


def worthiness_cross_validated(rows: Sequence[Row], seed: int = 0, folds: int = FOLDS) -> list[Call]:
    """Judge each sentence by a model that was trained without its article. Deterministic; a few minutes."""
    corpus = corpus_of(rows)
    found: dict[int, Call] = {}
    for train, test in _parted(corpus.articles, folds, seed):
        model = Model.from_json(trained(corpus, train, seed))
        for _, group in groupby(test.tolist(), key=lambda index: str(corpus.articles[index])):
            places = list(group)
            judged = likelihoods([corpus.sentences[index] for index in places], model)
            found.update(
                (index, Call(one, one >= model.bar)) for index, one in zip(places, judged, strict=True)
            )
    return [found[index] for index in range(len(rows))]


def _report(rows: Sequence[Row], calls: Sequence[Call]) -> str:
    """Say how well narrative sections were judged, with an interval that resamples articles."""
    by_article: dict[str, list[int]] = {}
    for row, call in zip(rows, calls, strict=True):
        if is_narrative(row):
            counts = by_article.setdefault(row["art"], [0, 0, 0, 0])
            counts[0] += bool(row["label"]) and call.is_called
            counts[1] += call.is_called
            counts[2] += row["label"]
            counts[3] += 1
    table = np.array(list(by_article.values()))
    drawn = np.random.default_rng(0).integers(0, len(table), (2000, len(table)))
    low, high = np.quantile([_f1(table[draw].sum(axis=0)) for draw in drawn], (0.025, 0.975))
    hits, called, there, count = table.sum(axis=0)
    return (
        f"F1 {_f1(table.sum(axis=0)):.3f} [{low:.3f}, {high:.3f}], precision {hits / called:.3f}, "
        f"recall {hits / there:.3f}; always yes {2 * there / (count + there):.3f}; "
        f"{count} sentences of {len(table)} articles"
    )


def _f1(counts: Places) -> float:
    return float(2 * counts[0] / max(1, counts[1] + counts[2]))


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, or measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--measure", action="store_true", help="cross-validate and print; write nothing")
    parser.add_argument("--data", type=Path, default=COLLECTION, help="labelled sentences")
    options = parser.parse_args(arguments)
    rows = read_rows(options.data)
    if options.measure:
        for seed in SEEDS:
            print(f"split {seed}: {_report(rows, worthiness_cross_validated(rows, seed))}", flush=True)
        return 0
    corpus = corpus_of(rows)
    model = trained(corpus, np.arange(len(rows)))
    text = json.dumps(model, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    DATA.write_text(text + "\n", encoding="utf-8")
    print(f"{DATA.name}: {len(model['weights'])} names, {len(text) // 1000} kB, bar {model['bar']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
