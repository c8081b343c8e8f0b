"""The rules: one file each, found by listing this folder. Installed packages may add theirs.

A module here that defines `RULE` is a rule; others hold what several rules share. A package adds
rules by the entry-point group `osler.rules`, whose entries are `Rule` values; a repository's
configuration can never name code.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from toolkit.model.rule import Rule
from toolkit.plugins import entry_points


@cache
def discover() -> tuple[Rule, ...]:
    """Give every rule, sorted by name. Raises `ValueError` if two have one name."""
    rules = [
        module.RULE
        for info in pkgutil.iter_modules(__path__)
        if hasattr(module := import_module(f"{__name__}.{info.name}"), "RULE")
    ]
    rules += [point.load() for point in entry_points("osler.rules")]
    by_name: dict[str, Rule] = {}
    for rule in rules:
        if by_name.setdefault(rule.name, rule) is not rule:
            raise ValueError(f"two rules are named {rule.name}")
    return tuple(sorted(by_name.values(), key=lambda rule: rule.name))
