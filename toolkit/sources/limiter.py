"""Three requests a second, or ten with a key, for all processes of a user together.

NCBI counts requests by address, not by process (*A General Introduction to the E-utilities*,
"Usage Guidelines and Requirements"): two terminals, or parallel jobs of one runner, share one
allowance. They share it through a small file that holds the time of the next free turn, guarded by
a lock that the operating system releases when a process dies.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import struct
import threading
import time
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock, Timeout

from toolkit.user_folders import state_folder

# A little over a third and a tenth of a second: requests that leave on time may arrive bunched.
INTERVAL = 0.37
INTERVAL_WITH_KEY = 0.11
# A turn further off than this was written under another clock, or by a defective process.
_PLAUSIBLE = 90.0
_FORMAT = struct.Struct("<d")
_LOCK_WAIT = 10.0


class Limiter:
    """Spaces requests, together with every other process that uses the same state file.

    `path` is the state file, `None` to space this process's own requests only (for a user without
    a writable folder). `interval` is in seconds. Clocks that jump are harmless: a turn that lies
    implausibly far ahead is forgotten, and no single wait exceeds the plausible.
    """

    def __init__(
        self,
        path: Path | None,
        interval: float,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.interval = interval
        self._path = path
        self._clock = clock
        self._sleep = sleep
        self._own_turn = 0.0
        self._guard = threading.Lock()

    @classmethod
    def shared(cls, server: str, *, has_key: bool) -> Limiter:
        """Make the limiter for a server (`https://host/…`), in the user's state folder."""
        name = hashlib.sha256(f"{server} {has_key}".encode()).hexdigest()[:16]
        interval = INTERVAL_WITH_KEY if has_key else INTERVAL
        try:
            folder = _state_folder()
        except OSError:
            return cls(None, interval)
        return cls(folder / f"turns-{name}", interval)

    def wait(self) -> None:
        """Wait for a turn, and take it."""
        pause = self._take(self.interval)
        if pause > 0:
            self._sleep(pause)

    def hold(self, seconds: float) -> None:
        """Let nobody begin for some seconds: a server said that it has had too much."""
        self._take(min(seconds, _PLAUSIBLE / 2), holding=True)

    def _take(self, duration: float, *, holding: bool = False) -> float:
        with self._guard:
            if self._path is not None:
                # Suppressed: the folder went away, or a process sits on the lock. Go on alone.
                with contextlib.suppress(OSError, Timeout):
                    return self._take_shared(self._path, duration, holding=holding)
            self._own_turn, pause = _next(self._own_turn, self._clock(), duration, holding=holding)
            return pause

    def _take_shared(self, path: Path, duration: float, *, holding: bool) -> float:
        with FileLock(f"{path}.lock", timeout=_LOCK_WAIT):
            try:
                data = path.read_bytes()
            except FileNotFoundError:
                data = b""
            stored = _FORMAT.unpack(data)[0] if len(data) == _FORMAT.size else 0.0
            turn, pause = _next(stored, self._clock(), duration, holding=holding)
            path.write_bytes(_FORMAT.pack(turn))
            return pause


def _next(stored: float, now: float, duration: float, *, holding: bool) -> tuple[float, float]:
    """Give the turn after this one, and how long to wait for this one."""
    is_plausible = now <= stored <= now + _PLAUSIBLE  # also false for NaN
    turn = stored if is_plausible else now
    if holding:
        return max(turn, now + duration), 0.0
    return turn + duration, turn - now


def _state_folder() -> Path:
    folder = state_folder()
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise PermissionError(folder)
    return folder
