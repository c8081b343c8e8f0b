"""PubMed's MEDLINE format (.nbib): any text gives records, or a refusal."""

from __future__ import annotations

from collections.abc import Iterable

from fuzz.saved import examine_saved as examine
from tests.sources.test_imports import NBIB

__all__ = ["TOKENS", "examine", "seeds"]

TOKENS = (
    *(
        "PMID- 1\n",
        "TI  - ",
        "FAU - ",
        "AU  - ",
        "CN  - ",
        "DP  - 2018 Jul-Aug\n",
        "DEP - 20170330\n",
        "PG  - ",
        "      ",
    ),
    *(
        "RIN - PMID: 2\n",
        "EIN - ",
        "PT  - Retracted Publication\n",
        "AID - 10.1/x [doi]\n",
        "PMC - PMC1\n",
        "BTI - ",
        "MH  - ",
    ),
)


def seeds() -> Iterable[bytes]:
    """Give a record with every field that is read, and several in one file."""
    yield NBIB.encode()
    yield NBIB.encode() + b"\n" + NBIB.replace("28360040", "2").encode()
    yield b"PMID- 9\nTI  - A Chapter.\nBTI - The Book\nPB  - NCBI\nPL  - Bethesda (MD)\nFED - Doe, J\nDP  - 2005\n"
