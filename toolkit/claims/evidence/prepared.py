"""An abstract, or its fingerprint, made ready once for any number of claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from toolkit.claims.fingerprint import VERSION
from toolkit.claims.quantities import quantities
from toolkit.claims.sentences import split
from toolkit.claims.stems import stems
from toolkit.model.evidence import Basis
from toolkit.model.record import Fingerprint, Record


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an abstract: its half-open range of characters there, and its stems."""

    start: int
    end: int
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What claims are laid beside. `text` is `None` where only a fingerprint is at hand.

    `title` and `counts` are the stems of the title and of the abstract, `quantities` the normal forms
    of the numbers of both.
    """

    basis: Basis
    title: frozenset[str]
    counts: Mapping[str, int]
    quantities: frozenset[str]
    text: str | None = None
    sentences: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """A record as a key: by identity, since hashing an abstract's stems takes longer than using them."""

    record: Record

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.record is self.record

    def __hash__(self) -> int:
        return id(self.record)


def prepare(record: Record) -> Prepared | None:
    """Make a record's abstract ready, or its fingerprint; `None` if it has neither of this version.

    The answer is kept for as long as few thousand other records are not asked for.
    """
    return _prepare(_Held(record))


@lru_cache(maxsize=4096)
def _prepare(held: _Held) -> Prepared | None:
    record = held.record
    title = record.work.title or ""
    if record.abstract is not None:
        return prepare_text(record.abstract, title)
    if record.fingerprint is not None and record.fingerprint.version == VERSION:
        return prepare_fingerprint(record.fingerprint, title)
    return None


def prepare_text(abstract: str, title: str = "") -> Prepared:
    """Make an abstract ready. Linear in its length; any text will do."""
    counts: Counter[str] = Counter()
    sentences = []
    for start, end in split(abstract):
        found = stems(abstract[start:end])
        counts.update(found)
        sentences.append(Sentence(start, end, frozenset(found)))
    numbers = frozenset((*quantities(title), *quantities(abstract)))
    return Prepared(Basis.ABSTRACT, frozenset(stems(title)), counts, numbers, abstract, tuple(sentences))


def prepare_fingerprint(fingerprint: Fingerprint, title: str = "") -> Prepared:
    """Make a fingerprint ready; the title, which the lock always has, is text."""
    numbers = frozenset((*quantities(title), *fingerprint.quantities))
    return Prepared(Basis.FINGERPRINT, frozenset(stems(title)), dict(fingerprint.stems), numbers)
