"""Names and words written otherwise: what else, in an abstract, stands for a word of a claim.

All of it works on stems, and on the claim's side, so that a fingerprint gives what the text gives, and those of older
locks stay as they are:

- letters and digits joined or parted: `NIH 3T3` and `NIH3T3`, `FoxO3a` and `FOXO3`, `TGFbeta1` and `TGF-β1`;
- names spelt out and their short forms: `IL-6` and `interleukin-6` (`short_forms`);
- misspelt words: one that the literature does not have, and that a letter added, dropped or changed, or two swapped,
  make one that the abstract has.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from toolkit.claims.evidence.background import background
from toolkit.claims.evidence.short_forms import short_forms
from toolkit.claims.stems import stem
from toolkit.model.slips import is_slip

_PIECES = re.compile(r"[a-z]+|[0-9]+")
_LONGEST_NAME = 11
_LONGEST_BEFORE_GREEK = 6
_GREEK_LETTERS = ("alpha", "beta", "gamma", "delta", "epsilon", "kappa", "lambda", "omega")
_GREEK = {stem(name): name[0] for name in _GREEK_LETTERS}
"""Stems of the letters that names end in, and the Latin letters that often stand for them: `IFN-γ`, `IFNG`."""
_VARIANTS = "abc"
"""Members of a family of genes, which texts often leave out: `FoxO3` and `FoxO3a`."""
_LEAST_MISSPELT, _LONGEST_MISSPELT = 7, 24
"""Letters of a stem that is taken for a slip of the pen: shorter ones are often names."""
_MOST_MISSPELT = 6
"""So many unknown words of one claim are looked at."""


@dataclass(frozen=True, slots=True)
class Forms:
    """Other ways to write a word: stems of which `any_of` will do, and sets of which a text must have `all_of` one.

    `misspelt` is the word itself where it may be a slip of the pen.
    """

    any_of: frozenset[str]
    all_of: tuple[frozenset[str], ...] = ()
    misspelt: str | None = None

    def is_in(self, counts: Mapping[str, int]) -> bool:
        """Tell whether a text with these stems has the word, written otherwise."""
        stems = counts.keys()
        if not stems.isdisjoint(self.any_of) or any(map(stems.__ge__, self.all_of)):
            return True
        return self.misspelt is not None and any(is_slip(self.misspelt, one) for one in stems)


def forms_of(words: Sequence[str]) -> dict[str, Forms]:
    """Give the other forms of a claim's stems, which come in reading order; most have none. Linear in their number."""
    found: dict[str, set[frozenset[str]]] = defaultdict(set)
    for word, others in (*_neighbours(words), *_spelt_out(words)):
        found[word].add(frozenset(others))
    for word in dict.fromkeys(words):
        found[word].update(map(frozenset, _parted(word)))
    misspelt = frozenset(_misspelt(words))
    return {
        word: _forms(word, ways, may_be_slip=word in misspelt)
        for word, ways in found.items()
        if ways or word in misspelt
    }


def _forms(word: str, ways: set[frozenset[str]], *, may_be_slip: bool) -> Forms:
    return Forms(
        frozenset(one for way in ways if len(way) == 1 for one in way) - {word},
        tuple(sorted((way for way in ways if len(way) > 1 and word not in way), key=sorted)),
        word if may_be_slip else None,
    )


def _neighbours(words: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what two neighbours make if they are joined to one name."""
    for before, word in pairwise(words):
        joined = []
        if _is_name(before + word) and len(before) + len(word) <= _LONGEST_NAME:
            joined.append(before + word)
        if word in _GREEK and len(before) <= _LONGEST_BEFORE_GREEK:
            joined += [before + word, before + _GREEK[word]]
        for name in joined:
            yield before, (name,)
            yield word, (name,)


def _spelt_out(words: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what short forms stand for, and the short forms of what is spelt out."""
    known = short_forms()
    for start, word in enumerate(words):
        for long in known.longs.get(word, ()):
            yield word, long
        for short, size in known.at(words, start):
            for part in words[start : start + size]:
                yield part, (short,)


def _is_name(word: str) -> bool:
    return not word.isalpha() and not word.isdecimal()


def _parted(word: str) -> Iterator[tuple[str, ...]]:
    """Yield the parts of a name of letters and digits or of a Greek letter, and its relatives."""
    if not _is_name(word):
        for greek in _GREEK:
            if word.endswith(greek) and len(word) > len(greek) + 1:
                yield word[: -len(greek)], greek
        return
    pieces = _PIECES.findall(word)
    for at in range(1, min(len(pieces), 4)):
        first, second = "".join(pieces[:at]), "".join(pieces[at:])
        if len(first) > 1 and len(second) > 1 and not (first.isdecimal() or second.isdecimal()):
            yield first, second
    if len(pieces) > 2 and len(pieces[-1]) == 1 and pieces[-1].isalpha():
        yield ("".join(pieces[:-1]),)
    if len(pieces) > 1 and pieces[-1].isdecimal():
        yield from ((word + letter,) for letter in _VARIANTS)
    greek = next((one for one in _GREEK_LETTERS if pieces[0].endswith(one)), "")
    if greek and len(pieces[0]) > len(greek) + 1:
        yield pieces[0].removesuffix(greek), stem(greek)
    if len(pieces) > 1 and len(pieces[0]) > 1:
        yield from short_forms().longs.get(pieces[0], ())


def _misspelt(words: Sequence[str]) -> Iterator[str]:
    """Yield the stems that the literature does not have, which may be slips of the pen."""
    known = background().places
    unknown = (
        word
        for word in dict.fromkeys(words)
        if word not in known and word.isalpha() and _LEAST_MISSPELT <= len(word) <= _LONGEST_MISSPELT
    )
    return islice(unknown, _MOST_MISSPELT)
