"""`references.lock`: what PubMed said of each reference, and when. Read and written.

The lock is TOML in a fixed shape, one line a key and one block a work, sorted, so that branches
merge, a diff reads like a sentence, and a reader finds a block without parsing the others. Each
block ends in a digest of its other lines. The format is documented in `docs/lock.md`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise

from toolkit.errors import LockError
from toolkit.model.finding import Problem, Related
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.record import Record, Records
from toolkit.model.span import SourceText, Span
from toolkit.readers.lock_blocks import (
    VERSION,
    WRITTEN_BLOCK,
    block_fault,
    parse_block,
    render_lock,
    seal_block,
)

__all__ = ["VERSION", "Lock", "read_lock", "render_lock", "restored_lock", "seal_lock"]

RULE = "reference-lock"
_REFETCH = "run `osler fetch`, which asks for the work again and writes the block anew"
_MAXIMUM_PROBLEMS = 1_000

_VERSION = re.compile(rb"^lock-version[ \t]*=[ \t]*(\d{1,9})[ \t]*\r?$", re.MULTILINE)
_HEADER = re.compile(rb'\n\["')
_DIGEST = re.compile(rb'^digest = "sha256:([0-9a-f]{64})"\n?', re.MULTILINE)
_DIGEST_LENGTH = len('digest = "sha256:"\n') + 64
_ALSO = re.compile(rb'^also = \["(.*)"\]$', re.MULTILINE)
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?: .*)?$", re.MULTILINE)
_NOT_BLANK = re.compile(rb"\S[^\n]*")
_SCHEMES: Mapping[str, Scheme] = {scheme.value: scheme for scheme in Scheme}


@dataclass(frozen=True, slots=True)
class Lock:
    """The lock as read: the records that are whole, and a problem for each block that is not.

    `places` says where the block of each work stands in the bytes, by its primary identifier.
    """

    source: SourceText
    records: Records = field(default_factory=Records)
    problems: tuple[Problem, ...] = ()
    places: Mapping[Identifier, tuple[int, int]] = field(default_factory=dict, repr=False, compare=False)


def read_lock(path: str, data: bytes) -> Lock:
    """Read a lock: index its blocks, verify their digests; records are parsed when asked for.

    Takes the file's path relative to the project's root, and its bytes, whatever they are. A block
    that is damaged is left out and reported at its line, the others stand. Time and memory grow in
    proportion to the bytes. Raises `LockError` if the lock was written by a newer Osler.
    """
    data = _plain(data)
    source = SourceText(path, data.decode(errors="replace"))
    is_utf8 = "\N{REPLACEMENT CHARACTER}" not in source.text or _is_utf8(data)
    starts = [0] if data.startswith(b'["') else []
    starts += [found.start() + 1 for found in _HEADER.finditer(data)]
    reading = _Reading(source, data, is_utf8)
    reading.check_preamble(starts[0] if starts else len(data))
    for start, end in pairwise((*starts, len(data))):
        reading.read_block(start, end)
    reading.check_conflicts()
    problems = sorted(reading.problems, key=lambda problem: problem.span)
    return _lock(source, data, tuple(problems), reading.aliases, reading.blocks)


def restored_lock(
    path: str,
    data: bytes,
    problems: tuple[Problem, ...],
    aliases: Mapping[Identifier, Identifier],
    places: Mapping[Identifier, tuple[int, int]],
) -> Lock:
    """Give the lock that `read_lock` gave for the same bytes, of what it found: nothing is verified again."""
    data = _plain(data)
    return _lock(SourceText(path, data.decode(errors="replace")), data, problems, aliases, places)


def _lock(
    source: SourceText,
    data: bytes,
    problems: tuple[Problem, ...],
    aliases: Mapping[Identifier, Identifier],
    places: Mapping[Identifier, tuple[int, int]],
) -> Lock:
    return Lock(source, Records(aliases, _Loader(data, places).load), problems, places)


def _plain(data: bytes) -> bytes:
    """Give the bytes of a lock without byte order mark and with line ends as they are written."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    return data.replace(b"\r\n", b"\n") if b"\r\n" in data else data


def seal_lock(text: str) -> str:
    """Give a lock with the digest of every block computed anew; for locks written by hand, in tests.

    Blank lines and order stay as they are; lines `digest = …` are replaced or added at the end of
    their block.
    """
    head, *blocks = re.split(r'^(?=\[")', text, flags=re.MULTILINE)
    return head + "".join(map(seal_block, blocks))


@dataclass(frozen=True, slots=True)
class _Loader:
    """Parses the block of a primary identifier; the bytes are kept, not the values."""

    data: bytes
    blocks: Mapping[Identifier, tuple[int, int]]

    def load(self, identifier: Identifier) -> Record | None:
        """Give the record of a primary identifier, `None` if the lock has no such block."""
        place = self.blocks.get(identifier)
        return parse_block(self.data[slice(*place)].decode()) if place else None


