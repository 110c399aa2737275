"""A journal in memory; `fail` makes writes fail, `hold` makes them hang until `let_go`."""

from __future__ import annotations

import threading

from kiosk.errors import StoreError
from kiosk.ports.journal import Entry


class MemoryJournal:
    def __init__(self, *left: Entry) -> None:
        self.entries: list[Entry] = list(left)
        self._free = threading.Event()
        self._free.set()
        self._failing = False
        self.changed = threading.Condition()

    def fail(self, failing: bool = True) -> None:
        self._failing = failing

    def hold(self) -> None:
        self._free.clear()

    def let_go(self) -> None:
        self._free.set()

    def open(self) -> tuple[Entry, ...]:
        self._check()
        newest = {entry.id: entry for entry in self.entries}
        return tuple(entry for entry in newest.values() if entry.stage.open)

    def write(self, entry: Entry) -> None:
        self._check()
        with self.changed:
            self.entries = [*(e for e in self.entries if e.id != entry.id), entry]
            self.changed.notify_all()

    def close(self) -> None: ...

    def _check(self) -> None:
        self._free.wait(10)
        if self._failing:
            raise StoreError("the disk is broken")
