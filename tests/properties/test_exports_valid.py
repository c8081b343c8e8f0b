"""Whatever Markdown is thrown at it, the export is valid XML and loses nothing."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exporters.jats_dtds import complaints
from tests.exporters.samples import GREEN as KNOWN
from tests.exporters.samples import bibliography, publish
from toolkit.exporters import html, jats
from toolkit.readers.markdown import read_article
from toolkit.validators.roundtrip import prove_round_trip

FRAGMENTS = (
    "word",
    "B~12~",
    "x^2^",
    "*em*",
    "**strong**",
    "***both***",
    "~~gone~~",
    "`code <b>`",
    "$x^2$",
    "$$y$$",
    "$\\frac{1}{2}$",
    "[@green]",
    "[see @green, p. 3; @nobody]",
    "@green",
    "[@green]{.as-retracted}",
    "[@green]{.paragraph}",
    "[-@green]",
    "@{green}",
    "[text](https://example.org/?a=1&b=2)",
    "[a [@green] b](https://example.org)",
    "[x](#top)",
    "[x](javascript:alert(1))",
    "<https://example.org>",
    "<a@b.org>",
    "![alt](a.png)",
    "![](b.png)",
    "![alt](https://example.org/c.png)",
    "[span]{.term #s1}",
    "[span]{.underline}",
    "[*em* `c`]{.claim}",
    "[^1]",
    "[^nobody]",
    "^[inline note]",
    "@fig-a",
    "@tbl-a",
    "@sec-a",
    "@eq-a",
    "<b>raw</b>",
    "<!-- comment -->",
    "&amp;",
    "&#0;",
    "]]>",
    "<script>",
    "\\*",
    "\x00",
    "\x1b",
    "\u202e",
    "\ufeff",
    "é\u0301",
    "🩸",
    "  \n",
    "\\\n",
    "|",
    ":",
    "a\tb",
)
BLOCKS = (
    "# Heading {#sec-a}",
    "## Heading",
    "#### Deep",
    "## [@green]",
    "- item",
    "- [x] done",
    "  - nested",
    "1. one",
    "7. seven",
    "> quote",
    "> - list\n>\n> ## inside",
    "```python\ncode ]]>\n```",
    "    indented",
    "---",
    "***",
    "$$ a + b $$ {#eq-a}",
    "![Caption [@green]](f.png){#fig-a}",
    "![](g.png)",
    "| a | b |\n|:--|--:|\n| 1 | [@green] |\n\n: Caption {#tbl-a}",
    "| a |\n|---|",
    "Term\n:   Definition\n\n    More",
    "[^1]: Note [@green].\n\n    - with a list",
    "[^1]: again",
    "::: {.key-points}",
    "::: {.note #box}",
    "::: {audience=patient}",
    "::: {audience=professional}",
    "::: {.disclaimer #general}",
    ":::",
    "::::",
    "<div>",
    "</div>",
    "<iframe src='x'></iframe>",
    "<!-- osler: ignore claim-uncited: test -->",
    "***\n\n***",
    "\\",
    "[ref]: https://example.org",
    "",
)
inlines = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=8), min_size=1, max_size=6).map(" ".join)
joined = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=5).map("".join)
lines = st.one_of(
    inlines, joined, st.sampled_from(BLOCKS), st.tuples(st.sampled_from(BLOCKS), inlines).map(" ".join)
)
documents = st.lists(st.tuples(lines, st.sampled_from(["\n", "\n\n"])).map("".join), max_size=14).map("".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents)
def test_any_markdown_exports_to_valid_xml_and_loses_nothing(markdown: str) -> None:
    front = "---\ntitle: A title\ndate: 2026-11-22\n---\n"
    article = read_article("articles/a.md", (front + markdown).encode("utf-8", "surrogatepass"))
    publication = publish(article, bibliography(green=KNOWN))
    made, page = jats.build(publication), html.build(publication)
    assert complaints(made.data) == []
    assert [one.message for one in prove_round_trip(publication, made.data, page.data).problems] == []


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_export_to_valid_xml(data: bytes) -> None:
    article = read_article("articles/a.md", data)
    assert complaints(jats.render(publish(article))) == []


@settings(max_examples=20, deadline=None)
@given(documents)
def test_the_same_article_gives_the_same_bytes(markdown: str) -> None:
    article = read_article("articles/a.md", markdown.encode("utf-8", "surrogatepass"))
    assert jats.render(publish(article)) == jats.render(publish(article))
