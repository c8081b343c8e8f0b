"""The pairs of page sentences and titled abstracts: well formed, of the labelled pages, licences named."""

from __future__ import annotations

import json
from pathlib import Path

TRAINING = Path(__file__).parents[2] / "training"


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_each_pair_is_a_sentence_of_a_labelled_page_and_a_titled_record() -> None:
    pages = {
        (row["page"], row["n"]): row
        for name in ("labelled.jsonl", "gold_dev.jsonl")
        for row in _rows(TRAINING / "pages" / name)
    }
    pairs = _rows(TRAINING / "pairs" / "pairs.jsonl")
    for pair in pairs:
        unit = pages[pair["page"], pair["n"]]
        assert (pair["text"], pair["source"], pair["licence"]) == (
            unit["text"],
            unit["source"],
            unit["licence"],
        )
        assert unit["need"] != "no"
        assert pair["licence"].strip()
        assert pair["title"].strip()
        assert pair["pmid"].isdigit()
        assert pair["label"] in {"right", "same-subject"}
    assert len({(pair["text"], pair["pmid"]) for pair in pairs}) == len(pairs)


def test_the_readme_counts_what_is_there() -> None:
    labels = [pair["label"] for pair in _rows(TRAINING / "pairs" / "pairs.jsonl")]
    readme = (TRAINING / "pairs" / "README.md").read_text("utf-8")
    assert f"{len(labels)} pairs" in readme
    assert f"{labels.count('right')} are `right`" in readme
    assert f"{labels.count('same-subject')} `same-subject`" in readme
