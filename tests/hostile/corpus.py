"""All cases, and how they are run: many in one project where they cannot hinder each other, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tests.hostile import articles, caches, exports, forms, imports, libraries, projects, reviews
from tests.hostile.case import Case, Outcome, articles_together, is_one_article, judged
from tests.hostile.processes import Forks
from tests.hostile.servers import SERVERS, served

GROUPS: dict[str, tuple[Case, ...]] = {
    "articles": (*articles.TEXTS, *articles.NESTS, *articles.MORE_TEXTS),
    "front matter": (*articles.YAML, *articles.MORE_YAML),
    "libraries": (*libraries.LIBRARIES, *libraries.MORE_LIBRARIES),
    "locks": (*libraries.LOCKS, *libraries.MORE_LOCKS),
    "configuration": (*projects.CONFIGURATIONS, *projects.MORE_CONFIGURATIONS),
    "layout, names, places": (*projects.PLACES, *projects.MORE_PLACES),
    "permissions": projects.PERMISSIONS,
    "files to add": imports.IMPORTS,
    "exports": exports.EXPORTS,
    "boards and review records": (*reviews.REVIEWS, *reviews.SIGNED, *reviews.FOLDERS),
    "mailed forms": forms.MAILED,
    "a form that is served": forms.SERVINGS,
    "caches": caches.CACHES,
    "stores": caches.STORES,
    "servers": tuple(SERVERS.values()),
}
CASES = tuple(case for group in GROUPS.values() for case in group)
_BATCHES = 2


def run(cases: Sequence[Case], folder: Path, processes: Sequence[Forks]) -> dict[str, Outcome]:
    """Run cases in folders of their own below `folder`; give what came of each, by its name."""
    faults = {case.name: fault for fault, case in SERVERS.items()}
    together = [case for case in cases if is_one_article(case)]
    batches = [batch for batch in (together[number::_BATCHES] for number in range(_BATCHES)) if batch]
    sent = [case for case in cases if forms.is_sent(case)]
    alone = [case for case in cases if not is_one_article(case) and not forms.is_sent(case)]
    free: SimpleQueue[Forks] = SimpleQueue()
    for one in processes:
        free.put(one)

    def outcome(number: int, case: Case | list[Case]) -> dict[str, Outcome]:
        """Run a case, or several together, in a process that is free."""
        place, forks = folder / str(number), free.get()
        try:
            if case is sent:
                return forms.sent_together(sent, place, forks)
            if isinstance(case, list):
                return articles_together(case, place, forks)
            if case.name in faults:
                return {case.name: served(faults[case.name], place, forks)}
            return {case.name: judged(case, place, forks)}
        finally:
            free.put(forks)

    work = [*batches, *([sent] if sent else []), *alone]
    found: dict[str, Outcome] = {}
    with ThreadPoolExecutor(len(processes)) as pool:
        for outcomes in pool.map(outcome, range(len(work)), work):
            found.update(outcomes)
    return found
