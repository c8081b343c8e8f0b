"""Escaping by construction: whatever text goes in comes out as text."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.exporters.addresses import encoded
from toolkit.exporters.html.links import image_url, safe_url
from toolkit.exporters.html.markup import element, json_text, serialise, style_text
from toolkit.exporters.mathml import to_mathml
from toolkit.validators.html_tree import read_tree

# Everything but what the writer replaces or folds: controls, surrogates, noncharacters, line ends.
_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1)


@given(_TEXT, _TEXT)
def test_text_and_attributes_survive(text: str, value: str) -> None:
    tree = read_tree("<!DOCTYPE html>" + serialise(element("p", {"title": value}, text)))
    node = tree.nodes[0]
    assert not tree.faults
    assert node.text().rstrip("\n") == text.rstrip("\n")
    assert node.attributes == {"title": value}


@given(
    st.recursive(
        st.text() | st.integers() | st.none(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_json_is_safe_in_a_script(value: object) -> None:
    text = json_text(value).text
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text) == json.loads(json.dumps(value))


def test_style_that_could_end_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="style sheet"):
        style_text("p {} </style>")


def test_attributes_that_are_absent() -> None:
    assert serialise(element("a", {"id": None, "hidden": False, "download": True, "tabindex": 0})) == (
        '<a download tabindex="0"></a>'
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/é", "https://example.org/%C3%A9"),
        ("https://example.org/%41%zz", "https://example.org/%41%25zz"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("page.html", "page.html"),
        ("b12.md", "../b12/index.html"),
        ("./b12.md#part", "../b12/index.html#part"),
        ("javascript:alert(1)", None),
        ("JAVASCRIPT:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("\u200bjavascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("//example.org/", None),
        ("\\\\example.org\\", None),
        ("", None),
    ],
)
def test_addresses(url: str, expected: str | None) -> None:
    assert safe_url(url) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("figures/a b.png", "figures/a%20b.png"),
        ("data:image/png;base64,AAAA", "data:image/png;base64,AAAA"),
        ("data:image/svg+xml,<svg/>", None),
        ("https://example.org/a.png", None),
        ("../a.png", None),
        ("%2e%2e/a.png", None),
        ("/a.png", None),
        ("", None),
    ],
)
def test_images(url: str, expected: str | None) -> None:
    assert image_url(url) == expected


@given(st.text())
def test_addresses_hold_nothing_that_ends_an_attribute(url: str) -> None:
    assert not set(encoded(url)) & set(' "<>`{}|^\\\n\r\t')


def test_formulas_carry_no_address_style_or_name() -> None:
    for tex in (r"\href{javascript:alert(1)}{x}", r"\style{color:red}{x}", r"\class{a}{x}"):
        math = to_mathml(tex, display=False)
        assert math is not None
        names = {name for node in math.iter() for name in node.attrib}
        assert names <= {"display"}


@pytest.mark.parametrize("tex", ["", r"\frac", "{" * 500, r"\sqrt" * 800, "x" * 6000, r"\left( x"])
def test_formulas_that_cannot_be_read(tex: str) -> None:
    assert to_mathml(tex, display=True) is None


@given(st.text("\\{}^_&$ abfrcleti()[]", max_size=60))
def test_formulas_are_total(tex: str) -> None:
    to_mathml(tex, display=True)


def test_symbols_in_formulas_are_characters() -> None:
    math = to_mathml(r"\alpha \pm \text{a<b}", display=False)
    assert math is not None
    assert "".join(math.itertext()) == "α±a<b"
