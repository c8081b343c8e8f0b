"""`osler add`: entries at the end of the library, the rest of it byte for byte as it was."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from tests.conftest import DATA
from tests.sources.conftest import EMAIL
from tests.sources.eutils_server import EutilsServer
from tests.sources.project import ProjectFolder
from tests.sources.test_imports import CSL, NBIB, RIS
from toolkit.model.record import Origin
from toolkit.readers.bibtex import read_library

BEFORE = "% my library\n@article{own,\n  title = {My own}   ,\n\n}\n"


@pytest.fixture
def project(server: EutilsServer, tmp_path: Path) -> ProjectFolder:
    folder = ProjectFolder(tmp_path / "project", server, {"OSLER_EMAIL": EMAIL, "CI": "1"})
    folder.write("osler.toml", "")
    folder.write("references.bib", BEFORE)
    return folder


def keys(project: ProjectFolder) -> list[str]:
    library = read_library("references.bib", (project.root / "references.bib").read_bytes())
    assert library.problems == ()
    return [entry.key for entry in library.entries]


def test_a_pmid_becomes_an_entry_and_a_block(project: ProjectFolder) -> None:
    done = project.run("add", "10704411")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("@bainton2000 added to references.bib: pmid:10704411 Dopamine modulates")
    text = project.read("references.bib")
    assert text.startswith(BEFORE + "\n@article{bainton2000,")
    assert keys(project) == ["own", "bainton2000"]
    assert project.locked()["pmid:10704411"].provenance.origin is Origin.FETCHED


@pytest.mark.parametrize(
    "form",
    ["doi:{doi}", "https://doi.org/{doi}", "https://pubmed.ncbi.nlm.nih.gov/10704411/", "PMID: 10704411"],
)
def test_identifiers_as_people_paste_them(project: ProjectFolder, server: EutilsServer, form: str) -> None:
    assert project.run("add", form.format(doi=server.shelf.doi("10704411"))).code == 0
    assert list(project.locked()) == ["pmid:10704411"]


def test_a_pmcid(project: ProjectFolder, server: EutilsServer) -> None:
    pmcid = next(name for name in server.shelf.names if name.startswith("pmc"))
    assert project.run("add", pmcid.upper()).code == 0
    (record,) = project.locked().values()
    assert record.work.pmcid == pmcid.upper()


def test_the_same_paper_is_added_once(project: ProjectFolder, server: EutilsServer) -> None:
    project.run("add", "10704411")
    once = project.read("references.bib")
    done = project.run("add", server.shelf.doi("10704411"))
    assert (done.code, project.read("references.bib")) == (0, once)
    assert "@bainton2000 already in references.bib" in done.out


def test_what_pubmed_lacks_is_told_and_the_others_are_added(project: ProjectFolder) -> None:
    done = project.run("add", "99999999", "10704411")
    assert done.code == 1
    assert "PubMed has no record of pmid:99999999" in done.err
    assert keys(project) == ["own", "bainton2000"]
    assert list(project.locked()) == ["pmid:10704411"]


def test_an_outage_writes_nothing(project: ProjectFolder, server: EutilsServer) -> None:
    server.fail("html", times=9)
    done = project.run("add", "10704411")
    assert done.code == 3
    assert project.read("references.bib") == BEFORE
    assert not (project.root / "references.lock").exists()


@pytest.mark.parametrize(("name", "text"), [("a.nbib", NBIB), ("b.ris", RIS), ("c.json", json.dumps(CSL))])
def test_a_saved_file_needs_no_network(
    project: ProjectFolder, name: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_keywords: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    project.write(name, text)
    done = project.run("add", "--from", str(project.root / name))
    assert (done.code, done.err) == (0, "")
    assert "references.lock says that this data was imported" in done.out
    assert project.locked()["pmid:28360040"].provenance.source == name
    assert "green2017" in keys(project)


def test_the_transcribed_sources_of_the_example(project: ProjectFolder) -> None:
    done = project.run("add", "--from", str(DATA / "transcribed.json"))
    assert done.code == 0
    records = project.locked()
    assert set(records) == {"pmid:38673453", "pmid:28360040", "pmid:35324819", "doi:10.1038/nrdp.2017.40"}
    assert {one.provenance.origin for one in records.values()} == {Origin.TRANSCRIBED}
    assert keys(project) == ["own", "obeid2024", "green2017", "depuis2022", "vitamin2017"]


def test_a_fetched_record_is_not_replaced_by_an_imported_one(project: ProjectFolder) -> None:
    project.run("add", "10704411")
    lock = project.read("references.lock")
    project.write("a.nbib", "PMID- 10704411\nTI  - Otherwise.\n")
    assert project.run("add", "--from", str(project.root / "a.nbib")).code == 0
    assert project.read("references.lock") == lock


def test_a_key_of_ones_own(project: ProjectFolder) -> None:
    assert project.run("add", "10704411", "--key", "dopamine").code == 0
    assert keys(project) == ["own", "dopamine"]


@pytest.mark.parametrize("key", ["own", "a b", "{x}", "pmid:1", "1st", ""])
def test_a_key_that_will_not_do(project: ProjectFolder, key: str) -> None:
    done = project.run("add", "10704411", "--key", key)
    assert done.code == 2
    assert project.read("references.bib") == BEFORE
    assert not (project.root / "references.lock").exists()


@pytest.mark.parametrize(
    "arguments", [(), ("green2017",), ("10.1",), ("9781593279509",), ("10704411", "--from", "osler.toml")]
)
def test_wrong_arguments(
    project: ProjectFolder, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.root)
    assert project.run("add", *arguments).code in (1, 2)
    assert project.read("references.bib") == BEFORE


@pytest.mark.parametrize(
    ("before", "line_end"),
    [
        (b"", b"\n"),
        (b"@article{a, title={x}}", b"\n"),
        (b"@article{a,\r\n title={x}}\r\n", b"\r\n"),
        (b"\xef\xbb\xbf% x\n", b"\n"),
    ],
)
def test_line_ends_and_ends_of_file_are_kept(project: ProjectFolder, before: bytes, line_end: bytes) -> None:
    (project.root / "references.bib").write_bytes(before)
    assert project.run("add", "10704411").code == 0
    after = (project.root / "references.bib").read_bytes()
    assert after.startswith(before)
    added = after[len(before) :]
    assert added.count(b"\n") == added.count(line_end)
    assert "bainton2000" in keys(project)


def test_a_library_that_is_not_utf8_is_left_alone(project: ProjectFolder) -> None:
    before = "@article{m, title={M\xe9}}\n".encode("latin-1")
    (project.root / "references.bib").write_bytes(before)
    done = project.run("add", "10704411")
    assert done.code == 2
    assert "references.bib:1: the library is not UTF-8" in done.err
    assert (project.root / "references.bib").read_bytes() == before


def test_a_missing_library_is_made(project: ProjectFolder) -> None:
    (project.root / "references.bib").unlink()
    assert project.run("add", "10704411").code == 0
    assert keys(project) == ["bainton2000"]
