"""`osler fetch` as a user runs it: the command line, a server on loopback, a project in a folder."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.sources.conftest import EMAIL, KEY
from tests.sources.eutils_server import EutilsServer
from tests.sources.project import ProjectFolder
from toolkit.model.record import Origin, Standing
from toolkit.readers.lock import seal_lock

RETRACTED = "33104149"


@pytest.fixture
def project(server: EutilsServer, tmp_path: Path) -> ProjectFolder:
    folder = ProjectFolder(
        tmp_path / "project", server, {"OSLER_EMAIL": EMAIL, "NCBI_API_KEY": KEY, "CI": "1"}
    )
    folder.write("osler.toml", "")
    return folder


def names(server: EutilsServer) -> tuple[str, str, str, str]:
    """Give a PMID, a DOI of another record, and PMID and PMCID of a third."""
    shelf = server.shelf
    pmid = next(pmid for name, pmid in shelf.names.items() if name.startswith("pmc") and pmid != "10704411")
    return "33780037", shelf.doi("10704411"), pmid, shelf.pmcid(pmid)


def test_everything_named_is_resolved_and_locked(project: ProjectFolder, server: EutilsServer) -> None:
    pmid, doi, third, pmcid = names(server)
    project.library(
        one=[f"pmid = {{{pmid}}}"], two=[f"doi = {{{doi}}}"], book=["pmid = {20821847}"], none=["year = 2020"]
    )
    project.write(
        "articles/a.md", f"---\ntitle: A\n---\n\nA claim [@pmcid:{pmcid}; @one] and [@{{doi:{doi}}}].\n"
    )
    with project.start("fetch") as process:
        out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert out == (
        "4 works named; 0 already in references.lock and young enough\n"
        "asked about 4: 4 found, 0 not in PubMed\n"
        "1 entry without PMID, DOI or PMCID: PubMed cannot be asked about them\n"
        "references.lock written\n"
    )
    records = project.locked()
    assert set(records) == {f"pmid:{one}" for one in (pmid, "10704411", "20821847", third)}
    assert all(one.standing is Standing.FOUND for one in records.values())
    assert all(one.provenance.origin is Origin.FETCHED for one in records.values())
    for text in (f"pmid:{third}", f"pmcid:{pmcid}"):
        found = project.find(text)
        assert found
        assert found.identifier.value == third
    assert project.find(f"doi:{doi}") == records["pmid:10704411"]


def test_nothing_is_asked_twice(project: ProjectFolder, server: EutilsServer) -> None:
    pmid, doi, _, pmcid = names(server)
    project.library(one=[f"pmid = {{{pmid}}}"], two=[f"doi = {{{doi}}}"], three=[f"pmcid = {{{pmcid}}}"])
    assert project.run("fetch").code == 0
    asked = len(server.log)
    done = project.run("fetch")
    assert "3 works named; 3 already" in done.out
    assert "references.lock unchanged" in done.out
    (project.root / "references.lock").unlink()
    assert project.run("fetch").code == 0
    assert len(server.log) == asked, "the second time the lock answers, the third time the store"


def test_what_pubmed_lacks_is_kept_as_what_it_is(project: ProjectFolder) -> None:
    project.library(one=["pmid = {99999999}"], two=["doi = {10.1000/absent}"], three=["pmcid = {PMC1}"])
    done = project.run("fetch")
    assert done.code == 0
    assert "3 not in PubMed\n" in done.out
    assert "  not in PubMed: doi:10.1000/absent\n" in done.out
    for name, record in project.locked().items():
        assert record.standing is Standing.NOT_IN_PUBMED
        assert record.work.title is None
        assert [str(one) for one in record.work.identifiers] == [name]


def test_an_outage_is_no_accusation(project: ProjectFolder, server: EutilsServer) -> None:
    project.library(one=["pmid = {10704411}"])
    project.run("fetch")
    lock = project.read("references.lock")
    project.library(one=["pmid = {10704411}"], two=["pmid = {33780037}"])
    server.fail("html", times=9)
    done = project.run("fetch")
    assert done.code == 3
    assert "did not answer properly" in done.err
    assert "not in PubMed" not in done.err
    assert project.read("references.lock") == lock


def test_what_came_before_an_outage_is_kept(project: ProjectFolder, server: EutilsServer) -> None:
    project.library(one=["pmid = {10704411}"], two=["doi = {10.1000/absent}"])
    server.fail("error-xml", times=9, program="esearch")
    assert project.run("fetch").code == 3
    assert list(project.locked()) == ["pmid:10704411"]


def test_a_refresh_replaces_and_a_failed_one_does_not(project: ProjectFolder, server: EutilsServer) -> None:
    project.library(one=["pmid = {10704411}"])
    project.run("fetch")
    new = server.shelf.records["10704411"].replace(b"Journal Article", b"Retracted Publication")
    server.shelf.records["10704411"] = new
    server.fail("cut", times=9)
    assert project.run("fetch", "--refresh").code == 3
    assert not project.locked()["pmid:10704411"].is_retracted
    server.faults.clear()
    done = project.run("fetch", "--refresh")
    assert done.code == 0
    assert "  retracted: pmid:10704411 Dopamine" in done.out
    assert project.locked()["pmid:10704411"].is_retracted


def test_transcribed_data_gives_way_to_fetched(project: ProjectFolder, server: EutilsServer) -> None:
    item = {"title": "As seen", "doi": server.shelf.doi("10704411"), "seen_at": ["a.example/page"]}
    project.write("seen.json", json.dumps([item]))
    project.write("references.bib", "")
    assert project.run("add", "--from", str(project.root / "seen.json")).code == 0
    (record,) = project.locked().values()
    assert (record.provenance.origin, record.standing) == (Origin.TRANSCRIBED, Standing.NOT_ASKED)
    server.fail("html", times=99)
    assert project.run("fetch").code == 3
    assert list(project.locked().values()) == [record]
    server.faults.clear()
    assert project.run("fetch").code == 0
    (fetched,) = project.locked().values()
    assert (fetched.provenance.origin, str(fetched.identifier)) == (Origin.FETCHED, "pmid:10704411")


def test_transcribed_data_stays_where_pubmed_has_nothing(project: ProjectFolder) -> None:
    project.write(
        "seen.json", '[{"title": "As seen", "doi": "10.1000/absent", "seen_at": ["a.example/page"]}]'
    )
    project.run("add", "--from", str(project.root / "seen.json"))
    assert project.run("fetch").code == 0
    (record,) = project.locked().values()
    assert (record.work.title, record.standing) == ("As seen", Standing.NOT_IN_PUBMED)
    assert record.provenance.origin is Origin.TRANSCRIBED


def test_an_entry_without_identifier_gets_a_suggestion_only(project: ProjectFolder) -> None:
    title = "Dopamine modulates acute responses to cocaine, nicotine and ethanol in {Drosophila}"
    project.write(
        "references.bib", f"@article{{bainton,\n  author = {{Bainton, R}},\n  title = {{{title}}}\n}}\n"
    )
    before = project.read("references.bib")
    done = project.run("fetch")
    assert done.code == 0
    assert "  bainton: perhaps pmid:10704411, Dopamine modulates" in done.out
    assert project.read("references.bib") == before
    assert not (project.root / "references.lock").exists() or project.locked() == {}


# --- --check ---------------------------------------------------------------------------------


def test_the_lock_is_compared_field_by_field(project: ProjectFolder, server: EutilsServer) -> None:
    project.library(one=["pmid = {10704411}"], two=["pmid = {33780037}"])
    project.run("fetch")
    done = project.run("fetch", "--check")
    assert (done.code, done.out) == (
        0,
        "2 records compared: 0 differences in 0, 0 missing from references.lock\n",
    )
    lock = project.read("references.lock")
    changed = server.shelf.records["10704411"].replace(b"<Volume>10<", b"<Volume>11<")
    server.shelf.records["10704411"] = changed
    done = project.run("fetch", "--check")
    assert done.code == 1
    assert "pmid:10704411: volume\n  in references.lock: 10\n  PubMed says: 11\n" in done.out
    assert "1 difference in 1" in done.out
    assert project.read("references.lock") == lock


def test_a_forged_lock_is_found_out(project: ProjectFolder, server: EutilsServer) -> None:
    """A pull request hides a retraction, with a digest that fits."""

    server.shelf.records["10704411"] = server.shelf.records["10704411"].replace(
        b"Journal Article", b"Retracted Publication"
    )
    project.library(one=["pmid = {10704411}"])
    project.run("fetch")
    forged = seal_lock(project.read("references.lock").replace("Retracted Publication", "Journal Article"))
    project.write("references.lock", forged)
    done = project.run("fetch", "--check")
    assert done.code == 1
    assert "pmid:10704411: publication-types\n" in done.out
    assert "PubMed says: Retracted Publication" in done.out


def test_a_check_without_answer_is_neither_yes_nor_no(project: ProjectFolder, server: EutilsServer) -> None:
    project.library(one=["pmid = {10704411}"])
    project.run("fetch")
    server.fail("empty", times=99)
    done = project.run("fetch", "--check")
    assert done.code == 3
    assert "0 records compared" in done.out


def test_a_check_names_what_the_lock_lacks(project: ProjectFolder) -> None:
    project.library(one=["pmid = {10704411}"])
    project.run("fetch")
    project.library(one=["pmid = {10704411}"], two=["pmid = {33780037}"])
    done = project.run("fetch", "--check")
    assert done.code == 1
    assert "pmid:33780037: named in references.bib: two, but not in references.lock\n" in done.out


# --- Interruption, rate, secrets -------------------------------------------------------------


def test_killed_in_the_middle_it_goes_on_where_it_was(project: ProjectFolder, server: EutilsServer) -> None:
    model, template = min(server.shelf.records.items(), key=lambda item: len(item[1]))
    ids = [str(90_000_000 + number) for number in range(700)]
    for pmid in ids:
        server.shelf.records[pmid] = template.replace(f">{model}<".encode(), f">{pmid}<".encode())
    project.library(**{f"k{pmid}": [f"pmid = {{{pmid}}}"] for pmid in ids})
    server.pause = 0.4
    with project.start("fetch") as process:
        while len(server.asked("efetch")) < 3:
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        process.communicate(timeout=30)
    answered = [one.ids for one in server.asked("efetch")][:2]
    server.pause = 0.0
    server.log.clear()
    assert not (project.root / "references.lock").exists()
    assert project.run("fetch").code == 0
    assert set(project.locked()) == {f"pmid:{pmid}" for pmid in ids}
    again = set(server.fetched_ids())
    assert not again & {pmid for batch in answered for pmid in batch}
    assert len(again) == 300


def test_an_interrupted_refresh_goes_on_too(project: ProjectFolder, server: EutilsServer) -> None:
    model, template = min(server.shelf.records.items(), key=lambda item: len(item[1]))
    ids = [str(90_000_000 + number) for number in range(300)]
    for pmid in ids:
        server.shelf.records[pmid] = template.replace(f">{model}<".encode(), f">{pmid}<".encode())
    project.library(**{f"k{pmid}": [f"pmid = {{{pmid}}}"] for pmid in ids})
    assert project.run("fetch").code == 0
    server.log.clear()
    server.faults = [("efetch", "chunked"), *[("efetch", "html")] * 2]
    assert project.run("fetch", "--refresh").code == 3
    server.faults.clear()
    server.log.clear()
    assert project.run("fetch", "--refresh").code == 0
    assert [len(one.ids) for one in server.asked("efetch")] == [100]


def test_two_processes_share_one_allowance(
    project: ProjectFolder, server: EutilsServer, tmp_path: Path
) -> None:
    project.environment["NCBI_API_KEY"] = ""
    project.library(one=["doi = {10.1000/a}"], two=["doi = {10.1000/b}"])
    other = ProjectFolder(tmp_path / "other", server, dict(project.environment))
    other.write("osler.toml", "")
    other.library(three=["doi = {10.1000/c}"], four=["doi = {10.1000/d}"])
    with project.start("fetch") as first, other.start("fetch") as second:
        assert first.communicate(timeout=60)[1] == second.communicate(timeout=60)[1] == ""
    times = sorted(one.time for one in server.log)
    assert len(times) >= 6
    for start in range(len(times) - 3):
        assert times[start + 3] - times[start] > 0.95, "never more than three a second"


def test_the_key_is_in_the_body_and_nowhere_else(
    project: ProjectFolder, server: EutilsServer, tmp_path: Path
) -> None:
    project.library(one=["pmid = {10704411}"], two=["doi = {10.1000/absent}"])
    outputs = []
    server.retry_after = "3600"
    for fault in ("", "400", "429-retry-after", "html", "json-error", "cut"):
        (project.root / "references.lock").unlink(missing_ok=True)
        server.faults.clear()
        if fault:
            server.fail(fault, times=99)
        done = project.run("fetch", "--refresh")
        outputs.append(done.out + done.err)
    assert any(one.parameters.get("api_key") == KEY for one in server.log)
    for asked in server.log:
        assert KEY not in asked.query
        assert KEY not in str(asked.headers)
    assert KEY not in "".join(outputs)
    kept = [
        path
        for folder in (project.root, tmp_path, Path(os.environ["OSLER_STORE"]).parent)
        for path in folder.rglob("*")
    ]
    assert len(kept) > 3
    assert not [path for path in kept if path.is_file() and KEY.encode() in path.read_bytes()]


# --- Settings --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("OSLER_EUTILS_URL", "ftp://host/", "not an http(s) address"),
        ("OSLER_EUTILS_URL", "http://user:word@host/", "must hold no password"),
        ("OSLER_EUTILS_URL", "http://host:x/", "not an http(s) address"),
        ("OSLER_EUTILS_URL", "http://host.example/", "would travel unencrypted"),
        ("OSLER_IDCONV_URL", "nonsense", "not an http(s) address"),
        ("NCBI_API_KEY", "spaces in it", "does not look like a key"),
        ("OSLER_EMAIL", "not an address", "not an e-mail address"),
        ("OSLER_TIMEOUT", "soon", "not a number of seconds"),
    ],
)
def test_wrong_settings_are_refused_before_anything_is_sent(
    project: ProjectFolder, server: EutilsServer, name: str, value: str, said: str
) -> None:
    project.library(one=["pmid = {10704411}"])
    project.environment[name] = value
    done = project.run("fetch")
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert server.log == []
    assert name == "OSLER_TIMEOUT" or value not in done.err


def test_a_repository_cannot_name_a_server(project: ProjectFolder) -> None:
    project.write("osler.toml", 'eutils-url = "http://127.0.0.1:9/"\n')
    project.library(one=["pmid = {10704411}"])
    assert project.run("fetch").code == 2


def test_offline_takes_what_the_store_has(project: ProjectFolder, server: EutilsServer) -> None:
    project.library(one=["pmid = {10704411}"])
    project.run("fetch")
    (project.root / "references.lock").unlink()
    asked = len(server.log)
    assert project.run("fetch", "--offline").code == 0
    assert list(project.locked()) == ["pmid:10704411"]
    project.library(one=["pmid = {10704411}"], two=["pmid = {33780037}"])
    done = project.run("fetch", "--offline")
    assert done.code == 3
    assert "--offline" in done.err
    assert len(server.log) == asked


def test_a_damaged_lock_is_written_anew(project: ProjectFolder) -> None:
    project.library(one=["pmid = {10704411}"])
    project.run("fetch")
    whole = project.read("references.lock")
    project.write("references.lock", whole.replace("Dopamine", "Serotonin"))
    assert project.run("fetch").code == 0
    assert project.read("references.lock") == whole


def test_a_lock_of_a_newer_osler_is_left_alone(project: ProjectFolder) -> None:
    project.library(one=["pmid = {10704411}"])
    project.write("references.lock", "lock-version = 99\n")
    assert project.run("fetch").code == 2
    assert project.read("references.lock") == "lock-version = 99\n"


@pytest.mark.parametrize(("setting", "held"), [("none", 0), ("open", 1), ("all", 2)])
def test_abstracts_in_the_lock_are_the_policys_choice(
    project: ProjectFolder, server: EutilsServer, setting: str, held: int
) -> None:
    licence = b"<CopyrightInformation>\xc2\xa9 2020 The Authors. CC BY 4.0.</CopyrightInformation></Abstract>"
    server.shelf.records["10704411"] = server.shelf.records["10704411"].replace(b"</Abstract>", licence)
    project.write("osler.toml", f'lock-abstracts = "{setting}"\n')
    project.library(one=["pmid = {10704411}"], two=["pmid = {33780037}"])
    assert project.run("fetch").code == 0
    records = project.locked().values()
    assert sum(one.abstract is not None for one in records) == held
    assert all(one.fingerprint is not None for one in records)


def test_an_older_fingerprint_is_made_anew_without_asking(
    project: ProjectFolder, server: EutilsServer
) -> None:
    project.library(one=["pmid = {10704411}"], two=["pmid = {33780037}"])
    project.run("fetch")
    whole, asked = project.read("references.lock"), len(server.log)
    older = seal_lock(re.sub(r"^fingerprint = .*\n", "", whole, flags=re.MULTILINE))
    assert older.count("stems = ") == 2
    assert "fingerprint = " not in older
    project.write("references.lock", older)
    assert project.run("fetch").code == 0
    assert project.read("references.lock") == whole
    assert len(server.log) == asked


def test_an_older_fingerprint_whose_abstract_is_not_stored_is_asked_for(project: ProjectFolder) -> None:
    project.library(one=["pmid = {10704411}"])
    project.run("fetch")
    whole = project.read("references.lock")
    project.write("references.lock", seal_lock(re.sub(r"^fingerprint = .*\n", "", whole, flags=re.MULTILINE)))
    for file in project.root.parent.rglob("store-*.sqlite3*"):
        file.unlink()
    assert project.run("fetch").code == 0
    assert project.read("references.lock") == whole


def test_a_terminal_shows_a_bar_and_a_pipe_none(project: ProjectFolder) -> None:
    project.library(one=["pmid = {10704411}"])
    project.environment.pop("CI")
    done = project.run("fetch")
    assert done.err == ""
    assert "\x1b" not in done.out


def test_on_a_terminal_there_is_a_bar(project: ProjectFolder) -> None:
    import pty
    import subprocess

    project.library(one=["pmid = {10704411}"])
    main, other = pty.openpty()
    environment = project.settings() | {"CI": "", "TERM": "xterm"}
    with subprocess.Popen(
        [sys.executable, "-m", "toolkit", "fetch", "--project", str(project.root)],
        stdout=subprocess.PIPE,
        stderr=other,
        env=environment,
    ) as process:
        process.communicate(timeout=60)
    os.close(other)
    shown = os.read(main, 100_000)
    os.close(main)
    assert b"Asking PubMed" in shown
