"""Exported pages in a real browser: looks, keyboard, paper, and what axe and the Nu checker say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.exporters.sample_pages import NAMES, file_of
from tests.install_tools import AXE, NU_JAR
from toolkit.validators.nu import run_nu

ALL = (*NAMES, "crowded")
WIDTHS = (320, 1280)
# Target size (WCAG 2.2, 2.5.8) is off by default in axe; all else that axe knows is on.
AXE_OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


# Contrast and distance are measured pair by pair: minutes for 400 references, whose style the other pages share.
SHORT_OPTIONS = {
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": False}, "color-contrast": {"enabled": False}},
}


@contextmanager
def opened(browser: Browser, url: str, **settings: Any) -> Iterator[Page]:
    """Open a page in a fresh context; it may talk to nothing but the server that it came from."""
    context = browser.new_context(reduced_motion="reduce", **settings)
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(url)
    yield page
    context.close()
    host = re.sub(r"/(?:both/.*|[^/]*)$", "", url)
    assert [one for one in asked if not one.startswith((host, "data:"))] == []
    assert complaints == []


Scheme = Literal["light", "dark"]
"""The colours that a reader's system asks for."""


def viewport(width: int) -> dict[str, Any]:
    return {"viewport": {"width": width, "height": 800}}


# The crowded page differs in length only, that for patients from its neighbour in words: once is enough.
@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        *product((name for name in NAMES if name != "both-patient"), WIDTHS, ("light", "dark")),
        ("both-patient", 320, "light"),
        ("crowded", 320, "light"),
    ],
)
def test_no_axe_violations(browser: Browser, address: str, name: str, width: int, scheme: Scheme) -> None:
    context = browser.new_context(
        color_scheme=scheme, bypass_csp=True, reduced_motion="reduce", **viewport(width)
    )
    page = context.new_page()
    page.goto(f"{address}/{file_of(name)}")
    page.add_script_tag(path=AXE)
    found = page.evaluate(
        "options => axe.run(document, options)", SHORT_OPTIONS if name == "crowded" else AXE_OPTIONS
    )
    context.close()
    violations = [
        (one["id"], one["help"], [node["html"][:200] for node in one["nodes"][:3]])
        for one in found["violations"]
    ]
    assert violations == []
    assert len(found["passes"]) > 20


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_axe_violations_in_an_open_card(browser: Browser, address: str, scheme: Scheme) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True, **viewport(1280))
    page = context.new_page()
    page.goto(f"{address}/hostile.html")
    page.locator(".cite-open").first.click()
    page.add_script_tag(path=AXE)
    found = page.evaluate("options => axe.run(document.querySelector('#card-1'), options)", AXE_OPTIONS)
    context.close()
    assert [one["id"] for one in found["violations"]] == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ALL)
def test_the_page_never_scrolls_sideways(browser: Browser, address: str, name: str, width: int) -> None:
    with opened(browser, f"{address}/{file_of(name)}", **viewport(width)) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("document.body.scrollWidth") <= width


@pytest.mark.parametrize("name", ALL)
def test_nothing_is_asked_for_elsewhere_from_a_file(browser: Browser, site: Path, name: str) -> None:
    with opened(browser, (site / file_of(name)).as_uri()) as page:
        assert page.evaluate("[...document.images].every(one => one.loading === 'lazy' || one.complete)")


