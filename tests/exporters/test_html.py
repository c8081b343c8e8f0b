"""The HTML page: what it says, what it never says, and that it says it the same way twice."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exporters.sample_pages import (
    NAMES,
    PAGES,
    POLICY,
    bibliography,
    crowded,
    golden_text,
    publication_of,
    sample,
)
from toolkit.exporters.html import build, render
from toolkit.exporters.html.blocks import BLOCKS
from toolkit.exporters.html.inlines import INLINES, note_mark
from toolkit.exporters.html.page import long_date
from toolkit.model.article import Node
from toolkit.model.policy import Disclaimer, Occasion, Policy
from toolkit.model.publication import Publication
from toolkit.model.review import ReviewStatus
from toolkit.validators.html import validate_html
from toolkit.validators.html_tree import Tree, read_tree


def page(markdown: str, **changes: Any) -> str:
    return render(publication_of(f"---\ntitle: T\n---\n\n{markdown}", **changes)).decode()


def text_of(markdown: str) -> str:
    """Give the markup of the article's text alone."""
    found = re.search(r'<div class="text">(.*?)</div>\n', page(markdown), re.DOTALL)
    assert found
    return re.sub(r'<h2 id="osler-research".*?</h2>\n', "", found[1]).strip()


def tree_of(publication: Publication) -> Tree:
    return read_tree(render(publication).decode())


def test_every_node_type_has_a_row() -> None:
    types = set(get_args(Node))
    nested = {member for one in types for member in (get_args(one) or (one,))}
    assert nested == BLOCKS.keys() | INLINES.keys()


@pytest.mark.parametrize("name", NAMES)
def test_golden_page(name: str, update: bool) -> None:
    golden = PAGES / "golden" / f"{name}.html"
    text = golden_text(sample(name))
    if update:
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


@pytest.mark.parametrize("name", [*NAMES, "crowded"])
def test_page_passes_its_own_validator(name: str) -> None:
    document = build(crowded() if name == "crowded" else sample(name))
    assert validate_html(document.data, document.places) == []


def test_same_bytes_for_the_same_publication() -> None:
    assert render(sample("everything")) == render(sample("everything"))


