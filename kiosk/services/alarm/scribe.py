"""Writes the journal on a thread of its own: nothing ever waits for the disk."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from kiosk.errors import StoreError
from kiosk.ports.journal import Entry, Journal

log = logging.getLogger(__name__)
RETRY = 1.0


class Scribe:
    """`found` is told once what a former process left open; `written` each entry that is on the disk."""

    def __init__(
        self, journal: Journal, found: Callable[[tuple[Entry, ...]], None], written: Callable[[Entry], None]
    ) -> None:
        self._journal = journal
        self._found = found
        self._written = written
        self._waiting: dict[str, Entry] = {}
        self._condition = threading.Condition()
        self._closed = False
        self._opened = False
        self._failing = False
        self._thread = threading.Thread(target=self._run, name="alarm-journal", daemon=True)

    @property
    def failing(self) -> bool:
        return self._failing

    def start(self) -> None:
        self._thread.start()

    def put(self, entry: Entry) -> None:
        """Write this, soon; an older entry of the same alarm that is still waiting is not needed any more."""
        with self._condition:
            self._waiting.pop(entry.id, None)
            self._waiting[entry.id] = entry
            self._condition.notify_all()

    def close(self, seconds: float) -> None:
        """Write what waits, then end."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()
        if self._thread.ident is not None:
            self._thread.join(seconds)

    def _run(self) -> None:
        while True:
            failed = not self._step()
            with self._condition:
                if self._closed and (failed or not self._waiting):
                    break
                if failed:
                    self._condition.wait(RETRY)
                else:
                    self._condition.wait_for(lambda: self._waiting or self._closed)
        self._journal.close()

    def _step(self) -> bool:
        """Open if need be, and write what waits; False when the disk refused."""
        try:
            if not self._opened:
                left = self._journal.open()
                self._opened = True
                self._found(left)
            while (entry := self._head()) is not None:
                self._journal.write(entry)
                self._done(entry)
        except StoreError as error:
            if not self._failing:
                log.error("the alarm's journal: %s", type(error).__name__)  # noqa: TRY400 - the trace says no more
            self._failing = True
            return False
        except Exception:  # this thread must outlive whatever happens: the next alarm needs it
            log.exception("the alarm's journal failed")
            self._failing = True
            return False
        self._failing = False
        return True

    def _head(self) -> Entry | None:
        with self._condition:
            return next(iter(self._waiting.values()), None)

    def _done(self, entry: Entry) -> None:
        with self._condition:
            if self._waiting.get(entry.id) is entry:
                del self._waiting[entry.id]
        self._written(entry)
