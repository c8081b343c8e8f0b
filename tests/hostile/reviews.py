"""Boards, review records, forms and caches that are wrong, planted, or meant to harm."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from threading import Lock

from tests.hostile.case import CHECK, ENTRY, EXPORT, FRONT, GOOD, LOCK, Case, Content, nothing
from tests.signing import decide, person

STATUS = ("review", "status")
RECEIVE = ("review", "receive", "articles/x.md", "form.toml", "--reviewer", "stone", "--yes")
_RECORD, _SIGNATURE = "reviews/x/0001.toml", "reviews/x/0001.toml.sig"
_BOARD = '[stone]\nname = "Ada Stone"\nroles = ["reviewer"]\nkeys = ["{}"]\n'


KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDAK2I9QJ7sqn22bCojTe1TRwcE3QFGK25d+krh7S/Sz"
"""A public key whose private one is lost."""
_MAKING = Lock()


def _approved() -> dict[str, bytes]:
    """Give them, made once however many threads ask."""
    with _MAKING:
        return _made()


@cache
def _made() -> dict[str, bytes]:
    """Give the files of a review of the sound article: board, record and signature."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        (root / "articles").mkdir()
        for name, text in (("osler.toml", ""), ("references.bib", ENTRY), ("references.lock", LOCK)):
            (root / name).write_text(text, "utf-8")
        (root / "articles/x.md").write_text(GOOD, "utf-8")
        (root / "board.toml").write_text(person("stone", "Ada Stone", "reviewer"), "utf-8")
        decide(root, "x")
        return {name: (root / name).read_bytes() for name in ("board.toml", _RECORD, _SIGNATURE)}


def as_approved(name: str, *changes: tuple[str, str]) -> Callable[[Path], None]:
    """Write a file of that review, with some of its words replaced."""

    def write(path: Path) -> None:
        data = _approved()[name]
        for old, new in changes:
            assert old.encode() in data
            data = data.replace(old.encode(), new.encode())
        path.write_bytes(data)

    return write


def record(name: str, says: str, *changes: tuple[str, str], code: int = 0) -> Case:
    """A case whose one fault is a record that was edited after it was signed."""
    return reviewed(name, says, {_RECORD: as_approved(_RECORD, *changes)}, code=code)


def reviewed(
    name: str, says: str, files: dict[str, Content], code: int = 0, command: tuple[str, ...] = STATUS
) -> Case:
    """A case of the reviewed article in which some files are others."""
    sound: dict[str, Content] = {one: as_approved(one) for one in ("board.toml", _RECORD, _SIGNATURE)}
    return Case(f"review: {name}", code, (says,), sound | files, command)


def board(name: str, says: str, text: str | bytes, code: int = 2) -> Case:
    return Case(f"board: {name}", code, (says,), {"board.toml": text})


def form(name: str, says: str, text: Content) -> Case:
    """A case whose one fault is a form that came by mail."""
    return reviewed(name, says, {"form.toml": text}, 2, RECEIVE)


