"""Patterns that are compiled when something is first looked for: a run that looks for nothing pays nothing."""

from __future__ import annotations

import re
from typing import Any, TypeVar, cast

Text = TypeVar("Text", str, bytes)


class _LatePattern:
    """Stands for a pattern; each of its methods is taken over when it is first asked for, and then costs nothing."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self._pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Compile the pattern (`re` keeps what it compiled last), and keep the method that was asked for."""
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = self.__dict__.get("_compiled")
        if compiled is None:
            compiled = self.__dict__["_compiled"] = re.compile(self._pattern, self._flags)
        found = self.__dict__[name] = getattr(compiled, name)
        return found


def late_pattern(pattern: Text, flags: int | re.RegexFlag = 0) -> re.Pattern[Text]:
    """Give what behaves as `re.compile(pattern, flags)` does, and compiles at its first use.

    For large patterns of modules that every run imports. Use its methods: the functions of `re` do not
    take it. A fault in the pattern shows at the first use only, so what is made so must have a test.
    """
    return cast("re.Pattern[Text]", _LatePattern(pattern, int(flags)))
