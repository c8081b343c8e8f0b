"""The process in which mutants are tried: it imports everything and collects the tests once, and forks for each mutant.

Starting pytest and importing takes seconds, and a fork takes milliseconds. First every test is run as it is,
which tells how long it takes and which functions it reaches; a mutant is then held against the tests that
reach its function, the quickest first, until one fails. Run by `benchmarks.mutation`, in the copy that it made.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from difflib import unified_diff
from pathlib import Path
from time import process_time
from typing import TextIO

import pytest
from mutmut.mutation.file_mutation import MutatedFile, mutate_file_contents
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state
from mutmut.utils.format_utils import mangled_name_from_mutant_name

SECONDS = 20
"""Processor seconds over what its tests take, after which a mutant counts as noticed: it runs on for ever."""
WAITING = 300
"""The same on the clock, for one that waits."""
_OPTIONS = ("-p", "no:cacheprovider", "--assert=plain", "--tb=native", "--capture=sys")
_SURVIVED, _NOTICED = 0, 1


class Trials:
    """A plug-in of pytest that takes the place of its loop over the tests."""

    def __init__(self, mutants: Mapping[str, MutatedFile], results: TextIO) -> None:
        """Take the names of the mutants, the files in which they are, and where a line of JSON is written for each."""
        self.mutants, self.results = mutants, results
        self.failed: str | None = None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember a test that failed."""
        if report.failed:
            self.failed = f"{report.nodeid}: {report.longreprtext}"

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests as they are, and then the mutants."""
        reach: dict[str, list[tuple[float, int, pytest.Item]]] = {}
        reached = state()._stats  # noqa: SLF001 - mutmut has no public name for it
        for place, item in enumerate(session.items):
            reached.clear()
            set_mutant_under_test("stats")
            begun = process_time()
            self._run([item])
            if self.failed:
                pytest.exit(f"without any mutant: {self.failed}", returncode=3)
            for function in reached:
                reach.setdefault(function, []).append((process_time() - begun, place, item))
        gc.collect()
        gc.freeze()
        for mutant in self.mutants:
            tests = sorted(reach.get(mangled_name_from_mutant_name(mutant), ()), key=lambda one: one[:2])
            outcome = self._try(mutant, [item for _, _, item in tests], sum(one for one, _, _ in tests))
            changes = self._changes(mutant) if outcome in ("survived", "not reached") else []
            row = {"mutant": mutant, "outcome": outcome, "changes": changes}
            print(json.dumps(row), file=self.results, flush=True)
        return True

    def _changes(self, mutant: str) -> list[str]:
        """Give the lines that a mutant has otherwise."""
        mutated, name = self.mutants[mutant], mutant.rpartition(".")[2]
        original = mangled_name_from_mutant_name(name) + "__mutmut_orig"
        spans = mutated.line_span_by_function_name
        code = mutated.code.splitlines()
        before = code[spans[original].start - 1 : spans[original].end]
        after = code[spans[name].start - 1 : spans[name].end]
        lines = unified_diff(before, [one.replace(name, original) for one in after], n=0, lineterm="")
        return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]

    def _run(self, items: Iterable[pytest.Item]) -> None:
        """Run tests one by one, until one fails."""
        for item in items:
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            if self.failed:
                return

    def _try(self, mutant: str, items: Sequence[pytest.Item], seconds: float) -> str:
        """Tell what comes of a mutant: `noticed`, `survived`, `endless`, or `not reached` by any test."""
        if not items:
            return "not reached"
        pid = os.fork()
        if not pid:
            self._be(mutant, items, int(10 * seconds) + SECONDS)
        _, status = os.waitpid(pid, 0)
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL, signal.SIGALRM):
            return "endless"
        return "survived" if os.waitstatus_to_exitcode(status) == _SURVIVED else "noticed"

    def _be(self, mutant: str, items: Sequence[pytest.Item], seconds: int) -> None:
        """Be a mutant, and end."""
        code = _NOTICED
        with suppress(BaseException):  # whatever a mutant raises, it is noticed by that
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
            signal.alarm(WAITING)
            set_mutant_under_test(mutant)
            self._run(items)
            code = _NOTICED if self.failed else _SURVIVED
        os._exit(code)


def put_mutants(paths: Sequence[Path]) -> dict[str, MutatedFile]:
    """Put the mutants of some modules beside their functions, and give the mutants' names with what was written.

    Which one is called is chosen as the function is called (`set_mutant_under_test`).
    """
    found: dict[str, MutatedFile] = {}
    for path in paths:
        mutated = mutate_file_contents(str(path), path.read_text("utf-8"))
        path.write_text(mutated.code, "utf-8")
        module = ".".join(path.with_suffix("").parts)
        found |= {f"{module}.{name}": mutated for name in mutated.mutant_names}
    return found


def main(arguments: Sequence[str]) -> int:
    """Take a file to write results to, the modules to change, `--`, and what pytest is to be told."""
    results, *changed = arguments[: arguments.index("--")]
    chosen = arguments[arguments.index("--") + 1 :]
    mutants = put_mutants([Path(one) for one in changed])
    with Path(results).open("w", encoding="utf-8") as lines:
        return int(pytest.main([*_OPTIONS, *chosen], plugins=[Trials(mutants, lines)]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
