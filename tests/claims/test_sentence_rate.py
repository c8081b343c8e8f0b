"""Sentences of real articles: cut where they should be, also through Markdown, with citations anywhere."""

from __future__ import annotations

import pytest

from benchmarks.evaluation.sentences import Paragraph, errors_of, plain, read_paragraphs, through_markdown
from tests.conftest import DATA
from toolkit.claims.units import units_of
from toolkit.readers.markdown import read_article

GOLD = read_paragraphs(DATA / "sentences" / "plos.jsonl")
SENTENCES = sum(len(paragraph.sentences) for paragraph in GOLD)
# Errors per 1,000 that are allowed.
AT_MOST = 10
MARKS = {
    "before the stop": lambda sentence, key: f"{sentence[:-1]} [@{key}]{sentence[-1]}",
    "behind the stop": lambda sentence, key: f"{sentence}[@{key}, p. 3]",
    "behind the stop, apart": lambda sentence, key: f"{sentence} [see @{key}, vol. 2]",
    "at the beginning": lambda sentence, key: f"As @{key} says, {sentence}",
    "two": lambda sentence, key: f"{sentence}[@{key}][@{key}]",
}


@pytest.mark.parametrize("splitter", [plain, through_markdown])
def test_errors_per_thousand(splitter: object) -> None:
    assert callable(splitter)
    wrong = [line for paragraph in GOLD for line in errors_of(paragraph, splitter)]
    assert SENTENCES > 300
    assert 1000 * len(wrong) <= AT_MOST * SENTENCES, wrong


@pytest.mark.parametrize("mark", MARKS)
def test_each_citation_stays_with_its_sentence(mark: str) -> None:
    wrong = [line for paragraph in GOLD for line in misplaced(paragraph, mark)]
    assert 1000 * len(wrong) <= AT_MOST * SENTENCES, wrong


def misplaced(paragraph: Paragraph, mark: str) -> list[str]:
    """Cite key `k0` in the first sentence, `k1` in the second…, and give the sentences that cite another."""
    pieces = [MARKS[mark](sentence, f"k{index}") for index, sentence in enumerate(escaped(paragraph))]
    article = read_article("articles/a.md", " ".join(pieces).encode())
    units = units_of(article)
    found = [(article.source.slice(unit.span), {one.key for one in unit.citations}) for unit in units]
    wanted = [(piece, {f"k{index}"}) for index, piece in enumerate(pieces)]
    return [f"{piece} | {keys}" for piece, keys in wanted if (piece, keys) not in found]


def escaped(paragraph: Paragraph) -> list[str]:
    """Give the sentences with what Markdown would read escaped."""
    return [
        "".join(f"\\{sign}" if sign in "\\`*_{}[]<>#|~^$@&" else sign for sign in one)
        for one in paragraph.sentences
    ]
