"""Speed on one core: units judged and pairs compared a second, in processor time."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence

from benchmarks.evaluation.data import Claims, Row, pages_of
from benchmarks.evaluation.measures import Figure, Interval, Table, Target
from benchmarks.evaluation.pages import markdown_of_page, units_of_page
from toolkit.claims import judge
from toolkit.claims.detection import judge_units
from toolkit.claims.evidence import compare, prepare_fingerprint, prepare_text, statement_of
from toolkit.claims.fingerprint import fingerprint
from toolkit.claims.reading import known_wording
from toolkit.claims.units import known_ranges
from toolkit.model.policy import Policy
from toolkit.readers.markdown import read_article

_ROUNDS = 5
_LEAST_SECONDS = 0.1
UNITS = Target(50_000)
PAIRS = Target(10_000)
_PAIRS = 500


def _rate(name: str, work: Callable[[], int], target: Target | None = None) -> Figure:
    """Repeat work until it takes long enough to time, several rounds; give how much of it a second.

    The value is the median of the rounds; the bounds are the slowest and the fastest of them.
    """
    rates = []
    work()
    for _ in range(_ROUNDS):
        done, start = 0, time.process_time()
        while (spent := time.process_time() - start) < _LEAST_SECONDS:
            done += work()
        rates.append(done / spent)
    return Figure(name, statistics.median(rates), Interval(min(rates), max(rates)), _ROUNDS, target, ",.0f")


def table(rows: Sequence[Row], claims: Claims) -> Table:
    """Measure detection on labelled pages, page by page, and evidence on claims with their abstracts."""
    pages = [units_of_page(page) for page in pages_of(tuple(rows)).values()]
    articles = [
        read_article(f"articles/{name}.md", markdown_of_page(page).encode())
        for name, page in pages_of(tuple(rows)).items()
    ]
    policy = Policy()
    pairs = claims.pairs[:_PAIRS]
    statements = [statement_of(pair.claim) for pair in pairs]
    texts = [prepare_text(pair.abstract.text, pair.abstract.title) for pair in pairs]
    marks = [fingerprint(pair.abstract.text) for pair in pairs]
    prints = [prepare_fingerprint(mark, pair.abstract.title) for mark, pair in zip(marks, pairs, strict=True)]

    def judged_again() -> int:
        return sum(len(judge_units(page)) for page in pages)

    def judged() -> int:
        known_wording.cache_clear()
        return judged_again()

    def cut_and_judged() -> int:
        known_wording.cache_clear()
        known_ranges.cache_clear()
        return sum(len(judge(article, policy)) for article in articles)

    def compared() -> int:
        return sum(compare(one, text) is not None for one, text in zip(statements, texts, strict=True))

    def compared_with_prints() -> int:
        return sum(compare(one, mark) is not None for one, mark in zip(statements, prints, strict=True))

    def read_and_compared() -> int:
        return sum(compare(pair.claim, text) is not None for pair, text in zip(pairs, texts, strict=True))

    def prepared() -> int:
        return sum(len(prepare_text(pair.abstract.text, pair.abstract.title).sentences) > 0 for pair in pairs)

    figures = (
        _rate("detection: units a second", judged, UNITS),
        _rate("detection of texts met before", judged_again),
        _rate("article to claims: units a second", cut_and_judged),
        _rate("evidence: pairs a second, beside abstracts", compared, PAIRS),
        _rate("evidence: pairs a second, beside fingerprints", compared_with_prints, PAIRS),
        _rate("the claim's text read for each pair", read_and_compared),
        _rate("abstracts made ready a second", prepared),
    )
    notes = (
        "processor time of one core, Python alone; bounds are the slowest and the fastest of the rounds",
        "detection: judge_units, page by page; article to claims: a read article cut into units and judged",
        "both of texts never met, unless it says otherwise",
        "pairs: claims and abstracts that were made ready once, as in a project, where they meet many others",
    )
    return Table("Speed", figures, notes)
