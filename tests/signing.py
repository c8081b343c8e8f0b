"""People with real keys, and records signed by them: `ssh-keygen` makes both."""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from toolkit.api.review_records import append_record, digests_now, files_of, numbered, signed
from toolkit.api.workspace import open_workspace
from toolkit.model.review_record import Decision, Digests, ReviewRecord

DAY = date(2026, 10, 1)
NO_DIGEST = "sha256:" + "0" * 64
NO_DIGESTS = Digests(NO_DIGEST, NO_DIGEST, NO_DIGEST, NO_DIGEST)


def key_of(name: str, kind: str = "ed25519") -> Path:
    """Give a person's private key, made once in a run of the tests; the public one lies beside it."""
    return _made(name, kind)


@cache
def _keyring() -> tempfile.TemporaryDirectory[str]:
    """Give the folder of a process's keys, which goes with it."""
    return tempfile.TemporaryDirectory(prefix="osler-keys-")


@cache
def _made(name: str, kind: str) -> Path:
    place = Path(_keyring().name) / f"{kind}-{name}"
    bits = ["-b", "2048"] if kind == "rsa" else []
    command = ["ssh-keygen", "-q", "-t", kind, *bits, "-N", "", "-C", f"{name}@example.org", "-f", str(place)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return place


def public(name: str, kind: str = "ed25519") -> str:
    """Give the line of a person's public key."""
    return key_of(name, kind).with_suffix(".pub").read_text().strip()


def person(identifier: str, name: str, *roles: str, key: str | None = None, more: str = "") -> str:
    """Give a person's table of `board.toml`; `key` names the owner of the key, by default the person."""
    listed = ", ".join(f'"{one}"' for one in roles)
    return f'[{identifier}]\nname = "{name}"\nroles = [{listed}]\nkeys = ["{public(key or identifier)}"]\n{more}\n'


def record_of(folder: Path, slug: str, reviewer: str = "stone", **fields: Any) -> ReviewRecord:
    """Make the next record about an article as it stands: an approval as reviewer, unless `fields` say otherwise."""
    workspace = open_workspace(folder)
    article = workspace.article(slug)
    assert article is not None
    digests = digests_now(article, workspace.bibliography, workspace.policy, workspace.tree)
    fields = {"decision": Decision.APPROVE, "role": "reviewer", "day": DAY, "digests": digests, **fields}
    if fields["decision"] is Decision.APPROVE:
        fields.setdefault("competing_interests", "none")
    record = ReviewRecord(article=slug, number=1, reviewer=reviewer, **fields)
    return numbered(record, files_of(workspace.tree, slug))


def decide(
    folder: Path, slug: str, reviewer: str = "stone", *, key: str | None = None, **fields: Any
) -> Path:
    """Append a signed record; `key` names the owner of the key, by default who must sign. Gives the record's file."""
    record = record_of(folder, slug, reviewer, **fields)
    data, signature = signed(record, key_of(key or record.signer))
    return folder / append_record(open_workspace(folder).tree, slug, data, signature)


def put(folder: Path, record: ReviewRecord, key: str, *, number: int | None = None) -> Path:
    """Write a signed record as an attacker would: under any number, in any folder, without looking at the others."""
    record = record if number is None else replace(record, number=number)
    data, signature = signed(record, key_of(key))
    path = folder / "reviews" / record.article / f"{record.number:04d}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    path.with_name(path.name + ".sig").write_bytes(signature)
    return path
