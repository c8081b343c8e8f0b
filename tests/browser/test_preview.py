"""The preview in a real browser: notes beside their words, and a page that follows the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_pages import AXE_OPTIONS, viewport
from tests.install_tools import AXE
from toolkit.api.preview import Preview
from toolkit.api.preview_server import PreviewServer
from toolkit.project import WorkingTree

ARTICLE = """---
title: Can it be treated?
type: question-answer
audience: professional
authors:
  - name: Ann Author
date: 2026-11-01
---

# What helps

Water is wet, and it is wet in every case that we know of, whatever else may be said about it at length.
Treatment with cobalamin reduces mortality by 40%. Give hydroxocobalamin 1000 mcg on alternate days.

::: {.key-points}
- Oral cobalamin prevents anaemia in most patients.
- Nothing else.
:::

| What | How much |
| --- | --- |
| Mortality falls by 12% with treatment. | [@nobody] |
| Adenosylcobalaminmonohydrochloride-hydroxocobalaminacetatemonohydrate | 500 mg daily |
"""


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[tuple[Preview, str, Path]]:
    """A preview of one article, its address, and the article's file."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "osler.toml").write_text("")
    file = tmp_path / "articles/a.md"
    file.write_text(ARTICLE)
    one = Preview(WorkingTree.find(tmp_path), date(2026, 11, 22))
    one.refresh()
    server = PreviewServer(one)
    yield one, f"{server.url}page/articles/a/", file
    server.close()


@contextmanager
def opened(browser: Browser, url: str, width: int) -> Iterator[Page]:
    """Open a page that may ask its own server only, and has nothing to complain of."""
    context = browser.new_context(reduced_motion="reduce", **viewport(width))
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(url)
    yield page
    context.close()
    assert [one for one in asked if not one.startswith((urljoin(url, "/"), "data:"))] == []
    assert complaints == []


@pytest.mark.parametrize("width", [400, 1280])
def test_notes_stand_beside_or_below_their_words(
    browser: Browser, preview: tuple[Preview, str, Path], width: int
) -> None:
    with opened(browser, preview[1], width) as page:
        expect(page.locator(".osler-state")).to_have_text("up to date")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        boxes = page.evaluate(
            "[...document.querySelectorAll('main .osler-note')].map(note => {"
            " const box = note.getBoundingClientRect(), main = note.closest('main').getBoundingClientRect();"
            " const host = note.parentElement.getBoundingClientRect();"
            " return [box.left - main.right, box.top, box.bottom, host.top, host.bottom]; })"
        )
        assert len(boxes) > 4
        if width == 1280:
            assert all(box[0] > 0 for box in boxes)
            stacked = sorted((box[1], box[2]) for box in boxes)
            assert all(first[1] <= second[0] for first, second in pairwise(stacked))
            mark = page.locator(".osler-mark").first.bounding_box()
            assert mark is not None
            assert abs(min(box[1] for box in boxes) - mark["y"]) < 40
        else:
            assert all(box[0] <= 0 and box[3] <= box[1] and box[2] <= box[4] + 1 for box in boxes)
            # Also in a narrow column a note has the width of a few words.
            widths = page.locator("table .osler-note").evaluate_all("all => all.map(one => one.offsetWidth)")
            assert widths
            assert min(widths) > width / 2


def test_the_page_follows_the_file_and_keeps_its_place(
    browser: Browser, preview: tuple[Preview, str, Path]
) -> None:
    project, url, file = preview
    with opened(browser, url, 400) as page:
        expect(page.locator(".osler-state")).to_have_text("up to date")
        page.evaluate("window.scrollTo(0, 600)")
        file.write_text(ARTICLE.replace("Nothing else.", "Something new."))
        project.refresh()
        expect(page.get_by_text("Something new.", exact=True)).to_be_attached()
        expect(page.locator(".osler-state")).to_have_text("up to date")
        assert page.evaluate("window.scrollY") > 300


@pytest.mark.parametrize(("path", "scheme"), [("", "light"), ("", "dark"), ("../../../", "light")])
def test_no_axe_violations(
    browser: Browser, preview: tuple[Preview, str, Path], path: str, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(
        color_scheme=scheme, bypass_csp=True, reduced_motion="reduce", **viewport(1280)
    )
    page = context.new_page()
    page.goto(preview[1] + path)
    page.add_script_tag(path=AXE)
    found = page.evaluate("options => axe.run(document, options)", AXE_OPTIONS)
    context.close()
    assert [
        (one["id"], [node["html"][:160] for node in one["nodes"][:2]]) for one in found["violations"]
    ] == []
