"""Where this user's own state and store lie on this system: nowhere, where the system names no such place.

Without HOME, and for a user whom the system does not know (as in many containers), there is no home
folder. Newer versions of platformdirs raise then; older ones leave `~` as it stands, which would become
a folder of that name in the checkout, as would a relative HOME. What lies in a checkout could have come
with a commit, so it is never taken.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_cache_path, user_state_path


def state_folder() -> Path:
    """Give the folder of locks and keys: `OSLER_STATE`, else the system's. Raises `OSError` if there is none."""
    named = os.environ.get("OSLER_STATE")
    return Path(named) if named else _own(user_state_path)


def cache_folder() -> Path:
    """Give the folder of the machine-wide store. Raises `OSError` if there is none."""
    return _own(user_cache_path)


def _own(folder: Callable[[str], Path]) -> Path:
    try:
        path = folder("osler")
    except RuntimeError as error:
        raise FileNotFoundError(str(error)) from error
    if not path.is_absolute():
        raise FileNotFoundError(f"{path} is no home folder")
    return path
