"""`python -m benchmarks`: speed beside the peers; `python -m benchmarks evaluate`: accuracy on labelled data.

`python -m benchmarks jats FILE|FOLDER…`: what the JATS reader holds of others' articles;
`python -m benchmarks reliability`: faults, fuzzing and mutants, written into docs/reliability.md;
`python -m benchmarks mutation`: which changes of the code that decides no test notices.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

_MODULES = {
    "evaluate": "benchmarks.evaluation.command",
    "jats": "benchmarks.jats_reading",
    "mutation": "benchmarks.mutation",
    "reliability": "benchmarks.reliability",
}


def main(arguments: Sequence[str]) -> int:
    """Hand over to the one asked for. Only that one is imported: what the other needs may be missing."""
    named = _MODULES.get(arguments[0]) if arguments else None
    module = importlib.import_module(named or "benchmarks.peers")
    code: int = module.main(arguments[1:] if named else arguments)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
