"""`python -m benchmarks mutation [GROUP …]`: change the code that decides, in small ways, and see which test notices.

mutmut makes the mutants (`pip install --group mutation`), in a copy of the tree: nothing is changed here. A group
is one room that decides and the tests that are about it. A mutant that survives is a change that no test of these
notices, one that is not reached stands where none of them comes: both are shown, with what was changed.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
_COPIED = (
    *(
        "toolkit",
        "tests",
        "fuzz",
        "training",
        "benchmarks",
        "articles",
        "examples",
        "docs",
        "editors",
        "templates",
    ),
    *("references.bib", "references.lock", "osler.toml", "board.toml", "action.yml", "README.md", ".tools"),
)


@dataclass(frozen=True, slots=True)
class Group:
    """Files to change, the tests that are to notice, and an expression that chooses among these (`pytest -k`)."""

    changed: tuple[str, ...]
    tests: tuple[str, ...]
    chosen: str | None = None


GROUPS = {
    "disclaimers": Group(
        ("toolkit/rules/disclaimer_*.py",),
        ("tests/rules/test_cases.py", "tests/rules/test_disclaimer_fixes.py"),
        "disclaimer",
    ),
    # The walk, the form's server and what Hypothesis makes up take their time, and tell nothing more of these.
    "approvals": Group(
        (
            *("toolkit/reviews/chain.py", "toolkit/reviews/deriving.py"),
            *("toolkit/reviews/people.py", "toolkit/reviews/standing.py"),
        ),
        ("tests/reviews", "tests/rules/test_cases.py"),
        "review and not (form_server or review_walk or bytes or what_is_written)",
    ),
    "digests": Group(
        ("toolkit/reviews/digests.py",),
        ("tests/reviews/test_review_digests.py", "tests/rules/test_cases.py"),
        "review_digests or review-stale",
    ),
    "round-trip": Group(
        ("toolkit/validators/roundtrip.py",),
        ("tests/validators/test_roundtrip.py", "tests/exporters/test_editions.py"),
    ),
    "jats-profile": Group(
        (
            *("toolkit/validators/jats_profile.py", "toolkit/validators/jats_presence.py"),
            "toolkit/validators/jats_forms.py",
        ),
        ("tests/validators/test_jats_validators.py", "tests/validators/test_jats_demands.py"),
    ),
}


def main(arguments: Sequence[str]) -> int:
    """Run the groups, and print how many mutants each had, how many were noticed, and the others."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks mutation", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(GROUPS))
    options = parser.parse_args(arguments)
    for name in options.groups or GROUPS:
        with tempfile.TemporaryDirectory(prefix="osler-mutants-") as folder:
            _run(name, GROUPS[name], Path(folder))
    return 0


def _run(name: str, group: Group, folder: Path) -> None:
    _copy(folder)
    changed = sorted(
        path.relative_to(folder).as_posix() for one in group.changed for path in folder.glob(one)
    )
    chosen = ("-k", group.chosen) if group.chosen else ()
    results = folder / "results.jsonl"
    command = [sys.executable, "-m", "benchmarks.mutant_forks", str(results), *changed, "--"]
    begun = process_seconds()
    done = subprocess.run(
        [*command, *group.tests, *chosen],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    rows = [json.loads(line) for line in results.read_text("utf-8").splitlines()] if results.is_file() else []
    if done.returncode not in (0, 5) or not rows:
        sys.exit(f"{name}: the tests ended with {done.returncode}:\n{done.stdout[-3000:]}")
    left = [row for row in rows if row["outcome"] in ("survived", "not reached")]
    noticed = len(rows) - len(left)
    print(
        f"{name}: {len(rows)} mutants, {noticed} noticed ({noticed / len(rows):.0%}), "
        f"{process_seconds() - begun:.0f} s",
        flush=True,
    )
    for row in left:
        print(
            f"  {row['mutant']}: {row['outcome']}\n" + "".join(f"    {text}\n" for text in row["changes"]),
            end="",
        )


def process_seconds() -> float:
    """Give the processor seconds that ended processes of this one have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _copy(folder: Path) -> None:
    """Copy the tree, with mutmut's settings."""
    for name in _COPIED:
        source = ROOT / name
        if source.is_dir() and name == ".tools":
            (folder / name).symlink_to(source)
        elif source.is_dir():
            shutil.copytree(
                source, folder / name, ignore=shutil.ignore_patterns("node_modules", "__pycache__")
            )
        elif source.exists():
            shutil.copyfile(source, folder / name)
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    (folder / "pyproject.toml").write_text(project + '\n[tool.mutmut]\nsource_paths = ["toolkit"]\n', "utf-8")
