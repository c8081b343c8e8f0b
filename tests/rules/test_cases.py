"""Runs every rule's literate cases, and the examples in its documentation."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.literate import (
    Case,
    blocks_of,
    cases_of,
    check_project,
    rendered,
    sections_of,
    write_project,
)
from toolkit.model.rule import Rule
from toolkit.rules import discover

HERE = Path(__file__).parent
RULES = discover()


def case_file(rule: str) -> Path:
    return HERE / f"{rule.replace('-', '_')}.md"


def all_cases() -> list[tuple[str, Case]]:
    return [
        (rule.name, case)
        for rule in RULES
        if case_file(rule.name).exists()
        for case in cases_of(case_file(rule.name).read_text("utf-8"))
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_cases_that_find_something_and_cases_that_do_not(rule: Rule) -> None:
    path = case_file(rule.name)
    assert path.exists(), f"{rule.name} has no cases: write tests/rules/{path.name}"
    outputs = [case.output.text.strip() for case in cases_of(path.read_text("utf-8")) if case.output]
    assert "" in outputs, "no case in which the rule is silent"
    assert any(outputs), "no case in which the rule finds something"


@pytest.mark.parametrize(
    ("rule", "case"), all_cases(), ids=lambda value: value.title if isinstance(value, Case) else value
)
def test_case(rule: str, case: Case, tmp_path: Path, *, update: bool) -> None:
    assert case.output is not None, "the case has no ```output block"
    assert case.files, "the case has no files"
    write_project(tmp_path, case.files)
    report = check_project(tmp_path, rule)
    assert not report.defects, report.defects[0]
    actual = rendered(report)
    if update and actual != case.output.text:
        _rewrite(case_file(rule), case.title, actual)
        return
    assert actual == case.output.text


def _rewrite(path: Path, title: str, actual: str) -> None:
    text = path.read_text("utf-8")
    case = next(case for case in cases_of(text) if case.title == title)
    assert case.output is not None
    path.write_text(text[: case.output.start] + actual + text[case.output.end :], "utf-8")


def test_no_cases_without_a_rule() -> None:
    names = {case_file(rule.name).name for rule in RULES}
    assert {path.name for path in HERE.glob("*.md")} <= names


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_documentation(rule: Rule, tmp_path: Path) -> None:
    sections = {title: body for title, body, _ in sections_of(rule.documentation + "\n")}
    assert {"Why", "Fails", "Passes"} <= sections.keys()
    assert sections["Why"].strip()
    counts = {}
    for heading in ("Fails", "Passes"):
        folder = tmp_path / heading
        folder.mkdir()
        files = tuple(block for block in blocks_of(sections[heading]) if block.path is not None)
        assert files, f"## {heading} has no fenced file"
        write_project(folder, files)
        report = check_project(folder, rule.name)
        assert not report.defects, report.defects[0]
        counts[heading] = len(report.findings)
    assert counts["Fails"] > 0
    assert counts["Passes"] == 0
