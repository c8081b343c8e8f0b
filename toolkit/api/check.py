"""The use case "check": read a project and run the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from toolkit.api.remembering import RuleMemory, remembering
from toolkit.api.reviewing import reviewed
from toolkit.api.spread import over_cores
from toolkit.api.workspace import Workspace
from toolkit.engine import Outcome, chosen, run
from toolkit.errors import ConfigurationError, ExitCode, OslerError
from toolkit.model.finding import Finding, LeftOut, Severity
from toolkit.model.rule import Rule
from toolkit.model.span import SourceText
from toolkit.model.suggestion import nearest
from toolkit.model.unit import Claim
from toolkit.rules import discover


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found, ready for a reporter.

    `findings` are sorted by file and place; `sources` are the texts that they lie in; `failures`
    are files that could not be read, and make the exit code 2 while the others are still checked.
    `left_out` counts what was left out on request (`toolkit.api.narrowing`). `is_repeatable` says that the
    same files give the same report on that day: nothing crashed or could not be read, all signatures could be
    verified, and all rules are Osler's own. `entangled` are the articles that are not judged alone
    (`toolkit.engine.Outcome`).
    """

    findings: tuple[Finding, ...]
    suppressed: tuple[Finding, ...] = ()
    sources: Mapping[str, SourceText] = field(default_factory=dict)
    failures: tuple[OslerError, ...] = ()
    claims: Mapping[str, tuple[Claim, ...]] = field(default_factory=dict)
    defects: tuple[str, ...] = ()
    articles: int = 0
    entries: int = 0
    fixed: int = 0
    rules: tuple[str, ...] = ()
    left_out: LeftOut | None = None
    is_repeatable: bool = False
    entangled: frozenset[str] = frozenset()

    def count(self, severity: Severity) -> int:
        """Count the findings of one severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def fixable(self) -> int:
        """How many findings a safe fix would mend."""
        return sum(finding.fix is not None and finding.fix.is_safe for finding in self.findings)

    @property
    def exit_code(self) -> ExitCode:
        """4 for a defect, 2 for an unreadable file, 1 for errors and warnings, else 0."""
        counts = self.count(Severity.ERROR) + self.count(Severity.WARNING)
        return ExitCode.gravest(
            ExitCode.DEFECT if self.defects else ExitCode.CLEAN,
            *(failure.exit_code for failure in self.failures),
            ExitCode.FINDINGS if counts else ExitCode.CLEAN,
        )


def selected_rules(
    workspace: Workspace, select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> tuple[Rule, ...]:
    """Choose the rules to run: by the command line where it selects, else by the policy.

    Raises `ConfigurationError` for a name that is neither a rule's nor a family's.
    """
    rules = discover()
    known = sorted({name for rule in rules for name in (rule.name, rule.family)})
    policy = workspace.policy
    for name in (*select, *ignore, *policy.select, *policy.ignore, *policy.severities):
        if name not in known:
            raise ConfigurationError(
                f'there is no rule or family "{name}"',
                help=nearest(name, known) or "`osler explain` lists the rules",
                path=policy.path if name not in (*select, *ignore) else None,
            )
    return chosen(rules, select or policy.select, (*policy.ignore, *ignore) if not select else ignore)


def check(
    workspace: Workspace,
    today: date,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    is_rest_known: bool = False,
) -> Report:
    """Run the chosen rules over a workspace as of `today`; for `is_rest_known` see `toolkit.engine.run`.

    Where only some articles were read, findings outside them are left out: the library's own
    are those of the whole project. Raises `ConfigurationError` for unknown rule names.
    """
    rules = selected_rules(workspace, select, ignore)
    workspace = reviewed(workspace, today)
    context, cache = workspace.context(today), workspace.cache
    outcome = run(
        workspace.project,
        context,
        rules,
        is_whole=workspace.is_whole,
        is_rest_known=is_rest_known,
        spread=remembering(workspace, context, rules, over_cores),
        memory=RuleMemory(cache, workspace, context) if cache is not None else None,
    )
    if cache is not None:
        cache.keep_library(workspace.library)
        cache.close()
    return _report(workspace, outcome, rules)


def _report(workspace: Workspace, outcome: Outcome, rules: Sequence[Rule]) -> Report:
    findings = outcome.findings
    if not workspace.is_whole:
        asked = {article.path for article in workspace.project.articles}
        findings = tuple(finding for finding in findings if finding.path in asked)
    return Report(
        findings=findings,
        suppressed=outcome.suppressed,
        sources=workspace.sources,
        failures=workspace.failures,
        claims=outcome.claims,
        defects=outcome.defects,
        articles=len(workspace.project.articles),
        entries=len(workspace.library.entries),
        rules=tuple(rule.name for rule in rules),
        entangled=outcome.entangled,
        is_repeatable=not workspace.failures
        and not outcome.defects
        and all(one.is_verifiable for one in workspace.project.reviews.values())
        and all(rule.check.__module__.startswith("toolkit.") for rule in discover()),
    )
