"""Records: their one spelling, their signatures by keys of each kind, appending, and what keeps an approval."""

from __future__ import annotations

import os
import subprocess
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reviews.conftest import ARTICLE
from tests.signing import NO_DIGEST, decide, key_of, person, public, record_of
from toolkit.api.review_records import append_record, files_of, numbered, signed
from toolkit.api.workspace import open_workspace
from toolkit.cli import run
from toolkit.errors import OslerError
from toolkit.model.review import ReviewState
from toolkit.model.review_record import (
    Answer,
    ClaimAnswer,
    Decision,
    Digests,
    RecordFault,
    ReviewRecord,
    ReviewScope,
    Verdict,
)
from toolkit.project import WorkingTree
from toolkit.readers.ssh_keys import public_key
from toolkit.reviews.records import read_record, render_record
from toolkit.reviews.signatures import sign, verify

State = Callable[..., ReviewState]
STATUS = """articles/b12.md: approved
  last reviewed 2026-10-01 by Ada Stone (reviewer); next review due 2027-06-01
  next: nothing until 2027-06-01
articles/other.md: submitted
  next: a request: `osler review request articles/other.md`
"""
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
DIGEST = st.just(NO_DIGEST)
RECORDS = st.builds(
    ReviewRecord,
    article=TEXT,
    number=st.integers(1, 9_999),
    decision=st.sampled_from(Decision),
    reviewer=TEXT,
    role=TEXT,
    day=st.dates(),
    digests=st.builds(
        Digests,
        DIGEST,
        DIGEST,
        DIGEST,
        DIGEST,
        st.dictionaries(TEXT, DIGEST, max_size=3).map(lambda one: tuple(one.items())),
    ),
    previous=st.none() | DIGEST,
    scope=st.sampled_from(ReviewScope),
    next_review=st.none() | st.dates(),
    competing_interests=st.none() | TEXT,
    ai_used=st.none() | TEXT,
    received_by=st.none() | TEXT,
    urgent=st.booleans(),
    deadline=st.none() | st.dates(),
    comment=st.none() | TEXT,
    answers=st.lists(
        st.builds(ClaimAnswer, DIGEST, TEXT, st.sampled_from(Answer), st.none() | TEXT), max_size=3
    ).map(tuple),
)


@settings(suppress_health_check=[HealthCheck.too_slow])  # records have many fields
@given(RECORDS)
def test_what_is_written_is_toml_and_reads_back(record: ReviewRecord) -> None:
    data = render_record(record)
    assert read_record("0001.toml", data) == record
    table = tomllib.loads(data.decode())
    assert table["article"] == record.article
    assert table.get("comment") == record.comment
    assert len(table.get("answers", [])) == len(record.answers)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(RECORDS, st.data())
def test_any_other_bytes_are_the_same_record_or_a_fault(record: ReviewRecord, data: st.DataObject) -> None:
    written = render_record(record)
    at = data.draw(st.integers(0, len(written)))
    other = (
        written[:at] + data.draw(st.binary(max_size=3)) + written[data.draw(st.integers(at, len(written))) :]
    )
    found = read_record("0001.toml", other)
    assert isinstance(found, RecordFault) or render_record(found) == other


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    assert isinstance(read_record("0001.toml", data), RecordFault)
    assert verify(b"", data, [public("stone")]).verdict is Verdict.MALFORMED


@pytest.mark.parametrize("kind", ["ed25519", "rsa", "ecdsa"])
def test_keys_of_each_kind(kind: str) -> None:
    key = public_key(public("stone", kind))
    assert key is not None
    signature = sign(b"text", key_of("stone", kind))
    assert verify(b"text", signature, [key]).verdict is Verdict.GOOD
    assert verify(b"other text", signature, [key]).verdict is Verdict.WRONG
    assert verify(b"text", signature.replace(b"\n", b"\r\n"), [key]).verdict in (Verdict.GOOD, Verdict.WRONG)
    other = public_key(public("okafor"))
    assert verify(b"text", signature, [str(other)]).verdict is Verdict.UNKNOWN_KEY
    assert verify(b"text", None, [key]).verdict is Verdict.ABSENT


def test_a_key_that_the_agent_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = subprocess.run(["ssh-agent", "-s"], capture_output=True, text=True, check=True).stdout
    found = dict(part.split("=", 1) for part in started.replace("\n", ";").split(";") if "=" in part)
    monkeypatch.setenv("SSH_AUTH_SOCK", found["SSH_AUTH_SOCK"])
    try:
        subprocess.run(["ssh-add", "-q", str(key_of("agent"))], check=True)
        alone = tmp_path / "agent.pub"
        alone.write_text(public("agent") + "\n")
        signature = sign(b"text", alone)
    finally:
        os.kill(int(found["SSH_AGENT_PID"]), 15)
    assert verify(b"text", signature, [str(public_key(public("agent")))]).verdict is Verdict.GOOD


def test_signing_without_a_key(tmp_path: Path) -> None:
    with pytest.raises(OslerError, match="there is no key"):
        sign(b"text", tmp_path / "none")
    (tmp_path / "none").write_text("not a key")
    with pytest.raises(OslerError, match="nothing was signed"):
        sign(b"text", tmp_path / "none")


