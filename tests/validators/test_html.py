"""The page's validator: each check sees the fault it is for, and nothing else in a good page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exporters.sample_pages import publication_of, sample
from tests.install_tools import NU_JAR
from toolkit.errors import OslerError
from toolkit.exporters.html import build, render
from toolkit.model.span import Span
from toolkit.validators.html import CHECKS, validate_html
from toolkit.validators.nu import run_nu

PAGE = render(sample("everything")).decode()

FAULTS = [
    ("export-html-syntax", "<!DOCTYPE html>", ""),
    ("export-html-syntax", "</main>", ""),
    ("export-html-syntax", "</main>", "</main></main>"),
    ("export-html-syntax", "<em>emphasis</em>", "<em><b>emphasis</em></b>"),
    ("export-html-syntax", "<em>emphasis</em>", "<em>emphasis<!-- x --></em>"),
    ("export-html-syntax", '<p class="byline">', '<p class="byline" class="other">'),
    ("export-html-syntax", "<em>emphasis</em>", "<em/>emphasis"),
    ("export-html-syntax", "emphasis", "emp\x01hasis"),
    ("export-html-syntax", "emphasis", "<?php x ?>"),
    ("export-html-structure", "<em>emphasis</em>", "<div>emphasis</div>"),
    ("export-html-structure", "<em>emphasis</em>", "<em><p>emphasis</p></em>"),
    ("export-html-structure", "<em>emphasis</em>", "<font>emphasis</font>"),
    ("export-html-structure", "<em>emphasis</em>", '<a href="#why"><button>x</button></a>'),
    ("export-html-structure", "<em>emphasis</em>", "<mi>x</mi>"),
    ("export-html-structure", "<ol>\n", "<ol>\nstray"),
    ("export-html-structure", "</main>", "<h1>Two</h1></main>"),
    ("export-html-heading", 'id="treatment">Treatment</h2>', 'id="treatment"></h2>'),
    ("export-html-heading", '<h2 id="treatment">Treatment</h2>', '<h5 id="treatment">Treatment</h5>'),
    ("export-html-active", "<em>", "<em onclick='x()'>"),
    ("export-html-active", "<em>", "<em style='color:red'>"),
    ("export-html-active", "</body>", "<script>alert(1)</script></body>"),
    ("export-html-active", "</body>", "<iframe></iframe></body>"),
    ("export-html-active", "</title>", '</title><meta http-equiv="Refresh" content="0; url=/">'),
    ("export-html-active", 'href="https://example.org/policy"', 'href=" java\nscript:alert(1)"'),
    ("export-html-external", 'src="figures/smear.png"', 'src="https://example.org/smear.png"'),
    ("export-html-external", 'src="figures/smear.png"', 'src="//example.org/smear.png"'),
    ("export-html-external", 'rel="license"', 'rel="stylesheet"'),
    ("export-html-external", "<style>", "<style>@import 'x.css';"),
    ("export-html-policy", "default-src &#x27;none&#x27;", ""),
    ("export-html-policy", "default-src 'none'", "default-src *"),
    ("export-html-policy", "form-action 'none'", "form-action 'none'; script-src 'unsafe-inline'"),
    ("export-html-policy", "img-src 'self' data:", "img-src *"),
    ("export-html-policy", "<style>", "<style>p { color: red }"),
    ("export-html-policy", "Content-Security-Policy", "X-Other"),
    ("export-html-identifier", 'id="treatment"', 'id="sec-why"'),
    ("export-html-identifier", 'id="treatment"', 'id="treat ment"'),
    ("export-html-identifier", 'href="#ref-2"', 'href="#ref-99"'),
    ("export-html-identifier", 'popovertarget="card-1"', 'popovertarget="card-99"'),
    ("export-html-identifier", 'aria-labelledby="osler-about"', 'aria-labelledby="nothing"'),
    ("export-html-language", '<html lang="en"', "<html"),
    ("export-html-language", '<html lang="en"', '<html lang="in English"'),
    ("export-html-name", 'alt="Large oval', 'alt="" title="Large oval'),
    ("export-html-name", "<title>", "<title></title><meta name='x' content='y'><title hidden>"),
    ("export-html-name", 'aria-label="Show reference 1"', ""),
    ("export-html-metadata", '"@type": "MedicalWebPage"', '"@type": "QAPage"'),
    ("export-html-metadata", '"@context": "https://schema.org",', "{"),
    ("export-html-metadata", '"inLanguage": "en"', '"inLanguage": "<en>"'),
    ("export-html-table", '<th scope="col"', "<th"),
    ("export-html-table", "<tr>", "<tr><td>more</td>"),
]


def test_a_good_page_has_no_problem() -> None:
    assert validate_html(PAGE.encode()) == []


@pytest.mark.parametrize(
    ("rule", "old", "new"), FAULTS, ids=[f"{rule}-{new[:24]!r}" for rule, _, new in FAULTS]
)
def test_fault_is_seen(rule: str, old: str, new: str) -> None:
    old = old.replace("&#x27;", "'")
    assert old in PAGE, "the page no longer holds what this case breaks"
    rules = {problem.rule for problem in validate_html(PAGE.replace(old, new, 1).encode())}
    assert rule in rules


def test_every_check_has_a_case() -> None:
    assert {rule for rule, _ in CHECKS} == {rule for rule, _, _ in FAULTS}


def test_a_fault_is_shown_where_the_markdown_has_it() -> None:
    publication = publication_of("---\ntitle: T\n---\n\nOne.\n\nTwo *three*.")
    document = build(publication)
    broken = document.data.replace(b"<em>", b"<em onclick='x'>")
    problem = next(iter(validate_html(broken, document.places)))
    assert publication.article.source.slice(problem.span) == "*three*"


def test_a_fault_without_a_place_stands_at_the_fallback() -> None:
    document = build(sample("leaflet"))
    broken = document.data.replace(b"<title>", b"<title lang='?'>")
    assert validate_html(broken, document.places, fallback=Span(3, 4))[0].span == Span(3, 4)


def test_many_faults_are_counted() -> None:
    problems = validate_html(
        PAGE.replace("<p>", "<p onclick='x'>").replace("<li>", "<li onclick='x'>").encode()
    )
    assert len(problems) == 21
    assert "more problems" in problems[-1].message


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"<", b"<!DOCTYPE html>", b"<p" * 2000, b"</p>" * 2000])
def test_any_bytes_give_problems_and_no_traceback(data: bytes) -> None:
    assert validate_html(data)


def test_nu_finds_what_is_wrong(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!DOCTYPE html><html lang=en><title>x</title><p id=a><p id=a>", "utf-8")
    messages = run_nu(NU_JAR, [page])
    assert any(one.kind == "error" and "Duplicate ID" in one.message for one in messages)
    assert messages[0].line == 1


def test_nu_that_cannot_run_is_never_silent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OslerError, match="no Nu HTML checker"):
        run_nu(tmp_path / "vnu.jar", [])
    (tmp_path / "vnu.jar").write_bytes(b"not a jar")
    with pytest.raises(OslerError, match="gave no answer"):
        run_nu(tmp_path / "vnu.jar", [])
    with pytest.raises(OslerError, match="files that exist"):
        run_nu(NU_JAR, [tmp_path / "absent.html"])
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OslerError, match="needs Java"):
        run_nu(NU_JAR, [])
