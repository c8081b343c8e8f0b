"""A published site in a real browser: axe, narrow screens, the search by keyboard, and no request that leaves it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import served
from tests.install_tools import AXE, NU_JAR
from toolkit.cli import run
from toolkit.errors import ExitCode
from toolkit.exporters.site import BOARD, INDEX, POLICY, SEARCH, Listing, Site
from toolkit.exporters.site.pages import index_page
from toolkit.model.metadata import Audience
from toolkit.model.review import ReviewStatus
from toolkit.model.site import SiteLink, SiteLinks
from toolkit.validators.nu import run_nu

PATIENT, PROFESSIONAL = Audience.PATIENT, Audience.PROFESSIONAL
OWN = (INDEX, SEARCH, POLICY, BOARD, "about/index.html")
CONFIGURATION = """
language = "en"
[journal]
title = "Answers in Haematology"
[site]
url = "https://example.org/articles/"
pages = ["site/about.md"]
"""
BOARD_FILE = (
    '[ann]\nname = "Ann Ng"\ncredentials = "MD"\norcid = "0000-0002-1825-0097"\nroles = ["reviewer"]\n'
)
ARTICLE = """\
---
title: {title}
audience: [{audience}]
subjects: [{subject}]
date: {year}-03-01
former_slugs: [old-{slug}]
---

## What it is

{text}

## When to ask

Ask a nurse.
"""
ARTICLES = (
    ("iron", "What is iron deficiency?", "patient", "Anemia", 2025, "Too little iron makes people tired."),
    (
        "cobalamin",
        "Who lacks cobalamin?",
        "professional",
        "Anemia",
        2026,
        "Andrès and others looked at iron too.",
    ),
    *((f"n{n}", f"Note {n}", "professional", "Notes", 2026, "A note on sleep.") for n in range(12)),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published site of fourteen articles, a page of the editors', and a board."""
    root = tmp_path_factory.mktemp("project")
    (root / "articles").mkdir()
    (root / "site").mkdir()
    (root / "osler.toml").write_text(CONFIGURATION, "utf-8")
    (root / "board.toml").write_text(BOARD_FILE, "utf-8")
    (root / "site" / "about.md").write_text("# About\n\nSee [iron](../articles/iron.md).\n", "utf-8")
    for slug, title, audience, subject, year, text in ARTICLES:
        made = ARTICLE.format(
            slug=slug, title=title, audience=audience, subject=subject, year=year, text=text
        )
        (root / "articles" / f"{slug}.md").write_text(made, "utf-8")
    options = ["--draft", "--no-cache", "--project", str(root), "--as-of", "2026-11-22"]
    assert run(["export", "--site", *options]) == ExitCode.CLEAN
    return root / "build" / "site"


@pytest.fixture(scope="module")
def home(folder: Path) -> Iterator[str]:
    """The site's address on a loopback server."""
    with served(folder) as address:
        yield f"{address}/"


