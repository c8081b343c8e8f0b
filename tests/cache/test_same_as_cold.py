"""Whatever is edited, in whatever order, a check with the cache says what one without it says, byte for byte."""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.cache.conftest import ARTICLE, DAY, LIBRARY, OTHER, answered, asked, make_project, printed, report
from tests.signing import decide, person
from toolkit.errors import OslerError
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.record import Notice, Origin, Provenance, Record, Standing
from toolkit.model.review_record import Decision
from toolkit.model.work import PartialDate, Work, WorkType
from toolkit.readers.lock import render_lock

SENTENCES = (
    "Give 1000 ug a day.",
    "It cures everybody [@green2017].",
    "Seen in 20 % of patients [@obeid2024; @gren2017].",
    "As shown before [@pmid:28360040; @green2017].",
    "See [the figure](figure.png), and [the other](other.md).",
    "<!-- osler: ignore claim-uncited until=2027-01-01: agreed with the board -->",
    "<!-- osler: ignore-file claim-overstated: a test -->",
    "::: {.disclaimer #professional}\n:::",
    "A guideline says so [@doi:10.1016/S0140-6736(20)30925-9].",
    "![A count of cells](cells.svg)",
    "MCV and MMA were high, and \ufffd\u200b odd.",
)
ENTRIES = (
    "@article{moved, title = {A title of its own that nobody cites}, year = 1999}\n\n",
    "@string{blood = {Blood}}\n@article{macro, title = {By macro}, journal = blood, year = 2001}\n",
    "@article{green2017, title = {Another of that name}, year = 2020}\n",
    (
        "@article{copy, author = {Green, Ralph}, title = {Vitamin B12 deficiency from the perspective of a\n"
        "  practicing hematologist}, journal = {Blood}, year = {2017}, pmid = {28360040}}\n"
    ),
    "% osler: ignore reference-unused: for later\n@book{later, title = {Later}}\n",
    "@article{broken, title = {No end, year = 2001}\n",
    "stray text\n",
    "@article{gueant, author = {Gu\u00c3\u00a9ant, J}, title = {Misread}, year = 2013, crossref = {green2017}}\n",
)
EDITS = (
    ("{Blood}", "{Lancet}"),
    ("{2017}", "{1987}"),
    ("year = 2024", "year = 1970"),
    ("obeid2024,", "obeid2023,"),
    ("pmid = {28360040}", "pmid = {1}"),
    ("Ralph", "R{\\'a}lph"),
)
CONFIGURATIONS = (
    "",
    'ignore = ["claim"]\n',
    '[severities]\nclaim-uncited = "info"\n',
    'language = "de"\n',
    'citation-scope = "paragraph"\n',
    "[review]\npublication-needs-approval = true\nrequired = { reviewer = 2 }\n",
    "excessive-citations = 1\n",
)


PEOPLE = (
    person("stone", "Ada Stone", "reviewer") + person("okafor", "Ngozi Okafor", "reviewer", "editor"),
    person("stone", "Ada Stone", "reviewer"),
    person("stone", "Ada Stone", "reviewer", key="okafor"),
    "",
)


def _record(*, is_retracted: bool, obtained: str, title: str) -> Record:
    name = Identifier(Scheme.PMID, "28360040")
    return Record(
        name,
        Work(WorkType.JOURNAL, title=title, date=PartialDate(2017), identifiers=(name,)),
        Standing.FOUND,
        Provenance(Origin.FETCHED, "pubmed", obtained),
        notices=(Notice("RetractionIn", "Blood. 2020", "3"),) if is_retracted else (),
        abstract="Vitamin B12 deficiency is the leading cause of megaloblastic anaemia.",
    )


