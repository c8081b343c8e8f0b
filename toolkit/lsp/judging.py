"""Checks in the background as one types, and publishes what they find.

Reading and checking each have one thread, so that the event loop only ever waits for messages. A check
begins when nothing was typed for a moment; the next edit gives it up. What it found is published for the
documents whose text is still the one that was checked, with the version of that text.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Event
from typing import ParamSpec, Protocol, TypeVar

from lsprotocol import types
from pygls.uris import from_fs_path

from toolkit.api.check import Report
from toolkit.api.held import HeldProject, SupersededError
from toolkit.errors import OslerError
from toolkit.lsp.client import Client
from toolkit.lsp.diagnostics import by_file, refusal
from toolkit.lsp.documents import Document, Documents
from toolkit.lsp.settings import Settings
from toolkit.lsp.views import Projects, View, inside

P = ParamSpec("P")
T = TypeVar("T")


class Editor(Protocol):
    """What the judge needs of the server."""

    client: Client
    settings: Settings
    documents: Documents

    def publish(self, params: types.PublishDiagnosticsParams) -> None:
        """Send diagnostics to the client."""

    def tell(self, message: str) -> None:
        """Write a line into the client's log."""

    def today(self) -> date:
        """Give the day by which to judge."""

    def judged(self) -> None:
        """Hear that a check has ended: what is counted above the text may be another."""


@dataclass(slots=True)
class _Run:
    """A check that waits or runs, and the means to give it up."""

    task: asyncio.Task[None]
    is_stopped: Event


_Published = dict[str, tuple[int | None, list[types.Diagnostic]]]


