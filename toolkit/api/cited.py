"""What of a library concerns an export: the entries that its articles cite."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from toolkit.api.workspace import Workspace
from toolkit.model.library import Entry
from toolkit.model.rule import Project


def with_cited_entries(workspace: Workspace) -> Project:
    """Give the project with those entries of its library that an article cites.

    What else stands in the library stops no export: a large one need not be decoded, nor its problems
    be given lines and columns, for that.
    """
    resolve = workspace.bibliography.resolve
    found = (resolve(one.key) for article in workspace.project.articles for one in article.citations)
    keys = {
        reference.entry.key for reference in found if reference is not None and reference.entry is not None
    }
    entries = tuple(entry for entry in workspace.library.entries if entry.key in keys)
    starts = [entry.span.start for entry in entries]
    problems = tuple(one for one in workspace.library.problems if _lies_in(one.span.start, entries, starts))
    return replace(workspace.project, library=replace(workspace.library, entries=entries, problems=problems))


def _lies_in(offset: int, entries: Sequence[Entry], starts: Sequence[int]) -> bool:
    """Tell whether a place of the library lies in one of its entries, whose starts are given in order."""
    index = bisect_right(starts, offset) - 1
    return index >= 0 and offset < entries[index].span.end
