"""Where the documentation of Osler and of its rules is to be read, if the installed package says so."""

from __future__ import annotations

from functools import cache
from importlib import metadata

_LABELS = ("documentation", "homepage", "repository", "source")
"""Well-known labels of `[project.urls]` (Python Packaging User Guide), the best first."""


@cache
def homepage() -> str | None:
    """Give the address of the documentation, else of the project, from the package's metadata."""
    try:
        lines = metadata.metadata("osler").get_all("Project-URL") or []
    except metadata.PackageNotFoundError:
        return None
    urls: dict[str, str] = {}
    for line in lines:
        label, _, address = str(line).partition(",")
        urls[label.strip().lower()] = address.strip()
    return next((urls[label] for label in _LABELS if urls.get(label, "").startswith("https://")), None)


def page_of(rule: str) -> str | None:
    """Give the address of a rule's page below the documentation's; `None` where no address is known."""
    start = homepage()
    return f"{start.rstrip('/')}/rules/{rule}.md" if start else None
