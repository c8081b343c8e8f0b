"""The preview, asked over real connections: what it shows, what it refuses, and that it never dies."""

from __future__ import annotations

import http.client
import re
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from tests.pictures import PNG
from toolkit.api.preview import Preview, url_of
from toolkit.api.preview_server import CHANGES, PreviewServer
from toolkit.errors import OslerError
from toolkit.project import WorkingTree
from toolkit.validators.html import validate_html

TODAY = date(2026, 11, 22)
ARTICLE = """---
title: Can it be <b>treated</b>?
type: question-answer
audience: professional
authors:
  - name: Ann Author
date: 2026-11-01
---

Give hydroxocobalamin 1000 mcg & wait. Water is wet.

![A smear](smear.png)

- Treatment with cobalamin reduces mortality by 40%.

| A | B |
| --- | --- |
| Mortality falls by 12% with treatment. | [@nobody] |
"""
NOWHERE = "/page/articles/nowhere/"


class Site:
    """A project with its preview and server."""

    def __init__(self, folder: Path) -> None:
        (folder / "articles").mkdir()
        (folder / "osler.toml").write_text("")
        (folder / "articles/a.md").write_text(ARTICLE)
        (folder / "articles/smear.png").write_bytes(PNG)
        (folder / "secret.md").write_text("secret")
        self.folder = folder
        self.preview = Preview(WorkingTree.find(folder), TODAY)
        self.preview.refresh()
        self.server = PreviewServer(self.preview)
        self.port = int(self.server.url.rstrip("/").rpartition(":")[2])

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, http.client.HTTPMessage, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(
                method, path, headers={name.replace("_", "-"): value for name, value in headers.items()}
            )
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode("utf-8", "replace")
        finally:
            connection.close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    one = Site(tmp_path)
    yield one
    one.server.close()


def test_an_article_with_its_findings_at_their_words(site: Site) -> None:
    status, headers, page = site.get("/page/articles/a/")
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    marks = re.findall(r'class="osler-mark osler-error"[^>]*>([^<]*)</span>', page)
    assert "".join(marks).startswith("Give hydroxocobalamin 1000 mcg &amp; wait.")
    assert "Water" not in "".join(marks)
    notes = re.findall(r'class="osler-note-rule">([a-z-]+)<', page)
    assert notes.count("claim-uncited") == 3
    assert {"citation-undefined", "disclaimer-missing"} <= set(notes)
    assert "<b>" not in page
    paragraph = page[page.index("Give hydroxocobalamin") : page.index("A smear")]
    assert paragraph.index("Water is wet.") < paragraph.index('class="osler-note ') < paragraph.index("</p>")
    assert 'src="smear.png"' in page


def test_who_opens_the_page_at_once_waits_for_the_first_check(site: Site) -> None:
    early = Preview(WorkingTree.find(site.folder), TODAY)
    server = PreviewServer(early)
    try:
        site.port = int(server.url.rstrip("/").rpartition(":")[2])
        with ThreadPoolExecutor(max_workers=1) as browser:
            waiting = browser.submit(site.get, "/page/articles/a/")
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.3)
            early.refresh()
            assert waiting.result(timeout=20)[0] == 200
    finally:
        server.close()


def test_the_page_is_otherwise_the_exported_one(site: Site) -> None:
    _, _, page = site.get("/page/articles/a/")
    bare = re.sub(
        r'<span class="osler-note .*?osler-note-rule">[a-z-]+</span></span>', "", page, flags=re.DOTALL
    )
    text = re.sub(r"<[^>]+>", "", bare[bare.index("<main") : bare.index("</main>")])
    assert "Give hydroxocobalamin 1000 mcg &amp; wait. Water is wet." in " ".join(text.split())


def test_well_formed(site: Site) -> None:
    for path in ("/", "/page/articles/a/", NOWHERE):
        _, _, page = site.get(path)
        problems = [one.rule for one in validate_html(page.encode())]
        assert "export-html-syntax" not in problems, path


def test_the_list_of_articles(site: Site) -> None:
    status, _, page = site.get("/")
    assert status == 200
    assert 'href="/page/articles/a/"' in page
    assert "Can it be &lt;b&gt;treated&lt;/b&gt;?" in page
    assert re.search(r"\d+ errors", page)


def test_a_figure_and_nothing_beside_it(site: Site) -> None:
    status, headers, _ = site.get("/page/articles/a/smear.png")
    assert (status, headers["Content-Type"]) == (200, "image/png")
    assert "sandbox" in headers["Content-Security-Policy"]
    for path in (
        "/page/articles/a/../../../secret.md",
        "/page/articles/a/..%2F..%2Fsecret.md",
        "/page/articles/a/%2e%2e/%2e%2e/osler.toml",
        "/page/articles/a//etc/passwd",
        "/page/articles/",
        "/articles/a.md",
        "/osler.toml",
        "/page/../osler.toml",
        "/%00",
    ):
        assert site.get(path)[0] == 404, path


