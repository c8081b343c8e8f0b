"""An abstract, or its fingerprint, made ready once for any number of claims."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log

from toolkit.claims.evidence.background import background
from toolkit.claims.evidence.numbers import Numbers, figures_in, numbers_of
from toolkit.claims.fingerprint import VERSION
from toolkit.claims.quantities import quantities
from toolkit.claims.sentences import split
from toolkit.claims.stems import stems
from toolkit.model.evidence import Basis
from toolkit.model.record import Fingerprint, Record

BEGINNING = 5
"""So many first letters make two stems kin: `neuron` and `neurona`, `glycolys` and `glycolyt`."""
_OF_TITLE = 2
"""How often a word of the title counts as if it stood in the abstract."""
_LABEL = re.compile(r"\s*[A-Z][A-Z &/,-]{3,60}:\s+")
"""The label of a part of a structured abstract, as PubMed prints it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an abstract: its half-open range of characters there, its stems and its numbers in digits."""

    start: int
    end: int
    stems: frozenset[str]
    figures: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Prepared:
    """What claims are laid beside. `text` is `None` where only a fingerprint is at hand.

    `counts` are the stems of title and abstract, `title` those of the title alone; `length` is their
    sum, `weight` the same weighted by rarity, `title_rarity` the title's. `direction` is that of all
    stems together, `beginnings` their first letters.
    """

    basis: Basis
    title: frozenset[str]
    counts: Mapping[str, int]
    numbers: Numbers
    length: int
    weight: float
    title_rarity: float
    log_length: float
    direction: tuple[float, ...]
    beginnings: frozenset[str]
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

    The answer is kept until some thousands of other records were asked for.
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
        label = _LABEL.match(abstract, start, end)
        found = stems(abstract[start:end])
        counts.update(found)
        figures = figures_in(abstract[start:end])
        sentences.append(Sentence(label.end() if label else start, end, frozenset(found), figures))
    return _prepared(Basis.ABSTRACT, counts, quantities(abstract), title, abstract, tuple(sentences))


def prepare_fingerprint(fingerprint: Fingerprint, title: str = "") -> Prepared:
    """Make a fingerprint ready; the title, which the lock always has, is text."""
    return _prepared(Basis.FINGERPRINT, Counter(dict(fingerprint.stems)), fingerprint.quantities, title)


def _prepared(
    basis: Basis,
    counts: Counter[str],
    forms: tuple[str, ...],
    title: str,
    text: str | None = None,
    sentences: tuple[Sentence, ...] = (),
) -> Prepared:
    known = background()
    weight = known.weight
    of_title = frozenset(stems(title))
    for stem in of_title:
        counts[stem] += _OF_TITLE
    weighted = [(stem, count * weight(stem).rarity) for stem, count in counts.items()]
    return Prepared(
        basis=basis,
        title=of_title,
        counts=dict(counts),
        numbers=numbers_of((*forms, *quantities(title))),
        length=counts.total(),
        weight=sum(one for _, one in weighted),
        title_rarity=sum(weight(stem).rarity for stem in of_title),
        log_length=log(counts.total() + 1),
        direction=known.direction(weighted),
        beginnings=frozenset(stem[:BEGINNING] for stem in counts if len(stem) >= BEGINNING),
        text=text,
        sentences=sentences,
    )
