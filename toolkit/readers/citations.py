"""Pandoc's citation grammar, over the text of one run of inlines.

The grammar is that of pandoc 3.9 (`Text.Pandoc.Citeproc`, `Text.Pandoc.Readers.Markdown`), which
`tests/readers/test_citations_pandoc.py` compares with. A run is a string in which escaped
characters and resolved entities are `ESCAPED` and every node that is not text is one `NODE`, so
that neither can take part in a citation's syntax. Positions are indices into that string.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

ESCAPED = "\ue000"
"""Stands for a character that was escaped in the source: never part of the syntax."""
NODE = "\ufffc"
"""Stands for a node that is not text: code, a link, emphasis."""

_KEY = re.compile(r"(?:[^\W_]|[_*])(?:\w|[:.#$%&\-+?<>~/](?=\w)|[:/](?=/))*")
_SPACE = re.compile(r"[ \t]*\n?[ \t]*")
_BRACE = re.compile(rf"[{{}}\s{ESCAPED}{NODE}]")
_MARK = re.compile(r"[\[\];]|-?@")
_LITERAL_BRACKETS = 64
"""How many unmatched brackets one attempt may pass: keeps hostile text linear."""

CROSS_REFERENCE = re.compile(
    r"(?:fig|tbl|sec|eq|lst|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg|tip|nte|wrn|imp|cau|vid|sup)-"
)
"""Prefixes of Quarto's cross-references (Quarto documentation, "Cross References")."""


class Key(NamedTuple):
    """A citation key where it stands: `start` at the `@`, `end` after the key or its brace."""

    start: int
    end: int
    key: str
    suppress: bool
    braced: bool


class Item(NamedTuple):
    """One cited key with the ranges of its prefix and suffix.

    `nested` are the keys that the suffix cites in its own text, as `@b` in `[@a and @b]`.
    """

    prefix: tuple[int, int]
    key: Key
    suffix: tuple[int, int]
    nested: tuple[Key, ...] = ()


class Group(NamedTuple):
    """A bracketed group, or a narrative citation with what its brackets add."""

    start: int
    end: int
    items: tuple[Item, ...]
    narrative: bool = False


def is_cross_reference(key: str) -> bool:
    """Tell whether a key is one of Quarto's cross-references, such as `fig-smear`."""
    return CROSS_REFERENCE.match(key) is not None


