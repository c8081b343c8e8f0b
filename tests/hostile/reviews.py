"""Boards and review records that are wrong, forged, planted, or meant to harm."""

from __future__ import annotations

import base64
import os
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from tests.hostile.caches import with_mode
from tests.hostile.case import CHECK, ENTRY, EXPORT, FRONT, GOOD, LOCK, OUTSIDE, Case, Content, nothing
from tests.signing import key_of, person, record_of
from toolkit.model.review_record import Answer, ClaimAnswer, ReviewRecord
from toolkit.reviews.records import digest_of_bytes, render_record
from toolkit.reviews.signatures import NAMESPACE, sign

STATUS = ("review", "status")
VERIFY = ("review", "verify")
_RECORD, _SIGNATURE = "reviews/x/0001.toml", "reviews/x/0001.toml.sig"
_BOARD = '[stone]\nname = "Ada Stone"\nroles = ["reviewer"]\nkeys = ["{}"]\n'
PEOPLE = (("stone", "Ada Stone", "reviewer"), ("okafor", "Ngozi Okafor", "reviewer", "editor"))
"""Who is on the board with a key; Mary Ames, a reviewer, has none."""

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDAK2I9QJ7sqn22bCojTe1TRwcE3QFGK25d+krh7S/Sz"
"""A public key whose private one is lost."""
_MAKING = Lock()


@dataclass(frozen=True)
class Approval:
    """An approval of the sound article by Ada Stone, and the board."""

    record: ReviewRecord
    files: dict[str, bytes]


def approval() -> Approval:
    """Give it, made once however many threads ask."""
    with _MAKING:
        return _made()


@cache
def _made() -> Approval:
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        write_sound(root)
        record = record_of(root, "x")
        data = render_record(record)
        board = (root / "board.toml").read_bytes()
        files = {"board.toml": board, _RECORD: data, _SIGNATURE: sign(data, key_of("stone"))}
        return Approval(record, files)


def write_sound(root: Path) -> None:
    """Write the project of a case without its case, and the board."""
    (root / "articles").mkdir()
    for name, text in (("osler.toml", ""), ("references.bib", ENTRY), ("references.lock", LOCK)):
        (root / name).write_text(text, "utf-8")
    (root / "articles/x.md").write_text(GOOD, "utf-8")
    ames = '[ames]\nname = "Mary Ames"\nroles = ["reviewer"]\n'
    (root / "board.toml").write_text("".join(person(*one) for one in PEOPLE) + ames, "utf-8")


def as_approved(name: str, *changes: tuple[str, str]) -> Callable[[Path], None]:
    """Write a file of that review, with some of its words replaced."""

    def write(path: Path) -> None:
        data = approval().files[name]
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


def signed(
    name: str,
    says: str,
    /,
    *changes: tuple[str, str],
    command: tuple[str, ...] = STATUS,
    code: int = 0,
    **fields: Any,
) -> Case:
    """A case whose one fault is what a reviewer signed: an approval with other fields, or with words replaced."""

    def made() -> bytes:
        data = render_record(replace(approval().record, **fields))
        for old, new in changes:
            assert old.encode() in data
            data = data.replace(old.encode(), new.encode())
        return data

    files: dict[str, Content] = {
        _RECORD: lambda path: _put(path, made()),
        _SIGNATURE: lambda path: _put(path, sign(made(), key_of("stone"))),
    }
    return reviewed(f"signed: {name}", says, files, code, command)


def following(name: str, says: str, first: dict[str, Any], second: dict[str, Any]) -> Case:
    """A case of two records, both signed, the second of which names the first."""

    def made() -> tuple[bytes, bytes]:
        before = render_record(replace(approval().record, **first))
        fields = {"number": 2, "previous": digest_of_bytes(before), **second}
        return before, render_record(replace(approval().record, **fields))

    def written(number: int, *, is_signature: bool) -> Callable[[Path], None]:
        def write(path: Path) -> None:
            data = made()[number]
            path.write_bytes(sign(data, key_of("stone")) if is_signature else data)

        return write

    files: dict[str, Content] = {}
    for number in (0, 1):
        path = f"reviews/x/{number + 1:04}.toml"
        files |= {
            path: written(number, is_signature=False),
            f"{path}.sig": written(number, is_signature=True),
        }
    return reviewed(f"two records: {name}", says, files)


