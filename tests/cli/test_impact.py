"""`osler impact`: what rests on a paper, named in any way, or on those whose status changed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pytest

from tests.claims.test_ledger import closed
from tests.conftest import ROOT
from toolkit.cli import run
from toolkit.readers.lock import seal_lock

SCHEMA = closed(json.loads((ROOT / "docs" / "schemas" / "impact.json").read_text("utf-8")))
SENTENCE = "The micro-RNA miR-429 promotes the proliferation of non-small cell lung cancer cells."
NOTICE = 'notices = [["RetractionIn", "Oncol Lett. 2021 Jul;22(1):545", "34093767"]]\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose history has two locks: one before the retraction, one after."""
    folder = tmp_path / "pages"
    shutil.copytree(ROOT / "tests" / "projects" / "retracted", folder)
    lock = folder / "references.lock"
    after = lock.read_text("utf-8")
    lock.write_text(seal_lock(after.replace(NOTICE, "").replace(', "Retracted Publication"', "")), "utf-8")
    monkeypatch.chdir(folder)
    git("init", "-q")
    commit()
    lock.write_text(after, "utf-8")
    commit()
    return folder


def git(*arguments: str) -> None:
    name = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *name, *arguments], check=True)


def commit() -> None:
    git("add", ".")
    git("commit", "-q", "-m", "x")


