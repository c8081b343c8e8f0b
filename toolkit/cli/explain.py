"""`osler explain`: a rule's manual, or the list of rules."""

from __future__ import annotations

import sys

import click

from toolkit.errors import ConfigurationError
from toolkit.model.rule import Rule
from toolkit.model.suggestion import nearest
from toolkit.rules import discover


def _names(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    return [rule.name for rule in discover() if rule.name.startswith(incomplete)]


@click.command("explain")
@click.argument("rule", required=False, shell_complete=_names)
def command(rule: str | None) -> None:
    """Explain RULE: what it finds, why it matters, what fails and what passes. Without RULE, list all."""
    rules = discover()
    if rule is None:
        click.echo(_listing(rules), nl=False)
        return
    if rule.startswith("export-"):
        click.echo(_of_export(rule), nl=False)
        return
    found = next((one for one in rules if one.name == rule), None)
    if found is None:
        raise ConfigurationError(
            f'there is no rule "{rule}"',
            help=nearest(rule, [one.name for one in rules]) or "`osler explain` lists the rules",
        )
    text = f"# {found.name}\n\n*{_traits(found)}*\n\n{found.documentation}\n"
    if sys.stdout.isatty():
        _show(text)
    else:
        click.echo(text, nl=False)


def _of_export(name: str) -> str:
    """Explain what a validator of exports reports, which is no rule of its own file."""
    from toolkit.validators.jats_profile import DEMANDS  # noqa: PLC0415 - lxml takes longer than the text

    demand = next((one for one in DEMANDS if one.rule == name), None)
    if demand is not None:
        weights = f"web: {demand.web or 'not asked'}; journal: {demand.journal or 'not asked'}"
        return (
            f"# {name}\n\n*{weights}*\n\nA demand of Osler's JATS profile, after: {demand.source}.\n"
            f"To meet it, {demand.help}.\ndocs/jats.md lists all demands.\n"
        )
    page = "docs/html.md" if name.startswith("export-html-") else "docs/jats.md and docs/export.md"
    return f"# {name}\n\nWhat a validator says of an export; {page} in Osler's documentation explains it.\n"


def _listing(rules: tuple[Rule, ...]) -> str:
    wide = max(len(rule.name) for rule in rules)
    lines = []
    family = ""
    for rule in rules:
        if rule.family != family:
            family = rule.family
            lines.append(f"\n{family}\n")
        first = rule.documentation.split("\n", 1)[0].rstrip(".")
        lines.append(f"  {rule.name:<{wide}}  {rule.severity:<7}  {first}\n")
    lines.append(
        "\nexport\n\n  export-*, what validators say of an export: see docs/jats.md and docs/html.md\n"
    )
    return "".join(lines).lstrip("\n")


def _traits(rule: Rule) -> str:
    traits = [str(rule.severity), f"{rule.confidence} confidence", f"looks at one {rule.scope} at a time"]
    return ", ".join([*traits, "has a fix"] if rule.fixable else traits)


def _show(text: str) -> None:
    from rich.console import Console  # noqa: PLC0415 - rich takes longer to import than the text to print
    from rich.markdown import Markdown  # noqa: PLC0415

    Console().print(Markdown(text))
