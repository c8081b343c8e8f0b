"""CSL-JSON and transcriptions: any text gives records, or a refusal."""

from __future__ import annotations

import json
from collections.abc import Iterable

from fuzz.saved import examine_saved as examine
from fuzz.target import files
from tests.sources.test_imports import CSL, GOOD_ITEM

__all__ = ["TOKENS", "examine", "seeds"]

TOKENS = (
    *(
        '"type": "article-journal"',
        '"author": [',
        '"family": ',
        '"given": ',
        '"literal": ',
        '"issued": {"date-parts": [[',
    ),
    *(
        '"DOI": ',
        '"PMID": ',
        '"PMCID": ',
        '"title": ',
        '"page": ',
        "null",
        "true",
        "1e999",
        "NaN",
        "\\ud800",
        "{",
        "}",
        "[",
        "]",
    ),
)


def seeds() -> Iterable[bytes]:
    """Give items as reference managers write them, and a transcription."""
    yield json.dumps(CSL).encode()
    yield json.dumps([GOOD_ITEM]).encode()
    yield from files("tests/data", "transcribed.json")
