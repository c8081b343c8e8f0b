"""A record signed and appended.

Nothing is written before the record is signed and its signature verified with the board's keys; then record
and signature are appended, both or neither.
"""

from __future__ import annotations

from toolkit.api.review_decisions import Desk
from toolkit.api.review_records import append_record, signed
from toolkit.api.review_signers import Signer
from toolkit.errors import OslerError
from toolkit.model.review_record import ReviewRecord, Verdict
from toolkit.reviews.signatures import verify


def seal(record: ReviewRecord, signer: Signer) -> tuple[bytes, bytes]:
    """Sign a record, and verify that the board will take the signature. Raises `OslerError`."""
    with signer.key_file() as key:
        data, signature = signed(record, key)
    found = verify(data, signature, [one.text for one in signer.member.keys])
    if found.verdict is not Verdict.GOOD:
        why = f": {found.reason}" if found.reason else ""
        raise OslerError(f"the signature does not hold ({found.verdict.value}){why}; nothing was written")
    return data, signature


def conclude(desk: Desk, record: ReviewRecord, signer: Signer) -> str:
    """Sign a record and append it; give its path. Raises `OslerError`; nothing is written then."""
    data, signature = seal(record, signer)
    return append_record(desk.workspace.tree, desk.article.slug, data, signature)
