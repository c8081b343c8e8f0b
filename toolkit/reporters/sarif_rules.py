"""Rules as SARIF describes them: their manuals travel with the report, and GitHub shows them with each alert.

GitHub Docs, "SARIF support for code scanning": `reportingDescriptor` with a name of at most 255 and
descriptions of at most 1,024 characters, `help.text` and `help.markdown`, `helpUri`, the level, and
`properties.tags`, `precision` and `problem.severity`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from toolkit.model.finding import Confidence, Finding, Severity
from toolkit.model.rule import Rule
from toolkit.reporters.documentation import page_of

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
_PRECISIONS = {Confidence.HIGH: "high", Confidence.MEDIUM: "medium", Confidence.LOW: "low"}
_LONGEST_DESCRIPTION = 1024


def descriptors(rules: Iterable[Rule], findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Describe the rules that ran, and whatever else findings are named after, sorted by name."""
    found = {rule.name: _of_rule(rule) for rule in rules}
    for finding in findings:
        if finding.rule not in found:
            found[finding.rule] = _of_name(finding)
    return [found[name] for name in sorted(found)]


def _of_rule(rule: Rule) -> dict[str, Any]:
    manual = rule.documentation
    short = manual.split("\n", 1)[0]
    page = page_of(rule.name)
    return {
        "id": rule.name,
        "name": _name(rule.name),
        "shortDescription": {"text": _cut(short or rule.name)},
        "fullDescription": {"text": _cut(_why(manual) or short or rule.name)},
        "help": {"text": manual or rule.name, "markdown": manual or rule.name},
        **({"helpUri": page} if page else {}),
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "tags": [
                "evidence" if rule.family in ("claim", "citation", "reference") else "text",
                rule.family,
            ],
            "precision": _PRECISIONS[rule.confidence],
            "problem.severity": _PROBLEMS[rule.severity],
            "fixable": rule.fixable,
        },
    }


def _of_name(finding: Finding) -> dict[str, Any]:
    """Describe what is no rule with a manual: a crash of a rule, what a validator says of an export."""
    crashed = finding.rule == "osler-defect"
    text = "Osler itself failed; this says nothing of the text." if crashed else f"Osler: {finding.rule}."
    return {
        "id": finding.rule,
        "name": _name(finding.rule),
        "shortDescription": {"text": text},
        "fullDescription": {"text": text},
        "help": {"text": text},
        "defaultConfiguration": {"level": LEVELS[finding.severity]},
        "properties": {"tags": [finding.rule.partition("-")[0]]},
    }


def _name(rule: str) -> str:
    """Give a rule's name in Pascal case, as SARIF's own guidance (SARIF2012) asks."""
    return "".join(part.capitalize() for part in rule.split("-"))[:255]


def _why(manual: str) -> str:
    """Give the first paragraph of the section "Why", on one line."""
    found = re.search(r"^## Why\n+(.+?)(?:\n\n|\n#|\Z)", manual, re.MULTILINE | re.DOTALL)
    return " ".join(found[1].split()) if found else ""


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_DESCRIPTION else text[: _LONGEST_DESCRIPTION - 1] + "…"
