"""`--watch` and `preview` as processes: they follow the files, survive what editors do, and end with Ctrl-C."""

from __future__ import annotations

import http.client
import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import pytest

from toolkit.api.watch import relevant

CLEAN = "---\ntitle: Is it wet?\n---\n\nWater is wet.\n"
UNDEFINED = "---\ntitle: Is it wet?\n---\n\nWater is wet [@nobody].\n"
CHOSEN = ("--select", "citation")


class Running:
    """A command that runs, its standard error read line by line."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "toolkit", *arguments],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUNBUFFERED": "1"},
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self.seen: list[str] = []
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.kill()
        self.process.wait()
        self._thread.join()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def until(self, pattern: str) -> str:
        """Wait for a line that has a pattern."""
        while True:
            try:
                line = self._lines.get(timeout=40)
            except queue.Empty:
                pytest.fail(f"no line with {pattern!r} after: {''.join(self.seen)}")
            self.seen.append(line)
            if re.search(pattern, line):
                return line

    def interrupt(self) -> int:
        """Press Ctrl-C; give the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=40)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "osler.toml").write_text("")
    (tmp_path / "articles/a.md").write_text(CLEAN)
    return tmp_path


@pytest.fixture
def watching(folder: Path) -> Iterator[Running]:
    with Running(folder, "check", "--watch", "-f", "concise", *CHOSEN) as running:
        running.until("clean; Ctrl-C")
        yield running


def test_each_save_is_checked_and_the_last_check_gives_the_exit_code(folder: Path, watching: Running) -> None:
    article = folder / "articles/a.md"
    article.write_text(UNDEFINED)
    watching.until("articles/a.md:5:.*citation-undefined")
    assert "after articles/a.md changed" in watching.until("findings")
    temporary = folder / "articles/.a.md.tmp"
    temporary.write_text(CLEAN)
    temporary.replace(article)
    watching.until("clean after articles/a.md changed")
    article.write_text(UNDEFINED)
    watching.until("findings after")
    assert watching.interrupt() == 1
    assert not any("\x1b" in line for line in watching.seen)


def test_a_broken_configuration_and_vanishing_files(folder: Path, watching: Running) -> None:
    (folder / "osler.toml").write_text("articles = [")
    watching.until("osler: osler.toml")
    watching.until("not all could be checked after osler.toml changed")
    (folder / "osler.toml").write_text("")
    watching.until("clean after osler.toml changed")
    (folder / "articles/a.md").rename(folder / "articles/b.md")
    watching.until("clean after articles/")
    (folder / "articles/b.md").write_bytes(b"\xff half \x00")
    watching.until("clean after articles/b.md changed")
    (folder / "articles/b.md").unlink()
    (folder / "articles").rmdir()
    watching.until(r"(clean|not all could be checked) after articles")
    (folder / "articles").mkdir()
    (folder / "articles/c.md").write_text(UNDEFINED)
    watching.until("findings after")
    (folder / "references.bib").write_text("@misc{nobody, title = {T}, year = 2020}\n")
    watching.until("clean after references.bib changed")
    assert watching.interrupt() == 0


def test_what_it_writes_itself_is_not_watched(folder: Path) -> None:
    (folder / "articles/a.md").write_text("Water [@nobody; @nobody].\n")
    (folder / "references.bib").write_text("@misc{nobody, title = {T}, year = 2020}\n")
    options = ("--fix", "-f", "json", "--output-file", "report.json")
    with Running(folder, "check", "--watch", *options, *CHOSEN) as running:
        running.until("clean; Ctrl-C")
        assert (folder / "articles/a.md").read_text() == "Water [@nobody].\n"
        running.until("clean after articles/a.md changed")  # the mended file itself
        (folder / "articles/b.md").write_text(UNDEFINED)
        running.until("clean after articles/b.md changed")
        (folder / "articles/b.md").write_text(UNDEFINED.replace("nobody", "else"))
        running.until("findings after articles/b.md changed")
        assert running.interrupt() == 1
        assert sum("report.json changed" in line for line in running.seen) == 0


@pytest.mark.parametrize("option", [("--stdin-filename", "articles/a.md"), ("--add-ignores", "x")])
def test_what_does_not_go_together(folder: Path, option: tuple[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "toolkit", "check", "--watch", *option],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.returncode == 2
    assert "--watch" in done.stderr


def fetched(url: str) -> str:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    try:
        connection.request("GET", parts.path)
        return connection.getresponse().read().decode()
    finally:
        connection.close()


def test_a_preview_follows_the_files_and_ends_cleanly(folder: Path) -> None:
    with Running(folder, "preview", "articles/a.md") as running:
        found = re.search(r"at (http://127\.0\.0\.1:\d+/page/articles/a/) ", running.until("previewing"))
        assert found is not None
        running.until(r"\d+ errors?, \d+ warnings?, \d+ notes?")
        assert "Water is wet." in fetched(found[1])
        (folder / "osler.toml").write_text("x = 1")
        running.until("not checked: osler.toml")
        (folder / "osler.toml").write_text("")
        running.until(r"\d+ errors?")
        (folder / "articles/a.md").write_text(UNDEFINED)
        running.until(r"\d+ errors?")
        assert "citation-undefined" in fetched(found[1])
        assert running.interrupt() == 0
        running.until("ended")


def test_a_preview_of_what_is_no_article(folder: Path) -> None:
    (folder / "x.txt").write_text("")
    with Running(folder, "preview", "x.txt") as running:
        running.until("not an article")
        assert running.process.wait(timeout=40) == 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("articles/a.md", "articles/a.md"),
        ("references.bib", "references.bib"),
        ("articles/.a.md.swp", None),
        (".git/index", None),
        (".osler_cache/x", None),
        ("articles/a.md~", None),
        ("build/a/index.html", None),
        ("build", None),
        ("builds/a.md", "builds/a.md"),
        ("node_modules/a.md", None),
    ],
)
def test_what_concerns_a_check(tmp_path: Path, name: str, expected: str | None) -> None:
    assert relevant(tmp_path, str(tmp_path / name), "build/") == expected
    assert relevant(tmp_path, "/elsewhere/a.md", "build") is None
