"""Claims are laid beside their sources once an article, where a rule asks for it; a crash hides nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.rules.literate import blocks_of, sections_of, write_project
from toolkit import desk, engine
from toolkit.api.check import Report, check
from toolkit.api.workspace import open_workspace
from toolkit.errors import ExitCode
from toolkit.model.article import Article
from toolkit.model.evidence import Evidence
from toolkit.model.finding import Problem, Severity
from toolkit.model.rule import Context, Rule
from toolkit.rules import claim_unrelated_source

DAY = date(2026, 11, 22)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The failing example of a rule's manual: a claim beside an abstract about something else."""
    manual = claim_unrelated_source.RULE.documentation
    body = next(body for title, body, _ in sections_of(manual + "\n") if title == "Fails")
    write_project(tmp_path, tuple(block for block in blocks_of(body) if block.path))
    (tmp_path / "osler.toml").write_text("")
    return tmp_path


def checked(folder: Path, *rules: str) -> Report:
    return check(open_workspace(folder), DAY, select=rules)


def test_evidence_is_given_to_the_rules_that_read_it(project: Path) -> None:
    assert [one.rule for one in checked(project, "claim-unrelated-source").findings] == [
        "claim-unrelated-source"
    ]


def test_evidence_has_one_entry_for_each_claim_and_is_left_out_where_nothing_reads_it(project: Path) -> None:
    seen: list[tuple[int, tuple[Evidence, ...]]] = []

    def look(article: Article, context: Context) -> Iterator[Problem]:
        seen.append((len(context.claims), context.evidence))
        yield from ()

    workspace = open_workspace(project)
    for rule in (
        Rule("claim-look", Severity.INFO, look),
        Rule("claim-look", Severity.INFO, look, reads_evidence=True),
    ):
        engine.run(workspace.project, workspace.context(DAY), [rule])
    (claims, without), (_, with_evidence) = seen
    assert without == ()
    assert len(with_evidence) == claims > 0


def test_a_crash_is_reported_once_and_hides_no_other_finding(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(desk, "evidence_of", crash)
    (project / "articles" / "example.md").write_text("Aspirin 100 mg prevents strokes.\n")
    report = checked(project, "claim")
    assert [one.rule for one in report.findings] == ["osler-defect", "claim-uncited"]
    assert report.findings[0].message.startswith("evidence crashed here (ZeroDivisionError)")
    assert report.exit_code is ExitCode.DEFECT
