"""The articles of this repository, exported as anyone would, in a real browser."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.test_pages import Scheme
from tests.install_tools import AXE, NU_JAR
from toolkit.validators.nu import run_nu

ROOT = Path(__file__).parent.parent.parent
SLUGS = sorted(path.stem for path in (ROOT / "articles").glob("*.md"))


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    command = [sys.executable, "-m", "toolkit", "export", "--output", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
@pytest.mark.parametrize("slug", SLUGS)
def test_page_has_no_axe_violations_and_fits(
    browser: Browser, exported: Path, slug: str, width: int, scheme: Scheme
) -> None:
    context = browser.new_context(
        color_scheme=scheme, bypass_csp=True, viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    page.goto((exported / slug / "index.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.add_script_tag(path=AXE)
    found = page.evaluate("options => axe.run(document, options)", {"resultTypes": ["violations"]})
    context.close()
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []


def test_nu_finds_no_error(exported: Path) -> None:
    pages = [exported / slug / name for slug in SLUGS for name in ("index.html", "evidence/index.html")]
    assert [one for one in run_nu(NU_JAR, pages) if one.kind == "error"] == []


def test_the_example_page_is_small(exported: Path) -> None:
    page = exported / "vitamin-b12-leukopenia" / "index.html"
    assert page.stat().st_size < 60_000
