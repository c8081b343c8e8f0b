"""A baseline: the findings that a project had when it began to use Osler, left out until they are mended.

A JSON file, one line a finding, by the identities of `toolkit.model.identity`, sorted, so that it
merges and a diff of it reads well (`docs/checking-changes.md`). It holds no crash of Osler's own, no
retracted source, nothing about the lock or files that could not be read, and no finding that became graver
since: these are always shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from toolkit.api.baseline_moves import moves, said
from toolkit.api.check import Report
from toolkit.api.workspace import Workspace
from toolkit.desk import DEFECT_RULE
from toolkit.engine import MOST_OF_ONE_RULE
from toolkit.errors import OslerError, UnreadableInputError
from toolkit.model.finding import Finding, LeftOut, Severity
from toolkit.model.identity import identities
from toolkit.project import WorkingTree
from toolkit.rules import discover

VERSION = 1
_MARK = "osler-baseline"
_CAP = 64 << 20
_IDENTITY = re.compile(r"[0-9a-f]{32}:[1-9]\d{0,8}")
_REMAKE = "take a sound version from git, or make it anew with --write-baseline"
_RETRACTED = "reference-retracted"
_LOCK = "reference-lock"
_GRAVITY = {severity: number for number, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Known:
    """One finding of a baseline; `message` is there for those who read the file."""

    path: str
    rule: str
    identity: str
    severity: Severity
    message: str


def is_open_to_baselines(finding: Finding) -> bool:
    """Tell whether a finding may stand in a baseline.

    Not a crash of Osler's own, nor an error about a retracted source: to cite one is a decision about
    that one citation, which a suppression tells readers of the text together with its reason. And nothing
    about the lock: a block that is not used could be what says that a paper is retracted.
    """
    is_retracted = finding.rule == _RETRACTED and finding.severity is Severity.ERROR
    return finding.rule not in (DEFECT_RULE, _LOCK) and not is_retracted


def read_baseline(tree: WorkingTree, path: str) -> tuple[Known, ...]:
    """Read a baseline of the project. Raises `UnreadableInputError` if it is missing, damaged or of another version."""
    try:
        data = tree.read(path, _CAP)
    except UnreadableInputError as error:
        if not tree.exists(path):
            error.help = f"make it: osler check --write-baseline {path}"
        raise
    try:
        document = json.loads(data.decode())
    except (ValueError, RecursionError) as error:
        _refuse(path, "the baseline is damaged", getattr(error, "lineno", None))
    version = document.get(_MARK) if isinstance(document, dict) else None
    if version is None:
        _refuse(path, "this is no baseline of Osler's")
    if version != VERSION:
        message = f"the baseline is of version {str(version)[:20]}, and this Osler reads version {VERSION}"
        raise UnreadableInputError(
            message, help="update Osler, or make it anew with --write-baseline", path=path
        )
    findings = document.get("findings")
    if not isinstance(findings, list):
        _refuse(path, "the baseline is damaged: it has no list of findings")
    return tuple(_known(path, one) for one in findings)


def _known(path: str, raw: object) -> Known:
    values: dict[str, Any] = raw if isinstance(raw, dict) else {}
    texts = [values.get(name) for name in ("path", "rule", "identity", "severity", "message")]
    if not all(isinstance(one, str) for one in texts) or not _IDENTITY.fullmatch(values["identity"]):
        _refuse(path, f"the baseline is damaged: this is no finding: {str(raw)[:80]}")
    if values["severity"] not in tuple(Severity):
        _refuse(path, f"the baseline is damaged: there is no severity {values['severity'][:20]!r}")
    return Known(
        values["path"], values["rule"], values["identity"], Severity(values["severity"]), values["message"]
    )


def _refuse(path: str, message: str, line: int | None = None) -> NoReturn:
    raise UnreadableInputError(message, help=_REMAKE, path=path, line=line)


def baseline_of(report: Report) -> tuple[Known, ...]:
    """Give the baseline that holds the findings of a report, as far as they may stand in one."""
    return tuple(
        Known(one.path, one.rule, identity, one.severity, said(one.message))
        for one, identity in _identified(report)
        if identity and is_open_to_baselines(one)
    )


def render_baseline(known: Iterable[Known]) -> str:
    """Give the text of a baseline: the same for the same findings."""
    lines = [
        json.dumps(
            {"path": one.path, "rule": one.rule, "severity": one.severity, "identity": one.identity}
            | {"message": one.message},
            ensure_ascii=False,
        )
        for one in sorted(known, key=lambda one: (one.path, one.rule, one.identity))
    ]
    body = ",\n    ".join(lines)
    listed = f"[\n    {body}\n  ]" if lines else "[]"
    return f'{{\n  "{_MARK}": {VERSION},\n  "findings": {listed}\n}}\n'


def write_baseline(tree: WorkingTree, path: str, known: Iterable[Known]) -> None:
    """Write a baseline, whole. Raises `UnreadableInputError` rather than write over a file that is none."""
    if tree.exists(path):
        try:
            read_baseline(tree, path)
        except OslerError as error:
            if _MARK.encode() not in tree.read(path, _CAP)[:200]:
                message = "there is another file, which is no baseline: it was not written over"
                raise UnreadableInputError(
                    message, help="give the baseline another name", path=path
                ) from error
    tree.write(path, render_baseline(known).encode("utf-8", "backslashreplace"))


def beyond_baseline(
    workspace: Workspace, report: Report, known: Iterable[Known]
) -> tuple[Report, tuple[Known, ...]]:
    """Leave out of a report what a baseline names; give the entries that still hold, too.

    `Report.left_out` counts what was left out, and the entries of what was looked at that no finding has
    any more. `report` must have all findings of the files that were read, or ordinals would not agree.
    The entries of an article that was moved are given its new path.
    """
    identified = tuple(_identified(report))
    by_place = {
        (one.path, one.rule, one.identity): one for one in _followed(workspace, report, identified, known)
    }
    seen: set[Known] = set()
    kept: list[Finding] = []
    for finding, identity in identified:
        entry = by_place.get((finding.path, finding.rule, identity))
        if entry is not None:
            seen.add(entry)
        if entry is None or not is_open_to_baselines(finding) or _is_graver(finding, entry):
            kept.append(finding)
    looked_for = _Scope(workspace, report)
    stale = {one for one in by_place.values() if one not in seen and looked_for.has(one)}
    left = len(report.findings) - len(kept)
    return (
        replace(
            report,
            findings=tuple(kept),
            left_out=replace(report.left_out or LeftOut(), known=left, stale=len(stale)),
        ),
        tuple(one for one in by_place.values() if one not in stale),
    )


def _followed(
    workspace: Workspace,
    report: Report,
    identified: Iterable[tuple[Finding, str]],
    known: Iterable[Known],
) -> Iterator[Known]:
    """Yield the entries, those of an article that was moved at its new place."""
    entries = tuple(known)
    paths = {one.path for one in entries if one.path.endswith(".md") and one.path not in report.sources}
    gone = {path for path in paths if workspace.is_whole and not workspace.tree.exists(path)}
    moved = moves(entries, identified, report.sources, gone)
    for one in entries:
        move = moved.get(one.path)
        identity = move.identities.get((one.rule, one.identity)) if move is not None else None
        yield replace(one, path=move.path, identity=identity) if move and identity else one


def _identified(report: Report) -> Iterator[tuple[Finding, str]]:
    """Give findings with their identities; where a rule has more than are given, none is known for its last."""
    counts: dict[tuple[str, str], int] = {}
    found = identities(report.findings, report.sources)
    for finding, identity in zip(report.findings, found, strict=True):
        place = (finding.path, finding.rule)
        counts[place] = counts.get(place, 0) + 1
        is_count = counts[place] > MOST_OF_ONE_RULE and finding.path.endswith(".md")
        yield finding, "" if is_count else identity


def _is_graver(finding: Finding, entry: Known) -> bool:
    return _GRAVITY[finding.severity] < _GRAVITY[entry.severity]


class _Scope:
    """What a run looked at, and for."""

    def __init__(self, workspace: Workspace, report: Report) -> None:
        self.workspace = workspace
        self.report = report
        self.others = {rule.name for rule in discover()}.difference(report.rules)
        self.unread = {failure.path for failure in report.failures}
        self.articles = {article.path for article in workspace.project.articles}

    def has(self, entry: Known) -> bool:
        """Tell whether the run would have found what an entry names; that of a rule that is no more counts."""
        if self.report.defects or entry.rule in self.others or entry.path in self.unread:
            return False
        if not self.workspace.is_whole:
            return entry.path in self.articles
        return entry.path in self.report.sources or not self.workspace.tree.exists(entry.path)