@pytest.mark.parametrize(
    ("markdown", "markup"),
    [
        ("Plain.", "<p>Plain.</p>"),
        (
            "*a* **b** ~~c~~ H~2~O 10^9^",
            "<p><em>a</em> <strong>b</strong> <s>c</s> H<sub>2</sub>O 10<sup>9</sup></p>",
        ),
        ("`<b>`", "<p><code>&lt;b&gt;</code></p>"),
        ("a <b>b</b> <!-- c -->d", "<p>a b d</p>"),
        ("[a](https://example.org/?x=1&y=2)", '<p><a href="https://example.org/?x=1&amp;y=2">a</a></p>'),
        ("[a](other.md#part)", '<p><a href="../other/index.html#part">a</a></p>'),
        ("[a](javascript:alert)", "<p>a</p>"),
        ("[a](#nowhere)", "<p>a</p>"),
        ("[a]{lang=fr}", '<p><span lang="fr">a</span></p>'),
        ('[a]{lang="x y"}', "<p>a</p>"),
        ("[a]{.claim}", "<p>a</p>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("<!-- alone -->", ""),
        ("---", "<hr>"),
    ],
)
def test_markup_of_nodes(markdown: str, markup: str) -> None:
    assert text_of(markdown) == markup


def test_a_group_is_listed_and_never_collapsed() -> None:
    printed = text_of("One [@green2017; @obeid2024; @hoffbrand].")
    assert re.sub(r"<[^>]+>", "", printed) == "One [1, 2, 3]."


def test_words_around_citations() -> None:
    printed = text_of(
        "A [see @green2017, p. 3; -@obeid2024]. @obeid2024 [p. 4] agree. @site agrees. [@nobody]"
    )
    assert re.sub(r"<[^>]+>", "", printed) == (
        "A [see 1, p. 3; 2]. Obeid et al. [2, p. 4] agree. World Health Organization [3] agrees. [@nobody?]"
    )


def test_each_citation_is_one_anchor_with_a_way_back() -> None:
    publication = sample("everything")
    tree = tree_of(publication)
    anchors = [node for node in tree.named("a") if node.attributes.get("role") == "doc-biblioref"]
    expected = [
        publication.by_key[citation.key].identifier
        for group in publication.article.citation_groups
        for citation in group.citations
    ]
    assert sorted(node.attributes["href"] for node in anchors) == sorted(f"#{one}" for one in expected)
    back = {
        node.attributes["href"]
        for node in tree.named("a")
        if node.attributes.get("role") == "doc-backlink" and node.attributes["href"].startswith("#cite-")
    }
    assert back == {f"#{node.attributes['id']}" for node in anchors}


def test_buttons_open_cards_and_are_no_links() -> None:
    tree = tree_of(sample("everything"))
    buttons = [node for node in tree.named("button") if node.attributes["class"] == "cite-open"]
    cards = {node.attributes["id"] for node in tree.named("div") if "popover" in node.attributes}
    assert {node.attributes["popovertarget"] for node in buttons} == cards
    assert all("href" not in node.attributes for node in buttons)


def test_links_inside_a_link_follow_it() -> None:
    printed = text_of("[a *b [@green2017]* c](https://example.org/)")
    assert printed.index("</a>") < printed.index("doc-biblioref")


def test_a_retracted_work_is_called_so_where_it_is_cited() -> None:
    tree = tree_of(sample("hostile"))
    card = next(node for node in tree.named("div") if node.attributes.get("id") == "card-1")
    assert "Retracted: J Examples. 2020;1(2):3" in card.text()
    assert "[1 (retracted)]" in next(node for node in tree.named("main")).text()


def test_author_identifiers_never_meet_the_page_s_own() -> None:
    tree = tree_of(sample("hostile"))
    identifiers = [node.attributes["id"] for node in tree.nodes if "id" in node.attributes]
    assert len(identifiers) == len(set(identifiers))
    assert {"text-ref-1", "text-cite-1-1", "text-card-1", "ref-1", "cite-1-1", "card-1"} <= set(identifiers)


def test_headings_never_skip_a_level() -> None:
    tree = read_tree(page("# A\n\n#### B\n\n##### C\n\n# D"))
    levels = [node.name for node in tree.nodes if re.fullmatch(r"h\d", node.name) and node.text() in "ABCD"]
    assert levels == ["h2", "h3", "h4", "h2"]


def test_list_of_contents_from_three_sections() -> None:
    assert "On this page" not in page("# A\n\n# B")
    assert "On this page" in page("# A\n\n# B\n\n# C")


def test_pending_banner_until_approved() -> None:
    assert "Pending human review" in render(sample("everything")).decode()
    assert "Pending human review" not in render(sample("leaflet")).decode()


def test_status_track_marks_the_current_step() -> None:
    for name, step in (("everything", "Under review"), ("leaflet", "Approved"), ("arabic", "Submitted")):
        current = [node for node in tree_of(sample(name)).nodes if node.attributes.get("aria-current")]
        assert [node.attributes["aria-current"] for node in current] == ["step"]
        assert step in current[0].text()


def test_dates_of_review() -> None:
    text = next(iter(tree_of(sample("leaflet")).named("aside"))).text()
    words = " ".join(text.split())
    assert "Published 3 February 2026 Last reviewed 1 March 2026 Next review due 1 March 2029" in words


def test_the_policy_s_words_for_an_unreviewed_page_stand_in_the_banner() -> None:
    words = Disclaimer(
        "unreviewed",
        "1",
        "Not yet reviewed",
        "Wait for our doctors.",
        frozenset({Occasion.UNREVIEWED}),
        placement="start",
    )
    made = publication_of("---\ntitle: T\n---\n\nText.", policy=replace(POLICY, disclaimers=(words,)))
    tree = tree_of(made)
    assert "Not yet reviewed. Wait for our doctors." in next(iter(tree.named("header"))).text()
    assert "Wait for our doctors." not in next(iter(tree.named("main"))).text()


def test_draft_and_retraction_stand_at_the_head() -> None:
    history = "history:\n  - date: 2026-05-01\n    kind: retraction\n    summary: The data were wrong.\n"
    made = publication_of(f"---\ntitle: T\n{history}---\n\nText.", is_draft=True)
    header = next(iter(tree_of(made).named("header"))).text()
    assert "Retracted. 1 May 2026: The data were wrong." in header
    assert "Draft." in header
    assert '<meta name="robots" content="noindex">' in render(made).decode()


def test_disclaimers_are_placed_once() -> None:
    text = next(iter(tree_of(sample("everything")).named("main"))).text()
    assert text.count("This information supports clinical judgement and does not replace it.") == 1
    assert text.count("Example Health cannot advise you in person.") == 1
    assert text.index("Call your local emergency number.") < text.index("Key points")


def test_other_languages_mark_the_page_s_own_words() -> None:
    tree = tree_of(sample("arabic"))
    root = next(iter(tree.named("html")))
    assert (root.attributes["lang"], root.attributes["dir"]) == ("ar", "rtl")
    heading = next(node for node in tree.named("h2") if node.text() == "References")
    assert next(heading.elements()).attributes == {"lang": "en", "dir": "ltr"}


def test_structured_data() -> None:
    script = next(iter(tree_of(sample("leaflet")).named("script")))
    data = json.loads(script.text())
    assert data["@type"] == "MedicalWebPage"
    assert data["medicalAudience"] == [{"@type": "MedicalAudience", "audienceType": "Patient"}]
    assert (data["lastReviewed"], data["dateModified"]) == ("2026-03-01", "2026-02-03")
    assert data["reviewedBy"][0]["sameAs"] == "https://orcid.org/0000-0002-1694-233X"
    assert [one["name"] for one in data["usageInfo"]] == ["In an emergency", "Not medical advice"]
    assert "digitalSourceType" not in data
    assert "disclaimer" not in data


def test_an_approval_that_is_overdue_or_not_enough_is_not_told_to_machines() -> None:
    page = sample("leaflet")
    page = replace(page, review=replace(page.review, status=ReviewStatus.UNDER_REVIEW))
    text = render(page).decode()
    assert "Omar Haddad" in text
    assert 'name="dc.contributor"' not in text
    data = json.loads(next(iter(tree_of(page).named("script"))).text())
    assert not {"lastReviewed", "reviewedBy"} & data.keys()


def test_an_unreviewed_page_claims_no_review() -> None:
    data = json.loads(next(iter(tree_of(sample("everything")).named("script"))).text())
    assert not {"lastReviewed", "reviewedBy"} & data.keys()
    assert data["digitalSourceType"].endswith("CompositeWithTrainedAlgorithmicMediaDigitalSource")
    assert [one["text"] for one in data["correction"]] == ["The interval between injections was put right."]
    names = [one["name"] for one in data["citation"]]
    assert names[0] == "Vitamin B12 deficiency from the perspective of a practicing hematologist"
    assert len(names) == 5


def test_tags_for_reference_managers() -> None:
    tags = [
        (node.attributes["name"], node.attributes["content"])
        for node in tree_of(sample("everything")).named("meta")
        if "name" in node.attributes
    ]
    assert ("citation_title", "Can vitamin B12 deficiency cause leukopenia?") in tags
    assert ("citation_publication_date", "2025/03/19") in tags
    assert ("citation_author_orcid", "https://orcid.org/0000-0002-1825-0097") in tags
    assert ("dc.creator", "Jun Li") in tags
    assert ("dc.rights", "© 2025 Example Health") in tags
    assert ("dcterms.references", "pmid:28360040") in tags
    assert any(name == "citation_reference" and "citation_pmid=38673453" in content for name, content in tags)


def test_provenance_is_told_in_honest_words() -> None:
    references = next(
        node
        for node in tree_of(sample("everything")).named("section")
        if "references" in node.attributes.get("class", "")
    )
    text = references.text()
    assert "Details transcribed by hand on 20 November 2026, not fetched from PubMed." in text
    assert "Details imported from a saved record on 20 November 2026, not fetched from PubMed." in text
    assert "Not found in PubMed when asked on 22 November 2026; details from the authors’ library." in text
    assert "Details from the authors’ library, not checked against PubMed." in text


def test_coverage_never_claims_support() -> None:
    text = render(sample("everything")).decode()
    assert "14 of 14 statements that need a source name one" in text
    assert "no machine has verified it" in text
    assert "supported" not in text


def test_no_text_becomes_markup() -> None:
    tree = tree_of(sample("hostile"))
    assert not tree.faults
    assert [node.attributes.get("type") for node in tree.named("script")] == ["application/ld+json"]
    assert tree.named("img", "iframe", "object") == []
    addresses = [node.attributes["href"] for node in tree.nodes if "href" in node.attributes]
    assert not [one for one in addresses if one.lower().startswith(("javascript", "vbscript", "data", "//"))]


def test_what_html_cannot_hold_is_replaced() -> None:
    made = publication_of("---\ntitle: T\n---\n\na\x00b\x0bc\x85d\ufffee")
    assert "\x00" not in render(made).decode()
    assert validate_html(render(made)) == []


@pytest.mark.parametrize("depth", [50, 99, 400])
def test_deep_articles_print(depth: int) -> None:
    for markdown in (
        "> " * depth + "x",
        "*" * depth + "x" + "*" * depth,
        "[" * depth + "x" + "]{.mark}" * depth,
    ):
        assert validate_html(render(publication_of(f"---\ntitle: T\n---\n\n{markdown}"))) == []


def test_a_page_without_anything_is_still_a_page() -> None:
    made = publication_of("", policy=Policy())
    bare = replace(made, contributors=(), disclaimers=())
    assert validate_html(render(bare)) == []
    assert "<title>page</title>" in render(bare).decode()


def test_places_follow_the_source() -> None:
    publication = publication_of("---\ntitle: T\n---\n\nOne.\n\n# Two {#two}\n\nThree [@green2017].")
    document = build(publication)
    tree = read_tree(document.data.decode())
    source = publication.article.source
    heading = next(node for node in tree.named("h2") if node.attributes.get("id") == "two")
    span = document.places[heading.index]
    assert span is not None
    assert source.slice(span) == "# Two {#two}"
    anchor = next(node for node in tree.named("span") if node.attributes.get("class") == "citations")
    place = document.places[anchor.index]
    assert place is not None
    assert source.slice(place) == "[@green2017]"


def test_dates_and_marks() -> None:
    assert long_date(date(2025, 3, 9)) == "9 March 2025"
    assert [note_mark(number) for number in (1, 26, 27, 703)] == ["a", "z", "aa", "aaa"]


def test_samples_cite_what_they_mean_to() -> None:
    assert bibliography().resolve("green2017") is not None
    assert POLICY.disclaimer("general") is not None


_SCRAPS = """
# |## |- |1. |> |: |    |::: {.key-points}|::: {audience=patient}|::: {.callout-note}|:::|[|]|(|)|{.mark}|{#a}|{#ref-1}
*|**|~|^|`|$|$$|!|<b>|<!--|-->|[^n]|[^n]: |[@green2017]|@obeid2024|[@a; @site]|@fig-a|\\|&amp;|<|"|x|é|a b. |[@
\u202e|\x00|---
"""
_MARKDOWN = st.lists(
    st.sampled_from([*re.split(r"[|\n]", _SCRAPS), "\n", "\n\n", "\n\n| a | b |\n|---|---|\n| c | d |\n\n"]),
    max_size=40,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(_MARKDOWN)
def test_any_markdown_gives_a_page_that_passes(markdown: str) -> None:
    publication = publication_of(f"---\ntitle: T\n---\n\n{markdown}", is_draft=True)
    document = build(publication)
    assert validate_html(document.data, document.places) == []
    cited = sum(one.key in publication.by_key for one in publication.article.citations)
    assert document.data.count(b"doc-biblioref") == cited
