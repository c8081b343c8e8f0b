"""Whatever a project holds, and whatever a server does, the command line answers, in words, and leaves no trace.

Of the largest groups the suite takes a sample; `python -m tests.hostile` runs them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.corpus import CASES, GROUPS, run
from tests.hostile.processes import Forks, several

LEAST = 200
EACH = {
    "boards and review records": 6,
    "libraries": 2,
    "locks": 2,
    "mailed forms": 4,
    "caches": 4,
    "layout, names, places": 2,
    "configuration": 2,
    "servers": 2,
}
"""Of these groups, each so manieth case."""
_PROCESSES = 3


@pytest.fixture(scope="module")
def processes() -> Iterator[list[Forks]]:
    """Processes that have imported the command line, for all cases."""
    with several(_PROCESSES) as found:
        yield found


@pytest.mark.parametrize("group", GROUPS)
def test_bad_input_is_answered(group: str, tmp_path: Path, processes: list[Forks]) -> None:
    cases = GROUPS[group][:: EACH.get(group, 1)]
    outcomes = run(cases, tmp_path, processes)
    assert len(outcomes) == len(cases)
    assert {name: one.faults for name, one in outcomes.items() if one.faults} == {}


def test_every_case_has_a_name_of_its_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= LEAST
