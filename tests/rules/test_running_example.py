"""The faulty page: a claim that its source's abstract does not make is put before a person, and called nothing else."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import ROOT
from toolkit.api.check import check
from toolkit.api.workspace import Workspace, open_workspace
from toolkit.claims import judge
from toolkit.claims.evidence import evidence_of
from toolkit.model.evidence import Evidence, EvidenceState
from toolkit.readers.lock import read_lock, render_lock

DAY = date(2026, 11, 22)
WORDS = "essential for DNA synthesis"
OBEID = "pmid:38673453"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    shutil.copytree(ROOT / "tests" / "projects" / "faulty-page", folder)
    return folder


def evidence_at(workspace: Workspace, words: str) -> Evidence:
    article = workspace.project.articles[0]
    claims = judge(article, workspace.policy)
    found = evidence_of(article, claims, workspace.bibliography, as_of=DAY)
    return next(one for claim, one in zip(claims, found, strict=True) if words in claim.unit.text)


def test_the_claim_is_to_be_checked_by_a_person(project: Path) -> None:
    evidence = evidence_at(open_workspace(project), WORDS)
    assert evidence.state is EvidenceState.TO_BE_CHECKED
    assert evidence.is_compared


def test_with_the_abstract_at_hand_its_nearest_sentence_stands_beside_it(
    project: Path, shared_data: Path
) -> None:
    known = json.loads((shared_data / "transcribed.json").read_text("utf-8"))
    abstract = next(one["abstract"] for one in known if f"pmid:{one['pmid']}" == OBEID)
    lock = project / "references.lock"
    records = [
        replace(one, abstract=abstract) if str(one.identifier) == OBEID else one
        for one in read_lock("references.lock", lock.read_bytes()).records
    ]
    lock.write_text(render_lock(records), "utf-8")
    evidence = evidence_at(open_workspace(project), WORDS)
    assert evidence.state is EvidenceState.TO_BE_CHECKED
    comparison = evidence.sources[0].comparison
    assert comparison is not None
    assert comparison.passage is not None
    assert comparison.passage.text in abstract
    assert "B12" in comparison.passage.text


def test_no_finding_of_a_page_says_that_anything_is_supported(project: Path) -> None:
    findings = check(open_workspace(project), DAY).findings
    said = " ".join(f"{one.message} {one.help or ''}" for one in findings).lower()
    assert "uncited" in " ".join(one.rule for one in findings)
    assert not [word for word in ("supported", "verified against", "confirms") if word in said]
