"""The ledger: its JSON schema, the state of evidence, its order, its text; and the command."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from toolkit.api.ledger import ledger
from toolkit.api.workspace import Workspace, open_workspace
from toolkit.claims import judge
from toolkit.cli.ledger import command
from toolkit.exporters.ledger import render
from toolkit.model.bibliography import Bibliography
from toolkit.model.library import Library
from toolkit.model.policy import Policy
from toolkit.model.record import Records
from toolkit.model.span import SourceText
from toolkit.readers.lock import seal_lock
from toolkit.readers.markdown import read_article

TODAY = date(2026, 11, 22)
ARTICLE = """\
# Deficiency

Smoking causes cancer. Statins prevent strokes [@pmid:28360040]. It harms nerves [@nobody].

See a doctor if:

- red
- hot

<!-- osler: ignore claim-uncited until=2027-01-01: agreed with the board -->
Aspirin prevents strokes.
"""
LOCK = """\
lock-version = 1

["pmid:28360040"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "Vitamin B12 deficiency from the perspective of a practicing hematologist"
stems = "anem 2 b12 5"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "osler.toml").write_text("")
    (tmp_path / "references.bib").write_text("")
    (tmp_path / "references.lock").write_text(seal_lock(LOCK))
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.md").write_text(ARTICLE)
    return tmp_path


@pytest.fixture
def workspace(project: Path) -> Workspace:
    return open_workspace(project)


def test_the_document_has_the_specified_shape(workspace: Workspace) -> None:
    document = ledger(workspace, TODAY).document()
    assert document["version"] == 1
    (article,) = document["articles"]
    assert article["path"] == "articles/a.md"
    keys = {"text", "start", "end", "need", "kind", "confidence", "why", "citations", "scope", "evidence"}
    assert all(keys <= unit.keys() for unit in article["units"])
    unit = article["units"][1]
    assert (unit["text"], unit["need"], unit["kind"]) == ("Smoking causes cancer.", "must", "risk")
    assert unit["start"] == {"line": 3, "column": 1, "offset": ARTICLE.index("Smoking")}
    assert unit["end"]["column"] == 23
    assert article["coverage"] == {
        "must": 6, "must_cited": 2, "should": 0, "should_cited": 0, "exempt": 2, "compared": 0
    }  # fmt: skip
    assert document["coverage"] == article["coverage"]


def test_the_state_of_evidence_is_told_and_never_supported(workspace: Workspace) -> None:
    document = ledger(workspace, TODAY).document()
    states = {unit["text"]: unit["evidence"] for unit in document["articles"][0]["units"]}
    assert states["Deficiency"]["state"] == "no-source-needed"
    assert states["Smoking causes cancer."]["state"] == "no-source"
    assert states["Statins prevent strokes."]["state"] == "to-be-checked-by-a-person"
    assert states["Statins prevent strokes."]["sources"][0]["identity"] == "pmid:28360040"
    assert states["It harms nerves."]["state"] == "not-compared"
    assert states["It harms nerves."]["reason"] == "nothing defines the key"
    assert states["Aspirin prevents strokes."]["reason"] == "agreed with the board"
    assert "supported" not in json.dumps(document)


def test_an_expired_suppression_waives_nothing(workspace: Workspace) -> None:
    document = ledger(workspace, date(2027, 1, 2)).document()
    assert document["articles"][0]["units"][-1]["evidence"]["state"] == "no-source"


def test_the_hardest_comes_first(workspace: Workspace) -> None:
    (article,) = ledger(workspace, TODAY).articles
    texts = [line.claim.unit.text for line in article.hardest_first()]
    assert texts[0] == "Smoking causes cancer."
    assert texts.index("It harms nerves.") < texts.index("Statins prevent strokes.")
    assert texts[-1] == "Deficiency"
    assert sorted(texts) == sorted(line.claim.unit.text for line in article.lines)


def test_rendering_is_deterministic_and_needs_no_lock() -> None:
    article = read_article("articles/a.md", ARTICLE.encode())
    claims = judge(article, Policy())
    empty = Bibliography(Library(SourceText("references.bib", "")), Records())
    first = render(article, claims, empty)
    assert first == render(article, claims, empty)
    assert json.loads(first)["articles"][0]["units"][2]["evidence"]["state"] == "not-compared"


def run(project: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, [*arguments, "--project", str(project), "--as-of", "2026-11-22"])
    return result.exit_code, result.output


def test_the_text_is_narrow_and_says_what_matters(project: Path) -> None:
    code, text = run(project)
    assert code == 0
    assert max(map(len, text.splitlines())) <= 96
    assert "2 of 6 claims that must have a source name one" in text
    assert "no source" in text
    assert "waived: agreed with the board" in text
    assert "\x1b" not in text


def test_only_uncited_and_hardest_first(project: Path) -> None:
    _, text = run(project, "--uncited", "--hardest-first")
    assert "Statins" not in text
    assert "Smoking causes cancer." in text


def test_json_on_the_command_line(project: Path) -> None:
    code, text = run(project, "--format", "json", str(project / "articles" / "a.md"))
    assert code == 0
    assert json.loads(text)["articles"][0]["path"] == "articles/a.md"


def test_an_article_in_another_language_says_so(project: Path) -> None:
    (project / "articles" / "a.md").write_text(
        "---\nlanguage: de\n---\n\nStatine verhindern Schlaganfälle.\n"
    )
    _, text = run(project)
    assert "not judged" in text


def test_an_unreadable_article_stops_no_other(project: Path) -> None:
    code, text = run(project, str(project / "articles" / "a.md"), str(project / "articles" / "missing.md"))
    assert code == 2
    assert "Smoking" in text


def test_a_project_without_articles(project: Path) -> None:
    (project / "articles" / "a.md").unlink()
    assert "No articles." in run(project)[1]