def test_the_figure_is_shown(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/everything.html") as page:
        image = page.locator("figure img").first
        image.scroll_into_view_if_needed()
        page.wait_for_function("document.querySelector('figure img').naturalWidth > 0")


def test_a_card_opens_and_closes_by_keyboard(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/everything.html") as page:
        card = page.locator("#card-1")
        assert not card.is_visible()
        page.locator(".cite-open[popovertarget='card-1']").first.focus()
        page.keyboard.press("Enter")
        assert card.is_visible()
        assert "Green R." in card.inner_text()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.card')?.id") == "card-1"
        page.keyboard.press("Escape")
        assert not card.is_visible()
        assert page.evaluate("document.activeElement.getAttribute('popovertarget')") == "card-1"


def test_a_card_opens_by_click_and_closes_by_its_button_or_a_click_beside_it(
    browser: Browser, address: str
) -> None:
    with opened(browser, f"{address}/everything.html", **viewport(1280)) as page:
        card = page.locator("#card-2")
        opener = page.locator(".cite-open[popovertarget='card-2']").first
        opener.click()
        assert card.is_visible()
        card.locator(".card-close").click()
        assert not card.is_visible()
        opener.click()
        page.mouse.click(5, 5)
        assert not card.is_visible()


def test_a_card_opens_by_touch_on_a_phone(browser: Browser, address: str) -> None:
    with opened(
        browser, f"{address}/everything.html", has_touch=True, is_mobile=True, **viewport(320)
    ) as page:
        page.locator(".cite-open[popovertarget='card-1']").first.tap()
        box = page.locator("#card-1").bounding_box()
        assert box is not None
        assert (box["x"], box["width"]) == (0, 320)


def test_only_buttons_and_links_that_do_something_take_the_focus(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/everything.html") as page:
        seen: list[str] = []
        for _ in range(12):
            page.keyboard.press("Tab")
            seen.append(
                page.evaluate("document.activeElement.className || document.activeElement.textContent")
            )
        assert seen[0] == "skip-link"
        assert "cite-open" in seen
        assert "citation" not in seen


def test_the_skip_link_leads_to_the_text(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/everything.html") as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "osler-text"


def test_focus_is_visible(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/everything.html") as page:
        page.keyboard.press("Tab")
        style = "getComputedStyle(document.activeElement).outlineStyle"
        assert page.evaluate(style) == "solid"


def test_reference_and_citation_lead_to_each_other(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/everything.html") as page:
        page.locator("#ref-2 [role='doc-backlink']").nth(1).click()
        assert page.evaluate("document.querySelector(':target').id") == "cite-2-2"
        page.evaluate("document.getElementById('cite-2-2').click()")
        assert page.evaluate("document.querySelector(':target').id") == "ref-2"


def test_dark_and_light_differ(browser: Browser, address: str) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        with opened(browser, f"{address}/leaflet.html", color_scheme=scheme) as page:
            grounds.append(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
    assert grounds == ["rgb(253, 253, 251)", "rgb(19, 24, 26)"]


def test_paper_has_the_list_and_no_cards(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/everything.html") as page:
        page.emulate_media(media="print")
        assert page.locator("#ref-1").is_visible()
        assert page.locator(".citation").first.is_visible()
        for hidden in (".card", ".cite-open", ".skip-link", ".contents", ".back-links", ".follow-up"):
            assert not page.locator(hidden).first.is_visible()


@pytest.mark.parametrize("name", ALL)
def test_prints_to_pdf(browser: Browser, address: str, name: str) -> None:
    with opened(browser, f"{address}/{file_of(name)}") as page:
        assert page.pdf(format="A4").startswith(b"%PDF-")


def test_right_to_left_pages_begin_at_the_right(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/arabic.html", **viewport(1280)) as page:
        heading = page.locator("h1").bounding_box()
        panel = page.locator(".panel").bounding_box()
        assert heading is not None
        assert panel is not None
        assert panel["x"] < heading["x"]


def test_hostile_text_runs_nothing(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/hostile.html") as page:
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        assert page.locator("h1").inner_text().startswith('"><script>alert(1)</script>')
        assert page.locator("script:not([type='application/ld+json'])").count() == 0


def test_nu_finds_no_error_in_any_page(site: Path) -> None:
    paths = [site / file_of(name) for name in ALL]
    errors = [one for one in run_nu(NU_JAR, paths) if one.kind == "error"]
    assert errors == []
