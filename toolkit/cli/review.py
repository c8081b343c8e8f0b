"""`osler review`: who looked at an article, whether an approval stands, and what is needed next.

Each of its commands is a module beside this one, `review_<command>`, imported when it is called.
"""

from __future__ import annotations

import click

from toolkit.cli.lazily import LazyGroup

COMMANDS = {
    "request": "Ask for a review.",
    "sheet": "Make the reviewer's form: claims beside their evidence.",
    "approve": "Approve an article as it stands.",
    "request-changes": "Say what must change first.",
    "withdraw": "Take back what you put on record.",
    "receive": "Sign for a reviewer who has no key.",
    "correct": "Enter a correction or an update.",
    "retract": "Retract an article.",
    "status": "Say where each article stands, and what is needed next.",
    "verify": "Verify every record, signature and chain.",
}


class _Reviews(LazyGroup):
    """The commands of `osler review`."""

    table = COMMANDS
    prefix = "toolkit.cli.review_"


@click.group("review", cls=_Reviews)
def command() -> None:
    """Review articles: signed records in reviews/, from which the status of each article follows.

    Docs: docs/review.md.
    """