@pytest.fixture
def search(browser: Browser, home: str) -> Iterator[Page]:
    """The search page, loaded; nothing it does may leave the site or fail in silence."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(home + SEARCH)
    expect(page.locator("#search-state")).to_contain_text("14 pages can be searched")
    yield page
    context.close()
    assert [one for one in asked if not one.startswith(home)] == []
    assert [one for one in complaints if "favicon" not in one and "404" not in one] == []


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_no_page_has_axe_violations_and_all_fit(browser: Browser, home: str, width: int, scheme: Any) -> None:
    context = browser.new_context(
        color_scheme=scheme,
        bypass_csp=True,
        viewport={"width": width, "height": 800},
        reduced_motion="reduce",
    )
    page = context.new_page()
    for name in (*OWN, "iron/index.html"):
        page.goto(home + name + ("?q=iron" if name == SEARCH else ""))
        if name == SEARCH:
            page.wait_for_selector("#search-results li")
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        page.add_script_tag(path=str(AXE))
        options = "{resultTypes: ['violations'], rules: {'target-size': {enabled: true}}}"
        found = page.evaluate(f"axe.run(document, {options})")["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    context.close()


def test_titles_of_any_length_and_direction_fit(browser: Browser, tmp_path: Path) -> None:
    articles = (
        Listing(
            "he", "מחסור בוויטמין", "he", ReviewStatus.SUBMITTED, (PATIENT, PROFESSIONAL), ("Leukopenia",)
        ),
        Listing("long", "Pneumonoultramicroscopicsilicovolcanoconiosis" * 3, "en", ReviewStatus.UNDER_REVIEW),
        Listing("gone", "Withdrawn", "en", ReviewStatus.APPROVED, updated=date(2026, 1, 1), retracted=True),
    )
    links = SiteLinks("Pages " * 20, tuple(SiteLink(f"Page {n}", f"p{n}/index.html") for n in range(9)))
    (tmp_path / INDEX).write_bytes(index_page(Site("en", articles, links)))
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto((tmp_path / INDEX).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


def test_the_nu_checker_finds_no_error_on_any_page(folder: Path) -> None:
    pages = [folder / name for name in (*OWN, "old-iron/index.html", "iron/index.html")]
    assert [str(one) for one in run_nu(NU_JAR, pages) if one.kind == "error"] == []


def test_a_former_address_leads_to_the_article(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    page.goto((folder / "old-iron" / INDEX).as_uri())
    page.wait_for_url("**/iron/index.html")
    page.close()


def test_the_search_works_by_keyboard(search: Page) -> None:
    search.keyboard.press("Tab")
    expect(search.locator(".skip-link")).to_be_focused()
    search.locator("#search-words").focus()
    search.keyboard.type("iron")
    search.keyboard.press("Enter")
    expect(search.locator("#search-state")).to_have_text("2 pages found for “iron”")
    expect(search.locator("#search-results h3").first).to_have_text("What is iron deficiency?")
    assert "q=iron" in search.url
    for _ in range(3):  # past "Search" and "Clear", to the first group of filters
        search.keyboard.press("Tab")
    assert search.evaluate("document.activeElement.textContent") == "Subject"
    search.locator("summary", has_text="Audience").focus()
    search.keyboard.press("Tab")
    search.keyboard.press("Space")
    expect(search.locator("#search-state")).to_have_text("1 page found for “iron”")
    search.locator("#search-results a").first.focus()
    search.keyboard.press("Enter")
    search.wait_for_url("**/index.html")
    assert "Answers in Haematology" in search.title()


def test_filters_orders_and_addresses(search: Page, home: str) -> None:
    state = search.locator("#search-state")
    search.goto(f"{home}{SEARCH}?Subject=Anemia&order=newest")
    expect(state).to_have_text("2 pages found")
    expect(search.locator("#search-results h3").first).to_have_text("Who lacks cobalamin?")
    expect(search.locator("input[value=Anemia]")).to_be_checked()
    expect(search.locator("input[value=Anemia]")).to_be_visible()
    search.locator("#search-reset").click()
    expect(state).to_contain_text("14 pages can be searched")
    expect(search.locator("#search-words")).to_be_focused()
    search.locator("#search-words").fill("sleep")
    expect(state).to_have_text("12 pages found for “sleep”")
    expect(search.locator("#search-results > li")).to_have_count(10)
    search.locator("#search-more").click()
    expect(search.locator("#search-results > li")).to_have_count(12)
    expect(search.locator("#search-results > li:nth-child(11) a").first).to_be_focused()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("insulin", "No page has “insulin”"),
        ("iron insulin", "No page has “insulin”"),
        ("andres", "1 page found for “andres”"),
        ("ANDRÈS", "1 page found for “ANDRÈS”"),
        ('"iron makes people"', '1 page found for “"iron makes people"”'),
        ("deficiencies", "1 page found for “deficiencies”"),
        ("<img src=x onerror=alert(1)>", "No page has"),
    ],
)
def test_what_is_not_there_is_not_found(search: Page, words: str, said: str) -> None:
    """Pagefind answers for an unknown word with the longest one that it begins with: "in" for "insulin"."""
    search.locator("#search-words").fill(words)
    expect(search.locator("#search-state")).to_contain_text(said)


def test_without_script_or_server_the_page_says_what_to_do(browser: Browser, home: str, folder: Path) -> None:
    silent = browser.new_context(java_script_enabled=False)
    for address in (home + SEARCH, (folder / SEARCH).as_uri()):
        page = silent.new_page()
        page.goto(address)
        expect(page.locator("#search-state")).to_contain_text("needs JavaScript")
        expect(page.locator("#search-form")).to_be_hidden()
        page.locator("#search-state a").click()
        page.wait_for_url("**/index.html")
    silent.close()
    page = browser.new_page()
    page.goto((folder / SEARCH).as_uri())
    expect(page.locator("#search-state")).to_contain_text("works on a web server only")
    page.close()