@dataclass(slots=True)
class CitationScan:
    """All citations of one run.

    `text` is the run, `protected` maps the opening of each bracketed span with attributes to the
    index after it, and `glued` are indices at which a node ends with a letter or full stop.
    """

    text: str
    protected: Mapping[int, int]
    pairs: Mapping[int, int]
    glued: frozenset[int]
    groups: dict[int, Group]
    braces: Mapping[int, int]

    @classmethod
    def of(
        cls,
        text: str,
        pairs: Mapping[int, int],
        protected: Mapping[int, int],
        glued: frozenset[int] = frozenset(),
    ) -> CitationScan:
        """Read every bracketed group of a run, innermost first."""
        braces = _brace_pairs(text) if "@{" in text else {}
        scan = cls(text, protected, pairs, glued, {}, braces)
        if "@" in text:
            for start in sorted(pairs, reverse=True):
                group = None if start and text[start - 1] == "^" else scan._bracketed(start)
                if group is not None:
                    scan.groups[start] = group
        return scan

    def key_at(self, at: int) -> Key | None:
        """Read a key whose `@`, or `-@`, stands at `at`; `None` if it is no citation there."""
        text = self.text
        suppress = text.startswith("-@", at)
        begin = at + 1 if suppress else at
        if not text.startswith("@", begin) or self._follows_string(at):
            return None
        found = _KEY.match(text, begin + 1)
        if found is not None:
            return Key(begin, found.end(), found[0], suppress, braced=False)
        closing = self.braces.get(begin + 1)
        if closing is not None and closing > begin + 2:
            return Key(begin, closing + 1, text[begin + 2 : closing], suppress, braced=True)
        return None

    def _follows_string(self, at: int) -> bool:
        """Tell whether a word ends at `at`: then `@` is an address's, not a citation's."""
        if at == 0:
            return False
        before = self.text[at - 1]
        return before.isalnum() or before == "." or (before == NODE and at in self.glued)

    def narrative_at(self, at: int) -> Group | None:
        """Read a citation outside brackets at `at`, with the bracket after it, if it is its own."""
        key = self.key_at(at)
        if key is None:
            return None
        first = Item((at, at), key, (key.end, key.end))
        opening = _SPACE.match(self.text, key.end).end()  # type: ignore[union-attr]  # matches anything
        if not self.text.startswith("[", opening) or self.text.startswith("[^", opening):
            return Group(at, key.end, (first,), narrative=True)
        added = self.groups.get(opening)
        if added is not None:
            return Group(at, added.end, (first, *added.items), narrative=True)
        located = self._located(first, opening)
        return located or Group(at, key.end, (first,), narrative=True)

    def _located(self, first: Item, opening: int) -> Group | None:
        """Read `[p. 3; see @b]` after a narrative key."""
        if opening not in self.pairs or opening in self.protected:
            return None
        suffix = self._suffix(opening + 1)
        if suffix is None:
            return None
        end, nested = suffix
        items = [first._replace(suffix=(opening + 1, end), nested=nested)]
        if self.text[end] == ";":
            rest = self._items(end + 1)
            if rest is None:
                return None
            items += rest[0]
            end = rest[1]
        if self.text.startswith(("[", "("), end + 1):
            return None
        return Group(first.key.start - first.key.suppress, end + 1, tuple(items), narrative=True)

    def _bracketed(self, start: int) -> Group | None:
        """Read the group that opens at `start`."""
        read = self._items(start + 1)
        if read is None:
            return None
        items, end = read
        return Group(start, end + 1, tuple(items))

    def _items(self, at: int) -> tuple[list[Item], int] | None:
        """Read items up to the closing bracket; give them with its index."""
        items: list[Item] = []
        while True:
            begin = _SPACE.match(self.text, at).end()  # type: ignore[union-attr]  # matches anything
            key = self._first_key(begin)
            if key is None:
                return None
            suffix = self._suffix(key.end)
            if suffix is None:
                return None
            end, nested = suffix
            items.append(Item((begin, key.start - key.suppress), key, (key.end, end), nested))
            if self.text[end] == "]":
                return items, end
            at = end + 1

    def _first_key(self, at: int) -> Key | None:
        """Find the key that ends a prefix: no `;` or `]` may stand before it."""
        passed = 0
        while (mark := _MARK.search(self.text, at)) is not None:
            match mark[0]:
                case "[":
                    passed += 1
                    at = self._after_bracket(mark.start())
                case "@" | "-@":
                    key = self.key_at(mark.start()) or (
                        self.key_at(mark.end() - 1) if mark[0] == "-@" else None
                    )
                    if key is not None:
                        return key
                    at = mark.end()
                case _:
                    return None
            if passed > _LITERAL_BRACKETS:
                return None
        return None

    def _suffix(self, at: int) -> tuple[int, tuple[Key, ...]] | None:
        """Find the `;` or `]` that ends a suffix, and the keys that it cites itself."""
        passed = 0
        nested: list[Key] = []
        while (mark := _MARK.search(self.text, at)) is not None:
            begin = mark.start()
            match mark[0]:
                case "[":
                    passed += 1
                    group = self.groups.get(begin)
                    nested += [item.key for item in group.items] if group else []
                    at = self._after_bracket(begin)
                case "@" | "-@":
                    key = self.key_at(begin) or (self.key_at(mark.end() - 1) if mark[0] == "-@" else None)
                    nested += [key] if key else []
                    at = key.end if key else mark.end()
                case _:
                    return begin, tuple(nested)
            if passed > _LITERAL_BRACKETS:
                return None
        return None

    def _after_bracket(self, at: int) -> int:
        """Give the index after what a bracket inside a prefix or suffix opens."""
        if at in self.protected:
            return self.protected[at]
        group = self.groups.get(at)
        return group.end if group is not None else self.pairs.get(at, at) + 1


def _brace_pairs(text: str) -> dict[int, int]:
    """Match the braces between which no white space stands, and nothing that is not text."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for mark in _BRACE.finditer(text):
        match mark[0]:
            case "{":
                opened.append(mark.start())
            case "}":
                if opened:
                    pairs[opened.pop()] = mark.start()
            case _:
                opened.clear()
    return pairs


def bracket_pairs(text: str) -> dict[int, int]:
    """Match the square brackets of a run: opening index to closing index."""
    pairs: dict[int, int] = {}
    if "]" not in text:
        return pairs
    opened: list[int] = []
    for mark in re.finditer(r"[\[\]]", text):
        if mark[0] == "[":
            opened.append(mark.start())
        elif opened:
            pairs[opened.pop()] = mark.start()
    return pairs