@pytest.mark.parametrize(
    "name",
    [
        "xiao2016",
        "@xiao2016",
        "27602157",
        "pmid:27602157",
        "10.3892/OL.2016.4904",
        "https://doi.org/10.3892/ol.2016.4904",
        "https://pubmed.ncbi.nlm.nih.gov/27602157/",
        "PMC4998573",
    ],
)
def test_a_paper_has_many_names(project: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert run(["impact", name]) == 0
    out = capsys.readouterr().out
    assert "retracted: Oncol Lett. 2021 Jul;22(1):545, pmid:34093767\n" in out
    place = r"  articles/mir-429-lung-cancer\.md:12:1: \w+, no other source\n    "
    assert re.search(place + re.escape(SENTENCE) + r"\n", out)
    assert "1 sentence rests on it, in 1 article.\n" in out


def test_a_paper_that_nobody_cites(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["impact", "pmid:1"]) == 0
    assert capsys.readouterr().out == "pmid:1: no article cites it\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["xiao2106"], 'did you mean "xiao2016"?'),
        (["pmid:x"], '"pmid:x" names no paper'),
        (["\x1b[31m"], "names no paper"),
        ([], "name a paper, such as pmid:28360040"),
        (["--before", "nothing.lock"], "nothing.lock: cannot read the file"),
        (["--changed-since", "nowhere"], 'there is no revision "nowhere" in this clone'),
        (["--changed-since", "--output"], "is not the name of a revision"),
        (["--changed-since", "HEAD", "--before", "x"], "give one of them"),
    ],
)
def test_what_cannot_be_answered_says_why(
    project: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert run(["impact", *arguments]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert "\x1b" not in told.err
    assert told.out == ""


def test_outside_of_git_there_is_no_revision(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(project / ".git")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.parent))
    assert run(["impact", "--changed-since", "HEAD"]) == 2
    assert "not in the working tree of a git repository" in capsys.readouterr().err


def test_a_change_of_status_since_a_revision(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["impact", "--changed-since", "HEAD~1", "-f", "json"]) == 1
    document = json.loads(capsys.readouterr().out)
    jsonschema.validate(document, SCHEMA)
    [work] = document["works"]
    assert work["before"] == []
    assert [one["status"] for one in work["statuses"]] == ["retracted"]
    assert [one["text"] for one in work["sentences"]] == [SENTENCE]
    assert run(["impact", "--changed-since", "HEAD"]) == 0
    assert capsys.readouterr().out == "No status changed since HEAD.\n"


def test_a_status_taken_back_is_a_change_too(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy("references.lock", "retracted.lock")
    git("checkout", "-q", "HEAD~1", "--", "references.lock")
    assert run(["impact", "--before", "retracted.lock"]) == 1
    assert "  no longer retracted: Oncol Lett. 2021" in capsys.readouterr().out


def test_a_lock_that_was_not_there_yet(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git("rm", "-q", "--cached", "references.lock")
    git("commit", "-q", "-m", "gone")
    assert run(["impact", "--changed-since", "HEAD"]) == 1
    assert "retracted: Oncol Lett. 2021 Jul;22(1):545, pmid:34093767 (new)" in capsys.readouterr().out


def test_a_damaged_older_lock_is_said_to_be_one(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = Path("references.lock").read_text("utf-8")
    Path("damaged.lock").write_text(text.replace("miR-429", "miR-430"), "utf-8")
    assert run(["impact", "--before", "damaged.lock"]) == 1
    assert "note: the lock to compare with has 1 problem" in capsys.readouterr().err


def test_every_sentence_that_a_citation_covers(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("articles/second.md").write_text(
        "---\ntitle: Second\n---\n\n# On [@xiao2016]\n\nSigns are:\n\n- fever\n- cough [@xiao2016; @pmid:5]\n\n"
        "Café 🙂 it doubles the risk [@pmid:27602157]. It is red.\n",
        "utf-8",
    )
    assert run(["impact", "xiao2016", "-f", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    jsonschema.validate(document, SCHEMA)
    [work] = document["works"]
    assert sorted(work["keys"]) == ["pmid:27602157", "xiao2016"]
    second = [one for one in work["sentences"] if one["path"] == "articles/second.md"]
    assert "Café 🙂 it doubles the risk." in [one["text"] for one in second]
    assert "It is red." not in [one["text"] for one in second]
    assert ["pmid:5"] in [one["others"] for one in second]
    assert any("On" in one["text"] or "@xiao2016" in one["text"] for one in second), "in the heading too"
    assert [one["start"]["offset"] for one in second] == sorted(one["start"]["offset"] for one in second)


def test_a_row_of_a_table_is_one_statement(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("articles/table.md").write_text(
        "---\ntitle: Table\n---\n\n| Risk | Of | Certainty |\n|--|--|--|\n| 20 % [@xiao2016] | death | low |\n"
        "| 30 % | pain [@pmid:5] | high |\n| 40 % [@xiao2016] | falls [@pmid:5] | high |\n\nIt heals [@xiao2016].\n",
        "utf-8",
    )
    assert run(["impact", "xiao2016", "-f", "json"]) == 0
    [work] = json.loads(capsys.readouterr().out)["works"]
    found = [one for one in work["sentences"] if one["path"] == "articles/table.md"]
    # The third cell of the last row takes the first source of its row.
    assert [one["text"] for one in found] == ["20 % | death | low", "40 % | high", "It heals."]
    assert [(one["need"], one["kind"]) for one in found][:2] == [("must", "statistic")] * 2
    assert [(one["start"]["line"], one["start"]["column"]) for one in found] == [(7, 3), (9, 3), (11, 1)]


def test_a_sentence_of_a_thousand_citations(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each of them rests on it; only the first of the others are named."""
    keys = "; ".join(f"@pmid:{one}" for one in range(1, 1001))
    Path("articles/many.md").write_text(f"---\ntitle: Many\n---\n\nIt helps [{keys}; @xiao2016].\n", "utf-8")
    assert run(["impact", "pmid:7", "xiao2016", "-f", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    jsonschema.validate(document, SCHEMA)
    assert [len(one["others"]) for work in document["works"] for one in work["sentences"]] == [20, 20, 0]


def test_both_schemas_describe_works_alike() -> None:
    audit = json.loads((ROOT / "docs" / "schemas" / "audit.json").read_text("utf-8"))
    assert closed(audit["$defs"]) == SCHEMA["$defs"]
