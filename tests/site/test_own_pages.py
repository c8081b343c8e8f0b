"""The site's pages that are no article: the editors' own, the policy in force, the board; and links between all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.export_project import CONFIGURATION, GOOD, tree
from tests.pictures import PNG
from toolkit.cli import run
from toolkit.errors import ExitCode
from toolkit.validators.html import Extra, validate_html
from toolkit.validators.site_links import BrokenLink, SiteLinkCheck

SITE = """
[site]
url = "https://example.org/articles"
pages = ["site/about.md"]
editorial-policy = "site/policy.md"

[review]
required = { reviewer = 2 }
interval-months = 24
"""
ABOUT = """\
# About us

We are *editors* [@obeid2024]; see [the good article](../articles/good.md#what-is-known).

![A spoon](figures/spoon.png)
"""
BOARD = """\
[ann]
name = "Ann <b>Ng</b>"
credentials = "MD"
orcid = "0000-0002-1825-0097"
affiliation = "Department of Pathology"
roles = ["reviewer", "editor"]

[bo]
name = "Bo"
"""


@pytest.fixture
def site(project: Path) -> Path:
    """The project with its own pages; where its site will stand."""
    (project / "osler.toml").write_text(CONFIGURATION + SITE, "utf-8")
    (project / "board.toml").write_text(BOARD, "utf-8")
    (project / "site" / "figures").mkdir(parents=True)
    (project / "site" / "figures" / "spoon.png").write_bytes(PNG)
    (project / "site" / "about.md").write_text(ABOUT, "utf-8")
    (project / "site" / "policy.md").write_text("We take *care*.\n", "utf-8")
    (project / "articles" / "good.md").write_text(
        GOOD + "\n## What is known\n\nThis page says it.\n", "utf-8"
    )
    return project / "build" / "site"


def test_the_pages_stand_in_the_menu_of_every_page(site: Path) -> None:
    assert run(["export", "--site", "--draft"]) == ExitCode.CLEAN
    files = tree(site)
    places = ("index.html", "search/index.html", "about/index.html", "editorial-policy/index.html")
    for name in ("good/index.html", *places, "advisory-board/index.html"):
        way = "../" * name.count("/")
        page = files[name].decode()
        assert [page.count(f'href="{way}{place}"') > 0 for place in places] == [True] * 4, name
        extra = Extra.SEARCH if name == "search/index.html" else None
        assert validate_html(files[name], is_article=name == "good/index.html", extra=extra) == [], name
    assert files["about/figures/spoon.png"] == PNG
    about = files["about/index.html"].decode()
    assert "<h1>About us</h1>" in about
    assert 'href="../good/index.html#what-is-known"' in about
    assert b"https://example.org/articles/about/" in files["sitemap.xml"]


def test_the_policy_says_what_is_in_force(site: Path) -> None:
    with Path("osler.toml").open("a", encoding="utf-8") as file:
        file.write('[reading-grade]\npatient = 6\n[severities]\nclaim-uncited = "error"\n')
    assert run(["export", "--site", "--draft"]) == ExitCode.CLEAN
    page = (site / "editorial-policy" / "index.html").read_text("utf-8")
    assert "We take <em>care</em>." in page
    assert "when 2 reviewers of our board approved it" in page
    assert "within 2 years" in page
    assert "school grade 6" in page
    text = Path("osler.toml").read_text("utf-8")
    Path("osler.toml").write_text('ignore = ["language-grade", "claim"]\n' + text, "utf-8")
    assert run(["export", "--site", "--draft"]) == ExitCode.CLEAN
    page = (site / "editorial-policy" / "index.html").read_text("utf-8")
    assert "school grade" not in page
    assert "name their source" not in page


def test_the_board_is_listed_as_it_is_named(site: Path) -> None:
    assert run(["export", "--site", "--draft"]) == ExitCode.CLEAN
    page = (site / "advisory-board" / "index.html").read_text("utf-8")
    assert "Ann &lt;b&gt;Ng&lt;/b&gt;, MD" in page
    assert 'href="https://orcid.org/0000-0002-1825-0097"' in page
    assert page.index("Reviewers") < page.index("Ann") < page.index("Others") < page.index("Bo<")


@pytest.mark.parametrize(
    ("configuration", "text", "said"),
    [
        ('pages = ["site/none.md"]', "", "cannot be read"),
        ('pages = ["../outside.md"]', "", "inside the project"),
        ('pages = ["site/search.md"]', "Hello.", "two pages of the site"),
        ('pages = ["site/good.md"]', "Hello.", "keeps for itself"),
        ('pages = ["site/about.md"]', "<script>alert(1)</script>", "site/about.md:1:1"),
        ('url = "https://example.org/?q=1"', "", "address of a folder"),
    ],
)
def test_what_cannot_be_a_page_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str], configuration: str, text: str, said: str
) -> None:
    (project / "osler.toml").write_text(f"{CONFIGURATION}\n[site]\n{configuration}\n", "utf-8")
    (project / "site").mkdir()
    for name in ("about", "search", "good"):
        (project / "site" / f"{name}.md").write_text(text, "utf-8")
    assert run(["export", "--site", "--draft"]) == ExitCode.USAGE
    assert said in capsys.readouterr().err
    assert not (project / "build" / "site" / "index.html").exists()


def test_a_link_that_leads_nowhere_is_told(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("site/about.md").write_text(
        "# About\n\n[a](../articles/gone.md), [b](../articles/good.md#gone)\n", "utf-8"
    )
    assert run(["export", "--site", "--draft"]) == ExitCode.FINDINGS
    said = capsys.readouterr().out
    assert "about/index.html: ../gone/index.html leads nowhere" in said
    assert "about/index.html: ../good/index.html#gone leads nowhere" in said


@pytest.mark.parametrize(
    ("link", "is_broken"),
    [
        ("../b/index.html#x%20y", False),
        ("../b/", False),
        ("../b/?q=1#x%20y", False),
        ("../b/index.html#z", True),
        ("../b/none.pdf", True),
        ("../../index.html", True),
        ("?q=1", False),
        ("https://example.org/none", False),
        ("mailto:a@example.org", False),
        ("//example.org/none", False),
        ("#here", False),
        ("../b/a&amp;b.pdf", False),
    ],
)
def test_links_are_followed_as_a_browser_would(link: str, is_broken: bool) -> None:
    check = SiteLinkCheck()
    check.add("a/index.html", f'<p>href="no link"</p><a href="{link}">a</a>'.encode())
    check.add("b/index.html", b'<p id="x y">b</p>')
    found = list(check.broken({"a/index.html", "b/index.html", "b/a&b.pdf"}))
    assert found == ([BrokenLink("a/index.html", link)] if is_broken else [])


def test_a_retracted_article_stays_listed_and_marked(site: Path) -> None:
    history = "history:\n  - date: 2026-11-01\n    kind: retraction\n    summary: It was wrong.\n"
    path = Path("articles/good.md")
    path.write_text(path.read_text("utf-8").replace("type:", f"{history}type:", 1), "utf-8")
    assert run(["export", "--site", "--draft"]) == ExitCode.CLEAN
    page = (site / "index.html").read_text("utf-8")
    assert '<li class="retracted">' in page
    assert '<span class="badge badge-retracted">Retracted</span>' in page
    assert "<title>Retracted: Can" in (site / "feed.xml").read_text("utf-8")


def test_a_theme_is_on_the_sites_pages_too(site: Path) -> None:
    with Path("osler.toml").open(encoding="utf-8") as file:
        text = file.read()
    Path("osler.toml").write_text('theme = "theme"\n' + text, "utf-8")
    Path("theme").mkdir()
    Path("theme/style.css").write_text(".site-name { letter-spacing: 0.1em; }\n", "utf-8")
    head = '<p><a href="../index.html">Home</a> <img src="logo.png" alt="The Press"></p>\n'
    Path("theme/header.html").write_text(head, "utf-8")
    Path("theme/logo.png").write_bytes(PNG)
    assert run(["export", "--site", "--draft"]) == ExitCode.CLEAN
    files = tree(site)
    assert files["theme/logo.png"] == PNG
    for name, way in (("index.html", ""), ("about/index.html", "../"), ("search/index.html", "../")):
        page = files[name].decode()
        assert "letter-spacing: 0.1em" in page, name
        assert f'<a href="{way}index.html">Home</a>' in page, name
        assert f'<img src="{way}theme/logo.png"' in page, name
    article = files["good/index.html"].decode()
    assert article.count('class="site-menu"') == 1, "the menu stands under the theme's own head"
