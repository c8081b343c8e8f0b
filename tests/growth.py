"""How cost grows with the input, measured so that other processes on the machine don't decide."""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable

from toolkit.claims.reading import known_wording
from toolkit.claims.units import known_ranges

_NEGLIGIBLE = 0.15
_TRIES = 4
_FACTOR = 4


def growth(work: Callable[[int], Callable[[], object]], size: int, *, below: float) -> float:
    """Give how many times as much processor time of this thread four times the input takes; 0 for hardly any.

    `work` makes a task of a size; only the task is timed. Linear work gives about 4, quadratic work 16.
    Sixteen times the input is measured and the root taken, so that a disturbance counts half; and measured
    again while the result is not `below` the bound, since only disturbances differ.
    """
    smallest = math.inf
    for _ in range(_TRIES):
        large = _seconds(work(_FACTOR * size))
        if large <= _NEGLIGIBLE:
            return 0.0
        small = min(_seconds(work(size // _FACTOR)) for _ in range(_TRIES))
        smallest = min(smallest, math.sqrt(large / small))
        if smallest < below:
            break
    return smallest


def _seconds(task: Callable[[], object]) -> float:
    # What was kept of an earlier try would make the small input free.
    known_ranges.cache_clear()
    known_wording.cache_clear()
    gc.collect()
    start = time.thread_time()
    task()
    return time.thread_time() - start