class Editing(RuleBasedStateMachine):
    """Edits a project at random, and checks it after each edit with the cache and without."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(mkdtemp(prefix="osler-cache-"))
        self.today = DAY
        self.ignore: tuple[str, ...] = ()
        self.form = "json"

    @initialize()
    def begin(self) -> None:
        make_project(self.root / "project")
        self.seat(PEOPLE[0])

    @property
    def folder(self) -> Path:
        return self.root / "project"

    @rule(
        name=st.sampled_from(("b12", "other", "third")), text=st.lists(st.sampled_from(SENTENCES), max_size=4)
    )
    def write_article(self, name: str, text: list[str]) -> None:
        head = ARTICLE if name == "b12" else OTHER
        (self.folder / "articles" / f"{name}.md").write_text(head + "\n\n".join(["", *text, ""]))

    @rule(before=st.sampled_from(SENTENCES))
    def move_everything_down(self, before: str) -> None:
        place = self.folder / "articles" / "other.md"
        place.write_text(f"{before}\n\n{place.read_text()}")

    @rule()
    def remove_article(self) -> None:
        (self.folder / "articles" / "third.md").unlink(missing_ok=True)

    @rule(entry=st.sampled_from(ENTRIES), is_first=st.booleans())
    def add_entry(self, entry: str, *, is_first: bool) -> None:
        place = self.folder / "references.bib"
        text = place.read_text()
        place.write_text(entry + text if is_first else text + entry)

    @rule(edit=st.sampled_from(EDITS))
    def edit_entry(self, edit: tuple[str, str]) -> None:
        place = self.folder / "references.bib"
        place.write_text(place.read_text().replace(*edit))

    @rule()
    def begin_library_anew(self) -> None:
        (self.folder / "references.bib").write_text(LIBRARY)

    @rule(
        is_retracted=st.booleans(),
        obtained=st.sampled_from(("2026-11-01", "2020-01-01")),
        title=st.sampled_from(("Vitamin B12 deficiency from the perspective", "Something else")),
    )
    def fetch(self, *, is_retracted: bool, obtained: str, title: str) -> None:
        record = _record(is_retracted=is_retracted, obtained=obtained, title=title)
        (self.folder / "references.lock").write_text(render_lock([record]))

    @rule(text=st.sampled_from(CONFIGURATIONS))
    def configure(self, text: str) -> None:
        (self.folder / "osler.toml").write_text(text)

    @rule(days=st.sampled_from((0, 1, 60, 4_000)))
    def wait(self, days: int) -> None:
        self.today = date(2026, 11, 22) + timedelta(days=days)

    @rule(names=st.sampled_from(((), ("claim-uncited",), ("reference",))))
    def choose_rules(self, names: tuple[str, ...]) -> None:
        self.ignore = names

    @rule(form=st.sampled_from(("json", "full", "grouped", "junit")))
    def choose_format(self, form: str) -> None:
        self.form = form

    @rule(name=st.sampled_from(("b12", "other", "third")), text=st.sampled_from(SENTENCES))
    def write_on(self, name: str, text: str) -> None:
        place = self.folder / "articles" / f"{name}.md"
        if place.exists():
            place.write_text(f"{place.read_text()}\n{text}\n")

    @rule()
    def rename_article(self) -> None:
        place = self.folder / "articles" / "third.md"
        if place.exists():
            place.rename(place.with_name("fourth.md"))

    @rule(which=st.integers(0, 40), data=st.sampled_from((b"", b"osler-cache-1\n", b"x" * 99)))
    def damage_cache(self, which: int, data: bytes) -> None:
        found = sorted(self.folder.glob(".osler_cache/*.row"))
        if found:
            found[which % len(found)].write_bytes(data)

    @rule(is_there=st.booleans())
    def draw(self, *, is_there: bool) -> None:
        place = self.folder / "articles" / "figure.png"
        place.write_bytes(b"") if is_there else place.unlink(missing_ok=True)

    @rule(
        name=st.sampled_from(("b12", "other")),
        who=st.sampled_from(("stone", "okafor")),
        decision=st.sampled_from(
            (Decision.APPROVE, Decision.APPROVE, Decision.REQUEST_CHANGES, Decision.WITHDRAW)
        ),
    )
    def review(self, name: str, who: str, decision: Decision) -> None:
        with suppress(OslerError):  # nothing can follow a record that was damaged
            decide(self.folder, name, who, decision=decision, day=DAY)

    @rule(people=st.sampled_from(PEOPLE))
    def seat(self, people: str) -> None:
        (self.folder / "board.toml").write_text(people)

    @rule(
        which=st.integers(0, 5),
        suffix=st.sampled_from(("", ".sig")),
        data=st.sampled_from((None, b"", b"x\n")),
    )
    def damage(self, which: int, suffix: str, data: bytes | None) -> None:
        found = sorted(self.folder.glob(f"reviews/*/*.toml{suffix}"))
        if found:
            place = found[which % len(found)]
            place.unlink() if data is None else place.write_bytes(place.read_bytes() + data)

    @rule(is_there=st.booleans())
    def draw_anew(self, *, is_there: bool) -> None:
        (self.folder / "articles" / "cells.svg").write_bytes(b"<svg/>" if is_there else b"<svg></svg>")

    @invariant()
    def says_the_same(self) -> None:
        if not self.folder.exists():
            return
        one = (self.folder / "articles" / "other.md",)
        for paths in ((), one):
            cold = report(self.folder, cached=False, today=self.today, ignore=self.ignore, paths=paths)
            warm = report(self.folder, today=self.today, ignore=self.ignore, paths=paths)
            again = report(self.folder, today=self.today, ignore=self.ignore, paths=paths)
            assert warm == cold
            assert again == cold

    @invariant()
    def prints_the_same(self) -> None:
        if not self.folder.exists():
            return
        named = [f"--ignore={name}" for name in self.ignore]
        arguments = ["check", f"-f{self.form}", f"--as-of={self.today}", f"--project={self.folder}", *named]
        cold = printed([*arguments, "--no-cache"])
        question = asked(arguments)
        assert answered(question) in (None, cold)
        assert printed(arguments, question) == cold
        assert answered(asked(arguments)) in (None, cold)

    def teardown(self) -> None:
        shutil.rmtree(self.root)


TestEditing = Editing.TestCase
TestEditing.settings = settings(max_examples=12, stateful_step_count=12, deadline=None)
