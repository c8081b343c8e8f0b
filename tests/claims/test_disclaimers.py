"""The default disclaimers, and the fixes that place them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from toolkit.api.check import check
from toolkit.api.mend import mend
from toolkit.api.workspace import open_workspace
from toolkit.claims.disclaimers import fold, required_disclaimers, wording
from toolkit.model.article import Article
from toolkit.model.policy import Occasion, Policy, Publisher
from toolkit.model.review import UNREVIEWED, ReviewState, ReviewStatus
from toolkit.model.rule import Context
from toolkit.readers.config import default_disclaimers
from toolkit.readers.markdown import read_article
from toolkit.rules import disclaimer_contradictory

TODAY = date(2026, 11, 22)
APPROVED = ReviewState(ReviewStatus.APPROVED, last_reviewed=TODAY)


def reading_grade(text: str) -> float:
    """Give the Flesch-Kincaid grade (Kincaid et al. 1975), syllables by groups of vowels."""
    words = re.findall(r"[A-Za-z']+", text)
    sentences = max(len(re.findall(r"[.!?]", text)), 1)
    syllables = 0
    for word in words:
        groups = len(re.findall(r"[aeiouy]+", word.lower()))
        silent = word.lower().endswith("e") and not word.lower().endswith("le") and groups > 1
        syllables += max(groups - silent, 1)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def test_there_is_a_default_for_every_occasion_but_always() -> None:
    covered = set().union(*(one.required_for for one in default_disclaimers()))
    assert covered == set(Occasion) - {Occasion.ALWAYS}
    for one in default_disclaimers():
        assert one.source, one.identifier
        assert one.version == "1"
        assert one.text == one.text.strip()


@pytest.mark.parametrize("identifier", ["patient", "red-flags"])
def test_what_patients_read_is_of_grade_eight_at_most(identifier: str) -> None:
    text = next(one.text for one in default_disclaimers() if one.identifier == identifier)
    assert reading_grade(text) <= 8


def test_folding_changes_white_space_quotes_and_dashes_only() -> None:
    assert fold("“It’s”\u00a0–\n so") == '"It\'s" - so'
    assert fold("4 g") != fold("40 g")
    assert fold("not") != fold("Not")
    assert fold("a\u200bb") != fold("ab")


def test_the_publisher_is_named() -> None:
    professional = next(one for one in default_disclaimers() if one.identifier == "professional")
    assert "{publisher}" not in wording(professional, Policy())
    policy = Policy(publisher=Publisher(name="St Mary's"))
    assert "St Mary's accepts no liability" in wording(professional, policy)


def test_the_one_for_unreviewed_articles_follows_from_the_record() -> None:
    article = article_of("---\ntitle: A\naudience: patient\n---\n\nRest.\n")
    policy = Policy(disclaimers=default_disclaimers())
    for review in (UNREVIEWED, APPROVED):
        required = required_disclaimers(article, policy, review)
        assert [one.disclaimer.identifier for one in required] == ["patient"]


@pytest.mark.parametrize(
    "text",
    [
        "This article has not been reviewed.",
        "Pending human review",
        "::: {.disclaimer #unreviewed}\n:::",
    ],
)
def test_an_approved_article_is_not_called_unreviewed(text: str) -> None:
    article = article_of(f"---\ntitle: A\naudience: patient\n---\n\n{text}\n")
    workspace = Policy(disclaimers=default_disclaimers())
    context = context_of(workspace)
    assert list(disclaimer_contradictory.check(article, context)) == []
    assert list(disclaimer_contradictory.check(article, replace(context, review=APPROVED)))


def test_an_approved_article_may_say_that_it_was_reviewed() -> None:
    article = article_of("---\ntitle: A\n---\n\nThis page was medically reviewed.\n")
    context = context_of(Policy())
    assert list(disclaimer_contradictory.check(article, context))
    assert list(disclaimer_contradictory.check(article, replace(context, review=APPROVED))) == []


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: A\naudience: [patient, professional]\n---\n\nCall 999. Take 50 mg daily.\n",
        "---\ntitle: A\naudience: patient\n---\nChest pain.",
        "---\ntitle: A\naudience: patient\n---\n\nA note.[^1] Your child needs 5 ml a day.\n\n[^1]: Chest pain.\n\n\n",
        "---\ntitle: A\naudience: patient\n---\n",
        "---\ntitle: A\naudience: patient\n---",
        "---\ntitle: A\naudience: patient\n---\n\n- a list\n\n  with chest pain",
        "---\ntitle: A\naudience: patient\n---\n\n| a | b |\n| - | - |\n| 1 | chest pain |",
    ],
)
def test_the_fix_places_what_is_missing(tmp_path: Path, text: str, newline: str) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    path = folder / "a.md"
    path.write_bytes(text.replace("\n", newline).encode())
    (tmp_path / "osler.toml").write_text("")
    workspace = open_workspace(tmp_path)
    assert check(workspace, TODAY, select=["disclaimer"]).findings
    texts, count = mend(workspace, TODAY, select=["disclaimer"])
    assert count
    path.write_bytes(texts["articles/a.md"].encode())
    if newline == "\r\n":
        assert not re.search(r"(?<!\r)\n", texts["articles/a.md"])
    assert text.strip().splitlines()[-1] in texts["articles/a.md"]
    assert check(open_workspace(tmp_path), TODAY, select=["disclaimer", "article-div"]).findings == ()


def test_no_fix_into_an_open_code_block(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.md").write_text("---\ntitle: A\naudience: patient\n---\n\n```\nRest.\n")
    (tmp_path / "osler.toml").write_text("")
    texts, count = mend(open_workspace(tmp_path), TODAY, select=["disclaimer"])
    assert (texts, count) == ({}, 0)


def article_of(text: str) -> Article:
    return read_article("articles/a.md", text.encode())


def context_of(policy: Policy) -> Context:
    workspace = open_workspace(Path(__file__).parent)
    return Context(workspace.bibliography, policy, TODAY)
