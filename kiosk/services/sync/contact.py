"""Whether the hub can be reached, as the last attempt of any thread found it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from enum import StrEnum

from kiosk.domain.presence import NOBODY_KNOWN
from kiosk.errors import HubError, HubRefused, NotEnrolled
from kiosk.ports.clock import Cancel
from kiosk.ports.tasks import Tasks
from kiosk.services.presence import PresenceBoard

log = logging.getLogger(__name__)

NEEDS_A_PERSON = 30.0
"""Seconds until the next try where only a person can mend it."""

NEEDS_ENROLMENT = 2.0
"""Until enrolled: somebody stands there with the code and waits to see it work; looking costs the hub nothing."""


class Trouble(StrEnum):
    """Why nothing goes out. The last two need a person: no retry helps until then."""

    NONE = ""
    UNREACHABLE = "unreachable"
    NOT_ENROLLED = "not_enrolled"
    VERSION = "version"


class Contact:
    """`made` and `lost` come from any thread; listeners hear changes on the main thread."""

    def __init__(
        self, tasks: Tasks, board: PresenceBoard, on_return: Callable[[], None], *, enrolled_soon: bool = False
    ) -> None:
        self._tasks = tasks
        self._board = board
        self._on_return = on_return
        self._enrolled_soon = enrolled_soon
        self._closed = False
        self._tried = False
        self._trouble = Trouble.UNREACHABLE
        self._lock = threading.Lock()
        self._listeners: list[Callable[[bool], None]] = []

    @property
    def trouble(self) -> Trouble:
        return self._trouble

    @property
    def online(self) -> bool:
        return self._trouble is Trouble.NONE

    def made(self) -> None:
        """The hub has answered."""
        self._tried = True
        if self._set(Trouble.NONE):
            self._on_return()

    def lost(self, error: HubError) -> None:
        """The hub has not answered, or not us."""
        trouble = Trouble.UNREACHABLE
        if isinstance(error, NotEnrolled):
            trouble = Trouble.NOT_ENROLLED
        elif isinstance(error, HubRefused):
            trouble = Trouble.VERSION
        if self._closed:
            return  # we hung up ourselves
        if self._set(trouble):
            expected = self._enrolled_soon and trouble is Trouble.NOT_ENROLLED
            log.log(logging.DEBUG if expected else logging.WARNING, "the hub: %s (%s)", trouble, error)
            self._board.tell(NOBODY_KNOWN)
        elif not self._tried:  # it was never found: now that can be said
            self._board.tell(NOBODY_KNOWN)
        self._tried = True

    def close(self) -> None:
        """The end of this program: what breaks now is our own doing."""
        self._closed = True

    def watch(self, listener: Callable[[bool], None]) -> Cancel:
        self._listeners.append(listener)

        def cancel() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return cancel

    def _set(self, trouble: Trouble) -> bool:
        with self._lock:
            changed = trouble is not self._trouble
            self._trouble = trouble
        if changed:
            self._tasks.to_main(lambda: self._tell(trouble is Trouble.NONE))
        return changed

    def _tell(self, online: bool) -> None:
        for listener in tuple(self._listeners):
            listener(online)
