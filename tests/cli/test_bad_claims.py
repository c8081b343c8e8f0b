"""Bad articles and bad abstracts, end to end: claims, evidence and ledger stay sane.

One project holds all of them: an article for each case, which cites abstracts that no publisher would
print. `osler check` and `osler ledger` in every format must answer, each article by its own, without
a traceback, a control character, or markup that a browser would read. That cost grows with the text and
no faster is measured in `tests/claims/test_growth.py`.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import click
import pytest

from tests.claims.hostile import ABSTRACTS, NUMBERS
from toolkit.claims.fingerprint import fingerprint
from toolkit.cli.ledger import command as ledger_command
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.record import Origin, Provenance, Record, Standing
from toolkit.model.work import Work, WorkType
from toolkit.readers.lock_blocks import render_lock

ROOT = Path(__file__).parents[2]
ADDRESS_SPACE = 3 << 29
SECONDS = 240
"""Guards against running away, on a busy machine; neither is a limit that is aimed at."""
RAW_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
TERMINAL_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
FRONT = "---\ntitle: A\ntype: review\naudience: professional\nlanguage: {language}\n---\n\n"
PLAIN = FRONT.format(language="en")
KEYS = [f"a{number}" for number in range(len(ABSTRACTS))]
EVERY = "[" + "; ".join(f"@{key}" for key in KEYS) + "]"

GERMAN = (
    "Ein schwerer Mangel an Vitamin B12 wird mit täglich 1000 µg behandelt. Die Behandlung dauert mindestens zwei "
    "Wochen, und danach wird die Dosis auf eine Spritze im Monat verringert. Bei etwa 10 % der Kranken kommt es zu "
    "einem Rückfall, der mit einer höheren Dosis behandelt werden sollte. Wer sich vegan ernährt, hat ein höheres "
    "Risiko für einen Mangel als andere. Rauchen verursacht Krebs.\n"
)
FRENCH = (
    "La carence sévère en vitamine B12 est traitée par 1000 µg par jour. Le traitement dure au moins deux semaines, "
    "puis la dose est réduite à une injection par mois. Environ 10 % des malades rechutent et doivent recevoir une "
    "dose plus élevée. Les personnes végétaliennes ont un risque plus élevé de carence que les autres. Le tabac "
    "provoque le cancer du poumon.\n"
)
SPANISH = (
    "La deficiencia grave de vitamina B12 se trata con 1000 µg al día. El tratamiento dura al menos dos semanas y "
    "después la dosis se reduce a una inyección al mes. Cerca del 10 % de los enfermos recaen y deben recibir una "
    "dosis más alta. Las personas veganas tienen un riesgo mayor de deficiencia que las demás. Fumar causa cáncer.\n"
)
CHINESE = (
    "严重的维生素B12缺乏症每天用1000微克治疗。治疗至少持续两周，然后剂量减少到每月一次注射。吸烟导致肺癌。\n"
)
ARABIC = "يعالج النقص الشديد في فيتامين ب١٢ بجرعة ١٠٠٠ ميكروغرام يوميا. يستمر العلاج أسبوعين على الأقل.\n"
RUSSIAN = "Тяжёлый дефицит витамина B12 лечат дозой 1000 мкг в день. Курение вызывает рак лёгких.\n"
TONGUES = (
    ("German", GERMAN, "de"),
    ("French", FRENCH, "fr-CA"),
    ("Spanish", SPANISH, "es"),
    ("Chinese", CHINESE, "zh-Hant"),
    ("Arabic", ARABIC, "ar"),
    ("Russian", RUSSIAN, "ru"),
)

Units = list[dict[str, Any]]
Holds = Callable[[Units], bool]


@dataclass(frozen=True)
class Case:
    """An article: its text, how many units it must have, rules that must be named, and what must hold."""

    name: str
    text: str
    units: range
    rules: tuple[str, ...] = ()
    holds: Holds = lambda units: True
    front: str = PLAIN


def no_claims(units: Units) -> bool:
    return all(unit["need"] == "no" for unit in units)


def not_judged(units: Units) -> bool:
    return no_claims(units) and all("not judged" in unit["why"] for unit in units)


def all_alike(units: Units) -> bool:
    return len({(unit["need"], unit["kind"], unit["why"]) for unit in units}) == 1


def all_must(units: Units) -> bool:
    return all(unit["need"] == "must" for unit in units)


def cited(units: Units) -> bool:
    return all(unit["citations"] for unit in units)


def each_has_a_state(units: Units) -> bool:
    """Of claims with odd numbers beside abstracts of other odd numbers, each has a state and a reason."""
    return all(unit["evidence"]["state"] and unit["evidence"]["reason"] for unit in units)


ONE = range(1, 2)
SOME = range(1, 100_000)
ROW = "| metformin | Take 500 mg twice a day. |\n"
FORMULAS = (
    "The dose is $D = 5\\,\\mathrm{mg/kg}$ a day, with $x. Y$ inside. It holds that\n\n"
    "$$\nE = mc^2. Take it.\n$$\n\n$$ a $$ and $b$ and \\$5 and $ 6.\n"
)
TABLE = "| drug | dose |\n| --- | --- |\n" + ROW * 1_000


def declared(text: str, tag: str | None) -> tuple[str, str]:
    return text, PLAIN.replace("language: en\n", "") if tag is None else FRONT.format(language=tag)


SMOKING = "Smoking causes lung cancer"
NUMBERED_CLAIMS = "\n\n".join(
    f"It is {one} in all [@{KEYS[place % len(KEYS)]}; @{KEYS[place * 7 % len(KEYS)]}]."
    for place, one in enumerate(NUMBERS)
)
CLAIMS = (
    Case("empty", "", range(1), front=""),
    Case("front matter alone", "", range(1)),
    Case("comments alone", "<!-- a -->\n\n<!-- b -->\n", range(1)),
    Case("code alone", "```\nTake 5 mg.\n```\n", range(1)),
    Case("headings alone", "# A\n\n## B\n\n# Take 5 mg\n", range(3, 4), holds=no_claims),
    Case("citations alone", f"{EVERY}\n\n[@a1]\n", range(2, 3)),
    Case("3,000 citations", SMOKING + " [@a1]" * 3_000 + ".\n", ONE, (), cited),
    Case("500 in one group", f"{SMOKING} [{'; '.join(['@a1'] * 500)}].\n", ONE, (), cited),
    Case("300 alike and cited", f"{SMOKING} [@a0]. " * 300, range(300, 301), (), cited),
    Case("2,000 alike", f"{SMOKING}. " * 2_000, range(2_000, 2_001), ("claim-uncited",), all_must),
    Case("1,000 items", f"- {SMOKING}.\n" * 1_000, range(1_000, 1_001), ("claim-uncited",), all_alike),
    Case("a list", "Your skin is:\n\n" + "- red\n" * 1_000, range(1_001, 1_002), ("claim-uncited",)),
    Case("a table of 1,000 rows", TABLE, range(2_002, 2_003), ("claim-uncited",)),
    Case("formulas", FORMULAS, range(2, 8)),
    Case("formulas alone", "$$\nx = 1\n$$\n\n$y$\n", range(3), (), no_claims),
    Case("numbers", NUMBERED_CLAIMS, SOME, (), each_has_a_state),
    Case(
        "odd signs",
        "\u200b\u00ad\u2028\u2029\x0b\x0c\x85 a\u0301\u0301 \U0001f600\u200d\U0001f469. \ud7ff\n",
        range(4),
    ),
    Case("hidden directions", "Take \u202e005\u202c mg [@a1].\n\nTake \u2066 5 \u2069 mg.\n", range(2, 3)),
    Case("entities and markup", "Take &lt;b&gt;5 mg&lt;/b&gt; &amp; **rest** [@a2].\n", ONE, (), cited),
)
MEGABYTE = 1_000_000
LONG = (
    Case("one sentence of a megabyte", "word " * (MEGABYTE // 5) + ".\n", ONE),
    Case("one long word", "a" * 100_000 + "\n", ONE),
    Case("digits", "7" * 200_000 + " mg\n", ONE),
    Case("no space", "a.b,c;" * 20_000 + "\n", ONE),
    Case("parentheses", "(" * 50_000 + "a" + ")" * 50_000 + "\n", ONE),
    Case("stops", ". " * 5_000 + "\n", range(5_001)),
    Case("quotes", "\u201cTake it.\u201d " * 4_000 + "\n", SOME),
    Case("initials", "J. R. " * 4_000 + "\n", SOME),
)
FOREIGN = (
    *((f"{name}, undeclared", *declared(text, None)) for name, text, _ in TONGUES),
    *((f"{name}, declared English", *declared(text, "en")) for name, text, _ in TONGUES),
    *((f"{name}, declared", *declared(text, tag)) for name, text, tag in TONGUES),
    ("English, declared German", *declared(f"{SMOKING} in 5% of men.\n", "de")),
)
CASES = (
    *CLAIMS,
    *LONG,
    *(Case(name, text, range(1, 9), ("claim-language",), not_judged, front) for name, text, front in FOREIGN),
)


def records() -> list[Record]:
    """Abstracts as text for all; every other work of the library has its fingerprint only."""
    found = []
    for number, (name, abstract) in enumerate(ABSTRACTS.items()):
        identifier = Identifier(Scheme.PMID, str(1_000_000 + number))
        work = Work(type=WorkType.JOURNAL, title=f"On {name}", journal="Blood", identifiers=(identifier,))
        is_text = number % 2 == 0
        found.append(
            Record(
                identifier=identifier,
                work=work,
                standing=Standing.FOUND,
                provenance=Provenance(Origin.FETCHED, "pubmed", "2026-11-22"),
                publication_types=("Journal Article",),
                abstract=abstract if is_text else None,
                fingerprint=None if is_text else fingerprint(abstract),
            )
        )
    return found


def library() -> str:
    return "\n".join(
        f"@article{{{key},\n  title = {{On {name}}},\n  journal = {{Blood}},\n  year = {{2017}},\n"
        f"  author = {{Green, R}},\n  pmid = {{{1_000_000 + number}}}\n}}\n"
        for number, (key, name) in enumerate(zip(KEYS, ABSTRACTS, strict=True))
    )


class Answers:
    """What the commands say of the project; each is run once, when first asked for."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.said: dict[tuple[str, ...], str | Exception] = {}

    def run(self, *arguments: str) -> str:
        """Give what a command prints; it is run once, even if that fails."""
        if arguments not in self.said:
            try:
                self.said[arguments] = self._run(*arguments)
            except (AssertionError, subprocess.TimeoutExpired) as failure:
                self.said[arguments] = failure
        said = self.said[arguments]
        if isinstance(said, Exception):
            raise said
        return said

    def _run(self, *arguments: str) -> str:
        """Run Osler with a guard on memory and time; give what it prints."""

        def limit() -> None:
            resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))

        environment = {name: value for name, value in os.environ.items() if not name.startswith("OSLER_")}
        environment |= {
            "PYTHONPATH": str(ROOT),
            "SOURCE_DATE_EPOCH": "1795305600",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        ran = subprocess.run(
            [sys.executable, "-m", "toolkit", *arguments],
            cwd=self.root, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False,
            preexec_fn=limit,
        )  # fmt: skip
        out, err = ran.stdout.decode(), ran.stderr.decode()
        assert "Traceback" not in err + out
        assert "defect of Osler" not in err + out
        assert ran.returncode in (0, 1), err[-2000:]
        return out

    @cached_property
    def check(self) -> dict[str, list[dict[str, Any]]]:
        """The findings of each article."""
        found: dict[str, list[dict[str, Any]]] = {}
        for one in json.loads(self.run("check", "-f", "json"))["findings"]:
            found.setdefault(one["path"], []).append(one)
        return found

    @cached_property
    def ledger(self) -> dict[str, dict[str, Any]]:
        """The ledger of each article."""
        return {one["path"]: one for one in json.loads(self.run("ledger", "--format", "json"))["articles"]}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    root = tmp_path_factory.mktemp("bad-claims")
    (root / "articles").mkdir()
    (root / "osler.toml").write_text('lock-abstracts = "all"\n', "utf-8")
    (root / "references.bib").write_text(library(), "utf-8")
    (root / "references.lock").write_text(render_lock(records()), "utf-8")
    for number, case in enumerate(CASES):
        (root / path_of(number)).write_text(case.front + case.text, "utf-8")
    return Answers(root)


def path_of(number: int) -> str:
    return f"articles/x{number}.md"


NUMBERED = [pytest.param(number, case, id=case.name) for number, case in enumerate(CASES)]


@pytest.mark.parametrize(("number", "case"), NUMBERED)
def test_bad_articles_have_sane_ledgers(number: int, case: Case, answers: Answers) -> None:
    ledger = answers.ledger[path_of(number)]
    units = ledger["units"]
    assert len(units) in case.units
    assert case.holds(units), [
        (unit["text"][:80], unit["need"], unit["why"], unit["evidence"]["state"]) for unit in units
    ][:5]
    assert "supported" not in {unit["evidence"]["state"] for unit in units}
    coverage = ledger["coverage"]
    assert 0 <= coverage["must_cited"] <= coverage["must"] <= len(units)
    assert 0 <= coverage["should_cited"] <= coverage["should"] <= len(units)


@pytest.mark.parametrize(("number", "case"), NUMBERED)
def test_bad_articles_are_checked(number: int, case: Case, answers: Answers) -> None:
    found = answers.check.get(path_of(number), [])
    rules = {one["rule"] for one in found}
    assert set(case.rules) <= rules
    if "claim-language" in rules:
        assert not any(rule.startswith("claim-") and rule != "claim-language" for rule in rules)
    size = len(case.front + case.text)
    for one in found:
        assert 0 <= one["start"]["offset"] <= one["end"]["offset"] <= size
        assert len(one["message"]) < 2_000, one["message"][:300]
        assert "supported" not in one["message"]


(OUTPUT_FORMAT,) = (option.type for option in ledger_command.params if option.name == "output_format")
assert isinstance(OUTPUT_FORMAT, click.Choice)


@pytest.mark.parametrize("form", OUTPUT_FORMAT.choices)
def test_ledgers_print_nothing_that_acts(form: str, answers: Answers) -> None:
    """No control character for a terminal, no markup for a browser, from whatever text or abstract."""
    said = answers.run("ledger", "--format", form)
    if form == "json":
        json.loads(said)
        return
    # A browser keeps hidden directions within the paragraph that they stand in.
    control = (TERMINAL_CONTROL if form == "html" else RAW_CONTROL).search(said)
    assert control is None, said[max(control.start() - 80, 0) : control.end() + 80]
    if form == "html":
        assert "<script" not in said.lower()
        assert "<img" not in said
        assert "supported by" not in said


def test_each_way_to_read_abstracts_is_met(answers: Answers) -> None:
    """The cases mean something: claims were compared with texts and with fingerprints."""
    (number,) = (number for number, case in enumerate(CASES) if case.name == "numbers")
    states = {
        source["state"]
        for unit in answers.ledger[path_of(number)]["units"]
        for source in unit["evidence"]["sources"]
    }
    assert states & {"unrelated", "number-absent", "to-be-checked-by-a-person"}
