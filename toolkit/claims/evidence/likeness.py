"""How alike a claim and an abstract are, in words: features, and mixtures of them by logistic regression.

Order and sentences do not count, so that a fingerprint gives what the text gives. The weights are in
`toolkit/data/evidence.json`, which `training/evidence.py` writes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp, log
from operator import mul

from toolkit.claims.evidence.prepared import BEGINNING, Prepared
from toolkit.claims.evidence.statement import Statement

NAMES = (
    *("covered", "covered_plain", "saturated", "repeated", "in_title", "of_title", "density", "of_weight"),
    *("missing", "missing_rarity", "rarest_missing", "second_missing", "shared", "shared_rarity"),
    *("rarest_shared", "claim_length", "log_length", "presence", "absence", "evidence", "kin", "nearness"),
)
"""The features, in their order."""
_LOGARITHMS = tuple(log(1 + count) for count in range(64))
_SATURATION = 1.2  # Okapi BM25's k1 in its usual value (Robertson and Walker, 1994)


def features(claim: Statement, against: Prepared) -> tuple[float, ...]:
    """Give the features named in `NAMES`. Linear in the claim's words; no share is over 1.

    A word that the abstract has in another form counts as if it stood there once.
    """
    counts, title, beginnings = against.counts, against.title, against.beginnings
    otherwise = claim.otherwise
    kin = 0.0
    titled = saturated = repeated = weighed = shared = presence = absence = 0.0
    missing_rarity = rarest_missing = second_missing = rarest_shared = 0.0
    occurrences = found = 0
    for stem, rarity, if_present, if_absent in claim.words:
        count = counts.get(stem, 0)
        if not count and stem in otherwise and otherwise[stem].is_in(counts):
            count = 1
        if count:
            found += 1
            occurrences += count
            shared += rarity
            presence += if_present
            saturated += rarity * count / (count + _SATURATION)
            repeated += rarity * _LOGARITHMS[count if count < 64 else 63]
            weighed += rarity * count
            if stem in title:
                titled += rarity
            rarest_shared = max(rarest_shared, rarity)
        else:
            missing_rarity += rarity
            absence += if_absent
            if stem[:BEGINNING] in beginnings:
                kin += rarity
            if rarity > rarest_missing:
                rarest_missing, second_missing = rarity, rarest_missing
            elif rarity > second_missing:
                second_missing = rarity
    words = len(claim.words)
    total = claim.rarity or 1.0
    return (
        shared / total,
        found / (words or 1),
        saturated / total,
        repeated / total,
        titled / total,
        titled / (against.title_rarity or 1.0),
        occurrences / (against.length or 1),
        weighed / (against.weight or 1.0),
        float(words - found),
        missing_rarity,
        rarest_missing,
        second_missing,
        float(found),
        shared,
        rarest_shared,
        float(words),
        against.log_length,
        presence,
        absence,
        presence + absence,
        kin / total,
        sum(map(mul, claim.direction, against.direction)),
    )


@dataclass(frozen=True, slots=True)
class Mixture:
    """Weights of the features, of which it takes the logistic function of the weighted sum."""

    weights: tuple[float, ...]
    constant: float

    def probability(self, values: tuple[float, ...]) -> float:
        """Give a number between 0 and 1."""
        total = self.constant + sum(map(mul, self.weights, values))
        return 1 / (1 + exp(-max(min(total, 60.0), -60.0)))


@dataclass(frozen=True, slots=True)
class Model:
    """What was learnt: `likeness` tells evidence from none, `aboutness` the right abstract from a wrong one.

    Below `unrelated`, one in a hundred right abstracts was called wrong; `surely_unrelated` is the
    limit for claims that a citation covers without standing in them.
    """

    likeness: Mixture
    aboutness: Mixture
    unrelated: float
    surely_unrelated: float


@cache
def model() -> Model:
    """Give the model that Osler ships; read when first asked for."""
    return parse(resources.files("toolkit").joinpath("data", "evidence.json").read_text("ascii"))


def parse(text: str) -> Model:
    """Read a model. Raises `KeyError` or `ValueError` if it is none of these features."""
    values = json.loads(text)
    likeness, aboutness = (
        Mixture(tuple(values[name]["weights"][one] for one in NAMES), values[name]["constant"])
        for name in ("likeness", "aboutness")
    )
    return Model(likeness, aboutness, values["unrelated"], values["surely_unrelated"])
