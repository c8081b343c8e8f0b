"""Whatever a project holds, and whatever a server does, the command line answers, in words, and leaves no trace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.corpus import CASES, GROUPS, run
from tests.hostile.processes import Forks, several

LEAST = 200
_PROCESSES = 3


@pytest.fixture(scope="module")
def processes() -> Iterator[list[Forks]]:
    """Processes that have imported the command line, for all cases."""
    with several(_PROCESSES) as found:
        yield found


@pytest.mark.parametrize("group", GROUPS)
def test_bad_input_is_answered(group: str, tmp_path: Path, processes: list[Forks]) -> None:
    outcomes = run(GROUPS[group], tmp_path, processes)
    assert len(outcomes) == len(GROUPS[group])
    assert {name: one.faults for name, one in outcomes.items() if one.faults} == {}


def test_every_case_has_a_name_of_its_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= LEAST
