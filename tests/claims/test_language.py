"""Which articles, and which of their sentences, are in another language than English."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from toolkit.claims import judge
from toolkit.claims.detection import NOT_JUDGED
from toolkit.claims.language import is_foreign, language_of
from toolkit.model.policy import Policy
from toolkit.model.unit import Need
from toolkit.readers.markdown import read_article

FOREIGN = {
    "de": "Der Mangel wird mit einer Dosis von 1000 µg am Tag behandelt.",
    "fr": "La carence est traitée par une dose de 1000 µg par jour, avec du fer.",
    "es": "La deficiencia se trata con una dosis de 1000 µg al día, como el resto.",
    "pt": "A deficiência não é tratada com uma dose de 1000 µg ao dia.",
    "it": "La carenza è trattata con una dose di 1000 µg al giorno, come il ferro.",
    "nl": "Het tekort wordt met een dosis van 1000 µg per dag behandeld, ook bij ouderen.",
    "sv": "Bristen är inte farlig och behandlas med 1000 µg om dagen, som det är.",
    "zh": "严重的维生素B12缺乏症每天用1000微克治疗。",
    "ja": "重度のビタミンB12欠乏症は1日1000μgで治療します。",
    "ru": "Тяжёлый дефицит витамина B12 лечат дозой 1000 мкг в день.",
    "el": "Η σοβαρή ανεπάρκεια αντιμετωπίζεται με 1000 μg την ημέρα.",
    "ar": "يعالج النقص الشديد في فيتامين ب١٢ بجرعة ١٠٠٠ ميكروغرام يوميا.",
    "he": "מחסור חמור בוויטמין B12 מטופל במנה של 1000 מק״ג ליום.",
    "hi": "विटामिन बी12 की गंभीर कमी का इलाज प्रतिदिन 1000 माइक्रोग्राम से किया जाता है।",
    "ko": "심한 비타민 B12 결핍은 하루 1000마이크로그램으로 치료합니다.",
    "th": "การขาดวิตามินบี12อย่างรุนแรงรักษาด้วยขนาด1000ไมโครกรัมต่อวัน",
}
ENGLISH = (
    "Take 1000 µg a day.",
    "α-Synuclein, β-catenin, γ-GT, κ-light chains, λ, μ and ω",
    "red",
    "Nausea, vomiting, diarrhoea",
    "Guillain–Barré, Sjögren, Behçet, Ménière, Chédiak–Higashi",
    "Laennec R. De l'auscultation médiate",
    "E. coli, S. aureus, in vitro, et al., per os, ad libitum",
    "de Quervain, de Musset, von Willebrand, van den Bergh, del Castillo are eponyms",
    "Smoking causes lung cancer",
    "",
    "12 %",
)


@pytest.mark.parametrize("tag", FOREIGN)
def test_one_sentence_of_another_language_tells(tag: str) -> None:
    assert is_foreign(FOREIGN[tag])
    assert not language_of(None, [FOREIGN[tag]]).is_english
    assert not language_of("en", [FOREIGN[tag]] * 500).is_english


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_english(text: str) -> None:
    assert not is_foreign(text)
    assert language_of(None, [text] * 500).is_english


def test_all_kinds_of_english_together_are_english() -> None:
    assert language_of(None, ENGLISH * 100).is_english


@pytest.mark.parametrize("tag", FOREIGN)
def test_a_foreign_sentence_in_an_english_article_is_not_judged(tag: str) -> None:
    """The others are; and one that its author marks as a claim stays one."""
    text = f"Smoking causes lung cancer in 10% of the men.\n\n> {FOREIGN[tag]}\n\nIt causes the harm.\n\n"
    english, foreign, *rest = judge(read_article("a.md", (text * 3).encode()), Policy())
    assert english.judgement.need is Need.MUST
    assert foreign.judgement == NOT_JUDGED
    assert rest[0].judgement.need is Need.MUST
    marked = read_article("a.md", f"{text * 3}[{FOREIGN[tag]}]{{.claim}}\n".encode())
    assert judge(marked, Policy())[-1].judgement.need is Need.MUST


def test_no_labelled_unit_is_taken_for_foreign(shared_data: Path) -> None:
    lines = (shared_data / "claims" / "gold_dev.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    assert [text for text in texts if is_foreign(text)] == []
    assert language_of(None, texts).is_english
