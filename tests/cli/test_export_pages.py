"""`osler export` and its pages: two for two audiences, the evidence sheet, themes, figures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.export_project import CONFIGURATION, FILES, GOOD, tree
from tests.pictures import PNG
from toolkit.cli import run
from toolkit.errors import ExitCode

PARTS = """
::: {audience=patient}
Your doctor may give you tablets [@obeid2024].
:::

::: {audience=professional}
The panel agreed on the dose [@obeid2024].
:::

::: {.disclaimer #patient}
:::
"""


def test_an_article_for_both_gets_a_page_for_each_and_the_report_their_grades(project: Path) -> None:
    easy = " ".join(f"You can take it at home on day {number}." for number in range(12))
    text = GOOD.replace("audience: professional", "audience: both") + PARTS.replace(
        "Your doctor", f"{easy} Your doctor"
    )
    (project / "articles" / "good.md").write_text(text, "utf-8")
    assert run(["export", "--draft", "--pdf"]) == ExitCode.CLEAN
    files = tree(project / "build" / "good")
    assert set(files) == FILES | {"patient/index.html", "article.pdf", "patient/article.pdf"}
    assert {files[name][:8] for name in files if name.endswith(".pdf")} == {b"%PDF-1.7"}
    assert b"article.pdf   written as tagged PDF 1.7, PDF/UA-1; not validated" in files["report.txt"]
    assert b'href="../references.ris"' in files["patient/index.html"]
    assert b"Which best describes you?" in files["index.html"]
    assert b"give you tablets" in files["patient/index.html"]
    assert b"give you tablets" not in files["index.html"]
    assert b'src="../figures/spoon.png"' in files["patient/index.html"]
    assert b'width="2" height="1"' in files["index.html"]
    assert json.loads(files["report.json"])["reading_grade"]["patient"] < 8
    assert b"Flesch" not in files["patient/index.html"]


def test_the_line_on_coverage_leads_to_a_sheet_without_boxes(project: Path) -> None:
    assert run(["export"]) == ExitCode.CLEAN
    files = tree(project / "build" / "good")
    assert b'<a href="evidence/index.html">' in files["index.html"]
    sheet = files["evidence/index.html"].decode()
    assert "A panel agreed on oral treatment" in sheet
    assert "../index.html" in sheet
    for boxes in ("tick", "Initials", "Signature", "needs one"):
        assert f">{boxes}<" not in sheet
        assert f'class="{boxes}"' not in sheet


def test_a_theme_is_on_every_page_and_its_image_beside_it(project: Path) -> None:
    (project / "osler.toml").write_text('theme = "theme"\n' + CONFIGURATION, "utf-8")
    (project / "theme").mkdir()
    (project / "theme" / "style.css").write_text("h1 { font-weight: 400 }\r\n", "utf-8")
    (project / "theme" / "header.html").write_text('<p><img src="logo.png" alt="The Press"></p>', "utf-8")
    (project / "theme" / "logo.png").write_bytes(PNG)
    assert run(["export"]) == ExitCode.CLEAN
    files = tree(project / "build" / "good")
    assert files["theme/logo.png"] == PNG
    assert b'<img src="theme/logo.png" alt="The Press" width="2" height="1">' in files["index.html"]
    assert b"h1 { font-weight: 400 }\n</style>" in files["index.html"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("style.css", ".banner { position: fixed }", 'theme/style.css:1: the theme: "position"'),
        ("header.html", "<p>a</p>\n<script>alert(1)</script>", "theme/header.html:2: the theme: <script>"),
        ("footer.html", '<img src="none.png" alt="a">', "theme/none.png: the theme's image"),
        ("unknown.html", "<p>a</p>", "theme: the theme has none of style.css"),
    ],
)
def test_a_hostile_theme_stops_the_export(
    project: Path, capsys: pytest.CaptureFixture[str], name: str, content: str, said: str
) -> None:
    (project / "osler.toml").write_text('theme = "theme"\n' + CONFIGURATION, "utf-8")
    (project / "theme").mkdir()
    (project / "theme" / name).write_text(content, "utf-8")
    assert run(["export"]) == ExitCode.USAGE
    assert said in capsys.readouterr().err
    assert not (project / "build").exists()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("figures/spoon.png", b"no image", "is no PNG"),
        (
            "figures/spoon.svg",
            b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
            "holds &lt;script>",
        ),
        ("evidence/spoon.png", PNG, "is the name of a file of the export itself"),
    ],
)
def test_a_figure_that_may_not_be_published_stops_the_article(
    project: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes, said: str
) -> None:
    (project / "articles" / name).parent.mkdir(exist_ok=True)
    (project / "articles" / name).write_bytes(data)
    (project / "articles" / "good.md").write_text(GOOD.replace("figures/spoon.png", name), "utf-8")
    assert run(["export"]) == ExitCode.FINDINGS
    assert said.replace("&lt;", "<") in capsys.readouterr().out


def test_a_linked_page_of_html_stops_the_article(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "articles" / "tool.html").write_text("<script>alert(1)</script>", "utf-8")
    (project / "articles" / "good.md").write_text(GOOD + "\n[A tool](tool.html)\n", "utf-8")
    assert run(["export"]) == ExitCode.FINDINGS
    assert "would be a page of the site that nothing checked" in capsys.readouterr().out


def test_an_older_version_leads_to_the_newer_one(project: Path) -> None:
    newer = "https://example.org/articles/good/?a=1&b=2"
    assert run(["export", "articles/good.md", "--newer-version", newer]) == ExitCode.CLEAN
    files = tree(project / "build" / "good")
    page = files["index.html"].decode()
    assert '<link rel="canonical" href="https://example.org/articles/good/?a=1&amp;b=2">' in page
    assert page.count('rel="canonical"') == 1
    assert '<meta name="robots" content="noindex">' in page
    assert page.index("A newer version exists") < page.index("kept for the record") < page.index("<main")
    assert '<a href="https://example.org/articles/good/?a=1&amp;b=2">Read the current version</a>' in page
    xml = files["article.xml"].decode()
    assert (
        "<meta-name>newer-version</meta-name><meta-value>https://example.org/articles/good/?a=1&amp;b=2"
        in (xml.replace("\n", "").replace("  ", ""))
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--newer-version", "javascript:alert(1)"], "begins with https://"),
        (["--newer-version", "https://a b"], "begins with https://"),
        (["--newer-version", "https://example.org/", "--site"], "is for one article"),
    ],
)
def test_what_cannot_be_a_newer_version(
    project: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert run(["export", *arguments]) == ExitCode.USAGE
    assert said in capsys.readouterr().err
    assert not (project / "build").exists()
