"""Waiting for what happens in another thread or program: bounded, and it says what never came."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

PATIENCE = 60.0


def until(condition: Callable[[], Any], what: str, seconds: float = PATIENCE) -> Any:
    """The first true answer of `condition`; an AssertionError that names `what` when there is none in time."""
    tick = threading.Event()
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        answer = condition()
        if answer:
            return answer
        tick.wait(0.05)
    raise AssertionError(f"in {seconds:.0f} s never: {what}")
