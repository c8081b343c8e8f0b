"""Text that is worded when somebody first reads it: most reasons are never read."""

from __future__ import annotations

from collections.abc import Callable


class LateText:
    """Stands for a text; `worded` makes it at its first reading, and is let go then.

    Equal to another, and hashed, by what it says. `worded` must be pure.
    """

    __slots__ = ("_text", "_worded")

    def __init__(self, worded: Callable[[], str]) -> None:
        """Take what makes the text."""
        self._worded: Callable[[], str] | None = worded
        self._text = ""

    def __str__(self) -> str:
        """Give the text."""
        if self._worded is not None:
            self._text = self._worded()
            self._worded = None
        return self._text

    def __repr__(self) -> str:
        """Give the text as Python writes it."""
        return repr(str(self))

    def __eq__(self, other: object) -> bool:
        """Tell whether another says the same, or a text is the same."""
        return str(self) == str(other) if isinstance(other, LateText | str) else NotImplemented

    def __hash__(self) -> int:
        """Hash as the text."""
        return hash(str(self))

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """Be kept as plain text."""
        return str, (str(self),)
