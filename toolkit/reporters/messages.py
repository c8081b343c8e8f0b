"""What a finding says, in the form that services take: its message and remedy, fit to be shown."""

from __future__ import annotations

from toolkit.model.finding import Finding
from toolkit.reporters.printable import printable

LONGEST = 4_000
"""Characters of a message or remedy that are given; what quotes a whole article is of no use to anybody."""


def explained(finding: Finding) -> str:
    """Give message and remedy, a line each, with controls and invisible characters shown as `<U+XXXX>`."""
    lines = [finding.message, finding.help] if finding.help else [finding.message]
    return "\n".join(shortened(line) for line in lines)


def shortened(text: str) -> str:
    """Give text printable, and cut with an ellipsis where it is too long."""
    return printable(text if len(text) <= LONGEST else text[:LONGEST] + "…")
