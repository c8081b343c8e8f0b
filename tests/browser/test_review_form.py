"""The reviewer's form in a real browser: filled in by hand, without script, kept, and accessible."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.cache.conftest import DAY, LIBRARY
from tests.install_tools import AXE, NU_JAR
from tests.reviews.conftest import ARTICLE, BOARD
from toolkit.api.review_decisions import open_desk
from toolkit.api.review_form_server import FormServer
from toolkit.api.review_sheet import Clerk, paper_of
from toolkit.api.workspace import open_workspace
from toolkit.model.review_form import GeneralAnswer
from toolkit.model.review_record import Answer, Decision
from toolkit.reviews.forms import read_form
from toolkit.validators.nu import run_nu


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Clerk:
    folder = tmp_path_factory.mktemp("form")
    (folder / "articles").mkdir()
    (folder / "osler.toml").write_text("")
    (folder / "references.bib").write_text(LIBRARY)
    (folder / "board.toml").write_text(BOARD)
    path = folder / "articles" / "b12.md"
    path.write_text(ARTICLE + "\nIt causes leukopenia in 12% of patients [@green2017].\n\nTake 5 mg a day.\n")
    desk = open_desk(open_workspace(folder, [path]), DAY)
    return Clerk(paper_of(desk, None), folder / "answers.toml", "articles/b12.md")


@pytest.fixture
def server(clerk: Clerk) -> Iterator[FormServer]:
    server = FormServer(clerk)
    yield server
    server.close()


def test_a_reviewer_fills_it_in(browser: Browser, server: FormServer, clerk: Clerk) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda one: complaints.append(one.text))
    page.goto(server.url)
    page.get_by_label("Your identifier on the board").fill("stone")
    page.get_by_label("Your competing interests").fill("none")
    page.get_by_label("AI used in this review").fill("none")
    page.get_by_role("group", name="Decision").get_by_label("approve").check()
    page.get_by_role("group", name="Do the disclaimers fit").get_by_label("can't tell").check()
    first = page.get_by_role("group", name="Claim 1:")
    first.get_by_role("radio").first.check()
    first.get_by_label("Comment").fill("See table 2.\nOnly adults.")
    page.get_by_role("button", name="Save the answers").click()
    assert "Saved in answers.toml: 1 of" in page.get_by_role("status").inner_text()
    read = read_form("answers.toml", clerk.path.read_bytes())
    assert (read.reviewer, read.decision, read.disclaimers) == (
        "stone",
        Decision.APPROVE,
        GeneralAnswer.CANNOT_TELL,
    )
    assert [one.comment for one in read.answers] == ["See table 2.\nOnly adults."]
    assert read.answers[0].answer in (Answer.SUPPORTED, Answer.NO_SOURCE_NEEDED)
    # What was kept stands there again, also for who comes later.
    page.goto(server.url)
    assert page.get_by_role("group", name="Claim 1:").get_by_role("radio").first.is_checked()
    assert page.get_by_label("Your identifier on the board").input_value() == "stone"
    context.close()
    assert complaints == []


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_no_axe_violations(browser: Browser, server: FormServer, width: int, scheme: str) -> None:
    context = browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,
        viewport={"width": width, "height": 800},
    )
    page = context.new_page()
    page.goto(server.url)
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("async () => (await axe.run({resultTypes: ['violations']})).violations")
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_valid_html(clerk: Clerk, tmp_path: Path) -> None:
    pages = {"served": clerk.blank(), "printed": clerk.paper.page()}
    for name, data in pages.items():
        (tmp_path / f"{name}.html").write_bytes(data)
    messages = run_nu(NU_JAR, [tmp_path / f"{name}.html" for name in pages])
    assert [one for one in messages if one.kind == "error"] == []
