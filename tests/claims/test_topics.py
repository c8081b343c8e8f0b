"""Topics: the words that show them, and the words that do not."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from toolkit.claims.topics import detect_topics
from toolkit.model.policy import Occasion
from toolkit.readers.markdown import read_article

DOSING, RED_FLAGS, PREGNANCY, CHILDREN = (
    Occasion.DOSING,
    Occasion.RED_FLAGS,
    Occasion.PREGNANCY,
    Occasion.CHILDREN,
)


def topics(text: str) -> dict[Occasion, str]:
    """Give each topic that is found, with its first evidence."""
    article = read_article("articles/a.md", text.encode())
    found: dict[Occasion, str] = {}
    for one in detect_topics(article):
        found.setdefault(one.topic, one.text)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "A cup of milk contains 1.2 micrograms of vitamin B12.",
        "Adults should eat less than 6 g of salt a day.",
        "A serum ferritin below 15 µg/L and a haemoglobin of 10 g/dL prove it.",
        "Urine sodium was 20 mmol per litre.",
        "Rituximab 1000 mg was given twice in the trial.",
        "Mice received 5 mg daily by mouth.",
        "The cells were incubated in 10 ml of medium twice a day.",
        "The study enrolled 174 children who should have had no steroids.",
        "Children of people with the disease, their siblings and partners can be tested.",
        "Keep all medicines out of the reach of children.",
        "Many women have the baby blues after childbirth.",
        "A pregnancy test should be done.",
        "Hypertensive disorders during pregnancy account for a quarter of maternal deaths.",
        "Patients with a history of chest pain were excluded.",
        "Stroke is the leading cause of disability.",
        "`Take 50 mg daily` <!-- Take 50 mg daily -->",
        "::: {.disclaimer #children}\nAsk before giving a child a medicine. Call 999.\n:::",
    ],
)
def test_what_is_no_advice_gives_no_topic(text: str) -> None:
    assert topics(text) == {}


@pytest.mark.parametrize(
    ("text", "topic", "evidence"),
    [
        ("Treat with daily injections (1000 mcg) until counts normalise.", DOSING, "1000 mcg"),
        ("Oral supplements (1000-2000 mcg daily) may be enough.", DOSING, "1000-2000 mcg"),
        ("Take one or **two** tablets; at most 4 g in 24 hours, by mouth.", DOSING, "4 g"),
        ("Put 2 to 3 drops of olive oil in your ear twice a day.", DOSING, "2 to 3 drops"),
        ("Hydroxocobalamin 1 mg intramuscularly on alternate days.", DOSING, "1 mg"),
        ("## Dosage\n\n- Adults: 400 mg", DOSING, "400 mg"),
        ("| Age | Dose |\n| --- | --- |\n| 6 to 12 | 250 mg |", DOSING, "250 mg"),
        ("Vitamin D 800 IU a day.", DOSING, "800 IU"),
        ("Get help if you have chest pain.", RED_FLAGS, "chest pain"),
        ("Call 999 if your lips are blue.", RED_FLAGS, "Call 999"),
        ("- trouble breathing", RED_FLAGS, "trouble breathing"),
        ("You may have thoughts of hurting yourself.", RED_FLAGS, "thoughts of hurting yourself"),
        ("One side of the face may droop: facial drooping and slurred speech.", RED_FLAGS, "facial drooping"),
        ("Do not take ibuprofen if you are pregnant.", PREGNANCY, "pregnant"),
        ("It is safe to use while breastfeeding.", PREGNANCY, "breastfeeding"),
        ("## Pregnancy\n\nIt crosses the placenta.", PREGNANCY, "Pregnancy"),
        ("Your child needs a smaller amount.", CHILDREN, "Your child"),
        ("Aspirin should not be given to children under 16.", CHILDREN, "children"),
        ("---\ntitle: What helps babies with colic?\n---\n\nLittle does.", CHILDREN, "babies"),
    ],
)
def test_advice_is_found_with_its_words(text: str, topic: Occasion, evidence: str) -> None:
    assert topics(text).get(topic) == evidence


def test_evidence_has_its_place_behind_marks_and_entities() -> None:
    text = "Rest &amp; *take* **1000 mcg** daily."
    article = read_article("articles/a.md", text.encode())
    (one,) = detect_topics(article)
    assert article.source.slice(one.span) == "1000 mcg"


# Read by a person, page by page: what a careful editor would call advice on the topic.
GOLD = {
    "p03": {DOSING},
    "p19": {RED_FLAGS},
    "p25": {RED_FLAGS},
    "p41": {PREGNANCY, CHILDREN},
    "q01": {RED_FLAGS},
    "q25": {DOSING, CHILDREN},
    "q27": {DOSING, CHILDREN},
    "q33": {DOSING},
}


def test_real_pages(shared_data: Path) -> None:
    pages: dict[str, list[str]] = defaultdict(list)
    for line in (shared_data / "claims" / "gold_dev.jsonl").read_text("utf-8").splitlines():
        unit = json.loads(line)
        mark = {"heading": "## ", "list-item": "- "}.get(unit["block"], "")
        pages[unit["page"]].append(mark + unit["text"])
    assert len(pages) == 43
    found = {page: set(topics("\n\n".join(units))) for page, units in pages.items()}
    assert {page: found[page] for page in found if found[page]} == GOLD
