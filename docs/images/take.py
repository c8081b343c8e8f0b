"""Takes the README's pictures anew: `python docs/images/take.py`, after `make example` and `make tools`.

The first shows what `osler check` says of the page with faults in `tests/projects/faulty-page`, the
second the page that `osler export` made of `articles/vitamin-b12-leukopenia.md`, the third the reviewer's
sheet of `tests/projects/review-sheet`.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
OSLER = str(Path(sys.executable).with_name("osler"))
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync")


def terminal(lines: int) -> str:
    """Give the first lines of a check of the page with faults, as HTML."""
    done = subprocess.run(
        [OSLER, "check", "--color", "always"],
        cwd=ROOT / "tests" / "projects" / "faulty-page",
        env={**os.environ, "SOURCE_DATE_EPOCH": "1795305600"},
        capture_output=True,
        text=True,
        check=False,
    )
    shown = done.stdout.splitlines()
    console = Console(record=True, width=118, file=io.StringIO())
    console.print(Text("$ osler check\n", style="bold"), end="")
    console.print(Text.from_ansi("\n".join([*shown[:lines], "  …", "", *shown[-2:]])))
    return console.export_html(theme=MONOKAI, inline_styles=True)


def sheet(target: Path) -> str:
    """Write the reviewer's sheet of the project with every state; give its address."""
    subprocess.run(
        [OSLER, "ledger", "articles/anaemia.md", "--format", "html", "--output", str(target)],
        cwd=ROOT / "tests" / "projects" / "review-sheet",
        env={**os.environ, "SOURCE_DATE_EPOCH": "1795305600"},
        check=True,
    )
    return target.as_uri()


def take(
    browser: Browser, url: str, name: str, *, width: int, height: int | None, first: str | None = None
) -> None:
    """Save a picture of a page: its upper `height` pixels, or all of it; from the element `first` on."""
    page = browser.new_page(viewport={"width": width, "height": height or 400})
    page.goto(url)
    if first is not None:
        page.locator(first).evaluate("one => window.scrollTo(0, one.getBoundingClientRect().top - 24)")
    page.screenshot(path=HERE / name, full_page=height is None)
    page.close()


def main() -> None:
    """Take the pictures."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        shown = Path(folder, "check.html")
        shown.write_text(terminal(47), "utf-8")
        take(browser, shown.as_uri(), "check.png", width=1000, height=None)
        page = ROOT / "build" / "vitamin-b12-leukopenia" / "index.html"
        take(browser, page.as_uri(), "page.png", width=1180, height=1060)
        url = sheet(Path(folder, "sheet.html"))
        take(browser, url, "sheet.png", width=1180, height=760, first="#a1-number-absent")
        browser.close()


if __name__ == "__main__":
    main()
