"""`osler fetch --check` on a lock that somebody made look as if a retraction had never been."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sources.conftest import EMAIL
from tests.sources.eutils_server import EutilsServer
from tests.sources.project import ProjectFolder
from tests.sources.test_audit_command import PMID, retract
from toolkit.readers.lock import seal_lock


@pytest.fixture
def project(server: EutilsServer, tmp_path: Path) -> ProjectFolder:
    """A project that cites a retracted paper, and whose lock says so."""
    retract(server)
    folder = ProjectFolder(tmp_path / "project", server, {"OSLER_EMAIL": EMAIL, "CI": "1"})
    folder.write("osler.toml", "")
    folder.library(one=[f"pmid = {{{PMID}}}"])
    folder.write("articles/a.md", "---\ntitle: A\n---\n\nThe drug halves mortality [@one].\n")
    assert folder.run("fetch").code == 0
    assert folder.run("fetch", "--check").code == 0
    return folder


def forge(project: ProjectFolder, *, origin: str) -> None:
    """Take the retraction out of the lock, and give the block a digest that fits."""
    text = re.sub(
        r"^(?:notices|publication-types) = .*\n", "", project.read("references.lock"), flags=re.MULTILINE
    )
    text = text.replace('origin = "fetched"', f'origin = "{origin}"')
    project.write("references.lock", seal_lock(text))
    assert "reference-retracted" not in project.run("check").out, "an offline check cannot see it"


@pytest.mark.parametrize("origin", ["fetched", "imported", "transcribed"])
def test_a_retraction_left_out_is_found(project: ProjectFolder, origin: str) -> None:
    forge(project, origin=origin)
    done = project.run("fetch", "--check")
    assert done.code == 1
    assert "  PubMed says: " in done.out
    assert "RetractionIn J Test. 2026;1(1):1 40000001" in done.out
    audit = project.run("audit")
    assert audit.code == 1
    assert "(new)" in audit.out
    assert project.run("fetch", "--refresh").code == 0
    assert project.run("fetch", "--check").code == 0


def test_an_imported_record_that_is_silent_on_less_is_no_difference(
    project: ProjectFolder, server: EutilsServer
) -> None:
    forge(project, origin="imported")
    record = server.shelf.records[PMID]
    server.shelf.records[PMID] = record.replace(b"RetractionIn", b"CommentIn").replace(
        b"Retracted Publication</PublicationType>", b"Journal Article</PublicationType>"
    )
    assert project.run("fetch", "--check").code == 0
