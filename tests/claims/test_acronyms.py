"""Long forms after Schwartz and Hearst, and texts made to be slow."""

from __future__ import annotations

import string
from collections.abc import Callable
from itertools import islice, product

import pytest

from tests.growth import growth
from toolkit.claims.acronyms import long_form, unexplained
from toolkit.claims.regions import Regions
from toolkit.model.span import Span
from toolkit.readers.markdown import read_article


@pytest.mark.parametrize(
    ("abbreviation", "before", "words"),
    [
        ("CKD", "patients with chronic kidney disease", "chronic kidney disease"),
        ("NSAID", "use of non-steroidal anti-inflammatory drugs", "non-steroidal anti-inflammatory drugs"),
        ("ECG", "a twelve-lead electrocardiogram", "electrocardiogram"),
        ("HSF", "we found that heat shock transcription factor", "heat shock transcription factor"),
        ("RR", "the risk", None),
        ("XYZ", "nothing of the kind", None),
    ],
)
def test_long_forms(abbreviation: str, before: str, words: str | None) -> None:
    assert long_form(abbreviation, before) == words


def test_regions() -> None:
    regions = Regions([Span(10, 20), Span(12, 15), Span(30, 31)])
    assert [at for at in range(40) if at in regions] == [*range(10, 20), 30]
    assert 5 not in Regions(())


def names(text: str) -> list[str]:
    article = read_article("articles/example.md", text.encode())
    return [one.abbreviation for one in unexplained(article, lambda *_: False)]


def test_an_empty_article_has_none() -> None:
    assert names("") == []


def test_each_is_told_once_and_in_order() -> None:
    assert names("The QRS and the PVC. Then QRS and PVC.\n\nAnd LVF, too.") == ["QRS", "PVC", "LVF"]


SLOW = {
    "brackets": "(",
    "open": "(CKD ",
    "italics": "in *CKD* and ",
    "or": "CKD, or ",
    "introduced": "chronic kidney disease (CKD) ",
    "used": "words with letters and CKD. ",
}


def many(count: int) -> str:
    """Give different abbreviations, as many as `count`."""
    letters = islice(product(string.ascii_uppercase, repeat=4), count)
    return " and ".join("".join(one) for one in letters)


@pytest.mark.parametrize("name", ["many", *SLOW])
def test_made_to_be_slow(name: str) -> None:
    """Up to a hundred kilobytes."""

    def work(size: int) -> Callable[[], object]:
        text = SLOW[name] * (size // len(SLOW[name])) if name in SLOW else many(size // 5)
        article = read_article("articles/example.md", text.encode())
        return lambda: list(unexplained(article, lambda *_: False))

    assert growth(work, 25_000, below=8) < 8