def signature(name: str, says: str, change: Callable[[bytes], bytes]) -> Case:
    """A case whose one fault is a signature's file."""
    changed: Content = lambda path: _put(path, change(approval().files[_SIGNATURE]))  # noqa: E731
    return reviewed(f"signature: {name}", says, {_SIGNATURE: changed})


def purpose(namespace: str) -> Callable[[bytes], bytes]:
    """Sign the approval for another purpose."""

    def made(_signature: bytes) -> bytes:
        command = ["ssh-keygen", "-Y", "sign", "-q", "-n", namespace, "-f", str(key_of("stone"))]
        data = approval().files[_RECORD]
        return subprocess.run(command, input=data, capture_output=True, check=True).stdout

    return made


def _put(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def closed(name: str) -> Callable[[Path], None]:
    """Write a file of the approval that may not be read."""
    return with_mode(as_approved(name), 0)


def _keyed(more: str) -> str:
    return _BOARD.replace('"{}"', f'{{ key = "{KEY}", {more} }}')


def _lying() -> bytes:
    blob = base64.b64encode(b"SSHSIG" + (1).to_bytes(4) + b"\xff\xff\xff\xff" + b"x" * 40).decode()
    return f"-----BEGIN SSH SIGNATURE-----\n{blob}\n-----END SSH SIGNATURE-----\n".encode()


def many_folders(path: Path) -> None:
    """Put 3,000 folders beside those of the articles."""
    for number in range(3_000):
        (path.parent / f"a{number}").mkdir()


def many(path: Path) -> None:
    """Put 5,000 files into a folder."""
    for number in range(5_000):
        (path.parent / f"{number:04}.txt").touch()


def board(name: str, says: str, text: str | bytes, code: int = 2) -> Case:
    return Case(f"board: {name}", code, (says,), {"board.toml": text})


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
    reviewed(
        "an article's reviews that are a file",
        "reviews",
        {_RECORD: nothing, _SIGNATURE: nothing, "reviews/x": "a"},
    ),
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
    board("a day of a key in the year 0", "valid-from", _keyed("valid-from = '0000-01-01'")),
    board("a day of a key with a time", "valid-from", _keyed("valid-from = 2026-01-01T00:00:00+14:00")),
    board(
        "a key that ends before it begins",
        "before it begins",
        _keyed("valid-from = 9999-12-31, valid-until = 0001-01-01"),
    ),
    board("a key of a million characters", "1 MiB", _BOARD.format("ssh-ed25519 " + "A" * (1 << 20))),
    board("the same key twice", "twice", _BOARD.replace("{}", f'{KEY}", "{KEY} another')),
    board("a name that turns round", "direction", '[a]\nname = "A\u202eB"\n'),
    board("a person of 20,000 parts", "board.toml", "a" + ".a" * 20_000 + " = 1\n"),
    board("deep", "board.toml", "a = " + "[" * 20_000),
)
SIGNED = (
    signed("a day in the year 9999", "yet to come", day=date.max),
    signed("a day in the year 1", "the last one was on 0001-01-01", day=date.min),
    signed("a day in the year 0", "is not a date", ("2026-10-01", "0000-10-01")),
    signed("a day with an offset", "is not a date", ("2026-10-01", "2026-10-01T00:00:00+14:00")),
    signed("a day that is no text", "is not a text", ('"2026-10-01"', "2026-10-01")),
    signed("a day in other digits", "is not a date", ("2026-10-01", "\uff12\uff10\uff12\uff16-10-01")),
    signed("the next review in the year 9999", "x.md: approved", next_review=date.max),
    signed("the next review in the year 1", "was due on 0001-01-01", next_review=date.min),
    signed("a deadline in the year 9999", "editor", deadline=date.max, urgent=True),
    signed("another article", "record of another article", article="y"),
    signed("an article that is a path", "record of another article", article="../../x"),
    signed("an article of escapes", "record of another article", article="\x1b[2J\u202e"),
    signed("a person of escapes", "not on the board", reviewer="\x1b[2J\u202e"),
    signed("a role of escapes", "is no", role="\x1b[2J\u202e"),
    signed("a role that nobody has", "is no bishop", role="bishop"),
    signed("a number too high", "another number", number=7),
    signed("a number without end", "not a whole number", ("number = 1", "number = " + "9" * 5_000)),
    signed("a number below zero", "not a whole number", ("number = 1", "number = -1")),
    signed("one before it that there is not", "names one before it", previous=digest_of_bytes(b"")),
    signed("a digest too short", "not a digest", ('evidence = "sha256:', 'evidence = "sha256:0')),
    signed("a digest in capitals", "not a digest", ('policy = "sha256:', 'policy = "SHA256:')),
    signed("a digest of another kind", "not a digest", ('figures = "sha256:', 'figures = "sha512:')),
    signed("a key twice", "stands here twice", ("number = 1", "number = 1\nnumber = 1")),
    signed("a key that there is not", "has no key", ("number = 1", "number = 1\nstatus = 7")),
    signed("a table that there is not", "no such table", ("[digests]", "[status]")),
    signed("dotted keys", "not a key with its value", ("number = 1", "a.b = 1")),
    signed("a comment of TOML", "not a whole number", ("number = 1", "number = 1 # one")),
    signed("a text on several lines", "is not a text", ('role = "reviewer"', 'role = """reviewer"""')),
    signed("a text cut off", "is not a text", ('role = "reviewer"', 'role = "reviewer')),
    signed("half a character", "is not a text", ('role = "reviewer"', 'role = "\\uD800"')),
    signed("a backslash at the end", "not", ('role = "reviewer"', 'role = "reviewer\\"')),
    signed("invisible space", "not a key with its value", ("number = 1", "\u200bnumber = 1")),
    signed("other line ends", "", ("number = 1\n", "number = 1\r\n")),
    signed("line ends of Unicode", "", ("number = 1\n", "number = 1\u2028")),
    signed("deep nesting", "not", ("number = 1", "number = " + "[" * 100_000)),
    signed("backslashes without end", "", ('role = "reviewer"', 'role = "' + "\\" * 200_001 + '"')),
    signed("a comment of half a MiB", "x.md: approved", comment="x" * (1 << 19)),
    signed("a comment of escapes", "x.md: approved", comment="\x1b[2J\u202e\x00"),
    signed(
        "a comment that ends a page", "exported", comment="</script><script>alert(1)</script>", command=EXPORT
    ),
    signed(
        "interests that end a page",
        "exported",
        competing_interests="<script>alert(1)</script>",
        command=EXPORT,
    ),
    signed("nothing of interests", "without declaring", competing_interests=None),
    signed(
        "3,000 answers",
        "x.md: approved",
        answers=tuple(
            ClaimAnswer(digest_of_bytes(str(number).encode()), "A", Answer.SUPPORTED)
            for number in range(3_000)
        ),
    ),
    following("the first in the year 1", "x.md: ", {"day": date.min}, {}),
    following("the second in the year 1", "is dated 0001-01-01", {}, {"day": date.min}),
    following("the second names another", "edited or replaced", {}, {"previous": digest_of_bytes(b"")}),
    following("the second names none", "edited or replaced", {}, {"previous": None}),
    following("a gap", "another number", {}, {"number": 3}),
    following("the same number twice", "another number", {}, {"number": 1}),
    signature("for git", "for another purpose", purpose("git")),
    signature("for files", "for another purpose", purpose("file")),
    signature("for a later version", "for another purpose", purpose(NAMESPACE.replace("1", "2"))),
    signature("for what begins the same", "for another purpose", purpose(f"{NAMESPACE} ")),
    signature("for escapes", "for another purpose", purpose("\x1b[2J")),
    signature("empty", "no signature of ssh-keygen", lambda _data: b""),
    signature("cut in half", "no signature of ssh-keygen", lambda data: data[: len(data) // 2]),
    signature("twice", "no signature of ssh-keygen", lambda data: data * 2),
    signature("with more behind it", "no signature of ssh-keygen", lambda data: data + b"x"),
    signature("over 64 KiB", "no signature of ssh-keygen", lambda data: data + b"\n" * (100 << 10)),
    signature("of one line", "", lambda data: data.replace(b"\n", b"")),
    signature("of PGP", "no signature of ssh-keygen", lambda data: data.replace(b"SSH", b"PGP")),
    signature(
        "turned in its middle", "record 1", lambda data: data[:200] + bytes([data[200] ^ 1]) + data[201:]
    ),
    signature("of lengths that lie", "no signature of ssh-keygen", lambda _data: _lying()),
)
FOLDERS = (
    reviewed("a record that may not be read", "cannot be read", {_RECORD: closed(_RECORD)}),
    reviewed("a signature that may not be read", "no signature", {_SIGNATURE: closed(_SIGNATURE)}),
    reviewed("a signature that is a FIFO", "no signature", {_SIGNATURE: os.mkfifo}),
    reviewed("a signature that is a folder", "no signature", {_SIGNATURE: lambda path: path.mkdir()}),
    reviewed(
        "a record that is a device", "this is a link", {_RECORD: lambda path: path.symlink_to("/dev/zero")}
    ),
    reviewed("a record of number 0", "another number", {"reviews/x/0000.toml": as_approved(_RECORD)}),
    reviewed("a record of number 10000", "neither a record", {"reviews/x/10000.toml": as_approved(_RECORD)}),
    reviewed(
        "a record in other digits",
        "reviews/x",
        {"reviews/x/\uff10\uff10\uff10\uff12.toml": as_approved(_RECORD)},
    ),
    reviewed("a record in capitals", "neither a record", {"reviews/x/0002.TOML": as_approved(_RECORD)}),
    reviewed("a name that turns round", "neither a record", {"reviews/x/\u202elmot.2000": "a"}),
    reviewed(
        "a name that is no UTF-8",
        "x.md: approved",
        {"reviews/x/y": lambda p: _put(p.with_name(os.fsdecode(b"\xff.toml")), b"a")},
    ),
    reviewed(
        "a folder among the records", "not a plain file", {"reviews/x/sub/0001.toml": as_approved(_RECORD)}
    ),
    reviewed("5,000 files among the records", "neither a record", {"reviews/x/more": many}),
    reviewed(
        "an article's folder that is a link",
        "link",
        {_RECORD: nothing, _SIGNATURE: nothing, "reviews/x": lambda p: p.symlink_to("../..")},
    ),
    reviewed(
        "an article's folder that is a FIFO",
        "reviews",
        {_RECORD: nothing, _SIGNATURE: nothing, "reviews/x": os.mkfifo},
    ),
    *(
        reviewed(
            f"reviews that are {name}", says, {_RECORD: nothing, _SIGNATURE: nothing, "reviews": make}, 2
        )
        for name, says, make in (
            ("a link outside", "reviews lies outside the project", lambda path: path.symlink_to(OUTSIDE)),
            ("a link to nothing", "reviews: cannot list", lambda path: path.symlink_to("nothing")),
            ("a FIFO", "reviews: cannot list the folder: not a directory", os.mkfifo),
            ("a file", "reviews: cannot list the folder: not a directory", Path.touch),
        )
    ),
    reviewed(
        "a folder of control characters", "no article", {"reviews/\x1b[2J/0001.toml": as_approved(_RECORD)}
    ),
    reviewed(
        "3,000 folders of no article",
        "no article",
        {"reviews/more": many_folders},
    ),
    *(
        reviewed(
            f"an edited record, by {' '.join(command)}",
            "not in these words",
            {_RECORD: as_approved(_RECORD, ("full", "partial"))},
            1,
            command,
        )
        for command in (VERIFY, CHECK)
    ),
    reviewed(
        "a gap, by check",
        "review-tampered",
        {_RECORD: nothing, "reviews/x/0002.toml": as_approved(_RECORD)},
        1,
        CHECK,
    ),
    reviewed("all is well, by verify", "all of them hold", {}, 0, VERIFY),
)
