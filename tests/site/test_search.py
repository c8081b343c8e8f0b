"""The search of a site: what is indexed, by a real Pagefind; when the index is made anew, kept, or taken away."""

from __future__ import annotations

import gzip
import json
import subprocess
from datetime import date
from pathlib import Path

import pytest

from tests.cli.export_project import GOOD, tree
from tests.install_tools import EXTENSION_MODULES
from toolkit.api import site as site_module
from toolkit.cli import run
from toolkit.errors import ExitCode, OslerError
from toolkit.exporters.site import Listing, Site, pagefind
from toolkit.exporters.site.pagefind import Pagefind, find_pagefind, index_documents
from toolkit.exporters.site.search import index_document
from toolkit.model.metadata import Audience
from toolkit.model.review import ReviewStatus
from toolkit.model.site import SiteLinks

BUNDLE = Path("build/site/search/pagefind")
SITE = Site("en", (), SiteLinks("Pages"))
PAGE = b"""<!DOCTYPE html><html><body><header><p>banner</p><h1 id="osler-title">Title  &amp; more</h1></header>
<div class="text"><h2 id="a">A <em>heading</em></h2><p>Words<span class="citations">[1]</span>. More</p>
<div class="box disclaimer"><p>disclaimer</p></div><table><tr><td>cell</td><td>next</td></tr></table>
<math><mi>formula</mi></math>tail</div><section class="references">reference</section></body></html>"""


def published() -> int:
    return run(["export", "--site", "--draft"])


def indexed() -> str:
    """What the index holds of all pages, as Pagefind keeps it: their text, title and filters."""
    fragments = (gzip.decompress(path.read_bytes()) for path in sorted(BUNDLE.glob("fragment/*")))
    return b"\n".join(fragments).decode("utf-8", "replace")


def test_only_the_text_is_searched() -> None:
    one = Listing(
        "b12", "Title", "de", ReviewStatus.APPROVED, (Audience.PATIENT,), ("X & Y",), date(987, 1, 2)
    )
    found = index_document(one, PAGE, SITE).decode()
    body = found.partition("<body")[2]
    assert [word for word in ("banner", "disclaimer", "formula", "reference", "[1]") if word in body] == []
    assert '<h2 id="a">A heading</h2>' in body
    assert ">Title &amp; more</h1>" in body
    assert "<p>Words. More</p>" in body
    assert "<p>cell</p>\n<p>next</p>" in body
    assert "<p>tail</p>" in body
    for content, name in (
        ("X &amp; Y", "Subject"),
        ("Patients", "Audience"),
        ("0987", "Year"),
        ("de", "Language"),
    ):
        assert f'<meta content="{content}" data-pagefind-filter="{name}[content]">' in found


def test_each_page_is_indexed_with_its_filters(project: Path) -> None:
    assert published() == ExitCode.CLEAN
    found = indexed()
    assert '"url":"/good/index.html"' in found
    assert "Submitted, not reviewed yet" in found
    assert "<img src=x onerror=alert(1)>" in found, "as text, in a filter"
    assert "pending human review" not in found
    entry = json.loads((BUNDLE / "pagefind-entry.json").read_bytes())
    assert [one["page_count"] for one in entry["languages"].values()] == [2]


def test_the_index_is_made_anew_only_for_other_text(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert published() == ExitCode.CLEAN
    before = {path: path.stat().st_mtime_ns for path in BUNDLE.rglob("*") if path.is_file()}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1795305600 + 86400))  # the pages say another day, no more
    assert published() == ExitCode.CLEAN
    assert {path: path.stat().st_mtime_ns for path in BUNDLE.rglob("*") if path.is_file()} == before
    (project / "articles" / "good.md").write_text(GOOD + "\nUnheard-of words.\n", "utf-8")
    assert published() == ExitCode.CLEAN
    assert "Unheard-of" in indexed()
    listed = json.loads((project / "build/site/osler-site.json").read_bytes())["files"]
    on_disk = {f"search/pagefind/{path.relative_to(BUNDLE).as_posix()}" for path in BUNDLE.rglob("*.*")}
    assert on_disk == {name for name in listed if name.startswith("search/pagefind/")}, (
        "nothing stale is left"
    )


def test_an_index_that_somebody_changed_is_not_believed(project: Path) -> None:
    assert published() == ExitCode.CLEAN
    fragment = next(BUNDLE.glob("fragment/*"))
    fragment.write_bytes(b"forged")
    assert published() == ExitCode.CLEAN
    assert fragment.read_bytes() != b"forged"


def test_without_pagefind_the_site_is_whole_and_says_how_to_get_it(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert published() == ExitCode.CLEAN
    capsys.readouterr()
    monkeypatch.setattr(pagefind, "_PACKAGES", ("a_package_that_is_not_installed",))
    assert published() == ExitCode.CLEAN
    assert "pip install 'osler[search]'" in capsys.readouterr().out
    files = tree(project / "build" / "site")
    assert [name for name in files if name.startswith("search/")] == []
    assert [
        name for name, data in files.items() if name.endswith(".html") and b"search/index.html" in data
    ] == []


@pytest.mark.parametrize("lines", ["exit 3", "exit 0", "echo no such thing >&2; exit 1"])
def test_a_pagefind_that_fails_is_told(tmp_path: Path, lines: str) -> None:
    program = tmp_path / "pagefind"
    program.write_text(f"#!/bin/sh\n{lines}\n", "utf-8")
    program.chmod(0o755)
    with pytest.raises(OslerError, match="Pagefind"):
        index_documents(Pagefind(program, "0"), tmp_path, tmp_path / "index")


def test_pagefind_reads_no_configuration_of_a_repository(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_pagefind() is not None
    for name in ("pagefind.toml", "pagefind.yml", "pagefind.json"):
        (project / name).write_text("nonsense", "utf-8")
    monkeypatch.setenv("PAGEFIND_SITE", "/nowhere")
    assert published() == ExitCode.CLEAN
    assert '"url":"/good/index.html"' in indexed()


def test_the_script_is_typed() -> None:
    compiler = EXTENSION_MODULES / "typescript" / "lib" / "tsc.js"
    assert compiler.exists(), "TypeScript is missing: run `make tools`"
    options = "--noEmit --checkJs --allowJs --strict --noUncheckedIndexedAccess --noImplicitReturns --noUnusedLocals"
    libraries = ["--target", "es2022", "--module", "esnext", "--lib", "es2022,dom,dom.iterable"]
    source = Path(site_module.__file__).parent.parent / "templates" / "search.js"
    done = subprocess.run(
        ["node", compiler, *options.split(), *libraries, source], capture_output=True, text=True, check=False
    )
    assert done.stdout == ""
    assert done.returncode == 0
