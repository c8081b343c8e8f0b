"""A baseline's entries follow an article that was moved: its old findings are no new ones by that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from toolkit.model.finding import Finding
from toolkit.model.identity import identities
from toolkit.model.span import SourceText

MESSAGE = 120
"""So much of a message stands in a baseline."""
_COMMON = 8
"""What a finding says does not tell which article it was, if it was said of more of those that are gone."""
_Place = tuple[str, str]


class Entry(Protocol):
    """What a baseline says of one finding."""

    @property
    def path(self) -> str:
        """The file, relative to the root."""

    @property
    def rule(self) -> str:
        """The rule's name."""

    @property
    def identity(self) -> str:
        """The finding's identity in that file."""

    @property
    def message(self) -> str:
        """The beginning of what it said."""


E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True)
class Move:
    """An article that stands elsewhere now: its finding at `place` (rule, identity) has another identity there."""

    path: str
    identities: Mapping[_Place, str]


def said(message: str) -> str:
    """Give a message as a baseline keeps it."""
    return " ".join(message.split())[:MESSAGE]


def moves(
    entries: Iterable[E],
    found: Iterable[tuple[Finding, str]],
    sources: Mapping[str, SourceText],
    gone: set[str],
) -> dict[str, Move]:
    """Pair articles that are `gone` with new ones in which half of their findings stand in the same words.

    `found` are all findings with their identities; new is an article of `sources` that no entry names.
    Each article is paired once, those first that have most in common. Takes time in proportion to the
    findings.
    """
    known: dict[str, dict[_Place, str]] = {}
    named: set[str] = set()
    for one in entries:
        named.add(one.path)
        if one.path in gone:
            known.setdefault(one.path, {})[one.rule, one.identity] = one.message
    news: dict[str, list[tuple[Finding, str]]] = {}
    for finding, identity in found if known else ():
        if (
            identity
            and finding.path in sources
            and finding.path.endswith(".md")
            and finding.path not in named
        ):
            news.setdefault(finding.path, []).append((finding, identity))
    pairs: dict[str, Move] = {}
    taken: set[str] = set()
    for old, new in _likely(known, news):
        if old in pairs or new in taken:
            continue
        held = dict(_as_if(old, news[new], sources[new]))
        common = held.keys() & known[old].keys()
        if len(common) * 2 >= len(known[old]):
            taken.add(new)
            pairs[old] = Move(new, {place: held[place] for place in common})
    return pairs


def _likely(
    known: Mapping[str, Mapping[_Place, str]], news: Mapping[str, Sequence[tuple[Finding, str]]]
) -> Iterator[tuple[str, str]]:
    """Yield pairs of old and new path by how many findings say the same, the likeliest first."""
    saying: dict[_Place, set[str]] = {}
    for path, held in known.items():
        for (rule, _), message in held.items():
            saying.setdefault((rule, message), set()).add(path)
    votes: Counter[tuple[str, str]] = Counter()
    for path, findings in news.items():
        for finding, _ in findings:
            old = saying.get((finding.rule, said(finding.message)), set())
            votes.update((one, path) for one in (old if len(old) <= _COMMON else ()))
    yield from sorted(votes, key=lambda pair: (-votes[pair], pair))


def _as_if(
    path: str, findings: Sequence[tuple[Finding, str]], source: SourceText
) -> Iterator[tuple[_Place, str]]:
    """Yield rule and identity that findings would have at another path, with the identity that they have."""
    there = [replace(one, path=path) for one, _ in findings]
    for one, identity, (_, own) in zip(
        there, identities(there, {path: SourceText(path, source.text)}), findings, strict=True
    ):
        yield (one.rule, identity), own
