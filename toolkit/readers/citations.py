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

    `before` and `after` are what the prefix and the suffix cite themselves, such as `@b` in
    `[@a and @b]`; `is_narrative` tells that the key stands in running text.
    """

    prefix: tuple[int, int]
    key: Key
    suffix: tuple[int, int]
    before: tuple[Item, ...] = ()
    after: tuple[Item, ...] = ()
    is_narrative: bool = False


class Group(NamedTuple):
    """A bracketed group, or a narrative citation with what its brackets add."""

    start: int
    end: int
    items: tuple[Item, ...]


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
    key_ends: set[int]
    located: set[int]
    """Where brackets open that belong to the narrative key before them."""

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
        scan = cls(text, protected, pairs, glued, {}, braces, set(), set())
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
            self.key_ends.add(found.end())
            return Key(begin, found.end(), found[0], suppress, braced=False)
        closing = self.braces.get(begin + 1)
        if closing is not None and closing > begin + 2:
            return Key(begin, closing + 1, text[begin + 2 : closing], suppress, braced=True)
        return None

    def _follows_string(self, at: int) -> bool:
        """Tell whether a word ends at `at`: then `@` is an address's, not a citation's.

        A key is no word: `@a@b` are two citations.
        """
        if at == 0 or at in self.key_ends:
            return False
        before = self.text[at - 1]
        return before.isalnum() or before == "." or (before == NODE and at in self.glued)

    def narrative_at(self, at: int) -> Group | None:
        """Read a citation outside brackets at `at`, with the bracket after it, if it is its own."""
        key = self.key_at(at)
        if key is None:
            return None
        first = _alone(key)
        opening = _behind_space(self.text, key.end)
        if not self.text.startswith("[", opening) or self.text.startswith("[^", opening):
            return Group(at, key.end, (first,))
        added = self.groups.get(opening)
        if added is not None:
            return Group(at, added.end, (first, *added.items))
        located = self._located(first, opening)
        return located or Group(at, key.end, (first,))

    def _located(self, first: Item, opening: int) -> Group | None:
        """Read `[p. 3; see @b]` after a narrative key."""
        if opening not in self.pairs or opening in self.protected:
            return None
        suffix = self._suffix(opening + 1)
        if suffix is None:
            return None
        end, after = suffix
        items = [first._replace(suffix=(opening + 1, end), after=after)]
        if self.text[end] == ";":
            rest = self._items(end + 1)
            if rest is None:
                return None
            items += rest[0]
            end = rest[1]
        if self.text.startswith(("[", "("), end + 1):
            return None
        self.located.add(opening)
        return Group(first.key.start - first.key.suppress, end + 1, tuple(items))

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
            begin = _behind_space(self.text, at)
            prefixed = self._first_key(begin)
            if prefixed is None:
                return None
            key, before = prefixed
            suffix = self._suffix(key.end)
            if suffix is None:
                return None
            end, after = suffix
            items.append(Item((begin, key.start - key.suppress), key, (key.end, end), before, after))
            if self.text[end] == "]":
                return items, end
            at = end + 1

    def _first_key(self, at: int) -> tuple[Key, tuple[Item, ...]] | None:
        """Find the key that ends a prefix: no `;` or `]` may stand before it."""
        passed = 0
        before: list[Item] = []
        while (mark := _MARK.search(self.text, at)) is not None:
            match mark[0]:
                case "[":
                    passed += 1
                    before += self._group_items(mark.start())
                    at = self._after_bracket(mark.start())
                case "@" | "-@":
                    key = self._key_from(mark)
                    if key is not None:
                        return key, tuple(before)
                    at = mark.end()
                case _:
                    return None
            if passed > _LITERAL_BRACKETS:
                return None
        return None

    def _suffix(self, at: int) -> tuple[int, tuple[Item, ...]] | None:
        """Find the `;` or `]` that ends a suffix, and what it cites itself."""
        passed = 0
        after: list[Item] = []
        while (mark := _MARK.search(self.text, at)) is not None:
            match mark[0]:
                case "[":
                    passed += 1
                    after += self._group_items(mark.start())
                    at = self._after_bracket(mark.start())
                case "@" | "-@":
                    key = self._key_from(mark)
                    after += [_alone(key)] if key else []
                    at = key.end if key else mark.end()
                case _:
                    return mark.start(), tuple(after)
            if passed > _LITERAL_BRACKETS:
                return None
        return None

    def _key_from(self, mark: re.Match[str]) -> Key | None:
        """Read the key at `@` or `-@`; the hyphen may belong to the word before it."""
        key = self.key_at(mark.start())
        return self.key_at(mark.end() - 1) if key is None and mark[0] == "-@" else key

    def _group_items(self, at: int) -> tuple[Item, ...]:
        """Give the items of the group that opens at `at`; none, if none does."""
        group = self.groups.get(at)
        return group.items if group is not None else ()

    def _after_bracket(self, at: int) -> int:
        """Give the index after what a bracket inside a prefix or suffix opens."""
        if at in self.protected:
            return self.protected[at]
        group = self.groups.get(at)
        return group.end if group is not None else self.pairs.get(at, at) + 1


def _behind_space(text: str, at: int) -> int:
    """Give where the space at `at` ends: blanks, and at most one line end among them."""
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _alone(key: Key) -> Item:
    """Give a key in running text as an item."""
    begin = key.start - key.suppress
    return Item((begin, begin), key, (key.end, key.end), is_narrative=True)


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
