"""A real client: pygls' own, over the pipes of a real `osler lsp`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types
from pygls.lsp.client import LanguageClient

WAIT = 60.0
"""Seconds after which a test gives up; nothing is measured by it."""

T = TypeVar("T")


def run_apart(work: Coroutine[Any, Any, T]) -> T:
    """Do asynchronous work in a thread of its own: Playwright leaves a loop running in that of its tests."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, work).result()


class Client(LanguageClient):
    """Keeps what the server sends, and waits for what is expected."""

    def __init__(self) -> None:
        super().__init__("tests", "1")
        self.published: list[types.PublishDiagnosticsParams] = []
        self.logged: list[str] = []
        self.registered: list[types.Registration] = []
        self.edits: list[types.ApplyWorkspaceEditParams] = []
        self.refreshed = 0
        self.news = asyncio.Event()
        self.encoding = "utf-16"

        def publish(params: types.PublishDiagnosticsParams) -> None:
            self.published.append(params)
            self.news.set()

        def log(params: types.LogMessageParams) -> None:
            self.logged.append(params.message)
            self.news.set()

        def registering(params: types.RegistrationParams) -> None:
            self.registered.extend(params.registrations)

        def refresh(_params: Any = None) -> None:
            self.refreshed += 1
            self.news.set()

        def apply(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
            self.edits.append(params)
            return types.ApplyWorkspaceEditResult(applied=True)

        for name, answer in (
            (types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, publish),
            (types.WINDOW_LOG_MESSAGE, log),
            (types.CLIENT_REGISTER_CAPABILITY, registering),
            (types.WORKSPACE_CODE_LENS_REFRESH, refresh),
            (types.WORKSPACE_APPLY_EDIT, apply),
        ):
            self.feature(name)(answer)

    async def until(self, is_met: Any) -> Any:
        """Wait until something truthy holds of what was received, and give it."""
        async with asyncio.timeout(WAIT):
            while not (found := is_met()):
                self.news.clear()
                await self.news.wait()
        return found

    async def diagnostics(self, uri: str, version: int | None = None) -> list[types.Diagnostic]:
        """Wait for the diagnostics of a document at a version."""

        def latest() -> types.PublishDiagnosticsParams | None:
            found = [one for one in self.published if one.uri == uri]
            return found[-1] if found and (version is None or found[-1].version == version) else None

        published: types.PublishDiagnosticsParams = await self.until(latest)
        return list(published.diagnostics)

    def open(self, path: Path, text: str | None = None, version: int = 1) -> str:
        """Open a document; give its address."""
        text = path.read_bytes().decode() if text is None else text
        language = "bibtex" if path.suffix == ".bib" else "markdown"
        item = types.TextDocumentItem(path.as_uri(), language, version, text)
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return path.as_uri()

    def change(self, uri: str, version: int, *changes: types.TextDocumentContentChangeEvent) -> None:
        """Send edits."""
        named = types.VersionedTextDocumentIdentifier(version, uri)
        self.text_document_did_change(types.DidChangeTextDocumentParams(named, list(changes)))

    def rewrite(self, uri: str, version: int, text: str) -> None:
        """Send a whole new text."""
        self.change(uri, version, types.TextDocumentContentChangeWholeDocument(text))

    def at(self, text: str, needle: str, inside: int = 0) -> types.Position:
        """Give the position of a piece of text, `inside` characters into it, in the negotiated units."""
        offset = text.index(needle) + inside
        line = text.count("\n", 0, offset)
        before = text[text.rfind("\n", 0, offset) + 1 : offset]
        return types.Position(line, units(before, self.encoding))


def units(text: str, encoding: str) -> int:
    """Count the units of a text, independently of the server."""
    width = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    codec = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}[encoding]
    return len(text.encode(codec)) // width


CAPABILITIES = types.ClientCapabilities(
    workspace=types.WorkspaceClientCapabilities(
        apply_edit=True,
        workspace_edit=types.WorkspaceEditClientCapabilities(
            document_changes=True, resource_operations=[types.ResourceOperationKind.Create]
        ),
        did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True),
        workspace_folders=True,
        code_lens=types.CodeLensWorkspaceClientCapabilities(refresh_support=True),
    ),
    text_document=types.TextDocumentClientCapabilities(
        hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown]),
        completion=types.CompletionClientCapabilities(
            completion_item=types.ClientCompletionItemOptions(
                documentation_format=[types.MarkupKind.Markdown]
            )
        ),
        publish_diagnostics=types.PublishDiagnosticsClientCapabilities(related_information=True),
        code_action=types.CodeActionClientCapabilities(
            code_action_literal_support=types.ClientCodeActionLiteralOptions(
                types.ClientCodeActionKindOptions([types.CodeActionKind.QuickFix])
            ),
            disabled_support=True,
        ),
    ),
)


@asynccontextmanager
async def session(
    *roots: Path, encoding: str = "utf-16", env: dict[str, str] | None = None, **options: Any
) -> AsyncIterator[Client]:
    """Start a server and begin; at the end shut it down, and expect that it goes cleanly."""
    client = Client()
    client.encoding = encoding
    command = ["-m", "toolkit", "lsp", "--stdio", "--as-of", "2026-11-22"]
    await client.start_io(sys.executable, *command, env=env)
    capabilities = types.ClientCapabilities(
        workspace=CAPABILITIES.workspace,
        text_document=CAPABILITIES.text_document,
        general=types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind(encoding)]),
    )
    folders = [types.WorkspaceFolder(root.as_uri(), root.name) for root in roots]
    params = types.InitializeParams(
        capabilities,
        workspace_folders=folders or None,
        initialization_options={"debounce": 20, **options},
    )
    async with asyncio.timeout(WAIT):
        result = await client.initialize_async(params)
    assert result.capabilities.position_encoding == encoding
    client.initialized(types.InitializedParams())
    try:
        yield client
    finally:
        async with asyncio.timeout(WAIT):
            await client.shutdown_async(None)
            client.exit(None)
            assert client._server is not None
            assert await client._server.wait() == 0
            await LanguageClient.stop(client)
