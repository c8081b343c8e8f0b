"""Whatever somebody without the reviewer's key does to the files, no approval comes of it, and the reason is told."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.reviews.conftest import ARTICLE, BOARD
from tests.signing import NO_DIGESTS, decide, key_of, person, public, put, record_of
from toolkit.errors import ConfigurationError
from toolkit.model.review import ConcernKind, ReviewState
from toolkit.model.review_record import Decision
from toolkit.readers.board import read_board
from toolkit.reviews.records import digest_of_bytes, render_record
from toolkit.reviews.signatures import NAMESPACE, sign

State = Callable[..., ReviewState]


def refused(state: ReviewState, kind: ConcernKind, reason: str) -> None:
    """Hold a state to be no approval, for a reason."""
    assert not state.is_approved
    assert not state.reviewers
    assert reason in " | ".join(one.message for one in state.concerns_of(kind))
    assert reason in " | ".join(state.reasons)


def test_an_approval_stands_if_nobody_does_anything(project: Path, state: State) -> None:
    decide(project, "b12")
    assert state().is_approved
    assert state().reasons == ()
    assert [one.name for one in state().reviewers] == ["Ada Stone"]


def test_edited_record(project: Path, state: State) -> None:
    record = decide(project, "b12", decision=Decision.REQUEST_CHANGES)
    record.write_bytes(record.read_bytes().replace(b'"request-changes"', b'"approve"'))
    refused(state(), ConcernKind.SIGNATURE, "is signed, but not in these words")


def test_edited_record_that_others_follow(project: Path, state: State) -> None:
    record = decide(project, "b12", decision=Decision.REQUEST_CHANGES, comment="The dose is wrong.")
    decide(project, "b12", "okafor")
    record.write_bytes(record.read_bytes().replace(b"wrong", b"right"))
    refused(state(), ConcernKind.TAMPERED, "was edited or replaced")


def test_swapped_signature(project: Path, state: State) -> None:
    first = decide(project, "b12")
    second = decide(project, "b12", decision=Decision.REQUEST_CHANGES)
    signature = second.with_name(second.name + ".sig")
    signature.write_bytes(first.with_name(first.name + ".sig").read_bytes())
    refused(state(), ConcernKind.SIGNATURE, "record 2 is signed, but not in these words")


def test_record_copied_from_another_article(project: Path, state: State) -> None:
    other = decide(project, "other")
    for suffix in ("", ".sig"):
        target = project / "reviews" / "b12" / f"0001.toml{suffix}"
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(other.with_name(other.name + suffix).read_bytes())
    refused(state(), ConcernKind.TAMPERED, 'a record of another article, "other"')


def test_record_of_a_former_name_does_not_vouch_for_another_text(project: Path, state: State) -> None:
    test_record_copied_from_another_article(project, state)
    article = project / "articles" / "b12.md"
    article.write_text(ARTICLE.replace("---\n\n", "former_slugs: [other]\n---\n\n"))
    refused(state(), ConcernKind.STALE, "the text has changed")


def test_older_record_replayed(project: Path, state: State) -> None:
    first = decide(project, "b12")
    decide(project, "b12", decision=Decision.REQUEST_CHANGES)
    for suffix in ("", ".sig"):
        data = first.with_name(first.name + suffix).read_bytes()
        (project / "reviews" / "b12" / f"0003.toml{suffix}").write_bytes(data)
    refused(state(), ConcernKind.TAMPERED, "the file has another number than its record, 1")


def test_record_taken_out_of_the_middle_and_the_rest_renumbered(project: Path, state: State) -> None:
    decide(project, "b12", "okafor", decision=Decision.REQUEST, role="editor")
    second = decide(project, "b12", "okafor", decision=Decision.REQUEST_CHANGES)
    third = decide(project, "b12")
    for suffix in ("", ".sig"):
        third.with_name(third.name + suffix).replace(second.with_name(second.name + suffix))
    refused(state(), ConcernKind.TAMPERED, "another number")


def test_record_taken_out_of_the_middle(project: Path, state: State) -> None:
    decide(project, "b12")
    second = decide(project, "b12", decision=Decision.REQUEST_CHANGES)
    decide(project, "b12")
    for suffix in ("", ".sig"):
        second.with_name(second.name + suffix).unlink()
    refused(state(), ConcernKind.TAMPERED, "record 2 is missing")


def test_signature_for_another_purpose(project: Path, state: State) -> None:
    record = decide(project, "b12")
    command = ["ssh-keygen", "-Y", "sign", "-q", "-n", "git", "-f", str(key_of("stone"))]
    signature = subprocess.run(command, input=record.read_bytes(), capture_output=True, check=True).stdout
    record.with_name(record.name + ".sig").write_bytes(signature)
    refused(state(), ConcernKind.SIGNATURE, "for another purpose")


def test_stranger_signs_in_a_reviewers_name(project: Path, state: State) -> None:
    put(project, record_of(project, "b12"), "mallory")
    refused(state(), ConcernKind.SIGNATURE, "is none of Ada Stone")


def test_reviewer_signs_in_anothers_name(project: Path, state: State) -> None:
    put(project, record_of(project, "b12"), "okafor")
    refused(state(), ConcernKind.SIGNATURE, "is none of Ada Stone, but of Ngozi Okafor")


def test_one_person_twice_on_the_board_counts_once(project: Path, state: State) -> None:
    (project / "osler.toml").write_text("[review]\nrequired = { reviewer = 2 }\n")
    (project / "board.toml").write_text(BOARD + person("stone2", "Ada  STONE", "reviewer"))
    decide(project, "b12")
    decide(project, "b12", "stone2")
    assert not state().is_approved
    assert "1 more approval (reviewer) is needed" in state().reasons


def test_record_dated_back_behind_the_one_that_it_follows(project: Path, state: State) -> None:
    first = decide(project, "b12")
    decided = record_of(project, "b12")
    put(project, replace(decided, day=decided.day.replace(year=2020)), "stone")
    assert first.exists()
    refused(state(), ConcernKind.TAMPERED, "is dated 2020-10-01, before record 1")


def test_record_after_one_of_the_first_day_that_there_is(project: Path, state: State) -> None:
    put(project, replace(record_of(project, "b12"), day=date.min), "stone")
    put(project, record_of(project, "b12"), "stone")
    assert state().is_approved


@pytest.mark.parametrize("identifier", ["*", "st?ne", "!stone", "a,b", "stone stone", "[", "-v", "../x", "ä"])
def test_wildcards_and_other_patterns_cannot_sign(identifier: str) -> None:
    text = person("stone", "Ada Stone", "reviewer").replace("[stone]", f'["{identifier}"]')
    with pytest.raises(ConfigurationError, match="cannot be the identifier of somebody who signs"):
        read_board("board.toml", text.encode())


@pytest.mark.parametrize(
    "key",
    [
        'namespaces="*" {key}',
        "cert-authority {key}",
        "{key}\\n* {key}",
        "ssh-dss AAAAB3NzaC1kc3MAAACBAA==",
        "ssh-ed25519 AAAA",
        "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAILpSgmuIQ+t3LKt5/LpP3T85u1RhPbJSY5gSn4IqJcj/",
        "ssh-ed25519",
        "none",
    ],
)
def test_lines_that_are_no_single_plain_key(key: str) -> None:
    text = f"[stone]\nname = 'Ada Stone'\nkeys = ['''{key}''']\n".replace("{key}", public("stone"))
    with pytest.raises(ConfigurationError, match=r"not a public key|control character"):
        read_board("board.toml", text.replace("\\n", "\n").encode())


def test_two_people_with_one_key() -> None:
    text = person("stone", "Ada Stone", "reviewer") + person(
        "okafor", "Ngozi Okafor", "reviewer", key="stone"
    )
    with pytest.raises(ConfigurationError, match="this key is that of stone too") as refusal:
        read_board("board.toml", text.encode())
    assert refusal.value.line == 9


def test_links_among_the_records(project: Path, state: State) -> None:
    record = decide(project, "b12")
    moved = project / "moved.toml"
    record.rename(moved)
    record.symlink_to(moved)
    refused(state(), ConcernKind.TAMPERED, "this is a link, not a file")


def test_folder_of_records_that_is_a_link(project: Path, state: State) -> None:
    decide(project, "b12")
    (project / "reviews" / "b12").rename(project / "elsewhere")
    (project / "reviews" / "b12").symlink_to(project / "elsewhere")
    refused(state(), ConcernKind.TAMPERED, "no folder, or a link to one")
    (project / "reviews" / "b12").unlink()
    (project / "elsewhere").rename(project / "reviews" / "b12")
    (project / "reviews").rename(project / "elsewhere")
    (project / "reviews").symlink_to(project / "elsewhere")
    assert not state().is_approved


def test_pipes_and_folders_among_the_records(project: Path, state: State) -> None:
    decide(project, "b12")
    folder = project / "reviews" / "b12"
    os.mkfifo(folder / "0002.toml")
    refused(state(), ConcernKind.TAMPERED, "not a plain file")
    (folder / "0002.toml").unlink()
    (folder / "0002.toml").mkdir()
    refused(state(), ConcernKind.TAMPERED, "not a plain file")


HOSTILE = {
    "nothing": b"",
    "a byte-order mark": b"\xef\xbb\xbfreview-version = 1\n",
    "other line ends": b'review-version = 1\r\narticle = "b12"\r\n',
    "not UTF-8": b'review-version = 1\narticle = "\xff"\n',
    "NUL": b"review-version = 1\n\x00\n",
    "control characters": b'review-version = 1\narticle = "\x1b[2J"\n',
    "deep": b"review-version = 1\na = " + b"[" * 100_000 + b"\n",
    "dotted": b"review-version = 1\n" + b".".join([b"a"] * 100_000) + b" = 1\n",
    "many tables": b"review-version = 1\n" + b"[[answers]]\n" * 50_000,
    "backslashes": b'review-version = 1\narticle = "' + b"\\" * 200_001 + b'"\n',
    "quotes": b"review-version = 1\n" + b'"' * 200_000 + b" = 1\n",
    "escapes": b'review-version = 1\narticle = "\\ud800"\n',
    "a huge number": b"review-version = 1\nnumber = " + b"9" * 100_000 + b"\n",
    "a later version": b"review-version = 999999\n",
    "larger than any record": b"review-version = 1\n" + b"#" * (2 << 20),
    "a date that is none": b'review-version = 1\ndate = "2026-02-30"\n',
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_toml_is_a_fault_at_its_place(project: Path, state: State, data: bytes) -> None:
    record = decide(project, "b12")
    (record.with_name("0002.toml")).write_bytes(data)
    found = state()
    assert not found.is_approved
    (concern,) = found.concerns_of(ConcernKind.TAMPERED)
    assert concern.path == "reviews/b12/0002.toml"
    assert concern.line >= 1
    assert concern.column >= 1


@pytest.mark.parametrize(
    "signature",
    [
        b"",
        b"-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n",
        b"-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n",
        b"-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAf////8=\n-----END SSH SIGNATURE-----\n",
        b"-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----\n",
        b"\x00" * 100_000,
    ],
)
def test_hostile_signatures(project: Path, state: State, signature: bytes) -> None:
    record = decide(project, "b12")
    record.with_name(record.name + ".sig").write_bytes(signature)
    refused(state(), ConcernKind.SIGNATURE, "no signature of ssh-keygen")


def test_a_signature_over_a_record_that_says_nothing_true(project: Path, state: State) -> None:
    decide(project, "b12", digests=NO_DIGESTS)
    found = state()
    assert not found.is_approved
    reasons = " | ".join(one.message for one in found.concerns_of(ConcernKind.STALE))
    for what in ("the text", "a figure", "the editorial policy"):
        assert f"{what} ha" in reasons


def test_spelling_a_record_otherwise_is_seen_even_if_it_is_signed(project: Path, state: State) -> None:
    record = record_of(project, "b12")
    data = render_record(record).replace(b"number = 1\n", b"number = 1 # one\n")
    path = project / "reviews" / "b12" / "0001.toml"
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    path.with_name("0001.toml.sig").write_bytes(sign(data, key_of("stone")))
    assert digest_of_bytes(data)
    refused(state(), ConcernKind.TAMPERED, "not a whole number")


def test_a_checkout_cannot_bring_its_own_ssh_keygen(
    project: Path, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(project, record_of(project, "b12"), "stone")
    path = project / "reviews" / "b12" / "0001.toml"
    path.write_bytes(path.read_bytes().replace(b'"none"', b'"some"'))
    tool = project / "ssh-keygen"
    tool.write_text("#!/bin/sh\nexit 0\n")
    tool.chmod(0o755)
    monkeypatch.chdir(project)
    for search in (str(project), "", "."):
        monkeypatch.setenv("PATH", search)
        found = state()
        assert not found.is_approved
        assert not found.is_verifiable
    assert NAMESPACE == "osler-review@v1"
