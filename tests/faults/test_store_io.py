"""R2 and R1 on the encrypted store: every nth write or sync fails; the power fails between any two of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random

import pytest

from kiosk.adapters.store import SqlStore
from kiosk.adapters.store.aside import asides
from kiosk.domain.request import Request, Status, What
from kiosk.errors import StoreError, StoreFull
from kiosk.ports.store import Outgoing
from tests.fakes.requests import by_hub, own, recorded
from tests.faults.count import FULL as ALL
from tests.faults.count import chance, count, figure
from tests.faults.vfs import FULL, IOERR_DELETE, IOERR_FSYNC, IOERR_TRUNCATE, IOERR_WRITE, OK, Call, Op, layer

KEY = "ab" * 32
BROKEN = {Op.WRITE: IOERR_WRITE, Op.SYNC: IOERR_FSYNC, Op.TRUNCATE: IOERR_TRUNCATE, Op.DELETE: IOERR_DELETE}
NO_ROOM = {Op.WRITE: FULL, Op.SYNC: IOERR_FSYNC, Op.TRUNCATE: IOERR_TRUNCATE, Op.DELETE: IOERR_DELETE}


def open_store(folder: Path) -> SqlStore:
    return SqlStore(folder, lambda: KEY, lambda: datetime(2026, 11, 20, tzinfo=UTC))


@dataclass
class Day:
    """What residents did and were told; `said` holds each request as the store last returned it."""

    said: dict[str, Request] = field(default_factory=dict)
    refused: int = 0
    calls: Callable[[], int] = int
    done: list[tuple[int, dict[str, Request]]] = field(default_factory=list)  # after so many calls this was said

    def ask(self, work: Callable[[], Request | None]) -> Request | None:
        """One request to the store; an error is told, and must be one of ours."""
        try:
            request = work()
        except StoreError:
            self.refused += 1
            return None
        if request is not None:
            self.said = {**self.said, request.id: request}
            self.done.append((self.calls(), self.said))
        return request


def live_through(folder: Path, day: Day) -> None:
    """Requests made, sent, told about; the store closed and opened in between."""
    for half in range(2):
        store = open_store(folder)
        for _ in range(2):
            made = day.ask(partial(store.add, recorded()))
            waiting = outgoing_of(store, made)
            if made is None or waiting is None:
                continue
            if half:
                day.ask(partial(store.delivered, waiting, [by_hub(made, What.DELIVERED, Status.DELIVERED)]))
            else:
                day.ask(partial(store.record, own(made, What.NOT_SEEN)))
        store.close()


def outgoing_of(store: SqlStore, request: Request | None) -> Outgoing | None:
    try:
        return next((w.outgoing for w in store.outgoing() if request and w.request.id == request.id), None)
    except StoreError:
        return None


def check(folder: Path, said: dict[str, Request]) -> None:
    """Everything that was said is there, and the database is whole."""
    store = open_store(folder)
    for request in said.values():
        found = store.get(request.id)
        assert found is not None, f"lost {request.id}"
        assert {e.id for e in request.events} <= {e.id for e in found.events}
        assert found.number == request.number
    live = {request.id: request for request in store.live()}
    waiting = {work.request.id for work in store.outgoing()}
    assert waiting >= {key for key in said if live[key].status is Status.RECORDED}
    store.close()
    assert asides(folder) == ()


@pytest.mark.parametrize("errors", [BROKEN, NO_ROOM], ids=["broken", "full"])
@pytest.mark.parametrize("forever", [False, True], ids=["once", "forever"])
def test_r2_the_nth_io_fails(tmp_path: Path, errors: dict[Op, int], forever: bool) -> None:
    """R2: for every n until a clean run: an error is told, or all is well; what was said stays; nothing is torn."""
    step = 1 if ALL else 20
    n, told, silent = 0, 0, 0
    while True:
        n += step
        day, seen = Day(), 0

        def hook(call: Call, n: int = n) -> int:
            nonlocal seen
            seen += 1
            return errors[call.op] if seen == n or (forever and seen > n) else OK

        folder = tmp_path / str(n)
        with layer().playing(hook):
            live_through(folder, day)
        check(folder, day.said)
        if seen < n:
            break
        told += bool(day.refused)
        silent += not day.refused
    figure("R2", f"store, {n // step - 1} failing points: {told} told, {silent} without consequence, 0 lost, 0 torn")
    assert told > 0


def test_r2_a_full_disk_is_called_full(tmp_path: Path) -> None:
    faults = layer()  # before the store: what is opened without it writes past it
    store = open_store(tmp_path)
    kept = store.add(recorded())

    def hook(call: Call) -> int:
        return FULL if call.op is Op.WRITE else OK

    with faults.playing(hook), pytest.raises(StoreFull):
        store.add(recorded())
    assert store.live() == (kept,)
    assert store.add(recorded()).seq == 2
    store.close()


@dataclass
class Disk:
    """Files as they are after a power loss: what was synced, and any part of what was written since."""

    synced: dict[str, bytes] = field(default_factory=dict)
    pending: dict[str, list[Call]] = field(default_factory=dict)

    def take(self, call: Call) -> None:
        if call.op is Op.DELETE:
            self.synced.pop(call.path, None)
            self.pending.pop(call.path, None)
        elif call.op is Op.SYNC:
            for one in self.pending.pop(call.path, []):
                self.synced[call.path] = applied(self.synced.get(call.path, b""), one)
            self.synced.setdefault(call.path, b"")
        else:
            self.pending.setdefault(call.path, []).append(call)

    def after_power_loss(self, rng: Random) -> dict[str, bytes]:
        """The disk may have kept any of the unsynced writes, in any order, whole or in sectors."""
        files = dict(self.synced)
        keeps = rng.choice([0.0, 0.5, 0.9])
        for path, calls in self.pending.items():
            for one in calls:
                if rng.random() < keeps:
                    files[path] = applied(files.get(path, b""), torn(one, rng))
        return files


def applied(content: bytes, call: Call) -> bytes:
    if call.op is Op.TRUNCATE:
        return content[: call.size].ljust(call.size, b"\0")
    content = content.ljust(call.offset, b"\0")
    return content[: call.offset] + call.data + content[call.offset + len(call.data) :]


def torn(call: Call, rng: Random) -> Call:
    """Perhaps only its first sectors."""
    if call.op is Op.TRUNCATE or rng.random() < 0.7:
        return call
    return Call(call.op, call.path, call.offset, call.data[: 512 * rng.randrange(len(call.data) // 512 + 1)])


def test_r1_power_fails_between_any_two_writes(tmp_path: Path) -> None:
    """R1: a replay of only what was synced (and any part of the rest) loses nothing that was said to be recorded."""
    rng, calls = chance("power"), list[Call]()
    day = Day(calls=lambda: len(calls))

    def hook(call: Call) -> int:
        calls.append(call)
        return OK

    real = tmp_path / "real"
    fresh = open_store(real)
    fresh.open()
    fresh.close()
    base = {str(path): path.read_bytes() for path in real.iterdir()}
    with layer().playing(hook):
        live_through(real, day)
    losses = count(1000)
    for number in range(losses):
        at = rng.randrange(len(calls) + 1)
        disk = Disk(dict(base))
        for call in calls[:at]:
            disk.take(call)
        folder = tmp_path / f"loss{number}"
        folder.mkdir()
        for path, content in disk.after_power_loss(rng).items():
            (folder / Path(path).name).write_bytes(content)
        said = next((said for after, said in reversed(day.done) if after <= at), {})
        check(folder, said)
    figure("R1", f"store, {losses} power losses at {len(calls)} points: 0 lost, 0 torn")
