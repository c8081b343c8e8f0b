"""The use case "watch": tells when a file of a project changed that a check may depend on.

The only home of watchfiles (docs/decisions/watching.md).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from toolkit.project import WorkingTree

DEBOUNCE = 400
"""Milliseconds in which further changes are taken together: an editor writes, renames and sets modes."""
_STEP = 60
_LOOK = 250
"""Milliseconds after which to see whether somebody asked to stop."""
_SKIPPED = frozenset({"node_modules", "__pycache__", "venv"})


def changes(
    tree: WorkingTree, output: Callable[[], str], stop: threading.Event | None = None
) -> Iterator[frozenset[str]]:
    """Yield the names, relative to the root, of files that changed; waits without using the processor.

    The first set is empty and comes at once: what changes from then on is not missed. So whoever
    watches does the first work then.
    Hidden files and folders, editors' backup copies and what lies below the folder for exports
    (`output()`, relative to the root; asked again after each change, since the configuration may be
    among them) are left out. Ends when `stop` is set or Ctrl-C is pressed (`KeyboardInterrupt`). A
    system that has no more watches to give is asked at intervals instead.
    """
    for forced in (False, True):
        try:
            yield from _changes(tree.root, output, stop, forced=forced)
        except OSError:
            if forced:
                raise
        else:
            return


def _changes(
    root: Path, output: Callable[[], str], stop: threading.Event | None, *, forced: bool
) -> Iterator[frozenset[str]]:
    from watchfiles import watch  # noqa: PLC0415 - anyio takes 60 ms to import, for these commands alone

    below = output()

    def concerns(_change: object, path: str) -> bool:
        return relevant(root, path, below) is not None

    is_ready = False
    for batch in watch(
        root,
        watch_filter=concerns,
        debounce=DEBOUNCE,
        step=_STEP,
        rust_timeout=_LOOK,
        stop_event=stop,
        raise_interrupt=True,
        force_polling=forced or None,
        ignore_permission_denied=True,
        yield_on_timeout=True,
    ):
        if not is_ready:
            is_ready = True
            yield frozenset()
        names = frozenset(name for _, path in batch if (name := relevant(root, path, below)) is not None)
        if names:
            yield names
            below = output()


def relevant(root: Path, path: str, output: str) -> str | None:
    """Give a changed file's name below the root, `None` if no check depends on it."""
    try:
        name = Path(path).relative_to(root).as_posix()
    except ValueError:
        return None
    parts = name.split("/")
    if any(part.startswith(".") or part in _SKIPPED for part in parts) or name.endswith("~"):
        return None
    below = output.strip("/")
    return None if below and (name == below or name.startswith(f"{below}/")) else name
