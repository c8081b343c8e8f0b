"""A real browser, and pages to look at in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.exporters.sample_pages import NAMES, PAGES, crowded, file_of, sample
from tests.install_tools import find_chromium
from toolkit.exporters.html import render

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every sample page."""
    folder = tmp_path_factory.mktemp("site")
    for name in NAMES:
        file = folder / file_of(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(render(sample(name)))
    (folder / "crowded.html").write_bytes(render(crowded()))
    for place in (folder, folder / "both"):
        shutil.copytree(PAGES / "figures", place / "figures")
    return folder


class _QuietHandler(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        """Answer the browser's own question for an icon, which no page asks; all else as it is."""
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Say nothing: the test says what went wrong."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback; give its address, without a slash at its end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_QuietHandler, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The address of the pages on a loopback server."""
    with served(site) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; without one these tests fail and say what to install."""
    chromium = find_chromium()
    if chromium is None:
        pytest.fail("no Chromium starts here: run `make tools`, which installs it or says what to install")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield launched
        launched.close()
