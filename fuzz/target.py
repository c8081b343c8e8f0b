"""What a fuzz target is, and where its seeds come from."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol, cast

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests" / "data"
FINDINGS = ROOT / "fuzz" / "findings"
TODAY = "2026-11-22"
_LARGEST_SEED = 16 << 10
TARGETS = (
    "answers",
    "article",
    "bibtex",
    "board",
    "csl",
    "frontmatter",
    "jats",
    "lock",
    "lsp",
    "nbib",
    "policy",
    "project",
    "pubmed_xml",
    "ris",
    "suppressions",
)
"""The modules of this package that are targets."""


class Target(Protocol):
    """A module of this package: inputs to begin with, words of its language, and what must hold."""

    TOKENS: tuple[str, ...]

    def seeds(self) -> Iterable[bytes]:
        """Give inputs to begin with."""

    def examine(self, data: bytes) -> None:
        """Have the reader read; raises anything at all if something does not hold."""


def load(name: str) -> Target:
    """Import a target by its name."""
    return cast("Target", importlib.import_module(f"fuzz.{name}"))


def seeds_of(name: str) -> list[bytes]:
    """Give what a target begins with: its seeds that are not too long to be changed often, and what was found."""
    found = [seed for seed in load(name).seeds() if len(seed) <= _LARGEST_SEED]
    kept = FINDINGS / name
    return found + ([path.read_bytes() for path in sorted(kept.iterdir())] if kept.is_dir() else [])


def files(folder: str, pattern: str) -> list[bytes]:
    """Give the contents of files below a folder of the project, in the order of their names."""
    return [path.read_bytes() for path in sorted((ROOT / folder).glob(pattern)) if path.is_file()]


def fenced(language: str) -> list[bytes]:
    """Give the files of one language that the cases of the rules are made of (`tests/rules/*.md`)."""
    block = re.compile(rf"^(`{{3,}}){language} \S+\n(.*?)^\1$".encode(), re.MULTILINE | re.DOTALL)
    return [found[2] for text in files("tests/rules", "*.md") for found in block.finditer(text)]
