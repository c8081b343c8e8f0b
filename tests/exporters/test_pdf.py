"""PDF of a page: tagged, with bookmarks, metadata and links; nothing is fetched; the same bytes each time."""

from __future__ import annotations

import base64
import io
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.exporters.samples import GREEN, bibliography, publish
from toolkit.errors import OslerError
from toolkit.exporters import html, pdf
from toolkit.model.publication import Publication
from toolkit.readers.markdown import read_article

ROOT = Path(__file__).parent.parent.parent
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
MARKDOWN = """---
title: Can <b>B12</b> & "folate" help? 😀
type: review
language: de
date: 2026-11-22
authors:
  - name: Jane van der Berg, MD
  - collective: The Study Group
keywords: [anaemia, vitamins]
abstract: In short.
---

# Why it matters

A claim [@green], and $x^2$ with [a link](https://example.org/a) and [its table](#numbers), from
[data](data/raw.csv).

![A smear](smear.png){#fig-smear}

![Elsewhere](https://example.org/no.png)

## Numbers

| a | b |
|---|---|
| 1 | 2 |
"""


def publication() -> Publication:
    article = read_article("articles/a.md", MARKDOWN.encode())
    return replace(publish(article, bibliography(green=GREEN)), has_evidence=True)


def made(address: str | None = None) -> bytes:
    one = replace(publication(), address=address)
    return pdf.render(one, "index.html", html.build(one).data, {"smear.png": PIXEL})


@pytest.fixture(scope="module")
def reader() -> PdfReader:
    return PdfReader(io.BytesIO(made()))


def addresses(reader: PdfReader) -> list[str]:
    links = [one.get_object() for page in reader.pages for one in page.get("/Annots", ())]
    return [str(one["/A"]["/URI"]) for one in links if "/A" in one and "/URI" in one["/A"]]


def test_it_says_what_it_is(reader: PdfReader) -> None:
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/Lang"] == "de"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == 'Can <b>B12</b> & "folate" help? 😀'
    assert reader.metadata.author == "Jane van der Berg, The Study Group"
    assert reader.metadata.keywords == "anaemia, vitamins"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == date(2026, 11, 22)


def test_its_structure_has_headings_tables_figures_and_links(reader: PdfReader) -> None:
    tags: list[str] = []
    root = reader.root_object
    stack: list[Any] = [root["/StructTreeRoot"]]
    while stack:
        node = stack.pop().get_object()
        if not isinstance(node, dict):
            continue
        tags.append(str(node.get("/S", "")))
        if node.get("/S") == "/Figure":
            assert node.get("/Alt") == "A smear"
        children = node.get("/K", [])
        several = children if isinstance(children, list) else [children]
        stack.extend(one for one in several if not isinstance(one, int))
    assert {"/Document", "/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/Figure", "/Link", "/L"} <= set(tags)


def test_bookmarks_text_formulas_and_numbers_of_pages(reader: PdfReader) -> None:
    def titles(items: Any) -> list[str]:
        return [
            name for one in items for name in (titles(one) if isinstance(one, list) else [str(one.title)])
        ]

    assert {"Why it matters", "Numbers", "References"} <= set(titles(reader.outline))
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert "x^2" in text
    assert f"1 / {len(reader.pages)}" in text


def test_links_lead_somewhere_or_are_no_links(reader: PdfReader) -> None:
    assert "https://example.org/a" in addresses(reader)
    assert not [one for one in addresses(reader) if "invalid" in one]
    placed = addresses(PdfReader(io.BytesIO(made("https://press.example/a/"))))
    assert "https://press.example/a/data/raw.csv" in placed


def test_nothing_but_the_articles_own_files_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(PIXEL)

    def refuse(*_arguments: object, **_named: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr("socket.socket.connect", refuse)
    page = f"""<html lang="en"><title>t</title><link rel="stylesheet" href="https://example.org/a.css">
    <style>@import "file:///etc/hosts"; body {{ background: url("https://example.org/b.png") }}</style>
    <img alt="no" src="{secret.as_uri()}"><img alt="no" src="http://127.0.0.1:9/x.png"><img alt="no" src="../../x.png">
    <p>text</p></html>"""
    found = PdfReader(
        io.BytesIO(pdf.render(publication(), "index.html", page.encode(), {"smear.png": PIXEL}))
    )
    assert not [image for one in found.pages for image in one.images]


def test_the_same_page_gives_the_same_bytes() -> None:
    program = "import sys; from tests.exporters.test_pdf import made; sys.stdout.buffer.write(made())"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"},
        capture_output=True,
        check=True,
    )
    assert done.stdout == made()


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(OslerError, match="needs WeasyPrint") as raised:
        pdf.require()
    assert "osler[pdf]" in (raised.value.help or "")
