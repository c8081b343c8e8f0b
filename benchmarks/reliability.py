"""`python -m benchmarks reliability [SECTION …]`: measure how Osler bears faults, chance and mutants.

Prints the figures, and writes them into `docs/reliability.md`, each section between its marks. All of them
take some hours on one core; `--log FILE` takes the output of a run that was kept, in place of running again.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "reliability.md"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: the command that measures, and how its output becomes lines of Markdown."""

    command: tuple[str, ...]
    lines: Callable[[str], Iterator[str]]


def _faults(output: str) -> Iterator[str]:
    yield "| walk | places struck | killed | ENOSPC | EIO | EDQUOT | EROFS | seconds |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    total = 0
    for name, figures in re.findall(r"^(\w+): (\{'.*\})$", output, re.MULTILINE):
        found = json.loads(figures.replace("'", '"'))
        effects = [found.get(one, 0) for one in ("SIGKILL", "ENOSPC", "EIO", "EDQUOT", "EROFS")]
        total += found["struck"]
        yield f"| {name} | {found['struck']} | {' | '.join(map(str, effects))} | {found['seconds']} |"
    wrong = len(re.findall(r"^\w+: (?:\w+) at \w+ \d+: ", output, re.MULTILINE))
    yield ""
    yield f"{total} faults; {wrong} left a half file, or a false word, or a next run that did not get there."


def _hostile(output: str) -> Iterator[str]:
    yield "| bad input | cases | wrong | processor seconds, worst | MiB, worst |"
    yield "| --- | --- | --- | --- | --- |"
    rows = re.findall(
        r"^([\w, ]+): (\d+) cases, (\d+) wrong, worst ([\d.]+) s, (\d+) MiB", output, re.MULTILINE
    )
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""
    yield f"{sum(int(row[1]) for row in rows)} cases; {sum(int(row[2]) for row in rows)} wrong."


def _fuzzing(output: str) -> Iterator[str]:
    yield "| target | inputs | seconds | edges covered | corpus |"
    yield "| --- | --- | --- | --- | --- |"
    pattern = r"^(\w+): (\d+) inputs in (\d+) s, (\d+) edges covered, corpus (\d+)"
    found = {row[0]: row for row in re.findall(pattern, output, re.MULTILINE)}
    for name, inputs, seconds, edges, corpus in found.values():
        yield f"| `{name}` | {int(inputs):,} | {seconds} | {int(edges):,} | {corpus} |"
    broken = set(re.findall(r"^(\w+): BROKEN", output, re.MULTILINE)) - found.keys()
    yield ""
    yield f"{sum(int(row[1]) for row in found.values()):,} inputs; broken: {', '.join(sorted(broken)) or 'none'}."


def _mutation(output: str) -> Iterator[str]:
    yield "| group | mutants | noticed | survived | not reached | processor seconds |"
    yield "| --- | --- | --- | --- | --- | --- |"
    heading = re.compile(r"^([\w-]+): (\d+) mutants, (\d+) noticed \((\d+)%\), (\d+) s$")
    rows: list[tuple[str, ...]] = []
    outcomes: list[Counter[str]] = []
    for line in output.splitlines():
        if found := heading.match(line):
            rows.append(found.groups())
            outcomes.append(Counter())
        elif outcomes and (outcome := re.match(r"^  \S+: (survived|not reached)$", line)):
            outcomes[-1][outcome[1]] += 1
    for (name, total, noticed, share, seconds), left in zip(rows, outcomes, strict=True):
        lost = f"{left['survived']} | {left['not reached']}"
        yield f"| {name} | {total} | {noticed} ({share} %) | {lost} | {seconds} |"


SECTIONS = {
    "hostile": Section(("-m", "tests.hostile"), _hostile),
    "faults": Section(("-m", "tests.faults"), _faults),
    "fuzzing": Section(("-m", "fuzz"), _fuzzing),
    "mutation": Section(("-m", "benchmarks", "mutation"), _mutation),
}


def main(arguments: Sequence[str]) -> int:
    """Measure the sections asked for, print them and write them down; 1 if one of them failed."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks reliability", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(SECTIONS))
    parser.add_argument("--log", type=Path, help="the output of one section, from a run that was kept")
    options = parser.parse_args(arguments)
    names = options.sections or list(SECTIONS)
    if unknown := [one for one in names if one not in SECTIONS]:
        parser.error(f"no such section: {', '.join(unknown)}")
    code = 0
    for name in names:
        output, failed = _kept(options.log) if options.log else _measured(SECTIONS[name].command)
        code = max(code, failed)
        lines = list(SECTIONS[name].lines(output))
        print("\n".join((f"## {name}", "", *lines, "")), flush=True)
        _write(name, lines)
    print(f"Python {platform.python_version()}, {platform.system()}")
    return code


def _kept(log: Path) -> tuple[str, int]:
    return log.read_text("utf-8"), 0


def _measured(command: Sequence[str]) -> tuple[str, int]:
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False)
    if not done.stdout:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout, int(done.returncode != 0)


def _write(name: str, lines: Sequence[str]) -> None:
    """Put lines between a section's marks in the page."""
    begin, end = f"<!-- figures: {name} -->", f"<!-- end: {name} -->"
    text = PAGE.read_text("utf-8")
    before, found, rest = text.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        sys.exit(f"{PAGE.relative_to(ROOT)} has no marks for {name}")
    PAGE.write_text("\n".join((before + begin, "", *lines, "", end)) + after, "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
