"""The only home of `ssh-keygen -Y`: signing a record, and verifying its signature.

What a signature file says of itself (its key and its namespace) is read here first, so that each way to be wrong
has its name; whether it is right only `ssh-keygen` decides. It is given one key and one principal, in a
folder of its own, and never sees the repository: no wildcard, no configuration and no agent has a say in a
verdict. The format is that of OpenSSH's PROTOCOL.sshsig.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from toolkit.errors import OslerError
from toolkit.model.review_record import Verdict, Verification
from toolkit.readers.ssh_keys import SIGNATURE_CAP, public_key, read_signature

NAMESPACE = "osler-review@v1"
_PRINCIPAL = "signer"
_TIME_LIMIT = 20
"""Seconds in which a verification must be done; it takes some 12 ms."""
_SIGNING_TIME_LIMIT = 300
"""Seconds for a signature: a passphrase is typed, a security key is touched."""
_HINT = "name your private key, or its .pub file if ssh-agent holds the key: --key ~/.ssh/id_ed25519"


def sign(data: bytes, key: Path) -> bytes:
    """Sign bytes with a key: a private key's file, or the `.pub` of one that `ssh-agent` holds.

    `ssh-keygen` asks for a passphrase, or for a touch of the security key, on the terminal. The data goes through
    its standard input, since it would not overwrite a signature that stands beside a file. Raises
    `OslerError` if nothing was signed.
    """
    program = find_program()
    if program is None:
        raise OslerError(
            "ssh-keygen is not installed, and signing needs it", help="install OpenSSH 8.2 or newer"
        )
    if not key.is_file():
        raise OslerError(f"there is no key {key}", help=_HINT)
    arguments = [program, "-Y", "sign", "-q", "-n", NAMESPACE, "-f", str(key.absolute())]
    is_seen = sys.stderr is not None and sys.stderr.isatty()
    done = _run(arguments, data, Path.cwd(), _SIGNING_TIME_LIMIT, None if is_seen else subprocess.PIPE)
    if isinstance(done, str):
        raise OslerError(f"nothing was signed: {done}", help=_HINT)
    if done.returncode or read_signature(done.stdout) is None:
        said = _first_line(done.stderr or b"")
        raise OslerError("nothing was signed" + (f": {said}" if said else ""), help=_HINT)
    return done.stdout


def verify(data: bytes, signature: bytes | None, keys: Sequence[str]) -> Verification:
    """Verify that a signature is one of these bytes, for reviews, by one of the public keys.

    Total: whatever the signature's file holds, this gives a verdict, and only `Verdict.GOOD` is good.
    """
    if signature is None:
        return Verification(Verdict.ABSENT)
    found = read_signature(signature)
    if found is None:
        return Verification(Verdict.MALFORMED)
    key, namespace = found
    if namespace != NAMESPACE:
        return Verification(Verdict.OTHER_PURPOSE, key)
    if key not in keys:
        return Verification(Verdict.UNKNOWN_KEY, key)
    return _verified(data, signature, key)


def _verified(data: bytes, signature: bytes, key: str) -> Verification:
    program = find_program()
    if program is None:
        return Verification(Verdict.CANNOT_VERIFY, key, "ssh-keygen is not installed")
    try:
        with tempfile.TemporaryDirectory(prefix="osler-review-") as name:
            folder = Path(name)
            allowed, signed = folder / "allowed_signers", folder / "signature"
            allowed.write_bytes(f'{_PRINCIPAL} namespaces="{NAMESPACE}" {key}\n'.encode())
            signed.write_bytes(signature)
            arguments = [program, "-Y", "verify", "-q", "-f", str(allowed), "-I", _PRINCIPAL]
            arguments += ["-n", NAMESPACE, "-s", str(signed)]
            done = _run(arguments, data, folder, _TIME_LIMIT, subprocess.PIPE)
    except OSError as error:
        return Verification(Verdict.CANNOT_VERIFY, key, (error.strerror or str(error)).lower())
    if isinstance(done, str):
        return Verification(Verdict.CANNOT_VERIFY, key, done)
    if done.returncode == 0:
        return Verification(Verdict.GOOD, key)
    said = _first_line(done.stderr or b"")
    if re.search(r"unknown option|illegal option|usage:", said, re.IGNORECASE):
        return Verification(Verdict.CANNOT_VERIFY, key, "this ssh-keygen is older than OpenSSH 8.2")
    return Verification(Verdict.WRONG, key, said or None)


def find_program(name: str = "ssh-keygen") -> str | None:
    """Find a program of OpenSSH on the `PATH`; one that the current folder offers is not taken."""
    program = shutil.which(name)
    if program is None or not Path(program).is_absolute():
        return None
    # A checkout must not bring its own; somebody's home folder may.
    here = Path.cwd()
    is_checkout = here not in (Path.home(), Path(here.anchor))
    return None if is_checkout and Path(program).is_relative_to(here) else program


def _run(
    arguments: Sequence[str], data: bytes, folder: Path, limit: int, stderr: int | IO[bytes] | None
) -> subprocess.CompletedProcess[bytes] | str:
    """Run `ssh-keygen`; give what came of it, or the reason for which nothing did."""
    try:
        return subprocess.run(  # noqa: S603 - no shell; the program is absolute, the rest our own files
            list(arguments),
            cwd=folder,
            env={**os.environ, "LC_ALL": "C"},
            input=data,
            stdout=subprocess.PIPE,
            stderr=stderr,
            timeout=limit,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"{Path(arguments[0]).name} gave no answer within {limit} seconds"
    except OSError as error:
        return f"{Path(arguments[0]).name} could not be run: {(error.strerror or str(error)).lower()}"


def _first_line(said: bytes) -> str:
    """Give the first line of what ssh-keygen says, without control characters."""
    line = said.decode("utf-8", "replace").strip().split("\n", 1)[0]
    return re.sub(r"[\x00-\x1f\x7f]", "?", line)[:200]


def public_of(key: Path) -> str:
    """Give the public key that belongs to a key's file: that file itself, its `.pub`, or what `ssh-keygen` makes of it.

    Raises `OslerError` if there is none.
    """
    for place in dict.fromkeys((key, key.with_name(key.name.removesuffix(".pub") + ".pub"))):
        try:
            with place.open("rb") as file:
                found = public_key(file.read(SIGNATURE_CAP).decode("utf-8", "replace"))
        except OSError:
            continue
        if found is not None:
            return found
    program = find_program()
    if program is None or not key.is_file():
        raise OslerError(f"there is no key {key}" if program else "ssh-keygen is not installed", help=_HINT)
    is_seen = sys.stderr is not None and sys.stderr.isatty()
    arguments = [program, "-y", "-f", str(key.absolute())]
    done = _run(arguments, b"", Path.cwd(), _SIGNING_TIME_LIMIT, None if is_seen else subprocess.PIPE)
    found = None if isinstance(done, str) else public_key(done.stdout.decode("utf-8", "replace"))
    if found is None:
        raise OslerError(f"{key} is no key that can sign reviews", help=_HINT)
    return found


def agent_keys() -> tuple[str, ...]:
    """Give the public keys that `ssh-agent` holds; none where there is no agent, or it does not answer."""
    program = find_program("ssh-add")
    if program is None or not os.environ.get("SSH_AUTH_SOCK"):
        return ()
    done = _run([program, "-L"], b"", Path.cwd(), _TIME_LIMIT, subprocess.PIPE)
    if isinstance(done, str) or done.returncode:
        return ()
    keys = map(public_key, done.stdout.decode("utf-8", "replace").splitlines())
    return tuple(one for one in keys if one is not None)