def test_without_ssh_keygen_nothing_is_approved(
    project: Path, state: State, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    decide(project, "b12")
    (project / "empty").mkdir()
    monkeypatch.setenv("PATH", str(project / "empty"))
    found = state()
    assert not found.is_approved
    assert not found.is_verifiable
    assert found.reasons == (
        "the signature of record 1 cannot be verified here: ssh-keygen is not installed",
    )
    assert run(["review", "verify", "--project", str(project), "--as-of", "2026-11-22"]) == 3
    assert "cannot be verified here" in capsys.readouterr().out
    assert run(["check", "--project", str(project), "--as-of", "2026-11-22", "--select", "review"]) == 1
    with pytest.raises(OslerError, match="ssh-keygen is not installed"):
        sign(b"text", key_of("stone"))


def test_an_ssh_keygen_that_says_nothing(
    project: Path, state: State, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    decide(project, "b12")
    tool = tmp_path / "bin" / "ssh-keygen"
    tool.parent.mkdir()
    tool.write_text("#!/bin/sh\nexec sleep 60\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tool.parent}:{os.environ['PATH']}")
    monkeypatch.setattr("toolkit.reviews.signatures._TIME_LIMIT", 0.2)
    assert not state().is_verifiable
    tool.write_text("#!/bin/sh\necho 'unknown option -- Y' >&2\nexit 1\n")
    assert "older than OpenSSH 8.2" in state().reasons[0]


def test_twins_keep_an_approval(project: Path, state: State) -> None:
    decide(project, "b12")
    article = project / "articles" / "b12.md"
    for data in (
        b"\xef\xbb\xbf" + ARTICLE.encode(),
        ARTICLE.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + ARTICLE.replace("\n", "\r").encode(),
    ):
        article.write_bytes(data)
        assert state().is_approved
    article.write_bytes(ARTICLE.replace("can", "can ").encode())
    assert not state().is_approved


def test_appending_is_in_turn(project: Path, state: State) -> None:
    """Of several at the same moment one is first; the others are told, and nothing is overwritten."""
    tree = WorkingTree(project)
    record = record_of(project, "b12")
    ready = [
        signed(record, key_of("stone")),
        *[signed(record_of(project, "b12", comment=str(n)), key_of("stone")) for n in range(4)],
    ]

    def one(pair: tuple[bytes, bytes]) -> str | None:
        try:
            return append_record(tree, "b12", *pair)
        except OslerError:
            return None

    with ThreadPoolExecutor(5) as pool:
        done = list(pool.map(one, ready))
    assert sorted(filter(None, done)) == ["reviews/b12/0001.toml"]
    assert state().is_approved
    winner = next(pair for pair, path in zip(ready, done, strict=True) if path)
    files = files_of(tree, "b12")
    assert (files["0001.toml"], files["0001.toml.sig"]) == winner
    later = numbered(record, files)
    assert (later.number, len(str(later.previous))) == (2, 71)


def test_what_was_interrupted_is_seen_and_mended(project: Path, state: State) -> None:
    """The signature is written first: killed between the two, there is no record yet."""
    data, signature = signed(record_of(project, "b12"), key_of("stone"))
    place = project / "reviews" / "b12" / "0001.toml.sig"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"of another attempt")
    assert "a signature without its record" in state().reasons[0]
    append_record(WorkingTree(project), "b12", data, signature)
    assert state().is_approved


def test_nothing_follows_a_damaged_record(project: Path) -> None:
    first = decide(project, "b12")
    first.write_bytes(first.read_bytes() + b"\n")
    with pytest.raises(OslerError, match="does not follow"):
        decide(project, "b12")
    first.unlink()
    (first.with_name("0003.toml")).write_bytes(b"")
    with pytest.raises(OslerError, match="are not whole"):
        decide(project, "b12")


def test_a_file_among_the_folders_of_records_is_told_of(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "reviews").mkdir()
    (project / "reviews/0001.toml").write_text("")
    assert run(["review", "verify", "--project", str(project), "--as-of", "2026-11-22"]) == 1
    told = capsys.readouterr().out
    assert "reviews/0001.toml" in told
    assert "this is not the folder of an article" in told


def test_status_and_verify(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def osler(*arguments: str) -> tuple[int, str]:
        code = run(["review", *arguments, "--project", str(project), "--as-of", "2026-11-22"])
        return code, capsys.readouterr().out

    nothing = "there are no records, so nothing was verified; removed ones are told of with --base REV\n"
    assert osler("verify") == (0, nothing)
    decide(project, "b12", "okafor", decision=Decision.REQUEST, role="editor")
    decide(project, "b12", competing_interests="none", next_review=date(2027, 6, 1))
    assert osler("verify") == (0, "2 records of 1 article: all of them hold\n")
    assert osler("status") == (
        0,
        STATUS,
    )
    code, text = osler("status", "--format", "json", str(project / "articles" / "b12.md"))
    assert code == 0
    assert '"next_due": "2027-06-01"' in text
    assert "other.md" not in text
    (project / "reviews" / "gone").mkdir()
    assert osler("verify")[0] == 1
    (project / "board.toml").write_text(person("stone", "Ada Stone", "reviewer", more='email = "\\u001b[2J"'))
    assert run(["review", "status", "--project", str(project)]) == 2


def test_a_page_says_why_it_is_not_approved(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decide(project, "b12")
    options = ["--project", str(project), "--as-of", "2026-11-22", "--no-cache", "--draft"]
    assert run(["export", *options]) == 0
    page = (project / "build" / "b12" / "index.html").read_text()
    assert "Ada Stone" in page
    assert "2026-10-01" in page
    article = project / "articles" / "b12.md"
    article.write_text(article.read_text().replace("It can", "It may"))
    assert run(["export", *options]) == 0
    page = (project / "build" / "b12" / "index.html").read_text()
    assert "the text has changed since Ada Stone approved it on 2026-10-01" in page
    assert open_workspace(project).policy.review.required == {"reviewer": 1}
    capsys.readouterr()
