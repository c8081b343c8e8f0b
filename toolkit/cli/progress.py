"""A progress bar on standard error, where a person watches; silent in CI and in pipes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Fewer steps than this are done before a bar could be read.
_FEWEST_STEPS = 20


@contextmanager
def bar(text: str, total: int) -> Iterator[Callable[[str], None]]:
    """Give a function to call after each step; it shows how far the work has come."""
    if total < _FEWEST_STEPS or not sys.stderr.isatty() or os.environ.get("CI"):
        yield lambda _done: None
        return
    from rich.console import Console  # noqa: PLC0415 - 60 ms that most runs don't need
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(text, total=total)

        def advance(_done: str) -> None:
            progress.advance(task)

        yield advance
