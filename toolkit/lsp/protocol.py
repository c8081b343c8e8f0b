"""The protocol over standard input and output: pygls', with open documents that are Osler's own."""

from __future__ import annotations

import sys
from io import BufferedReader
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.protocol import LanguageServerProtocol, lsp_method

if TYPE_CHECKING:
    from toolkit.lsp.server import Server

_LONGEST_HEADER = 8 << 10
_LARGEST_MESSAGE = 256 << 20


class Protocol(LanguageServerProtocol):
    """Hands edits to the server's own documents; pygls' would raise at those of unknown ones."""

    _server: Server

    @property
    def exit_code(self) -> int:
        """0 if the client asked for `shutdown` before it ended or left, else 1 (LSP 3.17, "Exit Notification")."""
        return 0 if self._shutdown else 1

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Take a document that was opened."""
        self._server.opened(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Take the edits of a document."""
        self._server.changed(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Forget a document."""
        self._server.closed(params)

    @lsp_method(types.EXIT)
    def lsp_exit(self, *_arguments: object) -> Any:
        """End; `exit_code` says how."""
        server: Any = self._server  # pygls leaves this method without types
        server.shutdown()


class Input(BufferedReader):
    """Standard input within bounds: a message that says it is larger than memory ends the conversation."""

    def readline(self, size: int | None = -1, /) -> bytes:
        """Read a line of a header, or a piece of what is none."""
        return super().readline(_LONGEST_HEADER if size is None or size < 0 else min(size, _LONGEST_HEADER))

    def read(self, size: int | None = -1, /) -> bytes:
        """Read a message of `size` bytes; nothing, as at the end, if that is more than any message has."""
        if size is not None and size > _LARGEST_MESSAGE:
            sys.stderr.write(f"osler: a message of {size} bytes is refused\n")
            return b""
        return super().read(size)
