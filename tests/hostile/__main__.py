"""`python -m tests.hostile`: run the corpus, and print what it took, for `docs/reliability.md`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.hostile.corpus import GROUPS, run
from tests.hostile.processes import Forks, several

_PROCESSES = 2


def main() -> int:
    """Print a line for each group; 1 if a case did not come out as it must."""
    with several(_PROCESSES) as processes:
        wrong = sum(told(name, processes) for name in sys.argv[1:] or GROUPS)
    return int(wrong > 0)


def told(name: str, processes: Sequence[Forks]) -> int:
    """Run a group, print its figures and what went wrong, and give how many cases did."""
    with tempfile.TemporaryDirectory() as folder:
        outcomes = run(GROUPS[name], Path(folder), processes)
    answers = {id(one.answer): one.answer for one in outcomes.values()}.values()
    wrong = {case: one.faults for case, one in outcomes.items() if one.faults}
    seconds, memory = max(one.seconds for one in answers), max(one.memory for one in answers) >> 20
    total = sum(one.seconds for one in answers)
    print(
        f"{name}: {len(outcomes)} cases, {len(wrong)} wrong, worst {seconds:.1f} s, {memory} MiB, "
        f"together {total:.0f} s",
        flush=True,
    )
    for case, faults in wrong.items():
        print(f"  {case}: {faults[0]}")
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main())
