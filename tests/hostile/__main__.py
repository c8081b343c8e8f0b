"""`python -m tests.hostile`: run the corpus, and print what it took, for `docs/reliability.md`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.hostile.corpus import GROUPS, run


def main() -> int:
    """Print a line for each group; 1 if a case did not come out as it must."""
    wrong = 0
    for name, cases in GROUPS.items():
        with tempfile.TemporaryDirectory() as folder:
            outcomes = run(cases, Path(folder))
        answers = [one.answer for one in outcomes.values()]
        bad = {case: one.faults for case, one in outcomes.items() if one.faults}
        wrong += len(bad)
        memory = max(one.memory for one in answers) >> 20
        seconds = max(one.seconds for one in answers)
        print(
            f"{name}: {len(cases)} cases, {len(bad)} wrong, worst {seconds:.1f} s, {memory} MiB", flush=True
        )
        for case, faults in bad.items():
            print(f"  {case}: {faults[0]}")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
