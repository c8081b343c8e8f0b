"""`python -m benchmarks`: speed beside the peers; `python -m benchmarks evaluate`: accuracy on labelled data."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Hand over to the one asked for. Only that one is imported: what the other needs may be missing."""
    is_accuracy = arguments[:1] == ["evaluate"]
    module = importlib.import_module("benchmarks.evaluation.command" if is_accuracy else "benchmarks.peers")
    code: int = module.main(arguments[1:] if is_accuracy else arguments)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
