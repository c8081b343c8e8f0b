"""The ledger of claims: as JSON for machines, as a sheet in HTML for the person who reviews.

What neither ever says is "supported": whether a work says what it is cited for is for a person to judge.
"""

from __future__ import annotations

from toolkit.exporters.ledger.document import VERSION, document_of, render
from toolkit.exporters.ledger.sheet import Sheet, render_sheet

__all__ = ["VERSION", "Sheet", "document_of", "render", "render_sheet"]
