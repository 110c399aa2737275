"""What is on both disks and at the taxi platform once everything has been told: compared, row by row (R1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # it ships no types

from kiosk.adapters.store import SqlStore
from kiosk.adapters.store.aside import asides
from kiosk.domain.request import Request, Role, Status, What
from tests.faults.kiosk_life import KEY

# What may happen to one of these requests once at most.
ONCE = (What.RECORDED, What.DELIVERED, What.CAR_FOUND, What.CANCELLED, What.DONE, What.REPLY_LOST, What.EXPIRED)


class HubDisk:
    """The hub's database, read by no code of the hub's."""

    def __init__(self, folder: Path) -> None:
        self._connection = dbapi2.connect(str(folder / "hub.sqlite"))
        self._connection.execute(f"PRAGMA key = \"x'{(folder / 'hub.key').read_text('ascii').strip()}'\"")

    def rows(self, query: str) -> list[Any]:
        found: list[Any] = self._connection.execute(query).fetchall()
        return found

    def whole(self) -> bool:
        return self.rows("PRAGMA integrity_check") == [("ok",)] and not self.rows("PRAGMA cipher_integrity_check")


def after(folder: Path, said: Set[str], asked: Mapping[str, int]) -> dict[str, int]:
    """Counts of what went wrong, which must be 0, and of what there was."""
    hub = HubDisk(folder / "hub")
    kept = _on_the_kiosk(folder / "kiosk")
    return {
        **_requests(hub, kept, said),
        **_bookings(hub, asked),
        "torn": (not hub.whole()) + (not _whole(folder / "kiosk")) + len(asides(folder / "kiosk")),
    }


def _requests(hub: HubDisk, kept: Mapping[str, Request], said: Set[str]) -> dict[str, int]:
    """Everything on the kiosk's disk is on the hub's as the kiosk believes, each of its events once."""
    there = dict(hub.rows("SELECT id, status FROM request WHERE kind != 'alarm'"))
    events = Counter(dict(hub.rows("SELECT id, count(*) FROM event NOT INDEXED GROUP BY id")))
    happened = hub.rows("SELECT request_id, what, count(*) FROM event GROUP BY request_id, what")
    gone = {key for key, request in kept.items() if _never_left(request)}
    to_be = kept.keys() - gone
    own = [e.id for key in to_be for e in kept[key].events if e.by.role in (Role.RESIDENT, Role.KIOSK)]
    return {
        "kept": len(kept),
        "called_off": len(gone),
        "lost": len(said - kept.keys()) + len(to_be - there.keys()) + sum(not events[one] for one in own),
        "strange": len(there.keys() - to_be),
        "differing": sum(kept[key].status != there.get(key) for key in to_be),
        "doubled": sum(what in ONCE and times > 1 for _, what, times in happened)
        + sum(times > 1 for times in events.values()),
        "events": len(own),
    }


def _bookings(hub: HubDisk, asked: Mapping[str, int]) -> dict[str, int]:
    """No platform was asked twice; whoever it was asked for without an answer waits for a person, or had ended."""
    rows = hub.rows("SELECT key, request_id, reference, state FROM booking")
    status = dict(hub.rows("SELECT id, status FROM request"))
    noted = {one for (one,) in hub.rows("SELECT request_id FROM event WHERE what IN ('reply_lost', 'note')")}
    silent = [(key, request) for key, request, reference, _ in rows if asked.get(key) and not reference]
    lost = {request for _, request, _, state in rows if state == "lost"}
    ended = {request for request in lost if Status(status[request]).ended}
    return {
        "bookings": len(rows),
        "asked_twice": sum(times > 1 for times in asked.values())
        + sum(times > 1 for times in Counter(request for _, request, _, _ in rows).values()),
        "unbooked": len(asked.keys() - {key for key, *_ in rows}),
        "unanswered": len(silent),
        "unmarked": sum(request not in lost or request not in noted for _, request in silent)
        + sum(status[request] != Status.UNKNOWN for request in lost - ended),
        "unknown": len(lost),
    }


def _never_left(request: Request) -> bool:
    """Called off at the kiosk before anything was sent: the hub need never know."""
    return request.status is Status.CANCELLED and all(e.hub_seq is None for e in request.events)


def _on_the_kiosk(folder: Path) -> dict[str, Request]:
    store = SqlStore(folder, lambda: KEY, lambda: datetime.now(UTC))
    store.open()
    connection = _opened(folder)
    ids = [one for (one,) in connection.execute("SELECT id FROM request")]
    connection.close()
    found = {one: store.get(one) for one in ids}
    store.close()
    return {key: request for key, request in found.items() if request is not None}


def _whole(folder: Path) -> bool:
    connection = _opened(folder)
    checks = [connection.execute(f"PRAGMA {name}").fetchall() for name in ("integrity_check", "cipher_integrity_check")]
    connection.close()
    return checks == [[("ok",)], []]


def _opened(folder: Path) -> Any:
    connection = dbapi2.connect(str(folder / "kiosk.db"))
    connection.execute(f"PRAGMA key = \"x'{KEY}'\"")
    return connection
