"""An abstract without its text: what is enough to notice a wrong source or an absent number.

A fingerprint is an unordered bag of word stems with their counts, and a set of quantities in normal
form. Order, inflection and function words are gone, so the text can't be read back; the lock may hold
it where the text itself is a publisher's.
"""

from __future__ import annotations

from collections import Counter

from toolkit.claims.quantities import quantities
from toolkit.claims.stems import stems
from toolkit.model.record import Fingerprint

VERSION = 2
"""Raised whenever the same text would give another fingerprint (tests pin samples)."""


def fingerprint(text: str) -> Fingerprint:
    """Make the fingerprint of a plain text, such as an abstract or a sentence of an article.

    Deterministic: it depends on the text and on `VERSION` alone. Linear in the text.
    """
    counts = Counter(stems(text))
    return Fingerprint(tuple(sorted(counts.items())), quantities(text), VERSION)
