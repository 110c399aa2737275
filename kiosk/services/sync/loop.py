"""A thread that does one step after another and waits in between, until it is woken or closed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)
AFTER_A_FAULT = 5.0


class Loop:
    """`step` gives the seconds until its next turn, None for when it is woken. Waking during a step is not lost."""

    def __init__(self, name: str, step: Callable[[], float | None]) -> None:
        self._step = step
        self._condition = threading.Condition()
        self._woken = False
        self._closed = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        with self._condition:
            self._woken = True
            self._condition.notify_all()

    def close(self) -> None:
        """No further step; the one under way ends by itself."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()

    def join(self, seconds: float) -> bool:
        """Whether the thread has ended within so long."""
        if self._thread.ident is not None:
            self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._closed:
            try:
                seconds = self._step()
            except Exception:  # nothing may end this thread: what it carries would never arrive
                log.exception("%s: a step failed", self._thread.name)
                seconds = AFTER_A_FAULT
            with self._condition:
                self._condition.wait_for(lambda: self._woken or self._closed, seconds)
                self._woken = False
