"""Find abstracts that may bear on sentences of health pages, for a person to read and label.

    python -m training.page_pairs FILE.xml.gz… > candidates.jsonl
    python -m training.page_pairs FILE.xml.gz… --measure

The files are those of `training/background.py`. For every third body unit that needs a source the three abstracts that
share its rarest words are given (tf-idf over title and abstract; Osler's own comparison has no part in it). What was
labelled stands in `training/pairs/pairs.jsonl`, without the abstracts' text; `--measure` counts how many of those
pairs, and of their sentences beside abstracts drawn at random, Osler calls unrelated.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from lxml import etree
from sklearn.feature_extraction.text import TfidfVectorizer

from toolkit.claims.evidence import compare, prepare_text, statement_of

PAGES = Path(__file__).parent / "pages"
PAIRS = Path(__file__).parent / "pairs" / "pairs.jsonl"
_DRAWN = 5
"""Abstracts drawn at random for each pair."""
_EVERY = 3
_LEAST_WORDS = 9
_EACH = 3
_LEAST_LETTERS = 400
"""Shorter abstracts say too little to be judged by."""
_WITHOUT_CLAIM = frozenset({"no"})


def abstracts_of(path: Path) -> Iterator[dict[str, str]]:
    """Yield number, title and text of each record that has an abstract."""
    with gzip.open(path) as file:
        for _, record in etree.iterparse(file, tag="PubmedArticle"):
            title = "".join(map(str, next(record.iter("ArticleTitle"), etree.Element("none")).itertext()))
            parts = record.findall(".//Article/Abstract/AbstractText")
            text = " ".join("".join(map(str, part.itertext())) for part in parts)
            if len(text) >= _LEAST_LETTERS:
                yield {"pmid": str(record.findtext(".//PMID")), "title": title, "text": text}
            record.clear()


def sentences() -> list[dict[str, str]]:
    """Give every third check-worthy unit of nine words or more, in the order of the pages."""
    rows = [
        json.loads(line)
        for name in ("labelled.jsonl", "gold_dev.jsonl")
        for line in (PAGES / name).read_text("utf-8").splitlines()
    ]
    worthy = [
        row
        for row in rows
        if row["need"] not in _WITHOUT_CLAIM
        and row["block"] != "heading"
        and len(row["text"].split()) >= _LEAST_WORDS
    ]
    return worthy[::_EVERY]


def measure(found: Sequence[dict[str, str]]) -> Counter[tuple[str, bool]]:
    """Count the labelled pairs, and some drawn at random (`other`), by label and whether called unrelated."""
    by_number = {one["pmid"]: one for one in found}
    chance = Random(0)  # noqa: S311 - a sample, no secret
    counts: Counter[tuple[str, bool]] = Counter()
    for line in PAIRS.read_text("utf-8").splitlines():
        pair = json.loads(line)
        others = [("other", one) for one in chance.sample(found, _DRAWN)]
        for label, one in ((pair["label"], by_number[pair["pmid"]]), *others):
            judged = compare(statement_of(pair["text"]), prepare_text(one["text"], one["title"]))
            counts[label, judged.is_unrelated] += 1
    return counts


def candidates(found: Sequence[dict[str, str]]) -> Iterator[dict[str, object]]:
    """Yield each sentence with the abstracts that share its rarest words."""
    units = sentences()
    words = TfidfVectorizer(stop_words="english", sublinear_tf=True, min_df=2)
    matrix = words.fit_transform([f"{one['title']} {one['text']}" for one in found])
    scores = (words.transform([unit["text"] for unit in units]) @ matrix.T).toarray()
    for unit, row in zip(units, scores, strict=True):
        best = [found[place] for place in row.argsort()[::-1][:_EACH]]
        chosen = {name: unit[name] for name in ("page", "n", "text", "source", "licence")}
        yield {**chosen, "candidates": best}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--measure", action="store_true", help="count what is called unrelated")
    chosen = parser.parse_args(arguments)
    found = [one for path in chosen.files for one in abstracts_of(path)]
    if chosen.measure:
        counts = measure(found)
        for label in ("right", "same-subject", "other"):
            total = counts[label, True] + counts[label, False]
            sys.stdout.write(f"{label}: {counts[label, True]} of {total} called unrelated\n")
        return
    for row in candidates(found):
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
