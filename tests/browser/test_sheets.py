"""The reviewer's sheet in a real browser: on a phone, at a desk, in the dark and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_pages import Scheme
from tests.exporters.sample_ledgers import everything, sheet
from tests.exporters.test_ledger_sheet import empty, foreign, hostile
from tests.install_tools import AXE, NU_JAR
from toolkit.exporters.ledger import render_sheet
from toolkit.validators.nu import run_nu

SHEETS = {
    "alone": sheet(everything()),
    "in-order": sheet(everything(), in_order=True),
    "hostile": sheet(hostile()),
    "project": sheet(everything(), empty(), foreign(), hostile()),
}
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("sheets")
    for name, one in SHEETS.items():
        (made / f"{name}.html").write_bytes(render_sheet(one))
    return made


@pytest.fixture
def page(browser: Browser, folder: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A sheet, opened; it may ask nobody for anything, and must not complain."""
    chosen: tuple[str, int, Scheme] = getattr(request, "param", ("alone", 1280, "light"))
    name, width, scheme = chosen
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
    opened = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    opened.on("request", lambda one: asked.append(one.url))
    opened.on("console", lambda one: complaints.append(one.text))
    opened.on("dialog", lambda one: complaints.append(one.message))
    address = (folder / f"{name}.html").as_uri()
    opened.goto(address)
    yield opened
    context.close()
    assert asked == [address]
    assert complaints == []


EVERY_SIZE = [*product(SHEETS, (320, 1280), ("light",)), ("project", 1280, "dark"), ("alone", 320, "dark")]


@pytest.mark.parametrize(("name", "width", "scheme"), EVERY_SIZE)
def test_no_axe_violations(browser: Browser, folder: Path, name: str, width: int, scheme: Scheme) -> None:
    context = browser.new_context(
        color_scheme=scheme, bypass_csp=True, viewport={"width": width, "height": 800}
    )
    opened = context.new_page()
    opened.goto((folder / f"{name}.html").as_uri())
    opened.add_script_tag(path=AXE)
    found = opened.evaluate("options => axe.run(document, options)", OPTIONS)
    context.close()
    assert [
        (one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found["violations"]
    ] == []
    assert len(found["passes"]) > 15


@pytest.mark.parametrize("page", EVERY_SIZE, indirect=True)
def test_the_sheet_never_scrolls_sideways(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_claim_and_evidence_stand_side_by_side_on_a_desk_and_on_paper(page: Page) -> None:
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        claim = page.locator(".entry .claim").first.bounding_box()
        sources = page.locator(".entry .sources").first.bounding_box()
        assert claim is not None
        assert sources is not None
        assert claim["y"] == sources["y"]
        assert claim["x"] + claim["width"] <= sources["x"] + 1


@pytest.mark.parametrize("page", [("alone", 320, "light")], indirect=True)
def test_on_a_phone_the_evidence_follows_the_claim(page: Page) -> None:
    claim = page.locator(".entry .claim").first.bounding_box()
    sources = page.locator(".entry .sources").first.bounding_box()
    assert claim is not None
    assert sources is not None
    assert claim["y"] + claim["height"] <= sources["y"] + 1


def test_paper_has_everything_that_the_reviewer_needs(page: Page) -> None:
    page.emulate_media(media="print")
    for shown in (".signature", ".tick", ".room", ".exempt tbody tr", "mark", "u", ".source-list li"):
        assert page.locator(shown).first.is_visible(), shown
    assert not page.locator(".skip-link").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.entry')).breakInside") == "avoid"
    heads = "getComputedStyle(document.querySelector('.claims thead')).display"
    assert page.evaluate(heads) == "table-header-group"


@pytest.mark.parametrize("page", [(name, 1280, "dark") for name in SHEETS], indirect=True)
@pytest.mark.parametrize("format_name", ["A4", "Letter"])
def test_prints_to_pdf(page: Page, format_name: str) -> None:
    assert page.pdf(format=format_name).startswith(b"%PDF-")


def test_the_summary_leads_to_the_claims(page: Page) -> None:
    page.locator(".waiting a").nth(2).click()
    assert page.evaluate("document.querySelector(':target').textContent").startswith("A number")
    page.locator(".entry .number[href]").first.click()
    assert page.evaluate("document.querySelector(':target').tagName") == "LI"


def test_nu_finds_no_error(folder: Path) -> None:
    messages = run_nu(NU_JAR, [folder / f"{name}.html" for name in SHEETS])
    assert [one for one in messages if one.kind == "error"] == []
