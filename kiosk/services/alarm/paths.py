"""The ways beside the hub, all at once, each on a thread of its own: none waits for another, none for the hub.

A path that fails is tried again; what went out, and what did not, is told as it happens.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.errors import PathFailed
from kiosk.ports.alarm_path import AlarmNote, AlarmPath

log = logging.getLogger(__name__)
ATTEMPTS = 5


@dataclass(frozen=True)
class Attempt:
    """How one attempt on one path ended."""

    path: str
    kind: str
    ok: bool
    reason: str = ""


Told = Callable[[Attempt], None]


class Paths:
    """`still_needed` is asked before each further attempt: nobody is called once somebody is coming."""

    def __init__(self, paths: Sequence[AlarmPath] = (), retry_seconds: float = 5.0) -> None:
        self._paths = tuple(paths)
        self._retry = retry_seconds
        self._closed = threading.Event()

    def begin(self, note: AlarmNote, still_needed: Callable[[], bool], told: Told) -> None:
        """Returns at once."""
        for path in self._paths:
            threading.Thread(
                target=self._run, args=(path, note, still_needed, told), name=f"alarm-{path.name}", daemon=True
            ).start()

    def close(self) -> None:
        """No further attempts."""
        self._closed.set()

    def _run(self, path: AlarmPath, note: AlarmNote, still_needed: Callable[[], bool], told: Told) -> None:
        for _ in range(ATTEMPTS):
            if self._closed.is_set() or not still_needed():
                return
            attempt = _attempt(path, note)
            told(attempt)
            if attempt.ok or self._closed.wait(self._retry):
                return


def _attempt(path: AlarmPath, note: AlarmNote) -> Attempt:
    try:
        path.send(note)
    except PathFailed as error:
        log.warning("the alarm's path %s: %s", path.name, error)
        return Attempt(path.name, path.kind, ok=False, reason=str(error)[:80])
    except Exception:  # the other paths go on, and so does this one
        log.exception("the alarm's path %s failed", path.name)
        return Attempt(path.name, path.kind, ok=False, reason="unforeseen")
    return Attempt(path.name, path.kind, ok=True)
