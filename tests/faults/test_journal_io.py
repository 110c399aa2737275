"""R2 and R5 on the alarm's journal: every nth system call fails; a write is torn; kill -9 during the countdown."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.adapters.journal import SLOT, SLOTS, Disk, FileJournal
from kiosk.errors import StoreError, StoreFull
from kiosk.ports.journal import Entry, Stage
from tests.fakes.requests import AT, new_id
from tests.faults.count import chance, count, figure

FILE = "alarm.journal"


def armed() -> Entry:
    return Entry(new_id(), new_id(), Stage.ARMED, "home", 99, "boot-1", 10.0, 15.0, AT)


class Failing(Disk):
    """The nth call fails, once or for ever; a failing write may leave its first part behind."""

    def __init__(self, n: int, *, forever: bool = False, code: int = 5) -> None:
        self.calls = 0
        self._n, self._forever, self._code = n, forever, code

    def open(self, path: Path) -> int:
        self._count()
        return super().open(path)

    def read(self, fd: int, length: int, offset: int) -> bytes:
        self._count()
        return super().read(fd, length, offset)

    def write(self, fd: int, data: bytes, offset: int) -> int:
        try:
            self._count()
        except OSError:
            super().write(fd, data[: len(data) // 2], offset)
            raise
        return super().write(fd, data, offset)

    def sync(self, fd: int) -> None:
        self._count()
        super().sync(fd)

    def _count(self) -> None:
        self.calls += 1
        if self.calls == self._n or (self._forever and self.calls > self._n):
            raise OSError(self._code, os.strerror(self._code))


def live_through(folder: Path, disk: Disk) -> tuple[dict[str, list[Stage]], int]:
    """Two alarms from press to hub. For each: what may be found after, the last written stage and any tried since.

    Also how often the disk was said to be broken.
    """
    allowed: dict[str, list[Stage]] = {}
    told = 0
    journal = FileJournal(folder, disk)
    first, second = armed(), armed()
    steps = [first, second, replace(first, stage=Stage.FIRED), replace(first, stage=Stage.OVER)]
    for entry in [*steps, replace(second, stage=Stage.REACHED)]:
        try:
            journal.write(entry)
        except StoreError:
            told += 1
            if entry.id in allowed:
                allowed[entry.id].append(entry.stage)
        else:
            allowed[entry.id] = [entry.stage]
    journal.close()
    return allowed, told


@pytest.mark.parametrize("forever", [False, True], ids=["once", "forever"])
def test_r2_the_nth_call_of_the_journal_fails(tmp_path: Path, forever: bool) -> None:
    n = 0
    while True:
        n += 1
        disk = Failing(n, forever=forever)
        folder = tmp_path / str(n)
        allowed, told = live_through(folder, disk)
        if disk.calls < n:
            break
        assert told > 0
        found = {entry.id: entry.stage for entry in FileJournal(folder).open()}
        for key, stages in allowed.items():
            assert found.get(key, Stage.OVER) in stages
    figure("R2", f"journal, {n - 1} failing calls: {n - 1} told, 0 written alarms lost")
    assert n > SLOTS


def test_a_full_disk_is_called_full_and_only_matters_before_the_file_is_there(tmp_path: Path) -> None:
    with pytest.raises(StoreFull):
        FileJournal(tmp_path, Failing(2, code=28)).open()
    journal = FileJournal(tmp_path)
    assert journal.open() == ()
    size = (tmp_path / FILE).stat()
    assert size.st_size == SLOT * SLOTS
    assert size.st_blocks * 512 >= SLOT * SLOTS
    for _ in range(SLOTS * 2):
        journal.write(armed())
    assert (tmp_path / FILE).stat().st_size == SLOT * SLOTS


def test_a_torn_write_spoils_its_own_slot_only(tmp_path: Path) -> None:
    """Whatever part of the last write reached the disk, the entry before it still counts."""
    rng = chance("torn")
    cuts = count(1000)
    for number in range(cuts):
        folder = tmp_path / str(number)
        journal, entry = FileJournal(folder), armed()
        journal.open()
        for _ in range(rng.randrange(SLOTS)):
            journal.write(replace(armed(), stage=Stage.OVER))
        journal.write(entry)
        before = (folder / FILE).read_bytes()
        journal.write(replace(entry, stage=Stage.FIRED))
        after = (folder / FILE).read_bytes()
        journal.close()
        changed = [at for at in range(0, len(after), SLOT) if before[at : at + SLOT] != after[at : at + SLOT]]
        assert len(changed) == 1
        cut = changed[0] + rng.randrange(SLOT + 1)
        (folder / FILE).write_bytes(after[:cut] + before[cut:])
        (found,) = FileJournal(folder).open()
        assert found.id == entry.id
        assert found.stage in (Stage.ARMED, Stage.FIRED)
    figure("R2", f"journal, {cuts} torn writes: 0 alarms lost")


def test_garbage_is_no_alarm_and_the_file_is_made_good(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(os.urandom(SLOT * 3 + 17))
    journal, entry = FileJournal(tmp_path), armed()
    assert journal.open() == ()
    journal.write(entry)
    journal.close()
    assert FileJournal(tmp_path).open() == (entry,)


COUNTING = """
import sys
from pathlib import Path
from kiosk.adapters.clock import SystemClock
from kiosk.adapters.ids import new_id
from kiosk.adapters.journal import FileJournal
from kiosk.services.alarm import AlarmLane, AlarmOptions, Rules
from tests.fakes.hub import FakeHub, HubBook
from tests.fakes.tasks import InlineTasks

book = HubBook(down=True)
clock = SystemClock(lambda _seconds, _call: lambda: None)
options = AlarmOptions(Rules(countdown=float(sys.argv[2]), cancel_after=0.0))
lane = AlarmLane(FileJournal(Path(sys.argv[1])), lambda: FakeHub(book), clock, InlineTasks(), new_id, options)
if len(sys.argv) > 3:
    book.down = False
    lane.start()
    assert book.wait_for(lambda: bool(book.taken), 10)
    print(book.taken[0], flush=True)
    lane.close()
else:
    lane.watch(lambda state: print(state.request_id, flush=True) if state.written else None)
    lane.start()
    lane.press("home")
    sys.stdin.read()
"""


def test_r5_killed_during_the_countdown_it_is_finished_by_the_next_process(tmp_path: Path) -> None:
    """R5: kill -9 while the countdown runs; the next start calls for help, once, and the one after that does not."""
    command = [sys.executable, "-c", COUNTING, str(tmp_path), "3.0"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as counting:
        assert counting.stdout is not None
        request_id = counting.stdout.readline().strip()
        counting.send_signal(signal.SIGKILL)
    assert request_id
    (left,) = FileJournal(tmp_path).open()
    assert (left.id, left.stage) == (request_id, Stage.ARMED)
    done = subprocess.run([*command, "finish"], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.strip() == request_id
    figure("R5", "a countdown killed with -9 was finished by the next process")