REVIEWS = (
    reviewed("nothing is wrong", "x.md: approved", {}),
    record("an edited decision", "in these words", ('"approve"', '"request-changes"')),
    record("an edited date", "in these words", ("2026-10-01", "2026-11-01")),
    record("a date in the future", "in these words", ("2026-10-01", "2999-10-01")),
    record("a day that is none", "not", ("2026-10-01", "2026-13-41")),
    record("another reviewer", "reviewer", ('"stone"', '"nobody"')),
    record("a reviewer of escapes", "reviewer", ('"stone"', '"\\u001B[2J"')),
    record("an article that is a path", "article", ('"x"', '"../../x"')),
    record("a digest that is none", "digest", ('article = "sha256:', 'article = "md5:')),
    record("a newer version", "this Osler reads 1", ("review-version = 1", "review-version = 99")),
    record("another spelling", "not a whole number", ("number = 1", "number = 0x1")),
    record("line ends of Windows", "", ("\n", "\r\n")),
    record("an invisible mark", "not", ("review-version", "\ufeffreview-version")),
    record("a number that is none", "number", ("number = 1", "number = 99999999999999999999")),
    reviewed("a record of bytes", "does not begin with the version", {_RECORD: bytes(range(256)) * 40}),
    reviewed("an empty record", "does not begin with the version", {_RECORD: b""}),
    reviewed("a record of 2 MiB", "1024 KiB", {_RECORD: b"# " + b"x" * (2 << 20)}),
    reviewed(
        "a record of 100,000 answers", "does not begin with the version", {_RECORD: b"[[answers]]\n" * 80_000}
    ),
    reviewed("no signature", "sign", {_SIGNATURE: nothing}),
    reviewed("a signature of bytes", "sign", {_SIGNATURE: bytes(range(256)) * 40}),
    reviewed("a signature of another", "sign", {_SIGNATURE: as_approved(_RECORD)}),
    reviewed("a record that is a FIFO", "not a plain file", {_RECORD: os.mkfifo}),
    reviewed(
        "a record that is a link outside",
        "this is a link",
        {_RECORD: lambda p: p.symlink_to("../../../secret.txt")},
    ),
    reviewed("a record that is a folder", "not a plain file", {_RECORD: lambda p: p.mkdir()}),
    reviewed("a signature that is a device", "sign", {_SIGNATURE: lambda p: p.symlink_to("/dev/zero")}),
    reviewed(
        "a record without its first",
        "a signature without its record",
        {_RECORD: nothing, "reviews/x/0002.toml": as_approved(_RECORD)},
    ),
    reviewed(
        "a record twice", "another number than its record", {"reviews/x/0002.toml": as_approved(_RECORD)}
    ),
    reviewed("a record of an odd name", "reviews", {"reviews/x/1\x1b[2J.toml": as_approved(_RECORD)}),
    reviewed("records of no article", "gone", {"reviews/gone/0001.toml": as_approved(_RECORD)}),
    reviewed("reviews that are a file", "reviews", {_RECORD: nothing, _SIGNATURE: nothing, "reviews/x": "a"}),
    reviewed("a changed text", "text has changed", {"articles/x.md": GOOD + "More.\n"}),
    reviewed(
        "a status that is typed",
        "article-front-matter",
        {"articles/x.md": FRONT.replace("\n---\n\n", "\nstatus: approved\n---\n\n") + "A.\n"},
        1,
        CHECK,
    ),
    reviewed(
        "an export of an edited record",
        "exported",
        {_RECORD: as_approved(_RECORD, ("full", "partial"))},
        0,
        EXPORT,
    ),
    reviewed("nobody on the board", "board", {"board.toml": b""}),
    board("an ORCID that is none", "ORCID", '[a]\nname = "A"\norcid = "x"\n'),
    board("a role that there is not", "roles", '[a]\nname = "A"\nroles = 7\n'),
    board("a key that is none", "not a public key", _BOARD.format("ssh-rsa AAAA")),
    board("a key with options", "not a public key", _BOARD.format("cert-authority ssh-ed25519 AAAA a")),
    board(
        "a wildcard for a person", "cannot be the identifier", _BOARD.replace("stone]", '"*"]').format(KEY)
    ),
    board(
        "an identifier of controls",
        "cannot be the identifier",
        _BOARD.replace("stone]", '"\\u001b[2J"]').format(KEY),
    ),
    board("a name of controls", "control character", '[a]\nname = "A\\u001b[2J"\n'),
    board("a person who is a number", "board.toml", "a = 7\n"),
    board("10,000 people", "article-", "".join(f'[p{n}]\nname = "P"\n' for n in range(10_000)), 1),
    form("a form of bytes", "form.toml", b"\xff\xfe\0"),
    form("an empty form", "form.toml", b""),
    form("a form that is deep", "form.toml", "a = " + "[" * 20_000),
    form("a form of a newer version", "form.toml", "form-version = 99\n"),
    form(
        "a form of another article",
        "form.toml",
        'form-version = 1\narticle = "../../y"\ndecision = "approve"\n',
    ),
    form("a form of controls", "form.toml", 'form-version = 1\narticle = "\\u001b[2J"\n'),
    form("a form over 1 MiB", "at most", "# " + "x" * (1 << 20)),
)
