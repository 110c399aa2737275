"""The alarm's memory: a file of slots written one at a time, preallocated, so that a full disk cannot refuse it.

A slot is a block of its own with a checksum: a write torn by a crash spoils that slot only, and the entry before it,
which lies in another, still counts. The slot that holds the newest word on an open alarm is never written over.
"""

from __future__ import annotations

import errno
import json
import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from kiosk.domain.request import Mode
from kiosk.errors import StoreError, StoreFull
from kiosk.ports.journal import Entry, Stage

FILE = "alarm.journal"
SLOT = 4096
SLOTS = 64
MAGIC = b"SKA1"
_HEAD = struct.Struct(">4sIQH")  # magic, CRC-32 of what follows, serial, length of the text


class Disk:
    """The system calls that the journal makes, in one place, so that tests can make each of them fail."""

    def open(self, path: Path) -> int:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def size(self, fd: int) -> int:
        return os.fstat(fd).st_size

    def read(self, fd: int, length: int, offset: int) -> bytes:
        return os.pread(fd, length, offset)

    def write(self, fd: int, data: bytes, offset: int) -> int:
        return os.pwrite(fd, data, offset)

    def sync(self, fd: int) -> None:
        os.fdatasync(fd)

    def sync_folder(self, folder: Path) -> None:
        fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)

    def close(self, fd: int) -> None:
        os.close(fd)


class FileJournal:
    """See kiosk.ports.journal. The file is `state_dir`/alarm.journal, 256 KB."""

    def __init__(self, state_dir: Path, disk: Disk | None = None, name: str = FILE) -> None:
        self._path = state_dir / name
        self._disk = disk or Disk()
        self._fd: int | None = None
        self._serial = 0
        self._next = 0
        self._newest: dict[str, tuple[int, int, Entry]] = {}  # alarm id → serial, slot, entry

    def open(self) -> tuple[Entry, ...]:
        with _translated():
            self._open()
        found = sorted(self._newest.values(), key=lambda known: known[0])
        return tuple(entry for _, _, entry in found if entry.stage.open)

    def write(self, entry: Entry) -> None:
        with _translated():
            fd = self._open()
            slot = self._free_slot()
            self._next = (slot + 1) % SLOTS  # also after a failure: a bad block is not tried twice in a row
            self._serial += 1
            self._put(fd, _packed(entry, self._serial), slot * SLOT)
            self._disk.sync(fd)
        self._newest[entry.id] = (self._serial, slot, entry)
        self._forget_old()

    def close(self) -> None:
        if self._fd is not None:
            self._disk.close(self._fd)
            self._fd = None

    def _open(self) -> int:
        if self._fd is not None:
            return self._fd
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fd = self._disk.open(self._path)
        try:
            self._preallocate(fd)
            self._recover(fd)
        except BaseException:
            self._disk.close(fd)
            raise
        self._fd = fd
        return fd

    def _preallocate(self, fd: int) -> None:
        """Blocks that are really written: a file system may promise room that is not there."""
        size = self._disk.size(fd)
        if size >= SLOT * SLOTS:
            return
        start = size - size % SLOT
        self._put(fd, bytes(SLOT * SLOTS - size), size)
        self._disk.sync(fd)
        self._disk.sync_folder(self._path.parent)
        self._next = start // SLOT

    def _recover(self, fd: int) -> None:
        self._newest = {}
        for slot in range(SLOTS):
            serial, entry = _unpacked(self._disk.read(fd, SLOT, slot * SLOT))
            if serial > self._serial:
                self._serial, self._next = serial, (slot + 1) % SLOTS
            if entry is not None and serial > self._newest.get(entry.id, (0, 0, entry))[0]:
                self._newest[entry.id] = (serial, slot, entry)
        self._forget_old()

    def _put(self, fd: int, data: bytes, offset: int) -> None:
        while data:
            done = self._disk.write(fd, data, offset)
            data, offset = data[done:], offset + done

    def _free_slot(self) -> int:
        """The next slot round the file that holds no open alarm's newest entry."""
        held = {slot for _, slot, entry in self._newest.values() if entry.stage.open}
        ring = [(self._next + step) % SLOTS for step in range(SLOTS)]
        return next((slot for slot in ring if slot not in held), ring[0])

    def _forget_old(self) -> None:
        """Ended alarms older than one round of the file need no remembering."""
        self._newest = {
            key: known for key, known in self._newest.items() if known[2].stage.open or known[0] > self._serial - SLOTS
        }


def _packed(entry: Entry, serial: int) -> bytes:
    text = json.dumps(
        {
            "id": entry.id,
            "event_id": entry.event_id,
            "stage": entry.stage.value,
            "screen": entry.screen[:80],
            "number": entry.number,
            "boot": entry.boot,
            "pressed": entry.pressed,
            "fire_at": entry.fire_at,
            "at": entry.at.isoformat() if entry.at else None,
            **({} if entry.mode == Mode.ACTUAL else {"mode": entry.mode}),  # an older program reads real calls too
        }
    ).encode()
    rest = struct.pack(">QH", serial, len(text)) + text
    return (MAGIC + struct.pack(">I", zlib.crc32(rest)) + rest).ljust(SLOT, b"\0")


def _unpacked(block: bytes) -> tuple[int, Entry | None]:
    """Serial and entry of a slot; 0 and None for one that is empty, torn or from another program."""
    if len(block) < _HEAD.size:
        return 0, None
    magic, checksum, serial, length = _HEAD.unpack_from(block)
    if magic != MAGIC or zlib.crc32(block[8 : _HEAD.size + length]) != checksum:
        return 0, None
    try:
        values = json.loads(block[_HEAD.size : _HEAD.size + length])
        at = values.pop("at")
        stage = Stage(values.pop("stage"))
        return serial, Entry(stage=stage, at=datetime.fromisoformat(at) if at else None, **values)
    except (ValueError, KeyError, TypeError):
        return serial, None


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise (StoreFull if full else StoreError)(f"the alarm's journal: {error.strerror}") from error


def examine(state_dir: Path) -> str:
    """What is wrong with the file beside a running kiosk, "" when nothing: it is read and synced, not written."""
    path = state_dir / FILE
    try:
        fd = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return ""  # made with the first start
    except OSError as error:
        return f"it cannot be opened: {error.strerror}"
    try:
        if os.fstat(fd).st_size < SLOT * SLOTS:
            return "its room is not all there"
        for slot in range(SLOTS):
            os.pread(fd, SLOT, slot * SLOT)
        os.fdatasync(fd)
    except OSError as error:
        return f"it cannot be read or synced: {error.strerror}"
    finally:
        os.close(fd)
    return ""
