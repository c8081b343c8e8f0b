"""`python -m benchmarks mutation [GROUP …]`: change the code that decides, in small ways, and see which test notices.

Uses mutmut (`pip install --group mutation`), in a copy of the tree: nothing is changed here. A group is one
room that decides and the tests that are about it. A mutant that survives is a change that no test of these
notices: it is shown, with what was changed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

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
    "disclaimers": Group(("toolkit/rules/disclaimer_*.py",), ("tests/rules/test_cases.py",), "disclaimer"),
    "round-trip": Group(("toolkit/validators/roundtrip.py",), ("tests/validators/test_roundtrip.py",)),
    "jats-profile": Group(
        ("toolkit/validators/jats_profile.py", "toolkit/validators/jats_presence.py"),
        ("tests/validators/test_jats_validators.py",),
    ),
    # The tests of Hypothesis and of the shell's command take their time, and tell nothing more of these.
    "approvals": Group(
        ("toolkit/reviews/deriving.py", "toolkit/reviews/standing.py", "toolkit/reviews/chain.py"),
        ("tests/reviews/test_review_attacks.py", "tests/reviews/test_review_base.py"),
    ),
}


def main(arguments: Sequence[str]) -> int:
    """Run the groups, and print how many mutants each had, how many were noticed, and the others."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks mutation", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(GROUPS))
    parser.add_argument("--children", type=int, default=1, help="how many mutants are tried at once")
    options = parser.parse_args(arguments)
    for name in options.groups or GROUPS:
        with tempfile.TemporaryDirectory(prefix="osler-mutants-") as folder:
            _run(name, GROUPS[name], Path(folder), options.children)
    return 0


def _run(name: str, group: Group, folder: Path, children: int) -> None:
    _copy(group, folder)
    with (folder / "log.txt").open("w") as log:
        code = _mutmut(folder, "run", "--max-children", str(children), stdout=log).returncode
    _mutmut(folder, "export-cicd-stats")
    stats = folder / "mutants" / "mutmut-cicd-stats.json"
    if not stats.is_file():
        sys.exit(f"{name}: mutmut ended with {code}:\n{(folder / 'log.txt').read_text('utf-8')[-3000:]}")
    found = json.loads(stats.read_text("utf-8"))
    noticed = found["killed"] + found["timeout"]
    print(f"{name}: {found['total']} mutants, {noticed} noticed ({noticed / found['total']:.0%})", flush=True)
    for line in _mutmut(folder, "results").stdout.splitlines():
        mutant, _, outcome = line.strip().partition(": ")
        shown = _mutmut(folder, "show", mutant).stdout.splitlines()
        changes = [text for text in shown if text[:1] in "+-" and not text.startswith(("+++", "---"))]
        print(f"  {mutant}: {outcome}\n" + "".join(f"    {text}\n" for text in changes), end="", flush=True)


def _copy(group: Group, folder: Path) -> None:
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
    changed = sorted(
        path.relative_to(folder).as_posix() for one in group.changed for path in folder.glob(one)
    )
    options = ["-p", "no:cacheprovider", *(("-k", group.chosen) if group.chosen else ())]
    settings = {
        "source_paths": [one for one in changed if not one.endswith("__init__.py")],
        "pytest_add_cli_args_test_selection": list(group.tests),
        "also_copy": [name for name in _COPIED if (folder / name).exists()],
        "pytest_add_cli_args": options,
    }
    lines = [f"{key} = {json.dumps(value)}\n" for key, value in settings.items()]
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    (folder / "pyproject.toml").write_text(project + "\n[tool.mutmut]\n" + "".join(lines), "utf-8")


def _mutmut(
    folder: Path, *arguments: str, stdout: int | IO[str] = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mutmut", *arguments]
    return subprocess.run(
        command, cwd=folder, stdout=stdout, stderr=subprocess.STDOUT, text=True, check=False
    )
