"""Osler: checks that medical articles name their evidence, and exports them as validated XML and HTML.

These names are for notebooks and other programs; `docs/api.md` shows them at work. They are looked up
when they are first asked for, so that `osler --version` need not wait for them.
"""

from __future__ import annotations

from importlib import import_module

# Importing `typing` takes longer than all the rest of `osler --version`; type checkers know this name.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from toolkit.api.check import Report, check
    from toolkit.api.export import Exports, export
    from toolkit.api.ledger import Ledger, ledger
    from toolkit.api.workspace import Workspace, open_workspace
    from toolkit.errors import ExitCode, OslerError
    from toolkit.model.article import Article
    from toolkit.model.finding import Finding, Severity
    from toolkit.model.library import Library
    from toolkit.readers.bibtex import read_library
    from toolkit.readers.lock import Lock, read_lock
    from toolkit.readers.markdown import read_article

__version__ = "0.1.0"

_HOMES = {
    "Article": "toolkit.model.article",
    "ExitCode": "toolkit.errors",
    "Exports": "toolkit.api.export",
    "Finding": "toolkit.model.finding",
    "Ledger": "toolkit.api.ledger",
    "Library": "toolkit.model.library",
    "Lock": "toolkit.readers.lock",
    "OslerError": "toolkit.errors",
    "Report": "toolkit.api.check",
    "Severity": "toolkit.model.finding",
    "Workspace": "toolkit.api.workspace",
    "check": "toolkit.api.check",
    "export": "toolkit.api.export",
    "ledger": "toolkit.api.ledger",
    "open_workspace": "toolkit.api.workspace",
    "read_article": "toolkit.readers.markdown",
    "read_library": "toolkit.readers.bibtex",
    "read_lock": "toolkit.readers.lock",
}

__all__ = [
    "Article",
    "ExitCode",
    "Exports",
    "Finding",
    "Ledger",
    "Library",
    "Lock",
    "OslerError",
    "Report",
    "Severity",
    "Workspace",
    "__version__",
    "check",
    "export",
    "ledger",
    "open_workspace",
    "read_article",
    "read_library",
    "read_lock",
]


def __getattr__(name: str) -> object:
    """Fetch a public name from its home. Raises `AttributeError` for any other."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
