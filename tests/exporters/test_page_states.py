"""What a page shows of its state: the record's words, changes, dates; and titles that would break out."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from tests.exporters.sample_pages import BOARD, publication_of
from toolkit.exporters.html import build, render
from toolkit.exporters.html.head import css_string
from toolkit.model.publication import Publication
from toolkit.model.review import Reviewer, ReviewState, ReviewStatus, UrgentCorrection
from toolkit.validators.html import validate_html
from toolkit.validators.html_tree import Tree, read_tree

FRONT = "---\ntitle: Is it so?\ntype: question-answer\naudience: professional\ndate: 2026-01-01\n---\n\n"
APPROVED = ReviewState(
    ReviewStatus.APPROVED,
    date(2026, 3, 1),
    date(2029, 3, 1),
    (Reviewer("Omar Haddad", "Medical reviewer", "MD", "0000-0002-1694-233X"),),
)


def tree_of(publication: Publication) -> Tree:
    document = build(publication)
    assert validate_html(document.data, document.places) == []
    return read_tree(document.data.decode())


def banners(review: ReviewState, **changes: Any) -> list[str]:
    tree = tree_of(publication_of(FRONT + "It is [@green2017].", review=review, **changes))
    found = (node for node in tree.nodes if node.attributes.get("class", "").startswith("banner"))
    return [" ".join(node.text().split()) for node in found]


def byline(review: ReviewState) -> str:
    made = publication_of(FRONT + "It is [@green2017].", review=review, board=BOARD)
    found = [node for node in tree_of(made).nodes if node.attributes.get("class") == "byline"]
    return " | ".join(" ".join(node.text().split()) for node in found)


def test_an_approved_page_names_its_reviewer_and_has_no_banner() -> None:
    assert banners(APPROVED) == []
    assert "Medically reviewed by Omar Haddad, MD" in byline(APPROVED)


def test_no_page_says_that_all_articles_are_reviewed() -> None:
    for state in (APPROVED, ReviewState(), ReviewState(ReviewStatus.UNDER_REVIEW)):
        text = render(publication_of(FRONT + "It is [@green2017].", review=state, board=BOARD)).decode()
        assert re.search(r"all (our )?(articles|pages) are", text, re.IGNORECASE) is None
    assert "Not approved by the medical advisory board yet" in byline(ReviewState())


def test_an_approval_that_ended_says_why() -> None:
    state = ReviewState(ReviewStatus.UNDER_REVIEW, reasons=("The text was changed on 3 May 2026",))
    assert banners(state)[-1].endswith("The text was changed on 3 May 2026.")


def test_signatures_that_nobody_could_verify() -> None:
    assert "could not be verified" in banners(ReviewState(is_verifiable=False))[-1]


def test_an_urgent_correction_names_its_deadline() -> None:
    urgent = UrgentCorrection(date(2026, 5, 1), date(2026, 5, 15), "The dose was too high.")
    first = banners(ReviewState(ReviewStatus.UNDER_REVIEW, urgent=urgent))[0]
    assert "Urgent safety correction" in first
    assert "1 May 2026: The dose was too high. " in first
    assert "due by 15 May 2026." in first


def test_a_page_that_the_record_retracted() -> None:
    assert banners(ReviewState(retracted=date(2026, 6, 1)))[0].startswith("Retracted. 1 June 2026")


def test_the_newest_change_of_each_kind_stands_at_the_top() -> None:
    history = (
        "history:\n  - {date: 2026-02-01, kind: correction, summary: First.}\n"
        "  - {date: 2026-03-01, kind: correction, summary: Second., notice: 10.5555/n}\n"
        "  - {date: 2026-04-01, kind: retraction, summary: All wrong.}\n"
    )
    text = FRONT.replace("---\n\n", f"{history}---\n\n") + "It is [@green2017]."
    tree = tree_of(publication_of(text, review=APPROVED))
    shown = [
        " ".join(node.text().split())
        for node in tree.nodes
        if node.attributes.get("class", "").startswith("banner")
    ]
    assert shown[0] == "Retracted. 1 April 2026: All wrong."
    assert shown[1] == "Corrected. 1 March 2026: Second. Read the notice. All 2 in the history."
    hrefs = {node.attributes.get("href") for node in tree.named("a")}
    assert {"#osler-history", "https://doi.org/10.5555/n"} <= hrefs


def test_translated_abstracts_have_their_language_and_direction() -> None:
    text = FRONT.replace("---\n\n", "translated_abstracts:\n  ar: نص\n  de: Text\n---\n\n") + "It is."
    made = render(publication_of(text)).decode()
    assert '<div lang="ar" dir="rtl"><p>نص</p>' in made
    assert '<div lang="de" dir="ltr"><p>Text</p>' in made


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Plain title?", '"Plain title?"'),
        ('"quoted"', r'"\22 quoted\22 "'),
        ("</style><script>", r'"\3c \2f style\3e \3c script\3e "'),
        ("a\\b{}\n@import", r'"a\5c b\7b \7d \a \40 import"'),
        ("Café – ünïted", '"Café – ünïted"'),
    ],
)
def test_a_running_title_ends_neither_its_string_nor_the_style_sheet(text: str, written: str) -> None:
    assert css_string(text) == written


HOSTILE_TITLES = (
    "</style><script>alert(1)</script> \"x\" & 'y' {}; @import url(x);",
    "x" * 400,
    "word " * 80,
    "\\\\\\",
    "</title></head>",
    "\u202eabc\u2066",
    "<b>bold</b> &amp; *stars*",
)


@pytest.mark.parametrize("title", HOSTILE_TITLES)
def test_any_title_gives_a_page_that_passes(title: str) -> None:
    front = FRONT.replace(
        "title: Is it so?", f"title: {title!r}" if "'" not in title else "title: >-\n  " + title
    )
    tree = tree_of(publication_of(front + "It is [@green2017]."))
    assert len(tree.named("style")) == 1
    assert len(tree.named("script")) == 1
    assert tree.named("h1")[0].text()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Just words, no section.",
        "- item\n\n  | a | b |\n  |---|---|\n  | 1 | 2 |\n\n  - inner\n\n    | c |\n    |---|\n    | 3 |\n",
        "![Gone](figures/nowhere.png)",
        "# A\n# B\n# C\n",
        "::: {.key-points}\n:::\n",
    ],
)
def test_odd_bodies_give_pages_that_pass(body: str) -> None:
    tree_of(publication_of(FRONT + body))


def test_a_hundred_authors_stand_at_the_end_and_ten_at_the_top() -> None:
    people = "authors:\n" + "".join(f"  - name: Author N{number}x\n" for number in range(100))
    tree = tree_of(publication_of(FRONT.replace("---\n\n", f"{people}---\n\n") + "Words."))
    top = next(node for node in tree.nodes if node.attributes.get("class") == "byline").text()
    assert top.count("Author") == 10
    assert "and 90 others" in top
    assert tree.named("main")[0].text().count("Author N") >= 100
