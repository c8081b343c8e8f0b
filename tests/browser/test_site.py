"""The index of a site in a real browser, from its file: axe, narrow screens, and a link that leads on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.install_tools import AXE
from toolkit.exporters.site import Listing, Site
from toolkit.exporters.site.pages import index_page, redirect_page
from toolkit.model.metadata import Audience
from toolkit.model.review import ReviewStatus

PATIENT, PROFESSIONAL = Audience.PATIENT, Audience.PROFESSIONAL
ARTICLES = (
    Listing(
        "b12", "Can vitamin B12 deficiency cause leukopenia?", "en", ReviewStatus.APPROVED,
        (PROFESSIONAL,), ("Vitamin B 12 Deficiency", "Leukopenia"), date(2026, 11, 1),
    ),
    Listing("he", "מחסור בוויטמין", "he", ReviewStatus.SUBMITTED, (PATIENT, PROFESSIONAL), ("Leukopenia",)),
    Listing("long", "Pneumonoultramicroscopicsilicovolcanoconiosis" * 3, "en", ReviewStatus.UNDER_REVIEW),
)  # fmt: skip
SITE = Site("Example articles", "en", ARTICLES)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_index_has_no_axe_violations_and_fits(
    browser: Browser, tmp_path: Path, width: int, scheme: Any
) -> None:
    (tmp_path / "index.html").write_bytes(index_page(SITE))
    size: ViewportSize = {"width": width, "height": 800}
    context = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport=size)
    page = context.new_page()
    page.goto((tmp_path / "index.html").as_uri())
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.screenshot(path=str(tmp_path / f"{width}-{scheme}.png"), full_page=True)
    context.close()


def test_a_former_address_leads_to_the_article(browser: Browser, tmp_path: Path) -> None:
    for slug, data in (("b12", index_page(SITE)), ("old", redirect_page(SITE, ARTICLES[0]))):
        (tmp_path / slug).mkdir()
        (tmp_path / slug / "index.html").write_bytes(data)
    page = browser.new_page()
    page.goto((tmp_path / "old" / "index.html").as_uri())
    page.wait_for_url("**/b12/index.html")
    page.close()
