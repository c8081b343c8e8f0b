"""The macros of a library: months, and what `@string` defines, expanded within a budget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from toolkit.model.finding import Severity
from toolkit.model.span import Span

Report = Callable[[Span, str, str | None, Severity | None], None]
"""Takes the span, the message, the help and, if it is not the rule's own, the severity of a problem."""

MONTHS = {
    "jan": "January",
    "feb": "February",
    "mar": "March",
    "apr": "April",
    "may": "May",
    "jun": "June",
    "jul": "July",
    "aug": "August",
    "sep": "September",
    "oct": "October",
    "nov": "November",
    "dec": "December",
}
"""The macros that BibTeX's standard styles define, with pybtex's values."""

MAXIMUM_MACRO = 64 * 1024
"""Characters that one macro may stand for: room for any journal's title, and a thousand times more."""

MAXIMUM_EXPANSION = 32 * 1024 * 1024
"""Characters that all uses of macros in one library may come to: 600 bytes can define a gigabyte."""


class ExpansionError(ValueError):
    """A macro would grow beyond bounds."""


@dataclass(slots=True)
class Macros:
    """Macro values by lower-case name (BibTeX ignores case here), and the budget that is left."""

    values: dict[str, str] = field(default_factory=MONTHS.copy)
    budget: int = MAXIMUM_EXPANSION

    def expand(self, name: str) -> str | None:
        """Give what a macro stands for, `None` if it is not defined.

        Raises `ExpansionError` once the expansions of a library exceed the budget.
        """
        value = self.values.get(name.lower())
        if value is not None:
            self.budget -= len(value)
            if self.budget < 0:
                raise ExpansionError(
                    f"the macros of this library expand to more than {MAXIMUM_EXPANSION >> 20} MiB"
                )
        return value

    def define(self, name: str, value: str) -> None:
        """Define a macro, replacing an earlier one of that name. Raises `ExpansionError` if too long."""
        if len(value) > MAXIMUM_MACRO:
            raise ExpansionError(f'macro "{name}" expands to more than {MAXIMUM_MACRO >> 10} KiB')
        self.values[name.lower()] = value


def expand(macros: Macros, name: str, span: Span, report: Report) -> str:
    """Give what the macro at a place stands for; an undefined one stands for its own name, and is reported."""
    try:
        value = macros.expand(name)
    except ExpansionError as error:
        report(span, str(error), "write the text itself, in braces", None)
        return ""
    if value is None:
        report(span, f'macro "{name}" is not defined', _help(name), None)
        return name
    return value


def _help(name: str) -> str:
    month = name.lower()[:3]
    if month in MONTHS and MONTHS[month].lower().startswith(name.lower()):
        return f"write `{month}` without braces"
    return f"write `{{{name}}}` if it is text, or define it: `@string{{{name} = {{…}}}}`"
