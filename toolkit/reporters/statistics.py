"""How often each rule had something to say: the most frequent first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from toolkit.model.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class RuleCount:
    """The findings of one rule and severity; `fixable` of them have a safe fix, `fixable_unsafely` another."""

    rule: str
    severity: Severity
    count: int
    fixable: int
    fixable_unsafely: int


def statistics(findings: Iterable[Finding]) -> tuple[RuleCount, ...]:
    """Count findings by rule and severity, the most frequent first, then by name."""
    counts: Counter[tuple[str, Severity]] = Counter()
    fixable: Counter[tuple[str, Severity, bool]] = Counter()
    for finding in findings:
        counts[finding.rule, finding.severity] += 1
        if finding.fix is not None:
            fixable[finding.rule, finding.severity, finding.fix.is_safe] += 1
    return tuple(
        RuleCount(rule, severity, count, fixable[rule, severity, True], fixable[rule, severity, False])
        for (rule, severity), count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    )


def table(findings: Iterable[Finding]) -> str:
    """Give the counts as lines for people: number, severity, rule, and what could be mended; "" for none."""
    counted = statistics(findings)
    if not counted:
        return ""
    wide = len(f"{counted[0].count:,}")
    return "".join(
        f"{one.count:>{wide},}  {one.severity:<7}  {one.rule}{_mendable(one)}\n" for one in counted
    )


def documents(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Give the counts as values for JSON."""
    return [
        {
            "rule": one.rule,
            "severity": str(one.severity),
            "count": one.count,
            "fixable": one.fixable,
            "fixable_unsafely": one.fixable_unsafely,
        }
        for one in statistics(findings)
    ]


def _mendable(one: RuleCount) -> str:
    ways = [
        f"{count:,} with {option}"
        for count, option in ((one.fixable, "--fix"), (one.fixable_unsafely, "--fix --unsafe-fixes"))
        if count
    ]
    return f"  (can be mended: {', '.join(ways)})" if ways else ""
