"""The use case "check": read a project, run the rules, mend what can be mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from toolkit import fixer
from toolkit.api.spread import over_cores
from toolkit.api.workspace import Workspace, open_workspace
from toolkit.engine import Outcome, chosen, run
from toolkit.errors import ConfigurationError, ExitCode, OslerError
from toolkit.model.finding import Finding, Severity
from toolkit.model.rule import Rule
from toolkit.model.span import SourceText
from toolkit.model.suggestion import nearest
from toolkit.model.unit import Claim
from toolkit.rules import discover

# A fix may uncover another; rules whose fixes undo each other must not run for ever.
_MAXIMUM_PASSES = 10


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found, ready for a reporter.

    `findings` are sorted by file and place; `sources` are the texts that they lie in; `failures`
    are files that could not be read, and make the exit code 2 while the others are still checked.
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
    workspace: Workspace, today: date, *, select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> Report:
    """Run the chosen rules over a workspace as of `today`.

    Where only some articles were read, findings outside them are left out: the library's own
    are those of the whole project. Raises `ConfigurationError` for unknown rule names.
    """
    rules = selected_rules(workspace, select, ignore)
    outcome = run(
        workspace.project, workspace.context(today), rules, is_whole=workspace.is_whole, spread=over_cores
    )
    return _report(workspace, outcome, rules)


def mend(
    workspace: Workspace,
    today: date,
    *,
    unsafe: bool = False,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> tuple[dict[str, str], int]:
    """Apply fixes until none is left to apply; give the new texts by path, and how many fixes went in.

    Nothing is written. Raises `ConfigurationError` for unknown rule names.
    """
    names = [article.path for article in workspace.project.articles]
    texts: dict[str, str] = {}
    count = 0
    for _ in range(_MAXIMUM_PASSES):
        report = check(workspace, today, select=select, ignore=ignore)
        mended = fixer.apply(report.findings, workspace.sources, unsafe=unsafe)
        changed = {path: text for path, text in mended.texts.items() if text != workspace.sources[path].text}
        if not changed:
            break
        texts.update(changed)
        count += mended.count
        unsaved = {path: text.encode() for path, text in texts.items()}
        workspace = open_workspace(
            paths=() if workspace.is_whole else [workspace.tree.root / name for name in names],
            unsaved=unsaved,
            tree=workspace.tree,
            policy=workspace.policy,
        )
    return texts, count


def save(workspace: Workspace, texts: Mapping[str, str]) -> None:
    """Write mended texts, each file whole, with the byte-order mark it had. Raises `UnreadableInputError`."""
    for path, text in sorted(texts.items()):
        mark = "\ufeff" if workspace.sources[path].byte_order_mark else ""
        workspace.tree.write(path, (mark + text).encode())


def diff_of(workspace: Workspace, texts: Mapping[str, str]) -> str:
    """Give the unified diff of mended texts against those read."""
    return "".join(fixer.diff(workspace.sources[path], text) for path, text in sorted(texts.items()))


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
    )
