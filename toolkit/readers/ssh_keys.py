"""Public keys and signatures as OpenSSH writes them: read, never verified (`toolkit.reviews.signatures` does that).

Formats: RFC 4253, section 6.6 for keys, OpenSSH's PROTOCOL.sshsig for signatures.
"""

from __future__ import annotations

import base64
import re
from hashlib import sha256

KEY_TYPES = (
    "ssh-ed25519",
    "ssh-rsa",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
)
"""The kinds of keys that may sign."""
SIGNATURE_CAP = 64 << 10
"""Bytes of a signature file; one by an RSA key of 16,384 bits has 6 KiB."""

_ARMOUR = re.compile(
    rb"-----BEGIN SSH SIGNATURE-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END SSH SIGNATURE-----\r?\n?"
)
_MAGIC = b"SSHSIG"


def public_key(text: str) -> str | None:
    """Give a public key as it is compared, kind and base64 without comment; `None` if it is none that may sign.

    Options, certificates and several keys are refused.
    """
    text = text.strip()
    parts = text.split(None, 2)
    if len(parts) < 2 or parts[0] not in KEY_TYPES or "\n" in text or "\r" in text:
        return None
    try:
        blob = base64.b64decode(parts[1], validate=True)
        kind, rest = _string(blob)
    except ValueError:
        return None
    is_canonical = base64.b64encode(blob).decode() == parts[1]
    return f"{parts[0]} {parts[1]}" if kind == parts[0].encode() and rest and is_canonical else None


def read_signature(signature: bytes) -> tuple[str, str] | None:
    """Give the public key and the namespace that a signature file names; `None` if it is no such file."""
    found = _ARMOUR.fullmatch(signature) if len(signature) <= SIGNATURE_CAP else None
    if found is None:
        return None
    try:
        blob = base64.b64decode(b"".join(found[1].split()), validate=True)
        if blob[:6] != _MAGIC or int.from_bytes(blob[6:10]) != 1:
            return None
        key, rest = _string(blob[10:])
        namespace, _ = _string(rest)
        kind, _ = _string(key)
        text = f"{kind.decode('ascii')} {base64.b64encode(key).decode()}"
        return (text, namespace.decode("utf-8")) if public_key(text) == text else None
    except ValueError:
        return None


def fingerprint(key: str) -> str:
    """Give the fingerprint of a public key as `ssh-keygen -l` prints it."""
    digest = sha256(base64.b64decode(key.split()[1])).digest()
    return f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}"


def _string(blob: bytes) -> tuple[bytes, bytes]:
    """Split off a string as SSH writes it (RFC 4251, section 5): four bytes of length, then as many."""
    size = int.from_bytes(blob[:4])
    if len(blob) < 4 + size or len(blob) < 4:
        raise ValueError("cut short")
    return blob[4 : 4 + size], blob[4 + size :]
