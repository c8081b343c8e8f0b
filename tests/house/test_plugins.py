"""Packages that are installed beside Osler add rules and formats, however they are installed."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

FILES = {
    "added-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: added\nVersion: 1.0\n",
    "added-1.0.dist-info/entry_points.txt": (
        "[osler.rules]\nadded = added:RULE\n\n[osler.reporters]\nshouted = added:render\n"
    ),
    "added.py": '''"""Every article is named."""
from toolkit.model.article import Article
from toolkit.model.finding import Problem, Severity
from toolkit.model.rule import Rule
from toolkit.model.span import Span


def check(article: Article, context: object):
    yield Problem(Span(0, 1), "said by another package")


RULE = Rule("added-always", Severity.WARNING, check)


def render(printout):
    return "".join(f"{one.message.upper()}\\n" for one in printout.findings if one.rule == "added-always")
''',
}


def _installed(folder: Path, way: str) -> Path:
    """Install a package in a folder, or in an archive; give what stands on Python's path."""
    if way == "archive":
        folder.mkdir()
        with zipfile.ZipFile(folder / "added.zip", "w") as archive:
            for name, text in FILES.items():
                archive.writestr(name, text)
        return folder / "added.zip"
    for name, text in FILES.items():
        place = folder / (name.replace("added-1.0.dist-info", "Added.EGG-INFO") if way == "old" else name)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    return folder


@pytest.mark.parametrize("way", ["folder", "archive", "old"])
def test_a_package_adds_a_rule_and_a_format(tmp_path: Path, way: str) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.md").write_text("# A\n")
    command = [sys.executable, "-m", "toolkit", "check", "-fshouted", str(tmp_path)]
    environment = {**os.environ, "OSLER_STATE": str(tmp_path / "state")}
    without = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert without.returncode == 2
    assert "shouted" in without.stderr
    path = [str(_installed(tmp_path / "site", way)), str(Path(__file__).parents[2])]
    environment["PYTHONPATH"] = os.pathsep.join(path)
    added = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert (added.returncode, added.stdout, added.stderr) == (1, "SAID BY ANOTHER PACKAGE\n", "")
