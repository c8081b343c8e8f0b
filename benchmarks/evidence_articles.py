"""What the evidence rules say of real claims in articles: `python -m benchmarks.evidence_articles`.

Labelled pairs of a claim and an abstract (SciFact, citation integrity) become Markdown articles with a
lock, twice: each claim citing its own abstract, and each citing that of another claim. Both are checked
as any project is, with abstracts as text and as fingerprints, and the findings are counted and shown, to
be read: a rule that accuses right pairs will do so in somebody's article.

    python -m benchmarks.evidence_articles --show 20
    python -m benchmarks.evidence_articles --keep FOLDER     leaves the projects there
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.evaluation.data import Abstract, Pair, collection, read_claims
from toolkit.api.check import check
from toolkit.api.workspace import open_workspace
from toolkit.claims.fingerprint import fingerprint
from toolkit.model.finding import Finding
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.record import Origin, Provenance, Record, Standing
from toolkit.model.work import PartialDate, Work, WorkType
from toolkit.readers.lock import render_lock

TODAY = date(2026, 11, 22)
RULES = ("claim-unrelated-source", "claim-number-absent", "claim-quote-absent", "claim-better-source")
CLAIMS_AN_ARTICLE = 25
SEED = 20261122


@dataclass(frozen=True, slots=True)
class Arm:
    """A way to lay the pairs out: what it is called, and which abstract each claim cites."""

    name: str
    pairs: Sequence[tuple[Pair, Abstract]]


def arms_of(pairs: Sequence[Pair]) -> Iterator[Arm]:
    """Give right pairs, those without evidence for the claim, and right claims with others' abstracts."""
    right = [pair for pair in pairs if pair.label]
    yield Arm("right", [(pair, pair.abstract) for pair in right])
    yield Arm("no evidence", [(pair, pair.abstract) for pair in pairs if not pair.label])
    chance = random.Random(SEED)
    others = [
        (pair, chance.choice([other for other in right if other.group != pair.group]).abstract)
        for pair in right
    ]
    yield Arm("wrong abstract", others)


def write_project(folder: Path, arm: Arm, *, as_text: bool) -> None:
    """Write articles of a few claims each, in the order of the data, and the lock."""
    (folder / "articles").mkdir(parents=True)
    (folder / "osler.toml").write_text("", "utf-8")
    for start in range(0, len(arm.pairs), CLAIMS_AN_ARTICLE):
        some = arm.pairs[start : start + CLAIMS_AN_ARTICLE]
        text = "\n\n".join(_paragraph(pair.claim, abstract) for pair, abstract in some)
        (folder / "articles" / f"claims-{start:05}.md").write_text(f"{text}\n", "utf-8")
    abstracts = {abstract.document: abstract for _, abstract in arm.pairs}
    lock = render_lock(_record(one, as_text=as_text) for one in abstracts.values())
    (folder / "references.lock").write_text(lock, "utf-8")


def _paragraph(claim: str, abstract: Abstract) -> str:
    escaped = claim.translate({ord(mark): f"\\{mark}" for mark in "\\`*_[]<>#@$^~|"}).rstrip(".")
    return f"{escaped} [@pmid:{abstract.document}]."


def _record(abstract: Abstract, *, as_text: bool) -> Record:
    name = Identifier(Scheme.PMID, str(abstract.document))
    title = abstract.title or None
    return Record(
        name,
        Work(WorkType.JOURNAL, title=title, date=PartialDate(2020), identifiers=(name,)),
        Standing.FOUND,
        Provenance(Origin.FETCHED, "pubmed", TODAY.isoformat()),
        abstract=abstract.text if as_text else None,
        fingerprint=None if as_text else fingerprint(abstract.text),
    )


def findings_of(folder: Path) -> tuple[Finding, ...]:
    """Check a project by the evidence rules alone. Raises `AssertionError` if one of them crashed."""
    report = check(open_workspace(folder), TODAY, select=RULES)
    if report.defects:
        raise AssertionError(report.defects[0])
    return report.findings


def main(arguments: Sequence[str] | None = None) -> None:
    """Lay the pairs out, check them, count and show what is found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, action="append", metavar="DIR", help="claims in SciFact's form")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N findings of each rule")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="leave the projects in this folder")
    options = parser.parse_args(arguments)
    for data in options.data or [collection() / "scifact", collection() / "citation_integrity"]:
        claims = read_claims(data, "--data")
        for arm in arms_of(claims.pairs):
            for as_text in (True, False):
                with tempfile.TemporaryDirectory() as place:
                    basis = "abstracts" if as_text else "fingerprints"
                    name = f"{claims.name}, {arm.name}, {basis}"
                    root = options.keep or Path(place)
                    folder = root / name.replace(", ", "-").replace(" ", "-")
                    write_project(folder, arm, as_text=as_text)
                    _report(name, folder, len(arm.pairs), options.show)


def _report(name: str, folder: Path, pairs: int, show: int) -> None:
    findings = findings_of(folder)
    counts = Counter(one.rule for one in findings)
    print(f"\n{name}: {pairs} claims")
    for rule in RULES:
        print(f"  {rule:24} {counts[rule]:5}   {100 * counts[rule] / max(pairs, 1):5.1f} %")
    chance = random.Random(SEED)
    for rule in RULES:
        some = [one for one in findings if one.rule == rule]
        for one in chance.sample(some, min(show, len(some))):
            text = (folder / one.path).read_text("utf-8")
            line = text.split("\n")[one.start.line - 1]
            print(f"    {one.severity}[{rule}] {one.message}\n      {line}")


if __name__ == "__main__":
    main()
