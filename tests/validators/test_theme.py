"""Themes: what changes looks passes; what hides, fetches, runs or speaks for Osler is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.validators.theme_fragment import read_fragment
from toolkit.validators.theme_style import style_faults

GOOD = """
/* A comment. */
:root { --accent: #7a1f4b; --serif: Georgia, "Times New Roman", serif; }
@media (prefers-color-scheme: dark) { :root { --accent: rgb(240, 166, 200); } }
@page { margin: 20mm; size: A4; }
.theme-header { display: flex; gap: 1rem; border-block-end: 2px solid var(--accent); padding: 0.5rem 0 1rem }
h1, h2:is(.research) { font-weight: 700; letter-spacing: -0.02em; font-size: 1.8rem; line-height: 1.3 }
main { max-width: 45rem }
"""


def test_what_changes_looks_passes() -> None:
    assert style_faults(GOOD) == []


@pytest.mark.parametrize(
    ("css", "said"),
    [
        (".banner { position: fixed }", '"position" is not allowed'),
        (".banner { inset: 0; z-index: 9 }", '"inset" is not allowed'),
        ('@import "x.css";', "@import is not allowed"),
        ("@font-face { src: url(x) }", "@font-face is not allowed"),
        ("a { background: url(https://e.example/x) }", "addresses"),
        (r"a { background: \75rl(https://e.example/x) }", "addresses"),
        ('a { background: image-set("x" 1x) }', "image-set() is not allowed"),
        ("a { background: u\\rl(x) }", "not allowed in a theme"),
        (".banner { display: none }", "none is not allowed"),
        (".banner { visibility: hidden }", '"visibility" is not allowed'),
        (".banner { opacity: 0 }", '"opacity" is not allowed'),
        (".banner { font-size: 1px }", "too small"),
        (".banner { font: 0/0 a }", '"font" is not allowed'),
        (".banner { width: 0 }", "too narrow"),
        (".banner { max-width: calc(1px) }", "calc() is not allowed"),
        (".banner { color: transparent }", "cannot be read"),
        (".banner { color: #0000 }", "cannot be read"),
        (":root { --amber: rgb(0 0 0 / 0) }", "cannot be read"),
        (".banner { margin-left: -999px }", "negative"),
        (".banner { padding-top: 500vh }", "out of sight"),
        (".banner { line-height: 0 }", "too close"),
        ('.step-current::after { content: "Approved" }', "::after is not allowed"),
        (".banner { & p { color: red } }", "rules inside rules"),
        ("a } b { color: red }", "no valid CSS"),
        ("a { color: red }</style><script>", 'holds "</"'),
        ("@media print { .banner { display: none } }", "none is not allowed"),
        ("@supports (display: grid) { @media print { .banner { position: fixed } } }", "position"),
    ],
)
def test_what_hides_or_fetches_is_refused(css: str, said: str) -> None:
    faults = style_faults(f"h1 {{ color: #333 }}\n{css}")
    assert said in " ".join(one.message for one in faults)
    assert max(one.line for one in faults) == 2


FRAGMENT = (
    '<p class="a">Clinic · <a href="https://example.org/">Home</a></p>\n<img src="logo.svg" alt="Clinic">'
)


def test_a_plain_fragment_passes() -> None:
    read = read_fragment(FRAGMENT)
    assert read.faults == ()
    assert read.images == ("logo.svg",)


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<script>alert(1)</script>", "<script> is not allowed"),
        ("<style>p{}</style>", "<style> is not allowed"),
        ('<p onclick="x">a</p>', "onclick"),
        ('<p style="position:fixed">a</p>', "style"),
        ('<p id="osler-text">a</p>', "id"),
        ('<p popover="manual">a</p>', "popover"),
        ('<img src="https://e.example/x.png" alt="a">', "must be a file in the theme's folder"),
        ('<img src="../x.png" alt="a">', "must be a file in the theme's folder"),
        ('<img src="x.png">', "alternative text"),
        ('<a href="javascript:alert(1)">a</a>', "address"),
        ('<a href="//e.example">a</a>', "address"),
        ('<a href="data:text/html,x">a</a>', "address"),
        ("<iframe></iframe>", "<iframe> is not allowed"),
        ("<h1>A</h1>", "<h1> is not allowed"),
        ("<p>a", "never closed"),
        ("<p>a</div>", "stands where"),
        ("<!-- c -->", "comment"),
        ("<!DOCTYPE html><p>a</p>", "DOCTYPE"),
    ],
)
def test_anything_else_in_a_fragment_is_refused_at_its_line(html: str, said: str) -> None:
    faults = read_fragment(f"<p>first</p>\n{html}").faults
    assert said in " ".join(message for _, message in faults)


def test_the_line_of_a_fault() -> None:
    assert read_fragment("<p>a</p>\n\n<script></script>").faults == (
        (3, "<script> is not allowed in a theme"),
    )


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from([*"{}();:@\\\"'/*<>!-#.%,", "a", "url(", "@media", "color", "--x", "1px", "\n"]))
)
def test_reading_is_total(parts: list[str]) -> None:
    text = "".join(parts)
    style_faults(text)
    read_fragment(text)
