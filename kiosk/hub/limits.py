"""How many calls a kiosk may make: a bucket of tokens each, refilled by time. Alarms never ask for one (S11)."""

from __future__ import annotations

import math
from collections import OrderedDict

from kiosk.hub.clock import HubClock
from kiosk.hub.errors import Busy

MOST_BUCKETS = 10_000


class Limits:
    """Buckets by name, in this process; the ones longest unused are forgotten first."""

    def __init__(self, clock: HubClock, per_second: float, burst: int) -> None:
        self._clock = clock
        self._per_second = per_second
        self._burst = float(burst)
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, name: str) -> None:
        """Use one token. Raises Busy when there is none."""
        now = self._clock.monotonic()
        tokens, at = self._buckets.pop(name, (self._burst, now))
        tokens = min(self._burst, tokens + (now - at) * self._per_second)
        allowed = tokens >= 1
        self._buckets[name] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > MOST_BUCKETS:
            self._buckets.popitem(last=False)
        if not allowed:
            raise Busy(math.ceil((1 - tokens) / self._per_second))
