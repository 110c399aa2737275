"""Moments of a start, for `make bench`: written to the descriptor that KIOSK_MARKS_FD names, else nowhere."""

from __future__ import annotations

import os
import time

ENV = "KIOSK_MARKS_FD"


def mark(name: str) -> None:
    """Note that `name` happened now (CLOCK_MONOTONIC, nanoseconds)."""
    fd = os.environ.get(ENV)
    if fd:
        os.write(int(fd), f"{name} {time.monotonic_ns()}\n".encode())
