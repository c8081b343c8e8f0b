"""Fit the mixtures that compare claims with abstracts; writes `toolkit/data/evidence.json`.

    python -m training.evidence --data ../shared/data/claims [--measure]

`--measure` writes nothing: it prints, for the training halves, figures cross-validated by document, and for
the development halves those of a model that saw only the training halves. What the benchmarks use:

    from training.evidence import read_pairs, scores
    pairs = read_pairs(folder, "scifact", "dev")        # or "citation_integrity"
    scores(pairs, fingerprints=True)                    # likeness of each pair, from fingerprints alone
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from toolkit.claims.evidence.comparison import compare
from toolkit.claims.evidence.likeness import NAMES, features
from toolkit.claims.evidence.prepared import Prepared, prepare_fingerprint, prepare_text
from toolkit.claims.evidence.statement import Statement, statement_of
from toolkit.claims.fingerprint import fingerprint

SETS = ("scifact", "citation_integrity")
OUTPUT = Path(__file__).parents[1] / "toolkit" / "data" / "evidence.json"
_MARK = re.compile(r"<\|\w*cit\|>")
_EMPTY = re.compile(r"[\[(][\s;,]*[\])]")
_FALSE_ALARMS = 0.01
_SURE_FALSE_ALARMS = 0.003
_WRONG = 20
"""So many wrong abstracts are laid beside each claim."""
_STRENGTH = 0.03
"""Inverse of the penalty (scikit-learn's C); chosen by cross-validation among 0.01, 0.03, 0.1, 1."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim and an abstract that it cites. `has_evidence` says whether annotators found evidence in it.

    `supports` says whether all of that evidence speaks for the claim.
    """

    claim: str
    title: str
    abstract: str
    document: int
    has_evidence: bool
    supports: bool = False


def cleaned(claim: str) -> str:
    """Take the marks of citations, and the brackets that they leave empty, out of a claim."""
    text, shorter = "", _MARK.sub("", claim)
    while text != shorter:
        text, shorter = shorter, _EMPTY.sub("", shorter)
    return " ".join(text.split())


def read_pairs(folder: Path, name: str, half: str) -> list[Pair]:
    """Read the pairs of `scifact` or `citation_integrity`, half `train` or `dev`.

    A claim without evidence is paired with all that it cites; one with evidence, with what holds it.
    """
    corpus = {row["doc_id"]: row for row in _rows(folder / name / "corpus.jsonl")}
    pairs = []
    for row in _rows(folder / name / f"claims_{half}.jsonl"):
        evidence = {int(one): found for one, found in row["evidence"].items()}
        for document in row["cited_doc_ids"]:
            if evidence and document not in evidence:
                continue
            text = corpus[document]
            labels = {one["label"] for one in evidence.get(document, ())}
            pairs.append(
                Pair(
                    cleaned(row["claim"]),
                    text["title"],
                    " ".join(text["abstract"]),
                    document,
                    bool(labels),
                    labels == {"SUPPORT"},
                )
            )
    return pairs


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    packed = path.with_name(path.name + ".gz")
    text = gzip.decompress(packed.read_bytes()) if packed.exists() else path.read_bytes()
    for line in text.decode().splitlines():
        yield json.loads(line)


def prepared(pair: Pair, *, fingerprints: bool = False) -> Prepared:
    """Make a pair's abstract ready, or its fingerprint."""
    if fingerprints:
        return prepare_fingerprint(fingerprint(pair.abstract), pair.title)
    return prepare_text(pair.abstract, pair.title)


def scores(pairs: Sequence[Pair], *, fingerprints: bool = False) -> list[float]:
    """Give the likeness of each pair, as `osler check` computes it."""
    return [compare(one.claim, prepared(one, fingerprints=fingerprints)).likeness for one in pairs]


@dataclass(frozen=True, slots=True)
class Sample:
    """The features of pairs (`right`), their labels and documents, and those of claims with wrong abstracts."""

    right: Floats
    has_evidence: NDArray[np.bool_]
    documents: NDArray[np.int64]
    wrong: Floats


def sample(pairs: Sequence[Pair]) -> Sample:
    """Compute features; wrong abstracts are drawn, always alike, from the others of the set."""
    random = Random(20261122)  # noqa: S311 - a sample, not a secret
    texts: dict[int, Prepared] = {}
    for one in pairs:
        if one.document not in texts:
            texts[one.document] = prepared(one)
    claims: list[Statement] = [statement_of(one.claim) for one in pairs]
    right = [features(claim, texts[one.document]) for claim, one in zip(claims, pairs, strict=True)]
    wrong = [
        features(claim, texts[other])
        for claim, one in zip(claims, pairs, strict=True)
        if one.has_evidence
        for other in random.sample(sorted(texts), _WRONG)
        if other != one.document
    ]
    return Sample(
        np.array(right),
        np.array([one.has_evidence for one in pairs]),
        np.array([one.document for one in pairs]),
        np.array(wrong),
    )


@dataclass(frozen=True, slots=True)
class Fit:
    """A logistic regression in the features' own scale."""

    weights: Floats
    constant: float

    def __call__(self, values: Floats) -> Floats:
        """Give the probability of each row."""
        result: Floats = 1 / (1 + np.exp(-np.clip(values @ self.weights + self.constant, -60, 60)))
        return result


def fit(values: Floats, labels: NDArray[np.bool_], weights: Floats) -> Fit:
    """Fit a logistic regression to standardised features, and give it for features as they are."""
    mean, spread = values.mean(axis=0), values.std(axis=0) + 1e-9
    model = LogisticRegression(C=_STRENGTH, max_iter=5000)
    model.fit((values - mean) / spread, labels, sample_weight=weights)
    scaled = model.coef_[0] / spread
    return Fit(scaled, float(model.intercept_[0] - scaled @ mean))


def fit_likeness(samples: Sequence[Sample]) -> Fit:
    """Tell evidence from none. Each set, and in it each label, weighs the same."""
    weights = []
    for one in samples:
        share = one.has_evidence.mean()
        weights.append(np.where(one.has_evidence, 0.5 / share, 0.5 / (1 - share)) / len(one.has_evidence))
    together = np.concatenate(weights)
    return fit(
        np.vstack([one.right for one in samples]),
        np.concatenate([one.has_evidence for one in samples]),
        together / together.mean(),
    )


def fit_aboutness(samples: Sequence[Sample]) -> Fit:
    """Tell the right abstract from a wrong one."""
    right = np.vstack([one.right[one.has_evidence] for one in samples])
    wrong = np.vstack([one.wrong for one in samples])
    labels = np.repeat([True, False], [len(right), len(wrong)])
    return fit(np.vstack([right, wrong]), labels, np.where(labels, _WRONG / 2, 1.0))


def _crossed(
    samples: Sequence[Sample], learn: Callable[[Sequence[Sample]], Fit]
) -> list[tuple[Floats, Floats]]:
    """Give each sample's right and wrong rows as judged by models that did not see their documents."""
    results = [(np.zeros(len(one.right)), np.zeros(len(one.wrong))) for one in samples]
    owners = [np.repeat(one.documents[one.has_evidence], _per_claim(one)) for one in samples]
    splits = [list(GroupKFold(5).split(one.right, groups=one.documents)) for one in samples]
    for fold in range(5):
        parts = []
        for one, split, owner in zip(samples, splits, owners, strict=True):
            rows = split[fold][0]
            kept = np.isin(owner, one.documents[rows])
            parts.append(
                Sample(one.right[rows], one.has_evidence[rows], one.documents[rows], one.wrong[kept])
            )
        model = learn(parts)
        for one, split, owner, (right, wrong) in zip(samples, splits, owners, results, strict=True):
            rows = split[fold][1]
            right[rows] = model(one.right[rows])
            held = np.isin(owner, one.documents[rows])
            wrong[held] = model(one.wrong[held])
    return results


def _per_claim(one: Sample) -> NDArray[np.int64]:
    """Count the wrong rows of each claim with evidence; where its own document was drawn, one fewer."""
    count, rows = int(one.has_evidence.sum()), len(one.wrong)
    counts = np.full(count, rows // count)
    counts[: rows - counts.sum()] += 1
    return counts


def _print_figures(name: str, right: Floats, wrong: Floats, labels: NDArray[np.bool_], like: Floats) -> None:
    low, high = _interval(labels, like)
    limit = np.quantile(right[labels], _FALSE_ALARMS)
    print(
        f"{name:40} evidence or none: AUROC {roc_auc_score(labels, like):.3f} ({low:.3f} to {high:.3f}); "
        f"wrong abstracts found at 1 % false alarms: {(wrong < limit).mean():.3f}"
    )


def _interval(labels: NDArray[np.bool_], values: Floats) -> tuple[float, float]:
    """Give the 95 % interval of the area under the curve, by drawing pairs again 500 times."""
    random = np.random.default_rng(1)
    found = []
    for _ in range(500):
        rows = random.integers(0, len(labels), len(labels))
        if 0 < labels[rows].sum() < len(rows):
            found.append(roc_auc_score(labels[rows], values[rows]))
    low, high = np.quantile(found, (0.025, 0.975))
    return float(low), float(high)


def measure(folder: Path) -> None:
    """Print how well it goes on what was not learnt from."""
    trained = [sample(read_pairs(folder, name, "train")) for name in SETS]
    about, like = _crossed(trained, fit_aboutness), _crossed(trained, fit_likeness)
    for name, one, (right, wrong), (alike, _) in zip(SETS, trained, about, like, strict=True):
        _print_figures(f"{name}, train, cross-validated", right, wrong, one.has_evidence, alike)
    aboutness, likeness = fit_aboutness(trained), fit_likeness(trained)
    for name in SETS:
        one = sample(read_pairs(folder, name, "dev"))
        values = aboutness(one.right), aboutness(one.wrong), one.has_evidence, likeness(one.right)
        _print_figures(f"{name}, dev", *values)


def _limit(right: Sequence[Floats], share: float) -> float:
    """Give the limit below which at most this share of the right pairs of each set lies, judged unseen.

    SciFact has short claims and titles, Citation-Integrity long sentences of papers: neither may be accused oftener.
    """
    return round(min(float(np.quantile(one, share)) for one in right), 6)


def write(folder: Path) -> None:
    """Fit on the training halves, and write the model."""
    samples = [sample(read_pairs(folder, name, "train")) for name in SETS]
    values: dict[str, Any] = {}
    for name, model in (("likeness", fit_likeness(samples)), ("aboutness", fit_aboutness(samples))):
        weights = {one: round(float(weight), 6) for one, weight in zip(NAMES, model.weights, strict=True)}
        values[name] = {"weights": weights, "constant": round(model.constant, 6)}
        if name == "aboutness":
            crossed = zip(samples, _crossed(samples, fit_aboutness), strict=True)
            right = [rows[one.has_evidence] for one, (rows, _) in crossed]
            values["unrelated"] = _limit(right, _FALSE_ALARMS)
            values["surely_unrelated"] = _limit(right, _SURE_FALSE_ALARMS)
    OUTPUT.write_text(json.dumps(values, indent=1) + "\n", "ascii")


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data/claims"))
    parser.add_argument("--measure", action="store_true")
    arguments = parser.parse_args()
    (measure if arguments.measure else write)(arguments.data)


if __name__ == "__main__":
    main()
