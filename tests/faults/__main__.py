"""`python -m tests.faults [WALK …]`: let every fault happen at every place, and say what was wrong.

Linux, with strace; some hours on one core, most of them for `site`. The last line is JSON,
for `python -m benchmarks reliability`.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.conftest import DATA
from tests.faults.walks import WALKS, Course
from tests.sources.eutils_server import Shelf, running


def main() -> int:
    """Go the walks; 1 if one was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__.partition("\n")[0])
    parser.add_argument("walks", nargs="*", metavar="WALK", help=", ".join(WALKS))
    parser.add_argument(
        "--every", type=int, default=1, metavar="N", help="only each Nth fault; an odd number"
    )
    options = parser.parse_args()
    names = options.walks or list(WALKS)
    figures: dict[str, Counter[str]] = {}
    wrong = 0
    with running(Shelf.of(DATA / "pubmed" / "sample.xml")) as server:
        for name in names:
            with tempfile.TemporaryDirectory(prefix="osler-faults-") as scratch:
                figures[name] = Counter()
                began = time.monotonic()
                course = Course.of(WALKS[name], Path(scratch, name), server)
                faults = (*course.faults(), *course.unreadable())[:: options.every]
                for number, fault in enumerate(faults):
                    done, complaint = course.suffer(fault, Path(scratch, f"{name}-{number}"))
                    figures[name]["struck" if done.struck else "missed"] += 1
                    figures[name][fault.effect] += bool(done.struck)
                    if complaint:
                        wrong += 1
                        print(f"{name}: {fault}: {complaint}\n  {done.struck}", flush=True)
                figures[name]["seconds"] = round(time.monotonic() - began)
                print(f"{name}: {dict(figures[name])}", flush=True)
    print(json.dumps({"walks": figures, "wrong": wrong}))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
