"""Short forms of medical names and what they stand for, as authors of abstracts introduce them in brackets.

They are in `toolkit/data/short_forms.txt`, which `training/short_forms.py` derives from PubMed abstracts: in each line
the stem of a short form, and those of what it stands for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShortForms:
    """`longs`: what a short form stands for. `shorts`: by the first stem of a long form, it and its short form."""

    longs: Mapping[str, Sequence[Stems]]
    shorts: Mapping[str, Sequence[tuple[Stems, str]]]

    def at(self, words: Sequence[str], start: int) -> Iterator[tuple[str, int]]:
        """Yield the short forms of what begins at `words[start]`, and of how many stems each stands for."""
        for long, short in self.shorts.get(words[start], ()):
            if tuple(words[start : start + len(long)]) == long:
                yield short, len(long)


@cache
def short_forms() -> ShortForms:
    """Give the short forms that Osler ships; read when first asked for."""
    return parse(resources.files("toolkit").joinpath("data", "short_forms.txt").read_text("ascii"))


def parse(text: str) -> ShortForms:
    """Read lines of stems: a short form, and what it stands for."""
    longs: dict[str, list[Stems]] = defaultdict(list)
    shorts: dict[str, list[tuple[Stems, str]]] = defaultdict(list)
    for line in text.splitlines():
        short, *words = line.split(" ")
        longs[short].append(tuple(words))
        shorts[words[0]].append((tuple(words), short))
    return ShortForms(dict(longs), dict(shorts))


def render(pairs: Sequence[tuple[str, Stems]]) -> str:
    """Write short forms with what they stand for; `parse` reads it."""
    return "".join(f"{' '.join((short, *long))}\n" for short, long in sorted(pairs))
