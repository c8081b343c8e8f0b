"""An index of Pagefind, brought into one order: Pagefind lists filters and their values as its hash tables do.

So two runs over the same documents differ in the files of filters, in the list of them, and in the names of both,
which are digests. Files are gzipped CBOR (RFC 8949) behind a mark; `_MARK` and the places below are those of
Pagefind 1.5 (`pagefind/src/fossick`, `pagefind_web`). An index of another make is left as it is.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

from cbor2 import CBORDecodeError, dumps, loads

_MARK = b"pagefind_dcd"
_FILTERS = 3
"""The place in `*.pf_meta` of the list of filters, each a name and the name of its file."""
_LENGTHS = {".pf_filter": 7, ".pf_meta": 10}
"""How many digits of a digest are in a name, as Pagefind has it."""


def settle(bundle: Path) -> None:
    """Rewrite filters, the list of them and the entry of a bundle, so that they follow from the documents alone."""
    entry_file = bundle / "pagefind-entry.json"
    entry = json.loads(entry_file.read_bytes())
    for language in entry.get("languages", {}).values():
        meta_file = bundle / f"pagefind.{language['hash']}.pf_meta"
        meta = _read(meta_file)
        if not _is_known(meta):
            return
        files = [bundle / "filter" / f"{name}.pf_filter" for _, name in meta[_FILTERS]]
        values = [_read(file) for file in files]
        if not all(map(_is_filter, values)):
            return
        for listed, file, value in zip(meta[_FILTERS], files, values, strict=True):
            value[1].sort()
            listed[1] = _rewritten(file, value)
        meta[_FILTERS].sort()
        language["hash"] = _rewritten(meta_file, meta).removeprefix("pagefind.")
    entry_file.write_text(json.dumps(entry, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _read(file: Path) -> Any:
    """Read a file's value; `None` if it is none of the form that is known."""
    try:
        data = gzip.decompress(file.read_bytes())
        return loads(data.removeprefix(_MARK)) if data.startswith(_MARK) else None
    except (OSError, EOFError, CBORDecodeError):
        return None


def _is_known(meta: Any) -> bool:
    """Tell whether a value is the description of an index with a list of filters in its place."""
    return (
        isinstance(meta, list)
        and len(meta) > _FILTERS
        and isinstance(meta[_FILTERS], list)
        and all(
            isinstance(one, list) and len(one) == 2 and all(isinstance(part, str) for part in one)
            for one in meta[_FILTERS]
        )
    )


def _is_filter(value: Any) -> bool:
    """Tell whether a value is a filter: its name, and pairs of a word and the pages that have it."""
    return (
        isinstance(value, list)
        and len(value) == 2
        and isinstance(value[1], list)
        and all(isinstance(one, list) and len(one) == 2 and isinstance(one[0], str) for one in value[1])
    )


def _rewritten(file: Path, value: Any) -> str:
    """Write a value in place of the file, under a name of its own digest; give that name without its ending."""
    data = _MARK + dumps(value)
    before = file.stem.rsplit("_", 1)[0]
    name = f"{before}_{hashlib.sha256(data).hexdigest()[: _LENGTHS[file.suffix]]}"
    file.unlink()
    file.with_name(name + file.suffix).write_bytes(gzip.compress(data, 9, mtime=0))
    return name
