"""`python -m benchmarks evaluate`: every figure of accuracy, its interval, its target, reached or not.

    python -m benchmarks evaluate                        everything, in a few minutes
    python -m benchmarks evaluate --only detection --errors 20
    python -m benchmarks evaluate --gold my_pages.jsonl --only detection

The labelled data are those of the collection beside the repository (`../shared/data`, or where
OSLER_SHARED_DATA says); others of the same form can be named. The exit code is 0 whatever the figures
are, and 1 if data or a package is missing.
"""

from __future__ import annotations

import argparse
import platform
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.evaluation import detection, evidence, numbers, sentences, speed, whole_path, worthiness
from benchmarks.evaluation.data import (
    ROOT,
    MissingDataError,
    Row,
    collection,
    read_claims,
    read_gold,
    read_lines,
    read_rows,
    unseen,
)
from benchmarks.evaluation.measures import Table, Target
from benchmarks.evaluation.trained import training
from toolkit.model.json_text import json_text

_WIDTH = 58
OWN_PAGES = ROOT / "training" / "pages" / "labelled.jsonl"
OWN_SENTENCES = ROOT / "tests" / "data" / "sentences" / "plos.jsonl"


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for: where the data are, how many rounds and errors."""

    gold: Path
    worthiness: Path
    claims: Path
    citations: Path
    sentences: tuple[Path, ...]
    rounds: int
    errors: int
    with_training: bool


def _sentences(options: Options) -> Iterator[Table]:
    """Errors per 1,000 sentences."""
    for path in options.sentences:
        yield from sentences.tables(path, options.rounds, options.errors)


def _detection(options: Options) -> Iterator[Table]:
    """Must, should or no, on labelled health pages."""
    rows, rounds = read_gold(options.gold), options.rounds
    shipped = detection.as_shipped(rows)
    title = "Detection, as it ships"
    seen = ("these pages took part in its training: this flatters",)
    errors = 0 if options.with_training else options.errors
    yield detection.table(
        title, detection.judged_of(rows, shipped), rounds, with_targets=False, notes=seen, errors=errors
    )
    if options.with_training:
        yield from _validated(options, rows)


def _validated(options: Options, rows: Sequence[Row]) -> Iterator[Table]:
    """Judge labelled pages, and those of the repository, each by a model that did not see it."""
    own = () if options.gold.resolve() == OWN_PAGES else read_gold(OWN_PAGES)
    both = [*read_rows(options.gold), *(read_rows(OWN_PAGES) if own else ())]
    found = training("detection").cross_validated(both)
    judged = detection.judged_of(rows, found[: len(rows)])
    title = "Detection, each page judged by a model trained without it"
    yield detection.table(title, judged, options.rounds, errors=options.errors)
    yield detection.slices(judged, options.rounds)
    yield detection.halves(rows, found[: len(rows)], options.rounds)
    if own:
        judged = detection.judged_of(own, found[len(rows) :])
        title = "Detection on the repository's own labelled pages, each judged without itself"
        yield detection.table(title, judged, options.rounds, with_targets=False)


def _worthiness(options: Options) -> Iterator[Table]:
    """Tell whether authors of papers would cite: the model made for it, then the detector for health pages."""
    rows = worthiness.read_sentences(options.worthiness)
    if options.with_training:
        found = training("worthiness").worthiness_cross_validated(
            read_lines(options.worthiness, "--worthiness")
        )
        title = "Citation worthiness, each article judged by a model trained without it"
        called = [one.is_called for one in found]
        yield worthiness.table(title, rows, called, options.rounds, errors=options.errors)
    else:
        title = "Citation worthiness, as it ships (these articles took part in its training: this flatters)"
        yield worthiness.table(title, rows, worthiness.by_own_model(rows), options.rounds, target=None)
    title = "Citation worthiness: what the detector for health pages, as it ships, calls must"
    yield worthiness.table(title, rows, worthiness.as_shipped(rows), options.rounds, target=None)


def _articles(options: Options) -> Iterator[Table]:
    """Judge the same pages through Markdown."""
    yield from whole_path.tables(read_gold(options.gold), options.rounds, options.errors)


def _evidence(options: Options) -> Iterator[Table]:
    """Wrong abstracts, evidence against none, irrelevant citations: what training did not see, then all."""
    rounds, scores = options.rounds, evidence.as_shipped
    scifact = read_claims(options.claims, "--claims")
    citations = read_claims(options.citations, "--citations")
    for is_unseen in (True, False):
        claims = unseen(scifact) if is_unseen else scifact
        title = f"Evidence against not enough information ({claims.name})"
        errors = options.errors if is_unseen else 0
        yield evidence.wrong_abstracts(claims, rounds, evidence.aboutness, "as shipped", errors=errors)
        yield evidence.relevance(title, claims, rounds, scores, "as shipped", Target(0.88))
        claims = unseen(citations) if is_unseen else citations
        title = f"Irrelevant citations ({claims.name})"
        yield evidence.relevance(title, claims, rounds, scores, "as shipped", Target(0.80))


def _numbers(options: Options) -> Iterator[Table]:
    """Corrupted numbers, and false alarms."""
    claims = read_claims(options.claims, "--claims")
    yield numbers.table(claims, options.rounds, errors=options.errors)
    citations = read_claims(options.citations, "--citations")
    yield numbers.table(citations, options.rounds, with_targets=False, errors=options.errors)
    yield numbers.own_table(claims, options.rounds, errors=options.errors)


def _speed(options: Options) -> Iterator[Table]:
    """Units and pairs a second."""
    yield speed.table(read_gold(options.gold), read_claims(options.claims, "--claims"))


SECTIONS: dict[str, Callable[[Options], Iterator[Table]]] = {
    "sentences": _sentences,
    "detection": _detection,
    "articles": _articles,
    "worthiness": _worthiness,
    "evidence": _evidence,
    "numbers": _numbers,
    "speed": _speed,
}


def main(arguments: Sequence[str]) -> int:
    """Run the sections asked for, print their tables as they come, and give the exit code."""
    options, only, path = _read(arguments)
    print(f"Python {platform.python_version()}; intervals: 95 %, {options.rounds} rounds of a bootstrap")
    documents = []
    code = 0
    for name in only or SECTIONS:
        start = time.perf_counter()
        try:
            for table in SECTIONS[name](options):
                _print(table)
                documents.append({"section": name, **table.document()})
        except MissingDataError as missing:
            print(f"\n{name}: {missing}", file=sys.stderr)
            code = 1
        print(f"\n({name}: {time.perf_counter() - start:.0f} s)", flush=True)
    if path is not None:
        path.write_text(json_text({"version": 1, "rounds": options.rounds, "tables": documents}), "utf-8")
    return code


def _read(arguments: Sequence[str]) -> tuple[Options, list[str], Path | None]:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks evaluate",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    data = collection()
    add = parser.add_argument
    names = ", ".join(SECTIONS)
    add("--only", action="append", default=[], choices=SECTIONS, metavar="NAME", help=f"of: {names}")
    add("--gold", type=Path, default=data / "gold_dev.jsonl", metavar="FILE", help="labelled pages")
    add(
        "--worthiness",
        type=Path,
        default=data / "citation_worthiness.jsonl.gz",
        metavar="FILE",
        help="sentences of papers, and whether their authors cite",
    )
    add("--claims", type=Path, default=data / "scifact", metavar="DIR", help="claims with evidence")
    add(
        "--citations",
        type=Path,
        default=data / "citation_integrity",
        metavar="DIR",
        help="citing sentences, and whether they are relevant",
    )
    add(
        "--sentences",
        type=Path,
        action="append",
        metavar="FILE",
        help="paragraphs cut into sentences; several times for several files",
    )
    add("--rounds", type=int, default=1000, metavar="N", help="rounds of the bootstrap (default: 1000)")
    add("--errors", type=int, default=0, metavar="N", help="print up to N errors of each kind")
    add("--json", type=Path, metavar="FILE", help="write the figures as JSON, too")
    add("--as-shipped", action="store_true", help="leave out what is trained anew: faster")
    found = parser.parse_args(list(arguments))
    options = Options(
        found.gold,
        found.worthiness,
        found.claims,
        found.citations,
        tuple(found.sentences or (OWN_SENTENCES, found.worthiness)),
        found.rounds,
        found.errors,
        not found.as_shipped,
    )
    return options, found.only, found.json


def _print(table: Table) -> None:
    print(f"\n## {table.title}\n")
    for note in table.notes:
        print(f"{note}")
    for one in table.figures:
        value = "none" if one.value is None else format(one.value, one.form)
        between = (
            f"[{format(one.interval.low, one.form)}, {format(one.interval.high, one.form)}]"
            if one.interval
            else ""
        )
        target = ""
        if one.target is not None:
            sign = "≤" if one.target.at_most else "≥"
            target = f"{sign} {format(one.target.value, one.form.replace('.3f', '.2f'))} {one.verdict}"
        count = "" if one.count is None else f"n = {one.count:,}"
        print(f"{one.name:<{_WIDTH}}{value:>9}  {between:<18} {count:<12} {target}".rstrip())
    if table.errors:
        print("\nerrors worth reading")
        for line in table.errors:
            print(f"- {line}")
    sys.stdout.flush()
