"""`osler audit` as a user runs it: real records, a server on loopback, a lock that is behind the times."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.claims.test_ledger import closed
from tests.conftest import ROOT
from tests.sources.conftest import EMAIL
from tests.sources.eutils_server import EutilsServer
from tests.sources.project import ProjectFolder

SCHEMA = closed(json.loads((ROOT / "docs" / "schemas" / "audit.json").read_text("utf-8")))
PMID = "10704411"
NOTICE = (
    b'<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn"><RefSource>J Test. 2026;1(1):1'
    b'</RefSource><PMID Version="1">40000001</PMID></CommentsCorrections>'
)


@pytest.fixture
def project(server: EutilsServer, tmp_path: Path) -> ProjectFolder:
    folder = ProjectFolder(tmp_path / "project", server, {"OSLER_EMAIL": EMAIL, "CI": "1"})
    folder.write("osler.toml", "")
    folder.library(one=[f"pmid = {{{PMID}}}"], two=["pmid = {33780037}"], unused=["pmid = {20821847}"])
    folder.write(
        "articles/a.md",
        "---\ntitle: A\n---\n\nThe drug halves mortality [@one; @two].\n\nIt is mild [@two].\n",
    )
    assert folder.run("fetch").code == 0
    return folder


def retract(server: EutilsServer, pmid: str = PMID) -> None:
    """Let the server's record say what PubMed says of a retracted paper."""
    record = server.shelf.records[pmid]
    record = record.replace(b"Journal Article</PublicationType>", b"Retracted Publication</PublicationType>")
    if b"<CommentsCorrectionsList>" in record:
        record = record.replace(b"<CommentsCorrectionsList>", NOTICE, 1)
    else:
        record = record.replace(
            b"</MedlineCitation>", NOTICE + b"</CommentsCorrectionsList></MedlineCitation>", 1
        )
    assert record != server.shelf.records[pmid]
    server.shelf.records[pmid] = record


def works(text: str) -> dict[str, dict[str, Any]]:
    document = json.loads(text)
    jsonschema.validate(document, SCHEMA)
    return {work["keys"][0]: work for work in document["works"]}


def test_where_nothing_changed_nothing_is_found(project: ProjectFolder, server: EutilsServer) -> None:
    lock, asked = project.read("references.lock"), len(server.log)
    done = project.run("audit")
    assert (done.code, done.err) == (0, "")
    assert (
        "2 works cited (asked PubMed): 0 not verified, nothing that references.lock does not say.\n"
        in done.out
    )
    assert project.read("references.lock") == lock
    assert [sorted(one.ids) for one in server.log[asked:] if one.ids] == [sorted((PMID, "33780037"))], (
        "only what is cited"
    )


def test_a_retraction_names_its_sentences(project: ProjectFolder, server: EutilsServer) -> None:
    lock = project.read("references.lock")
    retract(server)
    done = project.run("audit")
    assert done.code == 1
    assert "  retracted: J Test. 2026;1(1):1, pmid:40000001 (new)\n" in done.out
    assert re.search(r"articles/a\.md:5:1: \w+, with two\n    The drug halves mortality\.\n", done.out)
    assert "It is mild" not in done.out
    assert "PubMed says of 1 work something else than references.lock" in done.out
    assert project.read("references.lock") == lock, "an audit writes nothing"
    assert project.run("audit", "--offline").code == 0, "the lock knows nothing of it yet"


def test_the_document_says_the_same(project: ProjectFolder, server: EutilsServer, tmp_path: Path) -> None:
    retract(server)
    target = tmp_path / "audit.json"
    done = project.run("audit", "-f", "json", "--output-file", str(target))
    assert (done.code, done.out) == (1, "")
    found = works(target.read_text("utf-8"))
    assert list(found) == ["one", "two"]
    assert found["one"]["changed"] is True
    assert found["one"]["before"] == []
    assert [one["notice"] for one in found["one"]["statuses"]] == ["pmid:40000001"]
    assert [one["others"] for one in found["one"]["sentences"]] == [["two"]]
    assert found["two"]["changed"] is False


def test_a_retracted_paper_cited_as_such_is_no_finding(project: ProjectFolder, server: EutilsServer) -> None:
    retract(server)
    assert project.run("fetch", "--refresh").code == 0
    assert project.run("audit").code == 1
    project.write("articles/a.md", "---\ntitle: A\n---\n\nThat report was retracted [@one]{.as-retracted}.\n")
    done = project.run("audit")
    assert done.code == 0
    assert "its articles take that into account" in done.out


def test_an_outage_is_neither_red_nor_green(project: ProjectFolder, server: EutilsServer) -> None:
    server.fail("html", times=9)
    done = project.run("audit", "-f", "json")
    assert done.code == 3
    document = json.loads(done.out)
    assert (document["asked"], document["answered"]) == (True, False)
    assert "did not answer properly" in done.err
    server.fail("html", times=9)
    text = project.run("audit")
    assert "(PubMed did not answer for all)" in text.out
    assert "nothing that" not in text.out


def test_a_citation_that_was_never_fetched_is_a_work_all_the_same(project: ProjectFolder) -> None:
    project.write("articles/b.md", "---\ntitle: B\n---\n\nIt helps [@pmid:99999999; @typo].\n")
    offline = works(project.run("audit", "--offline", "-f", "json").out)
    assert offline["pmid:99999999"]["unanswered"] is True
    assert offline["pmid:99999999"]["statuses"] == []
    done = project.run("audit", "-f", "json")
    assert done.code == 1
    assert json.loads(done.out)["unknown_keys"] == ["typo"]
    asked = works(done.out)["pmid:99999999"]["statuses"]
    assert [one["status"] for one in asked] == ["not-in-pubmed"]


def test_an_article_that_cannot_be_read_is_told_of(project: ProjectFolder) -> None:
    (project.root / "articles" / "big.md").write_bytes(b"x" * (3 << 20))
    done = project.run("audit", "--offline", "-f", "json")
    assert done.code == 2
    assert "big.md" in done.err
    assert json.loads(done.out)["unread"]


def test_the_age_of_the_evidence(project: ProjectFolder) -> None:
    done = project.run("audit", "--offline", "--as-of", "2090-01-01")
    assert "Age of the evidence\n" in done.out
    assert "over the limit for a publication" in done.out
    assert done.code == 1, "records of 2026 are too old then"


@pytest.mark.parametrize("name", ["references.lock", "articles/a.md", "osler.toml"])
def test_no_file_of_the_project_is_written_over(project: ProjectFolder, name: str) -> None:
    before = project.read(name)
    done = project.run("audit", "--offline", "--output-file", str(project.root / name))
    assert done.code == 2
    assert "is one of the project's own files" in done.err
    assert project.read(name) == before
