"""After an edit only the edited article is judged; what is printed is what a check without a cache prints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import pytest

from tests.cache.conftest import asked, printed
from toolkit.api import retelling
from toolkit.api.remembering import RuleMemory
from toolkit.api.told import MOST_EDITED, Told
from toolkit.model.finding import Finding
from toolkit.model.reads import Reads
from toolkit.model.rule import Rule
from toolkit.reporters import PARTED_FORMATS

LONG = "Give 1000 ug a day.\n\n"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Told | None]:
    """What was told again, and `None` for each time that the whole project had to be checked."""
    answers: list[Told | None] = []
    real = retelling.retold

    @wraps(real)
    def noted(*arguments: Any, **options: Any) -> Told | None:
        answers.append(real(*arguments, **options))
        return answers[-1]

    monkeypatch.setattr("toolkit.cli.asking.retold", noted)
    return answers


def arguments_of(project: Path, *more: str) -> list[str]:
    """Give the command line of a check on a day."""
    return ["check", f"--project={project}", "--as-of=2026-11-22", *(more or ("-fjson",))]


def ask(arguments: list[str]) -> tuple[str, int]:
    """Ask as a new process does: what is known is given, else it is worked out and kept."""
    question = asked(arguments)
    known = question.answer()
    return (known[0].decode(), known[1]) if known is not None else printed(arguments, question)


def says_the_same(arguments: list[str]) -> None:
    """Ask twice, and hold both answers against a check without a cache."""
    cold = printed([*arguments, "--no-cache"])
    assert ask(arguments) == cold
    assert ask(arguments) == cold


def edit(project: Path, name: str, text: str = LONG) -> None:
    """Write something at the end of an article."""
    place = project / "articles" / f"{name}.md"
    place.write_text(f"{place.read_text()}\n{text}")


@pytest.mark.parametrize("form", sorted(PARTED_FORMATS))
def test_only_the_edited_article_is_judged(project: Path, told: list[Told | None], form: str) -> None:
    arguments = arguments_of(project, f"-f{form}")
    ask(arguments)
    for text in (LONG, "It cures everybody.\n", "<!-- osler: ignore-file claim-uncited: a test -->\n"):
        edit(project, "b12", text)
        says_the_same(arguments)
    assert len(told) == 3
    assert None not in told


def test_an_article_may_come_to_have_findings_and_lose_them(project: Path, told: list[Told | None]) -> None:
    place = project / "articles" / "plain.md"
    arguments = arguments_of(project, "-fconcise", "--select=claim", "--exit-zero")
    place.write_text("# Plain\n")
    ask(arguments)
    for text in (LONG, "# Plain\n", LONG):
        place.write_text(text)
        says_the_same(arguments)
    assert None not in told


def test_a_suppression_of_a_rule_on_the_project_counts_as_ever(
    project: Path, told: list[Told | None]
) -> None:
    arguments = arguments_of(project)
    ask(arguments)
    for name in ("article-duplicate-slug", "reference-unused", "claim-uncited"):
        edit(project, "b12", f"<!-- osler: ignore {name}: a test -->\n\n{LONG}")
        says_the_same(arguments)
    assert None not in told


def _cite(project: Path) -> None:
    edit(project, "b12", "So it is [@obeid2024].\n")


def _take_a_former_slug(project: Path) -> None:
    place = project / "articles" / "b12.md"
    place.write_text(place.read_text().replace("---\ntitle", "---\nformer_slugs: [other]\ntitle"))


def _edit_many(project: Path) -> None:
    for number in range(MOST_EDITED + 1):
        edit(project, f"many{number}")


def _edit_the_library(project: Path) -> None:
    edit(project, "b12")
    place = project / "references.bib"
    place.write_text(place.read_text().replace("{2017}", "{1987}"))


def _configure(project: Path) -> None:
    edit(project, "b12")
    (project / "osler.toml").write_text('ignore = ["claim"]\n')


def _add(project: Path) -> None:
    edit(project, "b12")
    (project / "articles" / "new.md").write_text("# New\n")


def _rename(project: Path) -> None:
    place = project / "articles" / "other.md"
    place.rename(place.with_name("renamed.md"))


def _remove(project: Path) -> None:
    edit(project, "b12")
    (project / "articles" / "other.md").unlink()


def _make_unreadable(project: Path) -> None:
    (project / "articles" / "b12.md").write_bytes(b" " * ((2 << 20) + 1))


def _duplicate_a_work(project: Path) -> None:
    place = project / "references.bib"
    place.write_text(place.read_text() + place.read_text().replace("green2017", "again2017"))
    edit(project, "b12", "So it is [@again2017].\n")


@pytest.mark.parametrize(
    "change",
    [
        _cite,
        _take_a_former_slug,
        _edit_many,
        _edit_the_library,
        _configure,
        _add,
        _rename,
        _remove,
        _make_unreadable,
        _duplicate_a_work,
    ],
)
def test_what_may_concern_others_has_all_of_them_checked(
    project: Path, told: list[Told | None], change: Callable[[Path], None]
) -> None:
    for number in range(MOST_EDITED + 1):
        (project / "articles" / f"many{number}.md").write_text("# Many\n")
    arguments = arguments_of(project)
    ask(arguments)
    change(project)
    cold = printed([*arguments, "--no-cache"])
    assert ask(arguments) == cold
    assert told in ([], [None])


def test_an_article_in_which_another_rule_names_places_is_not_judged_alone(
    project: Path, told: list[Told | None]
) -> None:
    _duplicate_a_work(project)  # its fix changes the citations of b12
    arguments = arguments_of(project)
    ask(arguments)
    edit(project, "b12")
    says_the_same(arguments)
    assert not [one for one in told if one is not None]
    edit(project, "other", "# Last\n")
    says_the_same(arguments)
    assert told[-1] is not None


def test_articles_of_one_slug_are_not_judged_alone(project: Path, told: list[Told | None]) -> None:
    (project / "articles" / "more").mkdir()
    (project / "articles" / "more" / "B12.md").write_text("# Another\n")
    arguments = arguments_of(project, "-fjson", "--ignore=article-duplicate-slug")
    ask(arguments)
    edit(project, "b12")
    says_the_same(arguments)
    assert not [one for one in told if one is not None]


def test_a_text_of_another_writer_is_none(project: Path) -> None:
    arguments = arguments_of(project, "-fconcise")
    ask(arguments)
    folder = project / ".osler_cache"
    before = {place: place.read_bytes() for place in folder.glob("*.row")}
    edit(project, "b12")
    _edit_the_library(project)
    ask(arguments)
    cold = printed([*arguments, "--no-cache"])
    # Another run writes the same rows at the same time: any mixture of old and new must do.
    after = {place: place.read_bytes() for place in folder.glob("*.row")}
    for place, data in before.items():
        if after[place] != data:
            place.write_bytes(data)
            assert ask(arguments) == cold
            for other, new in after.items():
                other.write_bytes(new)


@pytest.mark.parametrize("damage", [b"", b"osler-cache-1\n", b"x" * 200])
def test_damaged_rows_are_none(project: Path, damage: bytes) -> None:
    arguments = arguments_of(project, "-fconcise")
    ask(arguments)
    edit(project, "b12")
    cold = printed([*arguments, "--no-cache"])
    for place in sorted((project / ".osler_cache").glob("*.row")):
        place.write_bytes(damage)
        assert ask(arguments) == cold


def test_new_parts_are_gathered_once_they_are_many(
    project: Path, told: list[Told | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.api.told._MOST_NEW", 2_000)
    arguments = arguments_of(project, "-fjson")
    ask(arguments)
    for _ in range(4):
        edit(project, "b12")
        says_the_same(arguments)
    assert None not in told


def test_a_new_file_does_not_have_the_rules_on_the_library_judge_again(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = arguments_of(project)
    ask(arguments)
    judged: list[str] = []
    real = RuleMemory.keep

    def noted(memory: RuleMemory, rule: Rule, findings: Sequence[Finding], reads: Reads) -> None:
        judged.append(rule.name)
        real(memory, rule, findings, reads)

    monkeypatch.setattr(RuleMemory, "keep", noted)
    (project / "figure.png").write_bytes(b"")
    says_the_same(arguments)
    assert {"reference-malformed", "reference-duplicate-work", "reference-unused"}.isdisjoint(judged)
    printed(arguments_of(project, "-fjson", "--as-of=2027-12-22"))
    assert "reference-malformed" not in judged
