"""The house stays in order: layers, homes of libraries, names, documentation."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from toolkit.model.rule import Rule
from toolkit.rules import discover

ROOT = Path(__file__).parent.parent.parent
MODULES = sorted((ROOT / "toolkit").rglob("*.py"))

HOMES = {
    "click": ("cli/",),
    "rich": ("cli/",),
    "sqlite3": ("sources/store.py", "sources/limiter.py"),
    "pybtex": ("readers/bibtex",),
    "latexcodec": ("readers/bibtex",),
    "pyromark": ("readers/markdown",),
    "yaml": ("readers/frontmatter.py",),
    "Bio": ("sources/", "validators/dtd.py"),
    "cbor2": ("exporters/site/pagefind_order.py",),
    "tinycss2": ("validators/theme_style.py",),
    "latex2mathml": ("exporters/mathml.py",),
    "weasyprint": ("exporters/pdf.py",),
    # Each external program has one home.
    "subprocess": (
        "revisions/git.py",
        "reviews/signatures.py",
        "validators/nu.py",
        "exporters/site/pagefind.py",
    ),
    "pygls": ("lsp/",),
    "lsprotocol": ("lsp/",),
}
"""Where each library may be imported."""


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_each_library_has_its_home(path: Path) -> None:
    inner = path.relative_to(ROOT / "toolkit").as_posix()
    for library in imports_of(path) & HOMES.keys():
        assert inner.startswith(HOMES[library]), f"{library} belongs in {HOMES[library]}"


def test_layers() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_names_say_what_they_hold() -> None:
    forbidden = re.compile(r"(^|_)(utils?|helpers?|manager|common|misc)(_|$)", re.IGNORECASE)
    assert not [path for path in MODULES if forbidden.search(path.stem)]


@pytest.mark.parametrize("rule", discover(), ids=lambda rule: rule.name)
def test_rule_stands_in_the_file_of_its_name(rule: Rule) -> None:
    module = rule.check.__module__
    assert module == f"toolkit.rules.{rule.name.replace('-', '_')}"
    first = rule.documentation.split("\n", 1)[0]
    assert first.endswith(".")
    assert len(first) <= 100


def test_types_and_style() -> None:
    for command in (["mypy"], ["ruff", "check", "-q", "."], ["ruff", "format", "--check", "-q", "."]):
        tool = Path(sys.executable).with_name(command[0])
        done = subprocess.run([tool, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_version_is_answered_without_heavy_imports() -> None:
    code = (
        "import sys; sys.argv = ['osler', '--version']; "
        "from toolkit.__main__ import main; main(); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split("\n")[1].split())
    assert not loaded & {"click", "rich", "lxml", "pybtex", "Bio", "pyromark", "yaml", "sqlite3"}


def test_checking_imports_neither_network_nor_exporters() -> None:
    code = "import sys; import toolkit.api.check; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {
        "Bio",
        "lxml",
        "sqlite3",
        "toolkit.sources",
        "toolkit.exporters",
        "rich",
        "urllib.request",
    }
