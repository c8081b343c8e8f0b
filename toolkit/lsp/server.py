"""The server: what the client sends, and who answers."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import FileIO
from pathlib import Path
from typing import Any, TypeVar, cast

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from toolkit import __version__
from toolkit.api.held import HeldProject
from toolkit.errors import OslerError
from toolkit.lsp.client import Client
from toolkit.lsp.completion import Index
from toolkit.lsp.documents import Documents, OutOfStepError, path_of
from toolkit.lsp.judging import Judge
from toolkit.lsp.protocol import Input, Protocol
from toolkit.lsp.settings import Settings, read_settings
from toolkit.lsp.views import View, folder_of

T = TypeVar("T")
WATCHED = "**/*.{md,bib,lock,toml}"


class Server(LanguageServer):
    """Osler's language server. `day` is the date to judge by; `None` for today's, in UTC."""

    def __init__(self, day: date | None = None) -> None:
        super().__init__("osler", __version__, protocol_cls=Protocol)
        self.client = Client()
        self.settings = Settings()
        self.documents = Documents()
        self.index = Index()
        self.day = day
        self.judge = Judge(self)
        self._tasks: set[asyncio.Task[None]] = set()

    # --- what the judge asks ------------------------------------------------------------------

    def publish(self, params: types.PublishDiagnosticsParams) -> None:
        """Send diagnostics."""
        self.text_document_publish_diagnostics(params)

    def tell(self, message: str, kind: types.MessageType = types.MessageType.Warning) -> None:
        """Write a line into the client's log."""
        self.window_log_message(types.LogMessageParams(kind, message))

    def today(self) -> date:
        """Give the day by which to judge."""
        return self.day or datetime.now(UTC).date()

    def judged(self) -> None:
        """Have the client ask for its lenses again, since the library may have changed them."""
        if self.client.refreshes_lenses and self.settings.codeLens:
            self.workspace_code_lens_refresh(None)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log what pygls could not make sense of; a window for each would drive anyone away."""
        self.tell(f"{getattr(source, '__name__', 'error')}: {error}"[:2_000])

    # --- documents ----------------------------------------------------------------------------

    def opened(self, params: types.DidOpenTextDocumentParams) -> None:
        """Take a document, and check its project."""
        document = self.documents.open(params.text_document)
        self.check_around(document.path)

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        """Apply edits, and check; a document whose text is not known any more is left alone."""
        try:
            document = self.documents.change(params, self.client.positions)
        except OutOfStepError as error:
            uri = params.text_document.uri
            self.judge.withdraw(uri)
            self.tell(f"{uri} is not checked until it is opened again: {error}")
            return
        if document is not None:
            self.check_around(document.path)

    def closed(self, params: types.DidCloseTextDocumentParams) -> None:
        """Forget a document; its file counts again."""
        uri = params.text_document.uri
        document = self.documents.get(uri)
        self.documents.close(uri)
        self.judge.withdraw(uri)
        if document is not None:
            self.check_around(document.path)

    def check_around(self, path: Path | None) -> None:
        """Check the project around a file soon."""
        if path is not None:
            self._begin(self._check_around(path))

    def check_again(self) -> None:
        """Check all known projects: files changed on the disk."""
        for held in self.judge.known():
            self.judge.ask(held)

    def check_folders(self) -> None:
        """Check the projects of the client's folders, if it wants to hear of files that are not open."""
        if self.settings.diagnostics == "project":
            for folder in self.folders():
                self.check_around(folder)

    def folders(self) -> list[Path]:
        """Give the client's folders that exist."""
        uris = [*self.workspace.folders, *([self.workspace.root_uri] if self.workspace.root_uri else [])]
        return list(dict.fromkeys(filter(None, map(folder_of, uris))))

    async def _check_around(self, path: Path) -> None:
        held = await self.judge.held(path)
        if held is not None:
            self.judge.ask(held)

    def _begin(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)  # the loop itself keeps only a weak hold of it
        task.add_done_callback(self._tasks.discard)

    # --- requests -----------------------------------------------------------------------------

    async def view(self, uri: str) -> View | None:
        """Read the project around a document; `None` if there is none, or it cannot be read."""
        path = path_of(uri)
        if path is None or self.documents.is_lost(uri):
            return None
        held = await self.judge.held(path)
        return await self._view(held, path) if held is not None else None

    async def views(self) -> list[View]:
        """Read all projects that the client works in."""
        found: dict[Path, HeldProject] = {}
        paths = [one.path for one in self.documents.snapshot().values() if one.path is not None]
        for path in (*self.folders(), *paths):
            held = await self.judge.held(path)
            if held is not None:
                found[held.tree.root] = held
        views = [await self._view(held, None) for held in found.values()]
        return [view for view in views if view is not None]

    async def _view(self, held: HeldProject, path: Path | None) -> View | None:
        try:
            return await self.judge.view(held, path)
        except OslerError:
            return None  # the diagnostics say so

    async def answer(self, uri: str, work: Callable[[View], T]) -> T | None:
        """Answer from the project around a document, on the reading thread."""
        view = await self.view(uri)
        return await self.judge.read(work, view) if view is not None else None

    def begin(self, params: types.InitializeParams) -> None:
        """Read what the client can and wants."""
        encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        self.client = Client.of(params.capabilities, getattr(encoding, "value", str(encoding)))
        self.settings = read_settings(params.initialization_options)


def serve(day: date | None = None) -> int:
    """Serve one client over standard input and output until it says so, or is gone; give the exit code."""
    from toolkit.lsp.requests import register  # noqa: PLC0415 - it needs the class above

    logging.disable(logging.CRITICAL)  # pygls' tracebacks; what matters is told to the client
    server = Server(day)
    register(server)
    try:
        server.start_io(Input(FileIO(sys.stdin.fileno(), closefd=False)), sys.stdout.buffer)
    finally:
        server.judge.stop()
    return cast(Protocol, server.protocol).exit_code
