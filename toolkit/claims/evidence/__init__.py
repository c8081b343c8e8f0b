"""Evidence: a claim laid beside the abstracts, or their fingerprints, of the works that it cites.

`evidence_of` is the door for a whole article; `prepare` and `compare` for one pair. What comes out is
for a person to judge: *unrelated*, *number absent*, *quotation absent*, *to be checked*, or *not
compared*, never "supported".
"""

from __future__ import annotations

from toolkit.claims.evidence.comparison import compare
from toolkit.claims.evidence.prepared import Prepared, prepare, prepare_fingerprint, prepare_text
from toolkit.claims.evidence.statement import Statement, statement_of
from toolkit.claims.evidence.states import evidence_of

__all__ = [
    "Prepared",
    "Statement",
    "compare",
    "evidence_of",
    "prepare",
    "prepare_fingerprint",
    "prepare_text",
    "statement_of",
]
