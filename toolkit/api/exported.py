"""What an export says of itself: which checks ran against what, and what they counted. Never more."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from toolkit.exporters.ledger.document import coverage_document
from toolkit.exporters.ledger.words import coverage_sentences
from toolkit.model.counting import counted
from toolkit.model.finding import Finding, Severity
from toolkit.model.json_text import json_text
from toolkit.model.policy import Profile
from toolkit.model.unit import Coverage
from toolkit.validators.roundtrip import RoundTrip

VERSION = 1
"""Of report.json; raised when a consumer would misread it."""
NOT_CHECKED = (
    "whether a source bears out the statement that cites it",
    "what PMC's style checker and JATS4R's validator ask for beyond the demands that docs/jats.md lists",
    "the page in a browser",
)
"""What no export checks, said in every report."""


@dataclass(frozen=True, slots=True)
class Checks:
    """The checks that an article's files passed.

    `rules` is how many rules of `osler check` ran; `dtd` and `html` name what was checked against;
    `nu` what the Nu checker said, `None` if it was not run;
    `pdf` what the PDF says that it is, if there is one. `coverage` counts the article's claims,
    which are compared with abstracts and not verified; `grades` are the Flesch-Kincaid grades of what
    each audience reads, for editors alone. `findings` are the warnings that
    remain, `blocking` the errors in spite of which a draft was written.
    """

    rules: int
    dtd: str
    profile: Profile
    demands: int
    html: str
    round_trip: RoundTrip
    coverage: Coverage = field(default_factory=Coverage)
    nu: str | None = None
    pdf: str | None = None
    grades: Mapping[str, float] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    blocking: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportedArticle:
    """One article that was written: its folder and the names of its files, report included."""

    path: str
    slug: str
    folder: str
    files: tuple[str, ...]
    checks: Checks
    is_draft: bool = False

    @property
    def warnings(self) -> int:
        """How many warnings remain."""
        return sum(one.severity is Severity.WARNING for one in self.checks.findings)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An article that was not written, with the errors that stand against it.

    `has_previous` says that an earlier export of it still lies in `folder`, as it was.
    """

    path: str
    folder: str
    findings: tuple[Finding, ...] = field(default_factory=tuple)
    has_previous: bool = False


def report_json(
    path: str, files: Mapping[str, bytes], checks: Checks, *, as_of: date, is_draft: bool
) -> bytes:
    """Give report.json: what was checked against what, with a digest of each file."""
    trip = checks.round_trip
    document: dict[str, Any] = {
        "version": VERSION,
        "generator": "osler",
        "article": path,
        "as_of": as_of.isoformat(),
        "draft": is_draft,
        "files": {name: f"sha256:{hashlib.sha256(data).hexdigest()}" for name, data in sorted(files.items())},
        "checks": {
            "rules": {"ran": checks.rules, "errors": len(checks.blocking)},
            "jats_dtd": {"against": checks.dtd, "result": "valid"},
            "jats_profile": {
                "against": checks.profile.value,
                "demands": checks.demands,
                "result": _result(checks),
            },
            "html": {"against": checks.html, "result": "passed"},
            "nu_html_checker": {"result": checks.nu or "not run"},
            **({"pdf": {"written_as": checks.pdf, "result": "not validated"}} if checks.pdf else {}),
            "round_trip": {
                "result": "nothing lost",
                "citations": trip.citations,
                "unresolved_citations": trip.unresolved,
                "references": trip.references,
                "identifiers": trip.identifiers,
                "authors": trip.authors,
                "dates": trip.dates,
                "disclaimers": trip.disclaimers,
                "words": trip.words,
            },
        },
        "claims": coverage_document(checks.coverage),
        "reading_grade": {who: round(grade, 1) for who, grade in checks.grades.items()},
        "warnings": [_finding(one) for one in checks.findings if one.severity is Severity.WARNING],
        "errors_in_spite_of_which_the_draft_was_written": [_finding(one) for one in checks.blocking],
        "not_checked": list(NOT_CHECKED),
    }
    return json_text(document).encode()


def report_text(
    path: str, files: Mapping[str, bytes], checks: Checks, *, as_of: date, is_draft: bool
) -> bytes:
    """Give report.txt: the same in words."""
    trip = checks.round_trip
    head = f"{path}, exported as of {as_of.isoformat()}" + (" as a DRAFT" if is_draft else "")
    lines = [
        head,
        "",
        f"osler check   {checks.rules} rules: {_errors(checks)}",
        f"article.xml   valid under the {checks.dtd}",
        f'              profile "{checks.profile.value}", {checks.demands} demands: {_result(checks)}',
        f"index.html    {checks.html}: passed",
        f"              Nu HTML checker: {checks.nu or 'not run'}",
        *([f"article.pdf   written as {checks.pdf}; not validated"] if checks.pdf else ()),
        f"round trip    citations: {trip.citations} of {trip.citations}, each one xref and one anchor"
        + (f"; {trip.unresolved} citations name no known reference" if trip.unresolved else ""),
        f"              references: {trip.references}, identifiers: {trip.identifiers}, authors: {trip.authors}",
        f"              dates: {trip.dates}, disclaimers: {trip.disclaimers}, words: {trip.words}; all in both files",
        *_claims(checks.coverage),
        *_grades(checks.grades),
        *_listed("errors in spite of which this draft was written", checks.blocking),
        *_listed("warnings", tuple(one for one in checks.findings if one.severity is Severity.WARNING)),
        "",
        "Not checked:",
        *(f"  {one}" for one in NOT_CHECKED),
        "",
        "Files:",
        *(f"  {name}  {len(data)} bytes" for name, data in sorted(files.items())),
    ]
    return ("\n".join(lines) + "\n").encode()


def _claims(coverage: Coverage) -> list[str]:
    """Say what was counted of the claims; not more."""
    first, *others = coverage_sentences(coverage)
    return [f"claims        {first}", *(f"              {one}" for one in others)]


def _grades(grades: Mapping[str, float]) -> list[str]:
    """Say how hard each audience's text is to read; pages never do."""
    told = [f"what {who}s read: grade {grade:.1f} (Flesch-Kincaid)" for who, grade in grades.items()]
    return [f"{'reading' if not number else '':14}{one}" for number, one in enumerate(told)]


def _errors(checks: Checks) -> str:
    count = len(checks.blocking)
    return f"{counted(count, 'error')} left standing: see below" if count else "no errors"


def _result(checks: Checks) -> str:
    own = [one for one in (*checks.findings, *checks.blocking) if one.rule.startswith("export-jats-")]
    return f"{len(own)} not met: see below" if own else "met"


def _listed(title: str, findings: tuple[Finding, ...]) -> list[str]:
    if not findings:
        return []
    return [
        "",
        f"{title[0].upper()}{title[1:]}:",
        *(f"  {one.path}:{one.start.line}: {one.message} [{one.rule}]" for one in findings),
    ]


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "severity": one.severity.value,
        "message": one.message,
        "path": one.path,
        "line": one.start.line,
        "column": one.start.column,
    }
