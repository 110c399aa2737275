"""The encrypted store: SQLite with SQLCipher through SQLAlchemy, owned by one thread.

Nothing heavy is imported before the first call, so that making a SqlStore costs the first screen nothing.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kiosk.adapters.store.aside import asides
from kiosk.adapters.store.worker import Worker
from kiosk.domain.request import Event, Request
from kiosk.errors import StoreError, StoreUnreadable
from kiosk.ports.clock import Cancel
from kiosk.ports.store import Outgoing, Work

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from kiosk.adapters.store.changes import Changes

log = logging.getLogger(__name__)
T = TypeVar("T")
BUSY_SECONDS = 0.25


class SqlStore:
    """See kiosk.ports.store. `key` gives the raw key, 64 hexadecimal digits; `now` gives UTC."""

    def __init__(
        self, folder: Path, key: Callable[[], str], now: Callable[[], datetime], *, busy_seconds: float = BUSY_SECONDS
    ) -> None:
        self._folder = folder
        self._key = key
        self._now = now
        self._busy_seconds = busy_seconds
        self._engine: Engine | None = None
        self._unavailable = False
        self._worker = Worker("store")
        self._listeners: tuple[Callable[[Request], None], ...] = ()
        self._lock = threading.Lock()

    def open(self) -> None:
        self._worker.call(self._open)

    def watch(self, listener: Callable[[Request], None]) -> Cancel:
        with self._lock:
            self._listeners = (*self._listeners, listener)

        def cancel() -> None:
            with self._lock:
                self._listeners = tuple(one for one in self._listeners if one is not listener)

        return cancel

    def faults(self) -> tuple[str, ...]:
        moved = ("store_moved_aside",) if asides(self._folder) else ()
        return (*moved, "store_unavailable") if self._unavailable else moved

    def live(self) -> tuple[Request, ...]:
        return self._do(lambda change: change.live())

    def get(self, request_id: str) -> Request | None:
        return self._do(lambda change: change.get(request_id))

    def add(self, request: Request) -> Request:
        return self._do(lambda change: change.add(request))

    def record(self, event: Event, sound: bytes = b"") -> Request:
        return self._do(lambda change: change.record(event, sound))

    def sound(self, event_id: str) -> bytes:
        return self._do(lambda change: change.sound(event_id))

    def note(self, event: Event) -> Request:
        return self._do(lambda change: change.note(event))

    def cancel(self, cancelled: Event, asked: Event) -> Request:
        return self._do(lambda change: change.cancel(cancelled, asked))

    def mirror(self, request: Request) -> Request:
        return self._do(lambda change: change.mirror(request))

    def told(self, events: Iterable[Event], *, channel: str = "", cursor: int | None = None) -> tuple[Request, ...]:
        return self._do(lambda change: change.told(events, channel, cursor))

    def settled(self, request_id: str, events: Iterable[Event], upto: int) -> Request | None:
        return self._do(lambda change: change.settled(request_id, events, upto))

    def cursor(self, channel: str) -> int:
        return self._do(lambda change: change.cursor(channel))

    def outgoing(self) -> tuple[Work, ...]:
        return self._do(lambda change: change.outgoing())

    def pending(self) -> int:
        return self._do(lambda change: change.pending())

    def sending(self, outgoing: Outgoing) -> None:
        self._do(lambda change: change.sending(outgoing))

    def not_sent(self, outgoing: Outgoing, cancelled: Event | None = None) -> None:
        self._do(lambda change: change.not_sent(outgoing, cancelled))

    def delivered(self, outgoing: Outgoing, events: Iterable[Event]) -> Request | None:
        return self._do(lambda change: change.delivered(outgoing, events))

    def refused(self, outgoing: Outgoing, failed: Event | None) -> Request | None:
        return self._do(lambda change: change.refused(outgoing, failed))

    def tidy(self, before: datetime) -> int:
        def work(change: Changes) -> int:
            from kiosk.adapters.store.opening import remove_old_copies

            remove_old_copies(self._folder, before)
            return change.tidy(before.astimezone(UTC).isoformat())

        return self._do(work)

    def run(self, work: Callable[[Connection, str], T]) -> T:
        """One transaction of the store's other tables (kiosk.adapters.store.cards), with the time in ISO form."""
        return self._do(lambda change: work(change.connection, change.now))

    def close(self) -> None:
        self._worker.close(self._shut)

    def _do(self, work: Callable[[Changes], T]) -> T:
        return self._worker.call(lambda: self._transaction(work))

    def _transaction(self, work: Callable[[Changes], T]) -> T:
        from kiosk.adapters.store.changes import Changes
        from kiosk.adapters.store.errors import translated

        engine = self._open()
        try:
            with translated(), engine.begin() as connection:
                changes = Changes(connection, self._now().astimezone(UTC).isoformat())
                result = work(changes)
        except StoreUnreadable:
            log.exception("the database broke while in use")
            self._shut()  # the next call checks it, puts it aside and begins afresh
            raise
        for request in changes.changed:
            self._tell(request)
        return result

    def _open(self) -> Engine:
        if self._engine is None:
            from kiosk.adapters.store.opening import open_database

            try:
                self._engine = open_database(self._folder, self._key, self._busy_seconds)
            except StoreError:
                self._unavailable = True
                raise
            self._unavailable = False
        return self._engine

    def _tell(self, request: Request) -> None:
        for listener in self._listeners:
            try:
                listener(request)
            except Exception:  # what is on the disk stays true whatever a listener does
                log.exception("a listener failed")

    def _shut(self) -> None:
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None
