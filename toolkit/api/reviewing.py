"""The review state of each article, for all that judge or print it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from toolkit.model.review import ReviewState

if TYPE_CHECKING:
    from toolkit.api.review_memory import ReviewMemory
    from toolkit.api.workspace import Workspace

FOLDER = "reviews"
"""The folder of the records, each article's in one of its own."""


def reviewed(workspace: Workspace, today: date, memory: ReviewMemory | None = None) -> Workspace:
    """Give a workspace with the review state of each article that has records, as of a day.

    `memory` answers for what was found out before; without, the workspace's cache does.
    """
    if workspace.reviewed_on == today:
        return workspace
    found: Mapping[str, ReviewState] = {}
    folders = workspace.tree.folders(FOLDER)
    if folders or workspace.base is not None:
        from toolkit.api.review_states import (  # noqa: PLC0415 - processes and threads: 20 ms that most need not wait for
            states_of,
        )

        found = states_of(workspace, today, folders, memory)
    return replace(workspace, project=replace(workspace.project, reviews=found), reviewed_on=today)
