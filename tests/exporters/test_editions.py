"""Articles for two audiences: a page for each, complete, and nothing of the article lost between them."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from tests.exporters.sample_pages import PAGES, POLICY, editions, publication_of, sample
from toolkit.claims.editions import editions_of
from toolkit.exporters import html, jats
from toolkit.exporters.html.page import page_of
from toolkit.model.article import Audience
from toolkit.model.publication import Publication
from toolkit.validators.html import validate_html
from toolkit.validators.html_tree import read_tree
from toolkit.validators.roundtrip import prove_editions

BOTH = (PAGES / "both.md").read_text("utf-8")
FRONT = "---\ntitle: T\ntype: review\naudience: both\nauthors: [{name: A}]\ndate: 2026-01-01\n---\n\n"
PATIENT = "::: {audience=patient}\nFor you.\n:::\n\n"
PROFESSIONAL = "::: {audience=professional}\nFor the ward.\n:::\n\n"


def audiences(text: str) -> list[Audience]:
    return [one.audience for one in editions_of(publication_of(FRONT + text).article, POLICY)]


def pages() -> dict[str, tuple[Publication, bytes]]:
    return {page_of(one.edition): (one, html.render(one)) for one in editions()}


@pytest.mark.parametrize(
    "text",
    [
        "For all.\n",
        PATIENT,
        PROFESSIONAL,
        PATIENT + "::: {audience=professional}\n:::\n",
        PATIENT + "::: {audience=professional}\n<!-- nothing -->\n:::\n",
        PATIENT + "::: {audience=everyone}\nWords.\n:::\n",
    ],
)
def test_one_page_where_there_are_no_parts_for_both(text: str) -> None:
    assert audiences(text) == []


def test_two_pages_where_there_are_parts_for_both() -> None:
    assert audiences(PATIENT + PROFESSIONAL) == [Audience.PROFESSIONAL, Audience.PATIENT]
    assert audiences(
        f"- An item.\n\n> {PATIENT.replace(chr(10), chr(10) + '> ').strip('> ')}\n{PROFESSIONAL}"
    )


def words(text: str, audience: Audience) -> str:
    article = publication_of(FRONT + text).article
    found = next(one.article for one in editions_of(article, POLICY) if one.audience is audience)
    made = publication_of(FRONT + text, article=found, edition=audience, editions=tuple(Audience))
    main = next(iter(read_tree(html.render(made).decode()).named("main")))
    return " ".join(next(one for one in main.walk() if one.attributes.get("class") == "text").text().split())


def test_each_page_has_what_is_for_all_and_for_its_readers() -> None:
    text = f"First.\n\n{PATIENT}Between.\n\n{PROFESSIONAL}Last.\n"
    assert words(text, Audience.PATIENT) == "First. For you. Between. Last."
    assert words(text, Audience.PROFESSIONAL) == "First. Between. For the ward. Last."


def test_a_heading_with_nothing_left_under_it_goes_and_others_stay() -> None:
    text = f"# A\n\n## B\n\n{PROFESSIONAL}# C\n\n# D\n\n{PATIENT}{PROFESSIONAL}## E\n\nAll.\n"
    assert words(text, Audience.PATIENT) == "C D For you. E All."
    assert words(text, Audience.PROFESSIONAL) == "A B For the ward. C D For the ward. E All."


def test_parts_in_parts_lists_and_quotations() -> None:
    text = f"::: {{.box}}\n{PATIENT}{PROFESSIONAL}Both.\n:::\n"
    assert words(text, Audience.PATIENT) == "For you. Both."


def test_notes_and_references_are_those_of_the_page() -> None:
    professional, patient = editions()
    assert [one.number for one in patient.references] == [1, 2]
    assert [one.reference.work.title for one in patient.references] != [
        one.reference.work.title for one in professional.references
    ]
    own, other = html.render(patient).decode(), html.render(professional).decode()
    assert "more than 38" in own
    assert "laboratory" not in own
    assert "laboratory" in other
    assert "more than 38" not in other


def test_each_page_has_the_disclaimers_of_its_readers() -> None:
    professional, patient = editions()
    assert {one.identifier for one in professional.disclaimers} == {"general", "professional"}
    assert {one.identifier for one in patient.disclaimers} == {"general", "urgent"}
    assert "supports clinical judgement" not in html.render(patient).decode()


def test_what_only_the_other_page_has_is_linked_there() -> None:
    professional, patient = (html.render(one).decode() for one in editions())
    assert '<a href="../index.html#sec-doses">the page for health professionals</a>' in patient
    assert '<a href="patient/index.html#fig-marrow">the page for patients</a>' in professional


def test_the_pages_lead_to_each_other_and_say_for_whom_they_are() -> None:
    for own, other in zip(editions(), reversed(editions()), strict=True):
        made = replace(own, address="https://example.org/both/")
        tree = read_tree(html.render(made).decode())
        assert validate_html(html.render(made)) == []
        links = {node.attributes.get("rel"): node.attributes.get("href") for node in tree.named("link")}
        place = page_of(own.edition).removesuffix("index.html")
        assert links["canonical"] == f"https://example.org/both/{place}"
        alternates = [node.attributes for node in tree.named("link") if node.attributes["rel"] == "alternate"]
        assert [one["href"] for one in alternates] == [
            own.root + page_of(other.edition),
            own.root + "article.xml",
        ]
        current = [node for node in tree.named("a") if node.attributes.get("aria-current") == "page"]
        assert [node.attributes["href"] for node in current] == [own.root + page_of(own.edition)]
        data = json.loads(tree.named("script")[0].text())
        assert len(data["medicalAudience"]) == 1
        assert data["url"] == links["canonical"]
        assert tree.named("title")[0].text().count("For ") == 1


def test_files_are_seen_from_below() -> None:
    patient = html.render(sample("both-patient")).decode()
    assert 'src="../figures/smear.png"' in patient
    assert 'href="../article.xml"' in patient


def test_nothing_is_lost_between_the_pages() -> None:
    whole = publication_of(BOTH, slug="both")
    assert prove_editions(whole, jats.render(whole), pages()).problems == ()


@pytest.mark.parametrize(
    ("name", "old", "new", "rule"),
    [
        ("patient/index.html", b"bone marrow makes", b"marrow makes", "export-roundtrip-words"),
        ("index.html", b"haematopoiesis", b"", "export-roundtrip-words"),
        ("index.html", b"copy DNA", b"copy", "export-roundtrip-words"),
        (
            "patient/index.html",
            b'href="#ref-2" role="doc-biblioref"',
            b'href="#ref-2"',
            "export-roundtrip-citation",
        ),
        (
            "patient/index.html",
            b"<p>Call your local emergency number",
            b"<p>Call",
            "export-roundtrip-disclaimer",
        ),
    ],
)
def test_what_is_lost_on_one_page_is_found(name: str, old: bytes, new: bytes, rule: str) -> None:
    whole = publication_of(BOTH, slug="both")
    made = pages()
    publication, data = made[name]
    assert old in data
    made[name] = (publication, data.replace(old, new, 1))
    found = prove_editions(whole, jats.render(whole), made).problems
    assert rule in {one.rule for one in found}
    assert any(name in one.message for one in found)


def test_a_part_that_stands_on_neither_page_is_found() -> None:
    whole = publication_of(BOTH, slug="both")
    article = publication_of(BOTH.replace("Everyone with fever", "Some with fever"), slug="both").article
    made = {
        name: (replace(one, article=replace(one.article)), re.sub(rb"Everyone", b"", data))
        for name, (one, data) in pages().items()
    }
    assert article.blocks != whole.article.blocks
    messages = [one.message for one in prove_editions(whole, jats.render(whole), made).problems]
    assert any("index.html and patient/index.html lost words" in one for one in messages)


PLAIN = f"{FRONT}All.\n\n{PATIENT}{PROFESSIONAL}"


def lost(whole: str, *held: str) -> list[tuple[str, str, str]]:
    """Say what is lost of an article if its pages are those of other texts."""
    publication = publication_of(whole, slug="both")
    audiences = (Audience.PROFESSIONAL, Audience.PATIENT)
    kept = [
        one
        for audience, text in zip(audiences, held, strict=True)
        for one in editions(text)
        if one.edition == audience
    ]
    made = {page_of(one.edition): (one, html.render(one)) for one in kept}
    problems = prove_editions(publication, jats.render(publication), made).problems
    return [(str(one.rule), one.message, publication.article.source.slice(one.span)) for one in problems]


def test_a_citation_that_stands_on_no_page_is_found() -> None:
    cited, other = PLAIN.replace("All", "All [@green2017]"), PLAIN
    assert lost(cited, cited, other) == []
    assert lost(cited, other, cited) == []
    assert lost(cited, other, other) == [
        (
            "export-roundtrip-citation",
            "index.html and patient/index.html together lost a citation of pmid:28360040",
            "title",
        )
    ]


def test_a_part_that_stands_on_the_other_page_only_is_found() -> None:
    emptied = PLAIN.replace("For you.", "Read on.")
    assert lost(PLAIN, PLAIN.replace("All", "All For you."), emptied) == [
        ("export-roundtrip-words", 'patient/index.html lost words of the text: "For"', "For you.")
    ]
