"""Documentation that is generated is up to date, complete, and leads nowhere that does not exist."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from tests.house.named_commands import NAMED
from toolkit.cli import group
from toolkit.model.rule import Rule
from toolkit.rules import discover

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"


def settle(path: Path, text: str, *, update: bool) -> None:
    """Compare a generated page with the file, or rewrite it."""
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert path.exists(), f"{path.relative_to(ROOT)} is missing: run pytest tests/house --update"
    assert path.read_text("utf-8") == text, "out of date: run pytest tests/house --update"


def page_of(rule: Rule) -> str:
    traits = f"{rule.severity}, {rule.confidence} confidence, looks at one {rule.scope} at a time"
    return f"# {rule.name}\n\n*{traits}*\n\n{rule.documentation}\n"


@pytest.mark.parametrize("rule", discover(), ids=lambda rule: rule.name)
def test_rule_page(rule: Rule, *, update: bool) -> None:
    settle(DOCS / "rules" / f"{rule.name}.md", page_of(rule), update=update)


def test_rule_index(*, update: bool) -> None:
    lines = ["# Rules", "", "Generated from the rules themselves; `osler explain RULE` prints the same."]
    family = ""
    for rule in discover():
        if rule.family != family:
            family = rule.family
            lines += ["", f"## {family}", "", "| rule | severity | finds |", "| --- | --- | --- |"]
        first = rule.documentation.split("\n", 1)[0]
        lines.append(f"| [{rule.name}]({rule.name}.md) | {rule.severity} | {first} |")
    settle(DOCS / "rules" / "README.md", "\n".join(lines) + "\n", update=update)


def test_no_page_without_a_rule() -> None:
    known = {f"{rule.name}.md" for rule in discover()} | {"README.md"}
    assert {path.name for path in (DOCS / "rules").glob("*.md")} == known


def help_of(name: str) -> str:
    context = group.context_class(group, info_name="osler", **group.context_settings)
    command, _summary = NAMED[name]
    # click keeps the help option that a command first had, with or without the group's names for it.
    command._help_option = None
    inner = click.Context(command, info_name=name, parent=context, max_content_width=100, terminal_width=100)
    return command.get_help(inner)


def test_commands_page(*, update: bool) -> None:
    parts = ["# Commands", "", "Generated from the commands' own `--help`."]
    for name, (_command, summary) in NAMED.items():
        parts += ["", f"## osler {name}", "", summary, "", "```text", help_of(name), "```"]
    settle(DOCS / "commands.md", "\n".join(parts) + "\n", update=update)


@pytest.mark.parametrize("name", NAMED)
def test_every_option_is_explained(name: str) -> None:
    command, _summary = NAMED[name]
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"osler {name} {parameter.opts[0]} has no help"


@pytest.mark.parametrize(
    "path",
    sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")]),
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_links_lead_somewhere(path: Path) -> None:
    text = re.sub(r"^(`{3,}|~{3,}).*?^\1", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"`[^`\n]*`", "", text)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:|#", target):
            continue
        assert (path.parent / target.partition("#")[0]).exists(), f"{target} does not exist"


def test_nothing_speaks_of_this_machine() -> None:
    for path in ROOT.rglob("*"):
        if path.suffix in {".py", ".md", ".toml", ".yml", ".yaml", ".json", ".css"} and not (
            {".venv", ".tools", "node_modules", ".git", "build"} & set(path.relative_to(ROOT).parts)
        ):
            text = path.read_text("utf-8", errors="replace")
            assert str(ROOT.parent) + "/" not in text, path
