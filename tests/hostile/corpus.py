"""All cases, and how they are run: many in one project where they cannot hinder each other, side by side."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.hostile import articles, exports, imports, libraries, projects
from tests.hostile.case import Case, Outcome, articles_together, is_one_article, judged
from tests.hostile.servers import SERVERS, served

GROUPS: dict[str, tuple[Case, ...]] = {
    "articles": (*articles.TEXTS, *articles.NESTS, *articles.MORE_TEXTS),
    "front matter": (*articles.YAML, *articles.MORE_YAML),
    "libraries": (*libraries.LIBRARIES, *libraries.MORE_LIBRARIES),
    "locks": (*libraries.LOCKS, *libraries.MORE_LOCKS),
    "configuration": (*projects.CONFIGURATIONS, *projects.MORE_CONFIGURATIONS),
    "layout, names, places": (*projects.PLACES, *projects.MORE_PLACES),
    "files to add": imports.IMPORTS,
    "exports": exports.EXPORTS,
    "servers": tuple(SERVERS.values()),
}
CASES = tuple(case for group in GROUPS.values() for case in group)
_BATCHES = 2
_WAITING = 6
"""Threads for servers that keep the client waiting: it takes no processor time."""


def run(cases: Sequence[Case], folder: Path) -> dict[str, Outcome]:
    """Run cases in folders of their own below `folder`; give what came of each, by its name."""
    faults = {case.name: fault for fault, case in SERVERS.items()}
    together = [case for case in cases if is_one_article(case)]
    alone = [case for case in cases if not is_one_article(case)]
    threads = _WAITING if faults.keys() & {case.name for case in cases} else max(2, os.cpu_count() or 1)
    with ThreadPoolExecutor(threads) as pool:
        batches = [
            pool.submit(articles_together, together[number::_BATCHES], folder / f"articles{number}")
            for number in range(_BATCHES)
            if together
        ]
        singles = {
            case.name: pool.submit(served, faults[case.name], folder / str(number))
            if case.name in faults
            else pool.submit(judged, case, folder / str(number))
            for number, case in enumerate(alone)
        }
        found = {name: one.result() for name, one in singles.items()}
        for batch in batches:
            found.update(batch.result())
    return found
