"""What installed packages add to Osler: rules and formats, named by entry points.

`importlib.metadata`, which knows them all, takes a tenth of a second of processor time to import and to ask, more
than judging an article. So the files in which packages name such things are looked at first, and it is asked only where
one of them speaks of Osler. Code that a repository's configuration names is never loaded.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_FILE = "entry_points.txt"


def entry_points(group: str) -> tuple[EntryPoint, ...]:
    """Give the entry points of a group, such as `osler.rules`, of all installed packages."""
    is_known = all(
        finder is PathFinder or not hasattr(finder, "find_distributions") for finder in sys.meta_path
    )
    if is_known and not _may_name(group, tuple(sys.path)):
        return ()
    from importlib import metadata  # noqa: PLC0415 - start-up time, as said above

    return tuple(metadata.entry_points(group=group))


def places() -> Iterator[str]:
    """Name the files in which installed packages may name entry points: theirs, and archives of packages."""
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208 - a Path a file takes ten times as long
        except NotADirectoryError:  # an archive
            yield folder
        except OSError:
            continue
        else:
            if folder.endswith(".egg"):
                yield f"{folder}/EGG-INFO/{_FILE}"
            for name in sorted(names):
                if name.lower().endswith((".dist-info", ".egg-info")):
                    yield f"{folder or '.'}/{name}/{_FILE}"
                elif name.lower().endswith(".egg"):
                    yield f"{folder or '.'}/{name}/EGG-INFO/{_FILE}"


@cache
def _may_name(group: str, _path: tuple[str, ...]) -> bool:
    """Tell whether a package on the path may name entry points of a group."""
    for place in places():
        if not place.endswith(_FILE):
            return True
        try:
            if group.encode() in Path(place).read_bytes():
                return True
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:  # what cannot be read here is for others to judge
            return True
    return False
