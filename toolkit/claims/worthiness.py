"""Would authors of research articles cite here? A likelihood for each sentence of a running text.

A linear model over words, pairs of words and measures of a sentence (its length, names and numbers, what
of it is new in its section, its place), trained by `training/worthiness.py` on sentences of PLOS articles
whose citations were taken out. It says what authors of papers do, not what an editor of health pages asks for:
the detector (`detection`) judges that. Judging adds up whole numbers found in a dictionary; a sentence also
leans on the others of its paragraph.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from math import exp
from pathlib import Path
from typing import Any

from toolkit.claims.evidence.background import background
from toolkit.claims.stems import stems

DATA = Path(__file__).parent.parent / "data" / "worthiness.json"
SCALE = 1000
"""Weights are kept in units of one part in this many of a natural logarithm."""
WORD_SHARE = 0.7
"""Words are many and say less each: they enter training with this value, measures with 1."""
LEAN = 0.5
"""How much of the mean score of its paragraph is added to a sentence's own."""

_TOKEN = re.compile(r"[a-z]+(?:['’-][a-z]+)*|\d+(?:[.,]\d+)*%?|[^\sa-z\d]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NAME = re.compile(r"[A-Za-z][\w-]*")
_REPORTS = re.compile(
    r"\b(?:show|demonstrat|report|suggest|propos|found|identif|observ|describ|known|reveal|implicat|associat"
    r"|indicat|establish|estimat|discover|argu|review|develop|investigat|studied|document|recogni|characteri"
    r"|hypothesi|thought|believ)"
)
_OWN = frozenset(("we", "our", "us", "here", "present", "paper"))
_PERFECT = frozenset(("has", "have", "been"))
_MODAL = frozenset(("can", "may", "might", "could", "would", "should"))
_POINTING = frozenset(("this", "these", "such", "those", "it", "they", "their"))
_SECTIONS = (
    ("introduction", ("introduc", "background")),
    ("results", ("result",)),
    ("discussion", ("discuss", "conclu")),
    ("methods", ("method", "material", "procedure", "experiment", "implement")),
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article, as the model sees it.

    `section` is the heading that it stands under; `paragraph` numbers its paragraph within that section, from 0;
    `is_review` says that the whole article tells of what is known, as reviews and editorials do.
    """

    text: str
    section: str
    paragraph: int
    is_review: bool = False


@dataclass(frozen=True, slots=True)
class Model:
    """What training leaves behind.

    `edges` part the values of each measure into classes. `slope` turns the sum of a sentence into the
    logarithm of the odds of a citation, after `bias` was added. `bar` is the likelihood from which on
    calling a sentence worth a citation has the best F1 in narrative sections.
    """

    edges: Mapping[str, tuple[float, ...]]
    weights: Mapping[str, int]
    bias: int
    slope: float
    bar: float

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Model:
        """Read the form of `worthiness.json`."""
        edges = {name: tuple(values) for name, values in data["edges"].items()}
        return cls(edges, data["weights"], data["bias"], data["slope"], data["bar"])


@cache
def shipped() -> Model:
    """Give the model that ships with Osler; read once."""
    return Model.from_json(json.loads(DATA.read_text(encoding="utf-8")))


def likelihoods(sentences: Sequence[Sentence], model: Model | None = None) -> list[float]:
    """Tell, for each sentence of one article in order, how likely its authors cite there (0 to 1).

    Linear in the text; any text will do, but only English was learnt.
    """
    used = model or shipped()
    sums = [
        sum(used.weights.get(name, 0) for name in (*words, *classes(measures, one, used.edges)))
        for one, words, measures in zip(sentences, map(names, sentences), measured(sentences), strict=True)
    ]
    return [
        1.0 / (1.0 + exp(-max(min(used.slope * (total + used.bias) / SCALE, 50.0), -50.0)))
        for total in leaning(sentences, sums)
    ]


def leaning(sentences: Sequence[Sentence], sums: Sequence[float]) -> list[float]:
    """Add to each sentence's sum a share of the mean of its paragraph."""
    found: list[float] = []
    for _, group in groupby(zip(sentences, sums, strict=True), key=lambda one: _paragraph(one[0])):
        here = [total for _, total in group]
        mean = sum(here) / len(here)
        found.extend(total + LEAN * mean for total in here)
    return found


def names(sentence: Sentence) -> list[str]:
    """Give the words and the pairs of words of a sentence, numbers by their kind, each once."""
    words = ["^", *_tokens(sentence.text), "$"]
    return list(dict.fromkeys((*words, *(f"{one} {other}" for one, other in pairwise(words)))))


def classes(
    measures: Mapping[str, float], sentence: Sentence, edges: Mapping[str, tuple[float, ...]]
) -> Iterable[str]:
    """Name the class of each measure, apart for narrative sections; and the kind of section."""
    kind = section_of(sentence)
    yield f":section {kind}"
    is_narrative = kind in ("introduction", "review")
    for name, parts in edges.items():
        place = bisect_right(parts, measures[name])
        yield f":{name} {place}"
        if is_narrative:
            yield f":narrative {name} {place}"


def section_of(sentence: Sentence) -> str:
    """Give the kind of section: introduction, results, discussion, methods, review or other."""
    if sentence.is_review:
        return "review"
    heading = sentence.section.lower()
    return next((kind for kind, parts in _SECTIONS if any(part in heading for part in parts)), "other")


def measured(sentences: Sequence[Sentence]) -> Iterable[dict[str, float]]:
    """Measure each sentence of one article, in order: what it is made of, what is new, where it stands."""
    for _, group in groupby(sentences, key=lambda one: one.section):
        section = list(group)
        lengths = Counter(one.paragraph for one in section)
        last = section[-1].paragraph
        met: set[str] = set()
        before: set[str] = set()
        places: Counter[int] = Counter()
        for index, one in enumerate(section):
            own = set(stems(one.text))
            rarities = {stem: background().weight(stem).rarity for stem in own}
            new = own - met
            yield {
                **_composition(one.text),
                "rarest": max(rarities.values(), default=0.0),
                "rare": sum(value > 5 for value in rarities.values()),
                "new": len(new),
                "share new": len(new) / max(1, len(own)),
                "rarity new": sum(rarities[stem] for stem in new),
                "shared with last": len(own & before),
                "place": places[one.paragraph],
                "places left": lengths[one.paragraph] - 1 - places[one.paragraph],
                "paragraph": one.paragraph,
                "paragraphs left": last - one.paragraph,
                "through section": index / max(1, len(section) - 1),
                "section length": len(section),
            }
            places[one.paragraph] += 1
            met |= own
            before = own


def _composition(text: str) -> dict[str, float]:
    """Count what a sentence is made of: words of some kinds, marks, names, numbers."""
    tokens = _tokens(text)
    words = [one for one in tokens if one[0].isalpha()]
    raw = _NAME.findall(text)
    return {
        "tokens": len(tokens),
        "commas": text.count(","),
        "parentheses": text.count("("),
        "hyphens": text.count("-"),
        "stops within": text.count(";") + text.count(":"),
        "numbers": sum(one in ("#", "#%") for one in tokens),
        "years": tokens.count("#year"),
        "capitals": sum(one[0].isupper() for one in raw[1:]),
        "acronyms": sum(sum(map(str.isupper, one)) > 1 for one in raw),
        "length of words": sum(map(len, words)) / max(1, len(words)),
        "reports": len(_REPORTS.findall(text.lower())),
        "own": sum(one in _OWN for one in tokens),
        "perfect": sum(one in _PERFECT for one in tokens),
        "modal": sum(one in _MODAL for one in tokens),
        "pointing": sum(one in _POINTING for one in tokens[:3]),
        "past": sum(one.endswith("ed") for one in words),
        "adverbs": sum(one.endswith("ly") for one in words),
    }


def _tokens(text: str) -> list[str]:
    """Give words in small letters, numbers as their kind, and marks."""
    return [_kind(one) if one[0].isdecimal() else one for one in _TOKEN.findall(text.lower())]


def _kind(number: str) -> str:
    if number.endswith("%"):
        return "#%"
    return "#year" if _YEAR.fullmatch(number) else "#"


def _paragraph(sentence: Sentence) -> tuple[str, int]:
    return sentence.section, sentence.paragraph
