"""The official DTDs that what Osler writes must be valid under: Archiving 1.3, Publishing 1.3 and 1.4."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.model.finding import Problem
from toolkit.validators.dtd import dtd_path, validate_dtd

_SCHEMAS = Path(__file__).parents[2] / ".tools" / "node_modules" / "@jats4r" / "dtds" / "schema"
PUBLISHING = {
    "1.3": _SCHEMAS / "1.3" / "JATS-journalpublishing1-3-mathml3.dtd",
    "1.4": _SCHEMAS / "1.4" / "JATS-journalpublishing1-4-mathml3.dtd",
}


def dtds() -> dict[str, Path]:
    """Give the DTDs by name; fail, rather than skip, where the tools are not installed."""
    missing = [path.name for path in PUBLISHING.values() if not path.is_file()]
    if missing:
        pytest.fail(f"{missing} are not installed: run `make tools`")
    return {
        "archiving 1.3": dtd_path(),
        **{f"publishing {version}": path for version, path in PUBLISHING.items()},
    }


def complaints(data: bytes) -> list[str]:
    """Validate a document under all three DTDs, its version changed accordingly; say what each complains of."""
    found: list[tuple[str, Problem]] = []
    for name, path in dtds().items():
        version = name.rpartition(" ")[2]
        changed = data.replace(b'dtd-version="1.3"', f'dtd-version="{version}"'.encode(), 1)
        found += [(name, problem) for problem in validate_dtd(changed, path=path)]
    return [f"{name}: {problem.message}" for name, problem in found]
