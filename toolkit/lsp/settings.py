"""What a client may ask of the server when it begins: `initializationOptions`."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

_LONGEST_DEBOUNCE = 10_000


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings, with their defaults; `complaints` say which of those given were not understood.

    `diagnostics` is `open` (the open documents) or `project` (all files); `debounce` the milliseconds
    without typing after which the text is checked; `codeLens` whether to count the claims above headings;
    `network` whether the server may ask PubMed when the user chooses a fix that needs it.
    """

    diagnostics: str = "open"
    debounce: int = 150
    codeLens: bool = True  # noqa: N815 - the protocol's way of writing
    network: bool = False
    complaints: tuple[str, ...] = ()


def read_settings(given: Any) -> Settings:
    """Read a client's options, whatever it sent: what is not understood stays at its default."""
    settings = Settings()
    if given is None:
        return settings
    if not isinstance(given, dict):
        return replace(settings, complaints=("the initialization options are not an object",))
    known = {one.name for one in fields(Settings)} - {"complaints"}
    complaints: list[str] = []
    for name, value in given.items():
        if name not in known:
            complaints.append(f'there is no option "{name}"')
        elif not _is_sound(name, value):
            complaints.append(f'the option "{name}" cannot be {value!r}'[:200])
        else:
            settings = replace(settings, **{name: value})
    return replace(settings, complaints=tuple(complaints))


def _is_sound(name: str, value: Any) -> bool:
    match name:
        case "diagnostics":
            return value in ("open", "project")
        case "debounce":
            return type(value) is int and 0 <= value <= _LONGEST_DEBOUNCE
        case _:
            return isinstance(value, bool)
