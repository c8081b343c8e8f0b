"""The open documents: their texts as the client last said, and the edits that it sends.

pygls' own store splits lines at characters that are no line ends to the protocol (form feeds, U+2028),
and raises at edits of documents that are not open. This one does neither.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lsprotocol import types
from pygls.uris import to_fs_path

from toolkit.lsp.positions import MARK, Positions
from toolkit.model.span import SourceText

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Document:
    """An open document at one version. `path` is `None` where the address is not a file's.

    Lone surrogates, which no file can hold, are shown as U+FFFD: it counts the same in every unit.
    """

    uri: str
    version: int
    text: str
    path: Path | None
    _bytes: list[bytes] = field(default_factory=list, repr=False, compare=False)

    @property
    def data(self) -> bytes:
        """The text as the file would hold it; the same object each time."""
        if not self._bytes:
            self._bytes.append(self.text.encode())
        return self._bytes[0]

    @property
    def is_marked(self) -> bool:
        """Whether the client's text begins with a byte-order mark."""
        return self.text.startswith(MARK)


class OutOfStepError(Exception):
    """An edit does not fit the text that it is meant for, so that the text is not known any more."""


def path_of(uri: str) -> Path | None:
    """Give the file that an address names, `None` if it names none."""
    try:
        name = to_fs_path(uri)
    except (ValueError, TypeError, AttributeError, IndexError):
        return None
    if not name or "\x00" in name or _SURROGATE.search(name):
        return None
    path = Path(name)
    return path if path.is_absolute() else None


class Documents:
    """All open documents by address. Changed on the event loop alone; others are given snapshots."""

    def __init__(self) -> None:
        self._open: dict[str, Document] = {}
        self._lost: dict[str, Document] = {}

    def snapshot(self) -> Mapping[str, Document]:
        """Give the documents as they are now."""
        return dict(self._open)

    def get(self, uri: str) -> Document | None:
        """Give an open document whose text is known."""
        return self._open.get(uri)

    def is_lost(self, uri: str) -> bool:
        """Tell whether a document is open, but its text is not known any more."""
        return uri in self._lost

    def open(self, item: types.TextDocumentItem) -> Document:
        """Take an opened document; opening one again replaces it."""
        document = Document(item.uri, item.version, _sound(item.text), path_of(item.uri))
        self._open[item.uri] = document
        self._lost.pop(item.uri, None)
        return document

    def close(self, uri: str) -> None:
        """Forget a document."""
        self._open.pop(uri, None)
        self._lost.pop(uri, None)

    def change(self, params: types.DidChangeTextDocumentParams, positions: Positions) -> Document | None:
        """Apply the edits of one notification, in their order; `None` for a document that is not open.

        Raises `OutOfStepError`, and forgets the document, if its version is not newer than the known one,
        or a range ends before it begins: what the client shows is not known then, until it is opened
        again or its whole text comes. A whole text is taken unless its version is an older one.
        """
        uri, version = params.text_document.uri, params.text_document.version
        whole = _last_whole(params.content_changes)
        known = self._open.get(uri) or (self._lost.get(uri) if whole is not None else None)
        if known is None:
            return None
        try:
            _require_newer(version, known.version, is_whole=whole is not None)
            text = known.text
            for change in params.content_changes[whole or 0 :]:
                text = _edited(text, change, positions)
        except OutOfStepError:
            self._open.pop(uri, None)
            self._lost[uri] = known
            raise
        self._lost.pop(uri, None)
        self._open[uri] = Document(uri, version, text, known.path)
        return self._open[uri]


def _require_newer(version: int, known: int, *, is_whole: bool) -> None:
    if version < known or (version == known and not is_whole):
        raise OutOfStepError(f"version {version} came after version {known}")


def _last_whole(changes: Sequence[types.TextDocumentContentChangeEvent]) -> int | None:
    """Give the place of the last change that carries the whole text: those before it do not matter."""
    places = [
        number
        for number, change in enumerate(changes)
        if not isinstance(change, types.TextDocumentContentChangePartial)
    ]
    return places[-1] if places else None


def _edited(text: str, change: types.TextDocumentContentChangeEvent, positions: Positions) -> str:
    if not isinstance(change, types.TextDocumentContentChangePartial):
        return _sound(change.text)
    source = SourceText("", text)
    edges = (change.range.start, change.range.end)
    if any(edge.line < 0 or edge.character < 0 for edge in edges):
        raise OutOfStepError("an edit at a negative position")
    start, end = (positions.offset(source, edge) for edge in edges)
    if start > end:
        raise OutOfStepError("an edit that ends before it begins")
    return text[:start] + _sound(change.text) + text[end:]


def _sound(text: str) -> str:
    return text if text.isascii() else _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
