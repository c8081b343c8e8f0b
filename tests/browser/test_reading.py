"""Reading a page with a keyboard, at 400 %, on paper; the two audiences; what it looks like."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFont
from playwright.sync_api import Browser
from pypdf import PdfReader

from tests.browser.test_pages import opened, viewport
from tests.exporters.sample_pages import file_of

SNAPSHOTS = Path(__file__).parent / "snapshots"
VISIBLE = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const name = one.getAttribute('aria-label') || one.textContent.trim();
  return {name, key: one.id || one.getAttribute('href') || one.getAttribute('popovertarget') || one.className,
          shown: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth};
}"""


def test_every_stop_of_the_keyboard_is_in_sight_and_named(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/{file_of('both')}", **viewport(1280)) as page:
        stops = []
        for _ in range(100):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                break
            stops.append(page.evaluate(VISIBLE))
    assert 30 < len(stops) < 100
    assert [one for one in stops if not one["shown"] or not one["name"]] == []
    reached = {one["key"] for one in stops}
    assert {
        "#osler-text",
        "patient/index.html",
        "card-1",
        "card-2",
        "card-3",
        "https://example.org/ask",
    } <= reached


def test_every_card_opens_and_closes(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/everything.html", **viewport(1280)) as page:
        openers = page.locator(".cite-open")
        count = openers.count()
        assert count > 8
        for index in range(count):
            card = page.locator(f"#{openers.nth(index).get_attribute('popovertarget')}")
            openers.nth(index).focus()
            page.keyboard.press("Enter")
            assert card.is_visible()
            assert page.locator(".card:popover-open").count() == 1
            page.keyboard.press("Escape")
            assert not card.is_visible()


def test_a_card_stays_open_while_its_links_are_reached(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/everything.html", **viewport(1280)) as page:
        page.locator(".cite-open[popovertarget='card-1']").first.focus()
        page.keyboard.press("Enter")
        for _ in range(2):
            page.keyboard.press("Tab")
        assert "pubmed" in page.evaluate("document.activeElement.href")
        assert page.locator("#card-1").is_visible()


@pytest.mark.parametrize("name", ["both", "everything"])
def test_at_400_percent_nothing_is_lost(browser: Browser, address: str, name: str) -> None:
    """A window of 1280 by 1024 at 400 % shows 320 by 256 CSS pixels (WCAG 2.2, 1.4.10)."""
    settings = {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4}
    with opened(browser, f"{address}/{file_of(name)}", **settings) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        wide = """[...document.querySelectorAll('main *, header *')].filter(one => {
            const box = one.getBoundingClientRect();
            return box.width && (box.right > 321 || box.left < -1)
                && !one.closest('.table-scroll, pre, .equation, .visually-hidden, .cite');
        }).map(one => one.outerHTML.slice(0, 80))"""
        assert page.evaluate(wide) == []
        page.locator(".cite-open").first.click()
        card = page.locator(".card:popover-open").bounding_box()
        assert card is not None
        assert card["height"] <= 256 * 0.76


@pytest.mark.parametrize("name", ["both", "everything"])
def test_on_a_phone_status_and_contents_leave_room_for_the_answer(
    browser: Browser, address: str, name: str
) -> None:
    with opened(browser, f"{address}/{file_of(name)}", viewport={"width": 390, "height": 844}) as page:
        panel = page.locator(".panel").bounding_box()
        assert panel is not None
        assert 100 < panel["height"] < 320
        assert all(one.is_visible() for one in page.locator(".panel :is(li, dt, dd, a)").all())
        shown = page.locator(".panel dl").inner_text()
    assert "Last reviewed" in shown


def test_nothing_moves_while_the_page_loads(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/everything.html", **viewport(1280)) as page:
        page.locator("footer").scroll_into_view_if_needed()
        page.wait_for_load_state("networkidle")
        moved = page.evaluate(
            """() => new Promise(done => {
                let sum = 0;
                const watch = list => list.getEntries().forEach(one => { sum += one.value; });
                new PerformanceObserver(watch).observe({type: 'layout-shift', buffered: true});
                requestAnimationFrame(() => setTimeout(() => done(sum), 50));
            })"""
        )
    assert moved == 0


def test_the_audiences_lead_to_each_other(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/{file_of('both')}", **viewport(320)) as page:
        choice = page.get_by_role("navigation", name="Which best describes you?")
        assert choice.get_by_role("link", name="Health professional").get_attribute("aria-current") == "page"
        choice.get_by_role("link", name="Patient, family or carer").click()
        page.wait_for_url("**/both/patient/index.html")
        assert page.locator(".kind").inner_text() == "Question and answer for patients"
        assert page.locator("figure img").evaluate("one => one.decode().then(() => one.naturalWidth)") == 640
        choice.get_by_role("link", name="Health professional").click()
        page.wait_for_url("**/both/index.html")
        page.get_by_role("link", name="the page for patients").click()
        page.wait_for_url("**/both/patient/index.html#fig-marrow")
        assert page.locator(":target").evaluate("one => one.tagName") == "FIGURE"


@pytest.mark.parametrize(("paper", "width"), [("A4", 595), ("Letter", 612)])
def test_paper_has_running_title_numbers_and_no_cards(
    browser: Browser, address: str, paper: str, width: int
) -> None:
    with opened(browser, f"{address}/{file_of('both')}") as page:
        reader = PdfReader(io.BytesIO(page.pdf(format=paper)))
    texts = [" ".join(sheet.extract_text().split()) for sheet in reader.pages]
    assert abs(float(reader.pages[0].mediabox.width) - width) < 1.5
    assert 2 <= len(texts) <= 4
    for number, text in enumerate(texts, start=1):
        assert f"{number} / {len(texts)}" in text
        assert "For health professionals · Submitted" in text
        assert text.count("Can low vitamin B12 lower the white blood cell count?") >= 1
    whole = " ".join(texts)
    assert "Show in the list of references" not in whole
    assert "Which best describes you?" not in whole
    assert "Green R." in whole
    assert "Example Answers" in texts[1]


def test_paper_keeps_headings_with_what_follows(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/everything.html") as page:
        reader = PdfReader(io.BytesIO(page.pdf(format="A4")))
    for sheet in reader.pages:
        lines = [line.strip() for line in sheet.extract_text().splitlines() if line.strip()]
        assert not {"References", "Notes", "About this page", "Treatment"}.intersection(lines[-3:-1])


LOOKS = (
    ("both", 320, "light"),
    ("both", 1280, "light"),
    ("both-patient", 320, "dark"),
    ("everything", 1280, "dark"),
)
LIMIT = 0.4
"""Per cent of squares that may differ."""


def one_font() -> str:
    """Give a style sheet that prints everything in the font that Pillow carries, so that all machines agree."""
    font = ImageFont.load_default(12)
    assert isinstance(font, ImageFont.FreeTypeFont)
    assert isinstance(font.path, io.BytesIO)
    data = base64.b64encode(font.path.getvalue()).decode()
    face = f"@font-face {{ font-family: Fixed; src: url(data:font/ttf;base64,{data}) }}"
    return face + ":root { --sans: Fixed; --serif: Fixed; --mono: Fixed }"


def picture(browser: Browser, url: str, width: int, scheme: str, script: str = "") -> Image.Image:
    """Take a picture of what a window shows, after a script if there is one."""
    with opened(browser, url, color_scheme=scheme, bypass_csp=True, **viewport(width)) as page:
        page.evaluate(f"() => {{ {script} }}")
        page.add_style_tag(content=one_font())
        page.evaluate("document.fonts.ready.then(() => true)")
        return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> float:
    """Give the per cent of squares of 16 pixels whose mean colours differ plainly.

    Squares, since letters are smoothed differently from machine to machine; places and colours are not.
    """
    assert one.size == other.size
    small = [
        each.resize((each.width // 16, each.height // 16), Image.Resampling.BOX) for each in (one, other)
    ]
    red, green, blue = ImageChops.difference(*small).split()
    between = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return 100 * sum(between.histogram()[13:]) / (between.width * between.height)


@pytest.mark.parametrize(("name", "width", "scheme"), LOOKS)
def test_looks_as_it_was_looked_at(
    browser: Browser, address: str, name: str, width: int, scheme: str, update: bool
) -> None:
    kept = SNAPSHOTS / f"{name}-{width}-{scheme}.png"
    seen = picture(browser, f"{address}/{file_of(name)}", width, scheme)
    if update:
        seen.quantize(48).save(kept, optimize=True)
    with Image.open(kept) as saved:
        assert difference(saved.convert("RGB"), seen) < LIMIT


@pytest.mark.parametrize(
    "script",
    [
        "document.querySelector('.panel').remove()",
        "document.querySelector('.banner').remove()",
        "document.querySelector('h1').style.fontSize = '1rem'",
        "document.querySelector('.banner').style.background = 'white'",
    ],
)
def test_a_page_that_lost_something_looks_otherwise(browser: Browser, address: str, script: str) -> None:
    with Image.open(SNAPSHOTS / "both-1280-light.png") as saved:
        seen = picture(browser, f"{address}/{file_of('both')}", 1280, "light", script)
        assert difference(saved.convert("RGB"), seen) > LIMIT
