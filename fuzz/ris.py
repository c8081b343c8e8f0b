"""RIS: any text gives records, or a refusal."""

from __future__ import annotations

from collections.abc import Iterable

from fuzz.saved import examine_saved as examine
from tests.sources.test_imports import RIS

__all__ = ["TOKENS", "examine", "seeds"]

TOKENS = (
    *(
        "TY  - JOUR\n",
        "TY  - BOOK\n",
        "ER  - \n",
        "AU  - ",
        "A2  - ",
        "TI  - ",
        "T2  - ",
        "PY  - 2020",
        "Y1  - 2020/05//",
    ),
    *(
        "DO  - 10.1/x",
        "AN  - 1",
        "SP  - ",
        "EP  - ",
        "SN  - ",
        "UR  - ",
        "AB  - ",
        "LA  - ",
        "  - ",
        "\r\n",
        "\x0b",
        "\u2028",
    ),
)


def seeds() -> Iterable[bytes]:
    """Give what reference managers write."""
    yield RIS.encode()
    yield b"TY  - BOOK\nAU  - Doe, Jane\nA2  - Roe, R.\nTI  - A book\nPB  - Press\nCY  - Oxford\nPY  - 2020\nER  - \n"
