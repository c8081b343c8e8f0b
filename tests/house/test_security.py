"""What SECURITY.md promises rests on tests that there are, and the locks on what pyproject.toml asks for."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
PAGES = [ROOT / "SECURITY.md", ROOT / "docs" / "reliability.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_each_test_that_is_named_exists(page: Path) -> None:
    named = NAMED.findall(page.read_text("utf-8"))
    assert named
    for path, function in named:
        assert (ROOT / path).is_file(), path
        names = {
            node.name
            for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8")))
            if isinstance(node, ast.FunctionDef)
        }
        assert function in names or not function, f"{path} has no {function}"


def test_each_promise_names_a_test() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    table = text.partition("| promise | tests |")[2].partition("\n\n")[0]
    rows = [row for row in table.splitlines()[2:] if row]
    assert len(rows) >= 15
    assert [row for row in rows if not NAMED.search(row)] == []


def pins(name: str) -> dict[str, tuple[str, int]]:
    """Give the version of each package in a lock, and how many hashes it has."""
    blocks = re.split(r"\n(?=\S)", (ROOT / name).read_text("utf-8").strip())
    found: dict[str, tuple[str, int]] = {}
    for block in blocks:
        pin = re.match(r"([\w.-]+)==([\w.!+]+)(?: ; [^\\\n]+)?(?: \\)?\n", block)
        assert pin, f"{name}: not pinned: {block[:80]}"
        found[canonicalize_name(pin[1])] = (pin[2], len(re.findall(r"--hash=sha256:[0-9a-f]{64}", block)))
    return found


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_the_locks_name_every_package_by_hash(name: str) -> None:
    """A new or a raised requirement needs `make lock`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    wanted = [*project["project"]["dependencies"]]
    wanted += [*groups["test"], *groups["release"]] if "dev" in name else []
    locked = pins(name)
    assert [package for package, (_, hashes) in locked.items() if not hashes] == []
    for requirement in map(Requirement, wanted):
        version, _ = locked.get(canonicalize_name(requirement.name), ("", 0))
        assert version, f"{requirement.name} is not in {name}: run `make lock`"
        assert requirement.specifier.contains(version), (
            f"{requirement} is {version} in {name}: run `make lock`"
        )


def test_the_bill_of_materials_names_what_osler_stands_on(tmp_path: Path) -> None:
    """As `make release` writes it, here of the lock of what Osler needs."""
    tool = Path(sys.executable).with_name("cyclonedx-py")
    target = tmp_path / "osler.cdx.json"
    options = [
        "--pyproject",
        str(ROOT / "pyproject.toml"),
        "--mc-type",
        "application",
        "--output-reproducible",
    ]
    options += ["--no-validate", "--output-format", "JSON", "--output-file", str(target)]
    subprocess.run(
        [tool, "requirements", *options, str(ROOT / "requirements.lock")], check=True, capture_output=True
    )
    bill = json.loads(target.read_text("utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == "osler"
    listed = {canonicalize_name(one["name"]): one["version"] for one in bill["components"]}
    assert listed == {name: version for name, (version, _) in pins("requirements.lock").items()}
