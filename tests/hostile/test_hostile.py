"""Whatever a project holds, and whatever a server does, the command line answers, in words, and leaves no trace."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.corpus import CASES, GROUPS, run

LEAST = 200


@pytest.mark.parametrize("group", GROUPS)
def test_bad_input_is_answered(group: str, tmp_path: Path) -> None:
    outcomes = run(GROUPS[group], tmp_path)
    assert len(outcomes) == len(GROUPS[group])
    assert {name: one.faults for name, one in outcomes.items() if one.faults} == {}


def test_every_case_has_a_name_of_its_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= LEAST