def test_scripts_need_a_nonce_that_no_two_answers_share(site: Site) -> None:
    seen = set()
    for _ in range(2):
        _, headers, page = site.get("/page/articles/a/")
        policy = headers["Content-Security-Policy"]
        nonce = re.search(r"script-src 'nonce-([\w-]{20,})'", policy)
        assert nonce is not None
        assert policy.startswith("default-src 'none'")
        assert re.findall(r'<script(?! type="application/ld\+json")[^>]* nonce="([^"]+)"', page) == [nonce[1]]
        assert "http-equiv" not in page
        seen.add(nonce[1])
    assert len(seen) == 2
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}", ""]
)
def test_another_name_of_this_address_is_refused(site: Site, host: str) -> None:
    status, _, text = site.get("/", Host=host.format(port=site.port))
    assert status == 421
    assert "Articles" not in text


def test_localhost_is_a_name_of_ours(site: Site) -> None:
    assert site.get("/", Host=f"LocalHost:{site.port}")[0] == 200


def test_other_sites_may_link_here_but_not_read(site: Site) -> None:
    assert site.get("/", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors")[0] == 403
    assert site.get(CHANGES, Sec_Fetch_Site="same-site", Sec_Fetch_Mode="cors")[0] == 403
    assert site.get("/", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate")[0] == 200
    assert site.get("/", Sec_Fetch_Site="none", Sec_Fetch_Mode="navigate")[0] == 200


def test_only_reading_is_possible(site: Site) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert site.get("/", method)[0] == 501
    status, headers, text = site.get("/", "HEAD")
    assert (status, text) == (200, "")
    assert int(headers["Content-Length"]) > 1000


def test_garbage_ends_nothing(site: Site) -> None:
    for data in (b"\x16\x03\x01\x02\x00", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"A" * 70_000 + b"\r\n"):
        with socket.create_connection(("127.0.0.1", site.port), timeout=20) as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            connection.recv(100)
    assert site.get("/")[0] == 200


def test_the_server_listens_on_loopback_only(site: Site) -> None:
    assert site.server.url.startswith("http://127.0.0.1:")
    other = socket.gethostbyname(socket.gethostname())
    if not other.startswith("127."):
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((other, site.port), timeout=5).close()


def test_a_port_that_is_taken(site: Site) -> None:
    with pytest.raises(OslerError, match="cannot be had"):
        PreviewServer(site.preview, site.port)


def events(site: Site, count: int, then: list[str]) -> list[str]:
    """Read the first events of the stream, saving a new text before each but the first."""
    found: list[str] = []
    with socket.create_connection(("127.0.0.1", site.port), timeout=20) as connection:
        connection.sendall(f"GET {CHANGES} HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\n\r\n".encode())
        stream = connection.makefile("rb")
        while len(found) < count:
            line = stream.readline().decode()
            assert line, "the stream ended"
            if line.startswith("data: "):
                found.append(line[6:].strip())
                if then:
                    (site.folder / "articles/a.md").write_text(then.pop(0))
                    site.preview.refresh()
    return found


def test_changes_are_told(site: Site) -> None:
    assert events(site, 3, ["# New\n", "# Newer\n"]) == ["1", "2", "3"]
    assert "Newer" in site.get("/page/articles/a/")[2]


def test_a_broken_configuration_is_a_page_and_mended_by_the_next_save(site: Site) -> None:
    (site.folder / "osler.toml").write_text("articles = [")
    assert site.preview.refresh().failure
    status, _, page = site.get("/page/articles/a/")
    assert status == 500
    assert "osler.toml" in page
    assert "new EventSource" in page
    (site.folder / "osler.toml").write_text("")
    site.preview.refresh()
    assert site.get("/page/articles/a/")[0] == 200


def test_a_broken_article_is_a_page_and_hinders_no_other(site: Site) -> None:
    (site.folder / "articles/large.md").write_bytes(b"x" * (3 << 20))
    (site.folder / "articles/gone.md").symlink_to(site.folder / "articles/nothing.md")
    (site.folder / "articles/deep.md").write_text("> " * 300 + "deep\n")
    site.preview.refresh()
    assert site.get("/page/articles/large/")[0] == 500
    assert "large.md" in site.get("/")[2]
    assert site.get("/page/articles/gone/")[0] == 500
    assert site.get("/page/articles/deep/")[0] in (200, 500)
    assert site.get("/page/articles/a/")[0] == 200


def test_articles_come_and_go(site: Site) -> None:
    (site.folder / "articles/a.md").rename(site.folder / "articles/ü b&c.md")
    site.preview.refresh()
    assert site.get("/page/articles/a/")[0] == 404
    address = url_of("articles/ü b&c.md")
    assert site.get(address)[0] == 200
    assert address in site.get("/")[2]
    (site.folder / "articles/ü b&c.md").unlink()
    site.preview.refresh()
    assert "There is no article yet" in site.get("/")[2]
    (site.folder / "articles").joinpath("smear.png").unlink()
    (site.folder / "articles").rmdir()
    site.preview.refresh()
    assert site.get("/")[0] in (200, 500)


def test_closing_ends_those_who_wait(tmp_path: Path) -> None:
    one = Site(tmp_path)
    with socket.create_connection(("127.0.0.1", one.port), timeout=20) as connection:
        connection.sendall(f"GET {CHANGES} HTTP/1.1\r\nHost: 127.0.0.1:{one.port}\r\n\r\n".encode())
        stream = connection.makefile("rb")
        while not stream.readline().startswith(b"data"):
            pass
        one.server.close()
        assert stream.read().count(b"event") == 0
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", one.port), timeout=5).close()
