"""`python -m benchmarks evaluate`, as it is called."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.evaluation.data import plain_claim, read_gold
from benchmarks.evaluation.detection import as_shipped, judged_of, tallies
from benchmarks.evaluation.measures import total
from benchmarks.evaluation.pages import units_of_page
from benchmarks.evaluation.whole_path import met_of

ROOT = Path(__file__).parents[2]

GOLD = [
    ("p1", "heading", 0, "Treatment", "no", "heading"),
    ("p1", "paragraph", 1, "Take 1000 mg of metformin twice a day.", "must", "dose"),
    ("p1", "paragraph", 1, "This page is about diabetes.", "no", "meta"),
    ("p1", "list-item", 2, "thirst", "must", "diagnosis"),
    ("p2", "paragraph", 0, "Smoking causes lung cancer in 10% of *smokers* [1].", "must", "risk"),
    ("p2", "paragraph", 0, "What should you do?", "no", "question"),
    ("p2", "paragraph", 0, "Perhaps.", "ambiguous", "other"),
]


def write_gold(path: Path) -> Path:
    rows = [
        {
            "page": page,
            "block": block,
            "para": para,
            "text": text,
            "need": need,
            "kind": kind,
            "also_kind": None,
        }
        for page, block, para, text, need, kind in GOLD
    ]
    path.write_text(
        "\n".join(json.dumps(row | {"audience": "patient", "source": "own"}) for row in rows), "utf-8"
    )
    return path


def write_claims(folder: Path) -> Path:
    folder.mkdir()
    claims: list[dict[str, Any]] = []
    documents: list[dict[str, Any]] = []
    for number in range(30):
        word = f"subject{chr(97 + number)}"
        abstract = [f"The drug {word} was given to {number + 40} patients.", f"It lowered {word} pressure."]
        documents.append({"doc_id": number, "title": f"On {word}", "abstract": abstract})
        evidence = {str(number): [{"sentences": [0], "label": "SUPPORT"}]} if number % 3 else {}
        text = f"In {number + 40} patients {word} lowered {word} pressure [<|cit|>]."
        claims.append({"id": number, "claim": text, "evidence": evidence, "cited_doc_ids": [number]})
    for name, rows in (("claims_dev.jsonl", claims), ("corpus.jsonl", documents)):
        (folder / name).write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return folder


def evaluate(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "benchmarks",
        "evaluate",
        "--rounds",
        "20",
        "--as-shipped",
        *map(str, arguments),
    ]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_other_data_of_the_same_form_are_judged(tmp_path: Path) -> None:
    gold, claims = write_gold(tmp_path / "gold.jsonl"), write_claims(tmp_path / "own-claims")
    ran = evaluate(
        *("--only", "detection", "--only", "articles", "--only", "evidence", "--only", "numbers"),
        *("--gold", gold, "--claims", claims, "--citations", claims, "--json", tmp_path / "out.json"),
        *("--errors", "3"),
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    document = json.loads((tmp_path / "out.json").read_text("utf-8"))
    figures = {
        (table["section"], table["title"], one["name"]): one
        for table in document["tables"]
        for one in table["figures"]
    }
    assert {section for section, _, _ in figures} == {"detection", "articles", "evidence", "numbers"}
    always = [one["value"] for (_, _, name), one in figures.items() if name == "always must: F1 of must"]
    assert always == [0.75] * 2
    for _, _, name in figures:
        assert name in ran.stdout
    lost = next(one for (_, _, name), one in figures.items() if name == "units that differ: lost")
    assert lost["value"] == 0


@pytest.mark.parametrize(
    ("section", "option"),
    [("detection", "--gold"), ("evidence", "--claims"), ("evidence", "--citations"), ("numbers", "--claims")],
)
def test_missing_data_are_named_with_what_to_do(tmp_path: Path, section: str, option: str) -> None:
    there = write_claims(tmp_path / "there")
    ran = evaluate("--only", section, "--claims", there, "--citations", there, option, tmp_path / "nowhere")
    assert ran.returncode == 1
    assert option in ran.stderr
    assert "nowhere" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("So it is [<|multi_cit|>,7].", "So it is."),
        ("So [<|cit|>], it is <|other_cit|>.", "So, it is."),
        ("A rise of 9% [10] (Table 2).", "A rise of 9% (Table 2)."),
        ("A rise [95% CI, 1.12–1.49].", "A rise [95% CI, 1.12–1.49]."),
        ("A [19%], B [35%].", "A [19%], B [35%]."),
    ],
)
def test_marks_of_citations_are_taken_out_of_claims(text: str, plain: str) -> None:
    assert plain_claim(text) == plain


def test_units_of_a_page_have_headings_and_lead_ins(tmp_path: Path) -> None:
    rows = read_gold(write_gold(tmp_path / "gold.jsonl"))
    units = units_of_page(rows[:4])
    assert [unit.section for unit in units] == [(), *[("Treatment",)] * 3]
    assert [unit.position for unit in units] == [0, 0, 1, 0]


def test_pages_survive_markdown(shared_data: Path) -> None:
    """Written as articles and read again, nothing is lost, and hardly anything is cut elsewhere."""
    met = met_of(read_gold(shared_data / "claims" / "gold_dev.jsonl"))
    differences = [what for one in met for what in one.differences]
    assert differences.count("lost") == 0
    assert differences.count("another kind of block") == 0
    assert differences.count("cut elsewhere") <= 0.01 * len(met)


def test_the_detector_is_no_worse_than_when_this_was_written(shared_data: Path) -> None:
    rows = read_gold(shared_data / "claims" / "gold_dev.jsonl")
    counts = total(tallies(judged_of(rows, as_shipped(rows))))
    hits, called, there = (
        counts["need", "must", "must"],
        sum(counts["need", need, "must"] for need in ("must", "should", "no")),
        sum(counts["need", "must", need] for need in ("must", "should", "no")),
    )
    no = sum(counts["need", "no", need] for need in ("must", "should", "no"))
    assert 2 * there / (there + 606) == pytest.approx(0.715, abs=0.001)
    assert 2 * hits / (called + there) >= 0.87
    assert counts["need", "no", "must"] / no <= 0.06
