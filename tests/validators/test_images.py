"""Figures: kinds and sizes read from their first bytes, and what may not be published."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.pictures import png
from toolkit.validators.images import ImageFacts, read_image


def svg(inside: str = "", attributes: str = 'width="40" height="20"', before: str = "") -> bytes:
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'.encode()


def made(kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (37, 21), "red").save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("PNG", {}),
        ("GIF", {}),
        ("JPEG", {}),
        ("JPEG", {"progressive": True, "comment": "c" * 900}),
        ("WEBP", {}),
        ("WEBP", {"lossless": True}),
        ("WEBP", {"exif": b"Exif\0\0"}),
    ],
)
def test_sizes_are_those_that_pillow_reads(kind: str, options: dict[str, object]) -> None:
    assert read_image(made(kind, **options)) == ImageFacts(kind.lower(), (37, 21))


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="40" height="20"', (40, 20)),
        ('width="40px" height="20.4px" viewBox="0 0 1 1"', (40, 20)),
        ('viewBox="0 0 300 150"', (300, 150)),
        ('width="100%" height="50%" viewBox="0,0,30,15"', (30, 15)),
        ('width="4cm" height="2cm"', None),
        ("", None),
    ],
)
def test_the_size_of_a_drawing(attributes: str, size: tuple[int, int] | None) -> None:
    assert read_image(svg(attributes=attributes)) == ImageFacts("svg", size)


HARMLESS = (
    '<style>.a { fill: url(#g) }</style><path class="a" d="M0 0"/><use href="#b"/>'
    '<image href="data:image/png;base64,AA=="/>'
)


def test_a_plain_drawing_passes() -> None:
    assert read_image(svg(HARMLESS)).fault is None


@pytest.mark.parametrize(
    "data",
    [
        svg("<script>alert(1)</script>"),
        svg('<g onload="alert(1)"/>'),
        svg('<a href="javascript:alert(1)"/>'),
        svg('<image href="https://e.example/x.png"/>'),
        svg('<image href="data:image/svg+xml,x"/>'),
        svg('<use xmlns:x="http://www.w3.org/1999/xlink" x:href="//e.example/a.svg#b"/>'),
        svg("<foreignObject><p>a</p></foreignObject>"),
        svg("<style>@import 'x.css';</style>"),
        svg("<style>a { fill: url(https://e.example/x) }</style>"),
        svg("<style>a { fill: u\\72l(x) }</style>"),
        svg('<rect fill="url(https://e.example/x#y)"/>'),
        svg('<set attributeName="href" to="javascript:alert(1)"/>'),
        svg(before='<?xml-stylesheet href="x.css"?>'),
        svg(before='<!DOCTYPE svg [<!ENTITY a "b">]>'),
        svg("<script>alert(1)</script>").decode().encode("utf-16"),
        b"<html><script>alert(1)</script></html>",
        b"<svg>",
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"GIF89a\0\0\0\0",
        png(60_000, 60_000),
    ],
)
def test_what_may_not_be_published(data: bytes) -> None:
    assert read_image(data).fault


@given(
    st.sampled_from(
        [b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\0\0\0\0WEBPVP8X", b"\xff\xd8\xff", b"<svg>"]
    ),
    st.binary(max_size=200),
)
def test_reading_is_total(start: bytes, rest: bytes) -> None:
    facts = read_image(start + rest)
    assert facts.size is None or struct.pack(">II", *facts.size)
