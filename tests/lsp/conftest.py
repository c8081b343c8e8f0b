"""A session with a server for all tests of a module, one in each unit of columns."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Coroutine, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.lsp.client import Client, session
from tests.lsp.project import write_project

T = TypeVar("T")


@pytest.fixture(scope="session", autouse=True)
def _apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the user's store and settings out of the tests."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OSLER_STORE", str(home / "store.sqlite3"))
        patch.setenv("OSLER_STATE", str(home / "state"))
        for name in ("SOURCE_DATE_EPOCH", "OSLER_EUTILS_URL", "NCBI_API_KEY"):
            patch.delenv(name, raising=False)
        yield


@dataclass
class Editor:
    """A client in a session, and the project that it has open."""

    client: Client
    root: Path
    runner: asyncio.Runner
    thread: Executor

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do asynchronous work."""
        return self.thread.submit(self.runner.run, work).result()

    @property
    def answer(self) -> Path:
        return self.root / "articles" / "answer.md"

    @property
    def library(self) -> Path:
        return self.root / "references.bib"


@pytest.fixture(scope="module", params=["utf-8", "utf-16", "utf-32"])
def editor(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    root = write_project(tmp_path_factory.mktemp("project") / "a project")
    # In a thread of its own: Playwright leaves a loop running in the thread of its tests.
    with ThreadPoolExecutor(max_workers=1) as thread:
        runner = asyncio.Runner()
        # Entered and left in the runner's own loop, as the tests are.
        held: AbstractAsyncContextManager[Client] = session(
            root, encoding=request.param, env=dict(os.environ)
        )
        client = thread.submit(runner.run, held.__aenter__()).result()
        try:
            yield Editor(client, root, runner, thread)
        finally:
            thread.submit(runner.run, held.__aexit__(None, None, None)).result()
            thread.submit(runner.close).result()
