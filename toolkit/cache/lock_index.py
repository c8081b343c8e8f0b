"""An index of the lock: where its blocks stand, their identifiers, and what the reader had to say.

With it, the digests and shapes of some ten thousand blocks need not be verified again for bytes that held.
"""

from __future__ import annotations

from typing import Any

from toolkit.cache.codec import decoder, encode
from toolkit.model.finding import Problem
from toolkit.model.identifier import Identifier, Scheme
from toolkit.readers.lock import Lock, restored_lock

_PROBLEMS = decoder(tuple[Problem, ...])
_SCHEMES = {scheme.value: scheme for scheme in Scheme}


def index_of(lock: Lock) -> list[Any]:
    """Give the index of a lock as JSON: its blocks, all identifiers with the number of their block, problems."""
    numbers = {name: number for number, name in enumerate(lock.places)}
    blocks = [[name.scheme.value, name.value, *place] for name, place in lock.places.items()]
    aliases = [
        [name.scheme.value, name.value, numbers[primary]] for name, primary in lock.records.aliases.items()
    ]
    return [blocks, aliases, encode(lock.problems)]


def lock_of(path: str, data: bytes, index: list[Any]) -> Lock:
    """Give the lock whose bytes an index was made of, as `read_lock` gives it."""
    blocks, aliases, problems = index
    names = [Identifier(_SCHEMES[scheme], value) for scheme, value, _, _ in blocks]
    places = {name: (start, end) for name, (_, _, start, end) in zip(names, blocks, strict=True)}
    primaries = {Identifier(_SCHEMES[scheme], value): names[number] for scheme, value, number in aliases}
    return restored_lock(path, data, _PROBLEMS(problems), primaries, places)
