"""`osler explain`: rules, and what is no rule but a demand on exports."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from toolkit.cli import group
from toolkit.rules import discover


def explain(*arguments: str) -> str:
    done = CliRunner().invoke(group, ["explain", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_list_names_every_rule() -> None:
    listing = explain()
    assert all(f"  {rule.name} " in listing for rule in discover())


def test_a_rule_is_explained_by_its_documentation() -> None:
    assert "## Why" in explain("claim-uncited")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("export-jats-issn", "A demand of Osler's JATS profile"),
        ("export-html-table", "docs/html.md"),
        ("export-jats-dtd", "docs/jats.md"),
    ],
)
def test_a_demand_on_exports_is_explained_too(name: str, words: str) -> None:
    assert words in explain(name)
