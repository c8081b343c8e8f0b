"""Citation worthiness: would authors of a paper cite here? Narrative sections, articles unseen in training.

The sentences are those of PLOS articles, their citations taken out. What authors cite and what an editor
of health pages wants a source for differ: most sentences of a discussion interpret the paper itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from benchmarks.evaluation.data import json_lines
from benchmarks.evaluation.measures import Measure, Table, Tally, Target, figures_of, share
from toolkit.claims import worthiness
from toolkit.claims.detection import judge_units
from toolkit.model.span import Span
from toolkit.model.unit import Need, Unit, UnitBlock

TARGET = Target(0.72)
# Texts that tell of what is known throughout, by their type in JATS.
_NARRATIVE_TYPES = frozenset(("review-article", "editorial", "article-commentary"))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a paper: its article, section, place (`index` of `count` in its paragraph) and label."""

    article: str
    section: str
    type: str
    paragraph: int
    index: int
    count: int
    text: str
    is_cited: bool

    @property
    def is_narrative(self) -> bool:
        """Whether it tells of what is known: an introduction, a review, an editorial, a commentary.

        Methods and results tell of the paper itself. Always-yes has F1 0.61 there, as the target's
        baseline has.
        """
        return self.section == "Introduction" or self.type in _NARRATIVE_TYPES


def read_sentences(path: Path) -> tuple[Sentence, ...]:
    """Read labelled sentences in order (`citation_worthiness.jsonl.gz`)."""
    return tuple(
        Sentence(
            article=one["art"],
            section=one["sec"],
            type=one["type"],
            paragraph=int(one["par"]),
            index=int(one["k"]),
            count=int(one["n"]),
            text=one["text"],
            is_cited=bool(one["label"]),
        )
        for one in json_lines(path, "--worthiness")
    )


def as_shipped(sentences: Sequence[Sentence]) -> list[bool]:
    """Judge each paragraph's sentences as the detector for health pages does; `True` for must."""
    called: list[bool] = []
    for _, article in groupby(sentences, key=lambda one: one.article):
        numbers: dict[tuple[str, int], int] = {}
        units = [
            Unit(
                Span(0, 0),
                one.text,
                UnitBlock.PARAGRAPH,
                numbers.setdefault((one.section, one.paragraph), len(numbers)),
                one.index,
                (one.section,),
            )
            for one in article
        ]
        called.extend(judgement.need is Need.MUST for judgement in judge_units(units))
    return called


def by_own_model(sentences: Sequence[Sentence]) -> list[bool]:
    """Judge each sentence by the model for citation worthiness that ships."""
    bar = worthiness.shipped().bar
    called: list[bool] = []
    for _, article in groupby(sentences, key=lambda one: one.article):
        here = [
            worthiness.Sentence(one.text, one.section, one.paragraph, one.type in _NARRATIVE_TYPES)
            for one in article
        ]
        called.extend(likelihood >= bar for likelihood in worthiness.likelihoods(here))
    return called


def _f1(tally: Tally) -> float | None:
    return share(2 * tally["hit"], tally["called"] + tally["there"])


def _always(tally: Tally) -> float | None:
    return share(2 * tally["there"], tally["all"] + tally["there"])


def _precision(tally: Tally) -> float | None:
    return share(tally["hit"], tally["called"])


def _recall(tally: Tally) -> float | None:
    return share(tally["hit"], tally["there"])


MEASURES: dict[str, Measure] = {
    "always yes: F1": _always,
    "F1": _f1,
    "precision": _precision,
    "recall": _recall,
}


def table(
    title: str,
    sentences: Sequence[Sentence],
    called: Sequence[bool],
    rounds: int,
    *,
    target: Target | None = TARGET,
    errors: int = 0,
) -> Table:
    """Make the table for the narrative sections; `called` says which sentences were taken to need a source."""
    groups: dict[str, Tally] = {}
    wrong: list[str] = []
    for one, yes in zip(sentences, called, strict=True):
        if not one.is_narrative:
            continue
        tally = groups.setdefault(one.article, Counter())
        tally["all"] += 1
        tally["there"] += one.is_cited
        tally["called"] += yes
        tally["hit"] += yes and one.is_cited
        if yes is not one.is_cited and len(wrong) < errors:
            wrong.append(f"{'not cited by its authors' if yes else 'cited by its authors'}: {one.text[:200]}")
    count = sum(tally["all"] for tally in groups.values())
    figures = figures_of(
        list(groups.values()),
        MEASURES,
        rounds,
        targets={"F1": target} if target else None,
        counts=dict.fromkeys(MEASURES, count),
    )
    notes = (f"{count} sentences of {len(groups)} articles; intervals resample articles",)
    return Table(title, figures, notes, tuple(wrong))
