"""Every reader of what others wrote: whatever the bytes, a value or a refusal, and what it says is true.

The targets are those of `fuzz/`, where Atheris searches longer; what it found is read here each time.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.target import FINDINGS, ROOT, TARGETS, load, seeds_of
from tests.properties.damage import damage, damaged

EXAMPLES = {"project": 12, "article": 60, "frontmatter": 60, "pubmed_xml": 60, "answers": 60}
"""How many inputs a target gets here, in proportion to what one takes; 120 for the others."""
SHORTEST, MOST = 4 << 10, 40
"""Seeds of at most so many bytes, and so many of them, so that an input takes a few milliseconds."""


@pytest.mark.parametrize("name", TARGETS)
def test_a_reader_is_total(name: str) -> None:
    target = load(name)
    seeds = [seed for seed in seeds_of(name) if len(seed) <= SHORTEST]
    assert seeds
    seeds = random.Random(name).sample(seeds, min(len(seeds), MOST))
    pieces = [token.encode() for token in target.TOKENS]

    @settings(
        max_examples=EXAMPLES.get(name, 120),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,  # the gate asks the same each time; new inputs are for Atheris
    )
    @given(st.one_of(st.builds(damaged, st.sampled_from(seeds), damage(pieces)), st.binary(max_size=200)))
    def examine(data: bytes) -> None:
        target.examine(data)

    examine()


FOUND = sorted(FINDINGS.glob("*/*"))


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.relative_to(FINDINGS).as_posix())
def test_what_was_found_stays_mended(path: Path) -> None:
    load(path.parent.name).examine(path.read_bytes())


def test_every_target_is_listed_and_described() -> None:
    sources = {path.stem: path.read_text("utf-8") for path in (ROOT / "fuzz").glob("*.py")}
    examining = {
        name for name, text in sources.items() if "\ndef examine(" in text or " as examine\n" in text
    }
    assert examining == set(TARGETS)
    page = (ROOT / "fuzz" / "README.md").read_text("utf-8")
    assert [name for name in TARGETS if f"`{name}`" not in page] == []
    assert {path.parent.name for path in FOUND} <= set(TARGETS)