@dataclass(slots=True)
class _Reading:
    """One pass over a lock."""

    source: SourceText
    data: bytes
    is_utf8: bool
    aliases: dict[Identifier, Identifier] = field(default_factory=dict)
    blocks: dict[Identifier, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def check_preamble(self, end: int) -> None:
        """Check the version, before anything else is believed."""
        found = _VERSION.search(self.data, 0, end)
        if found is not None and int(found[1]) > VERSION:
            raise LockError(
                f"the lock is of version {int(found[1])}, and this Osler reads version {VERSION}",
                help="update Osler",
                path=self.source.path,
                line=self.data.count(b"\n", 0, found.start()) + 1,
                column=1,
            )
        if found is None and self.data.strip():
            self._report(0, min(end, 1), "the lock does not begin with `lock-version = 1`", _REFETCH)
        for line in _NOT_BLANK.finditer(self.data, 0, end):
            if not _VERSION.fullmatch(line[0]) and not line[0].startswith(b"#"):
                self._stray(line.start(), line.end())

    def read_block(self, start: int, end: int) -> None:
        """Take a block into the index if it is whole, else say what is wrong with it."""
        written = WRITTEN_BLOCK.match(self.data, start, end)
        if written is not None and self.is_utf8:
            body_end = written.end()
            if sha256(self.data[start:body_end]).hexdigest().encode() == written[3]:
                self._index(start, body_end, written[1], written[2])
                if end - body_end > _DIGEST_LENGTH + 1:
                    self._check_tail(body_end + _DIGEST_LENGTH, end)
                return
        self._read_odd_block(start, end)

    def _read_odd_block(self, start: int, end: int) -> None:
        """Read a block that is damaged, or whose lines stand in an order of their own."""
        digest = _DIGEST.search(self.data, start, end)
        header_end = self.data.find(b"\n", start, end)
        header_end = header_end if header_end > 0 else end
        shown = self.data[start:header_end].decode(errors="replace").strip()[:80]
        if digest is None:
            self._report(start, header_end, f"the block {shown} has no digest: it is not used", _REFETCH)
            return
        body = self.data[start : digest.start()]
        if sha256(body).hexdigest().encode() != digest[1]:
            message = f"the block {shown} was changed by hand or damaged: it is not used"
            self._report(start, header_end, message, _REFETCH)
            return
        fault = block_fault(body)
        if fault is not None:
            place = start + fault[0]
            line_end = self.data.find(b"\n", place, end)
            self._report(place, line_end, f"the block {shown} is not used: {fault[1]}", _REFETCH)
            return
        also = _ALSO.search(body)
        self._index(start, digest.start(), body[2 : header_end - start - 2], also[1] if also else None)
        self._check_tail(digest.end(), end)

    def _index(self, start: int, end: int, name: bytes, also: bytes | None) -> None:
        """Take a sound block into the index, unless another has described the work already."""
        primary = _identifier(name)
        if primary in self.blocks:
            message = f'two blocks describe "{primary}": the first is used'
            self._report(start, start + len(name) + 4, message, _REFETCH, self._related(primary))
            return
        self.blocks[primary] = (start, end)
        for other in (primary, *map(_identifier, also.split(b'", "') if also else ())):
            known = self.aliases.setdefault(other, primary)
            if known != primary:
                message = f'"{other}" stands in two blocks: the one of "{known}" is used for it'
                self._report(start, start + len(name) + 4, message, _REFETCH, self._related(known))

    def _related(self, name: Identifier) -> tuple[Related, ...]:
        start = self.blocks[name][0] if name in self.blocks else 0
        return (Related(self.source.path, self._span(start, start + len(str(name)) + 4), "the other block"),)

    def _check_tail(self, start: int, end: int) -> None:
        """Report lines after a block's digest."""
        for line in _NOT_BLANK.finditer(self.data, start, end):
            self._stray(line.start(), line.end())

    def check_conflicts(self) -> None:
        """Report what git leaves of an unresolved merge."""
        if b"\n<<<<<<<" not in self.data and b"\n>>>>>>>" not in self.data and b"\n=======" not in self.data:
            return
        for found in _CONFLICT.finditer(self.source.text):
            message = "a merge conflict is not resolved"
            help_ = "take either side whole (`git checkout --theirs` with this file), then run `osler fetch`"
            self.problems.append(Problem(Span(*found.span()), message, help_, rule=RULE))

    def _stray(self, start: int, end: int) -> None:
        line = self.data[start:end]
        if not _CONFLICT.fullmatch(line.decode(errors="replace")):
            self._report(start, end, "this line belongs to no block", "delete it")

    def _span(self, start: int, end: int) -> Span:
        """Turn places in bytes into places in characters."""
        first = len(self.data[:start].decode(errors="replace")) if not self.source.text.isascii() else start
        return Span(first, first + len(self.data[start:end].decode(errors="replace")))

    def _report(
        self, start: int, end: int, message: str, help_: str, related: tuple[Related, ...] = ()
    ) -> None:
        if len(self.problems) < _MAXIMUM_PROBLEMS:
            self.problems.append(Problem(self._span(start, end), message, help_, rule=RULE, related=related))
        elif len(self.problems) == _MAXIMUM_PROBLEMS:
            message = "there are more damaged blocks from here on"
            self.problems.append(Problem(self._span(start, end), message, help_, rule=RULE))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _identifier(name: bytes) -> Identifier:
    """Read an identifier of a sound block."""
    scheme, _, value = name.decode().partition(":")
    return Identifier(
        _SCHEMES[scheme], value if "\\" not in value else value.replace('\\"', '"').replace("\\\\", "\\")
    )