class Judge:
    """Reads and checks the projects that the client works in. Its methods are for the event loop."""

    def __init__(self, editor: Editor) -> None:
        self.editor = editor
        self.projects = Projects()
        self._reading = ThreadPoolExecutor(1, "osler-reading")
        self._checking = ThreadPoolExecutor(1, "osler-checking")
        self._runs: dict[Path, _Run] = {}
        self._published: dict[Path, _Published] = {}
        self._told: set[str] = set()
        self._waiting = 0

    async def read(self, work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """Do work on the reading thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._reading, lambda: work(*arguments, **named))

    async def check(self, work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """Do work on the checking thread; a check that runs there makes way, and goes on afterwards."""
        loop = asyncio.get_running_loop()
        self._waiting += 1
        try:
            return await loop.run_in_executor(self._checking, lambda: work(*arguments, **named))
        finally:
            self._waiting -= 1

    async def held(self, path: Path) -> HeldProject | None:
        """Find the project around a file."""
        return await self.read(self.projects.root_of, path)

    async def view(self, held: HeldProject, path: Path | None = None) -> View:
        """Read a project as it is now. Raises `ConfigurationError`."""
        editor = self.editor
        return await self.read(
            self.projects.view,
            held,
            editor.documents.snapshot(),
            editor.client.positions,
            editor.today(),
            path,
        )

    def ask(self, held: HeldProject) -> None:
        """Check a project soon; a check of it that waits or runs is given up."""
        root = held.tree.root
        before = self._runs.get(root)
        if before is not None:
            before.is_stopped.set()
            before.task.cancel()
        is_stopped = Event()
        task = asyncio.get_running_loop().create_task(self._run(held, is_stopped))
        self._runs[root] = _Run(task, is_stopped)

    def known(self) -> list[HeldProject]:
        """Give the projects that have been checked or are about to be."""
        return [held for held in self.projects.all() if held.tree.root in self._runs]

    def withdraw(self, uri: str) -> None:
        """Take back what was published of a document that was closed or is not understood any more."""
        for published in self._published.values():
            if published.pop(uri, None) is not None:
                self.editor.publish(types.PublishDiagnosticsParams(uri, []))

    def stop(self) -> None:
        """Give up all checks, and let the threads end."""
        for run in self._runs.values():
            run.is_stopped.set()
            run.task.cancel()
        self._reading.shutdown(wait=False, cancel_futures=True)
        self._checking.shutdown(wait=False, cancel_futures=True)

    async def _run(self, held: HeldProject, is_stopped: Event) -> None:
        await asyncio.sleep(self.editor.settings.debounce / 1000)
        documents = self.editor.documents.snapshot()
        try:
            found = await self._checked(held, is_stopped, documents)
        except SupersededError:
            return
        except OslerError as error:
            found = await self.read(self._refused, held, error, documents)
        except Exception as error:  # noqa: BLE001 - a check that fails is told of, and the server goes on
            self.editor.tell(f"a defect of Osler's own: the check failed: {type(error).__name__}: {error}")
            return
        if not is_stopped.is_set():
            self._publish(held.tree.root, found, documents)
            self.editor.judged()

    async def _checked(
        self, held: HeldProject, is_stopped: Event, documents: Mapping[str, Document]
    ) -> dict[str, list[types.Diagnostic]]:
        """Read and check. Where all has to be judged (anew, once the library changed), open documents come first."""
        view = await self.view(held)
        articles = [path for path in view.opened if path != view.library.path]
        if articles and not held.will_be_quick(view.workspace, view.today, articles):
            found = await self.check(self._glanced, view, articles)
            if not is_stopped.is_set():
                self._publish(held.tree.root, found, documents, is_whole=False)
        loop = asyncio.get_running_loop()
        while True:
            try:
                return await loop.run_in_executor(self._checking, self._found, view, is_stopped)
            except SupersededError:
                if is_stopped.is_set():
                    raise

    def _glanced(self, view: View, paths: list[str]) -> dict[str, list[types.Diagnostic]]:
        report = view.held.glance(view.workspace, view.today, paths)
        found = by_file(view, report, self.editor.client, paths)
        return {view.uri(path): found[path] for path in paths}

    def _found(self, view: View, is_stopped: Event) -> dict[str, list[types.Diagnostic]]:
        """Check a view and give the diagnostics by address; on the checking thread."""
        report = view.held.check(
            view.workspace, view.today, is_stopped=lambda: is_stopped.is_set() or self._waiting > 0
        )
        self._tell_defects(report)
        paths = None if self.editor.settings.diagnostics == "project" else tuple(view.opened)
        found = by_file(view, report, self.editor.client, paths)
        return {view.uri(path): diagnostics for path, diagnostics in found.items()}

    def _refused(
        self, held: HeldProject, error: OslerError, documents: Mapping[str, Document]
    ) -> dict[str, list[types.Diagnostic]]:
        """Say in the open documents, and in the file at fault, that nothing could be checked, and why."""
        found: dict[str, list[types.Diagnostic]] = {}
        for uri, document in documents.items():
            name = inside(held, document.path)
            owner = self.projects.root_of(document.path) if document.path is not None else None
            if owner is held and name is not None and name.endswith((".md", ".bib")) and held.reads(name):
                found[uri] = [refusal(error, is_elsewhere=True)]
        if error.path is not None and held.tree.exists(error.path):
            file = held.tree.root / error.path
            opened = next((uri for uri, one in documents.items() if one.path == file), None)
            found[opened or from_fs_path(str(file)) or ""] = [refusal(error)]
        return found

    def _tell_defects(self, report: Report) -> None:
        for defect in report.defects:
            if defect not in self._told:
                self._told.add(defect)
                self.editor.tell(f"a defect of Osler's own: please report it\n{defect}")

    def _publish(
        self,
        root: Path,
        found: Mapping[str, list[types.Diagnostic]],
        documents: Mapping[str, Document],
        *,
        is_whole: bool = True,
    ) -> None:
        """Send what changed. A document that was edited in the meantime waits for the check of its new text.

        What was said of documents that are not in `found` is taken back, if `is_whole`.
        """
        published = self._published.setdefault(root, {})
        for uri in {**published, **found} if is_whole else found:
            checked, current = documents.get(uri), self.editor.documents.get(uri)
            if checked is not current:
                continue
            version = current.version if current is not None else None
            news = (version, found.get(uri, []))
            if published.get(uri) == news:
                continue
            if news[1] or current is not None:
                published[uri] = news
            else:
                published.pop(uri, None)
            self.editor.publish(types.PublishDiagnosticsParams(uri, news[1], version=version))
