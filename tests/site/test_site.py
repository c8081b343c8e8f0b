"""`osler export --site` from end to end: what it writes, keeps, takes away, and never touches."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from tests.cli.export_project import CONFIGURATION, GOOD, tree
from toolkit.cli import run
from toolkit.errors import ExitCode
from toolkit.validators.html import validate_html

BASE = "https://example.org/a/"


def published(*options: str) -> int:
    return run(["export", "--site", "--draft", *options])


def test_a_site_has_an_index_a_feed_a_map_and_redirects(project: Path) -> None:
    assert published("--site-url", BASE) == ExitCode.CLEAN
    files = tree(project / "build" / "site")
    own = {name for name in files if "/" not in name}
    assert own == {"index.html", "feed.xml", "sitemap.xml", "osler-site.json"}
    folders = {name.partition("/")[0] for name in files if "/" in name}
    assert folders == {"good", "hostile", "older", "search", "editorial-policy"}
    assert validate_html(files["index.html"], is_article=False) == []
    assert b"<script" not in files["index.html"]
    assert b"<img" not in files["index.html"]
    assert b'href="good/index.html"' in files["index.html"]
    assert b'url=../hostile/index.html"' in files["older/index.html"]
    assert f'rel="canonical" href="{BASE}hostile/"'.encode() in files["older/index.html"]
    titles = etree.fromstring(files["feed.xml"]).findall("{*}entry/{*}title")
    assert [one.text or "" for one in titles][1].startswith("</title><script>")
    own_pages = [BASE, f"{BASE}search/", f"{BASE}editorial-policy/"]
    places = [one.text for one in etree.fromstring(files["sitemap.xml"]).iter("{*}loc")]
    assert places == [*own_pages, f"{BASE}hostile/", f"{BASE}good/"]


def test_without_an_address_it_says_what_is_left_out(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert published() == ExitCode.CLEAN
    said = capsys.readouterr().out
    assert "no feed and no site map" in said
    assert not (project / "build/site/feed.xml").exists()


def test_what_did_not_change_is_not_written_again(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert published() == ExitCode.CLEAN
    site = project / "build" / "site"
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}
    first = tree(site)
    capsys.readouterr()
    assert published() == ExitCode.CLEAN
    assert "site: 0 files written" in capsys.readouterr().out
    assert tree(site) == first
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_only_files_of_its_own_are_taken_away(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert published() == ExitCode.CLEAN
    site = project / "build" / "site"
    (site / "CNAME").write_text("example.org", "utf-8")
    (site / "hostile" / "note.txt").write_text("mine", "utf-8")
    (site / "hostile" / "report.txt").write_text("edited", "utf-8")
    (project / "articles" / "hostile.md").unlink()
    assert published() == ExitCode.CLEAN
    assert "hostile/report.txt is not wanted any more, but was changed" in capsys.readouterr().out
    assert (site / "CNAME").exists()
    assert {path.name for path in (site / "hostile").iterdir()} == {"note.txt", "report.txt"}
    assert not (site / "older").exists()


def test_a_refused_article_keeps_its_pages_and_no_list_names_it(project: Path) -> None:
    assert published() == ExitCode.CLEAN
    site = project / "build" / "site"
    page = (site / "good" / "index.html").read_bytes()
    (project / "articles" / "good.md").write_text(GOOD.replace("@obeid2024", "@nobody2024"), "utf-8")
    assert run(["export", "--site"]) == ExitCode.FINDINGS
    assert (site / "good" / "index.html").read_bytes() == page
    assert b"good/index.html" not in (site / "index.html").read_bytes()


def test_files_of_others_and_symlinks_are_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = project / "build" / "site"
    site.mkdir(parents=True)
    (site / "index.html").write_text("mine", "utf-8")
    assert published() == ExitCode.USAGE
    assert "none of Osler's" in capsys.readouterr().err
    assert tree(site) == {"index.html": b"mine"}
    (site / "index.html").unlink()
    (site / "good").symlink_to(project / "articles")
    assert published() == ExitCode.USAGE
    assert "symlink" in capsys.readouterr().err
    assert not (project / "articles" / "index.html").exists()


@pytest.mark.parametrize("manifest", ["[]", '{"files": {"../osler.toml": "x"}}', "{", '{"files": 3}'])
def test_a_forged_list_takes_nothing_away(project: Path, manifest: str) -> None:
    site = project / "build" / "site"
    site.mkdir(parents=True)
    (site / "osler-site.json").write_text(manifest, "utf-8")
    assert published() == ExitCode.USAGE
    assert (project / "osler.toml").read_text("utf-8") == CONFIGURATION


def test_names_of_the_site_and_bad_addresses_are_refused(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert published("--site-url", "javascript:alert(1)") == ExitCode.USAGE
    assert run(["export", "--site-url", BASE]) == ExitCode.USAGE
    assert published("articles/good.md") == ExitCode.USAGE
    (project / "articles" / "search.md").write_text(GOOD, "utf-8")
    capsys.readouterr()
    assert published() == ExitCode.USAGE
    assert "a name that the site keeps for itself" in capsys.readouterr().err


def test_the_feed_has_what_atom_demands(project: Path) -> None:
    """RFC 4287, sections 4.1.1 and 4.1.2: what a feed and an entry must have, once, and ids that differ."""
    dated = (project / "articles" / "good.md").read_text("utf-8")
    assert "date:" in dated
    assert published("--site-url", BASE) == ExitCode.CLEAN
    root = etree.fromstring((project / "build/site/feed.xml").read_bytes())
    atom = "{http://www.w3.org/2005/Atom}"
    assert root.tag == f"{atom}feed"
    entries = root.findall(f"{atom}entry")
    assert len(entries) == 2
    for one in (root, *entries):
        for name in ("id", "title", "updated"):
            assert len(one.findall(atom + name)) == 1, name
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", one.findtext(f"{atom}updated") or "")
    assert root.find(f"{atom}author/{atom}name") is not None
    identifiers = [one.findtext(f"{atom}id") for one in (root, *entries)]
    assert len(set(identifiers)) == 3
    assert all(one is not None and one.startswith(BASE) for one in identifiers)
    relations = [link.get("rel", "alternate") for link in root.findall(f"{atom}link")]
    assert sorted(relations) == ["alternate", "self"]
