"""docs/fixes.md tells of each rule whether it has a fix."""

from __future__ import annotations

import re
from pathlib import Path

from toolkit.rules import discover

PAGE = Path(__file__).parents[2] / "docs/fixes.md"


def test_the_table_names_the_rules_that_have_a_fix_and_no_others() -> None:
    table = PAGE.read_text("utf-8").split("## Rules with a fix")[1].split("## Rules without a fix")[0]
    named = re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE)
    assert named == sorted(rule.name for rule in discover() if rule.fixable)


def test_every_other_rule_is_named_with_the_reason() -> None:
    table = PAGE.read_text("utf-8").split("## Rules without a fix")[1]
    named: set[str] = set()
    for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE):
        family = ""
        for name in re.findall(r"`([a-z-]+|[a-z]+-\*)`", row):
            family = family if name.startswith("-") else name.partition("-")[0]
            named.add(family + name if name.startswith("-") else name)
    for rule in discover():
        if not rule.fixable:
            assert rule.name in named or f"{rule.family}-*" in named, rule.name
