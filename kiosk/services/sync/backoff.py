"""How long to wait after a failure: longer each time, never in step with other kiosks."""

from __future__ import annotations

import random


class Backoff:
    """Doubles from `first` up to `most` seconds; the real wait is between half of that and all of it."""

    def __init__(self, first: float, most: float, rng: random.Random) -> None:
        self._first = first
        self._most = most
        self._rng = rng
        self._failures = 0

    def failed(self) -> float:
        """Seconds until the next attempt."""
        longest = min(self._most, self._first * 2.0 ** min(self._failures, 30))
        self._failures += 1
        return longest * self._rng.uniform(0.5, 1.0)

    def succeeded(self) -> None:
        self._failures = 0
