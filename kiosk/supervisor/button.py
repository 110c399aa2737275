"""The red button as the supervisor hears it: its device, the presses that nobody has taken, the way to the kiosk."""

from __future__ import annotations

import os
import sys
import time
from binascii import crc32
from fcntl import LOCK_EX, LOCK_NB, LOCK_UN, flock, ioctl

TYPE_CHECKING = False  # `typing` would cost a megabyte
if TYPE_CHECKING:
    from collections.abc import Sequence

BUTTON = "KIOSK_BUTTON_FDS"  # two pipe ends: presses come from the first, ids of those taken go into the second
AGAIN_SECONDS = 2.0  # how often a device that is not there is looked for
BOUNCE_SECONDS = 0.4  # a contact bounces: what follows sooner is the same press
EVENT_BYTES = 24
GRAB = 0x40044590  # EVIOCGRAB of linux/input.h
BLOCK = 4096
FIELDS = 5
WRITER_SECONDS = 2.0  # how long a new life waits for what its predecessor was still writing


class ButtonDevice:
    """The red button as a file (docs/emergency.md). `kind` "event": key events of an input device, `code` the key's, 0
    for any; "report": reports of a hidraw device, pressed while byte number `byte` is `code`, 0 for all but zero.
    """

    def __init__(self, path: str, kind: str = "event", code: int = 0, byte: int = 0) -> None:
        self.path, self.kind, self.code, self.byte = path, kind, code, byte
        self.fd = -1
        self._down = False
        self._rest = b""

    @classmethod
    def from_words(cls, words: str) -> ButtonDevice:
        """The device that `words` named; see `words`. Raises ValueError."""
        kind, code, byte, path = words.split(":", 3)
        return cls(path, kind, int(code), int(byte))

    @property
    def words(self) -> str:
        """This device in one word, for a command line."""
        return f"{self.kind}:{self.code}:{self.byte}:{self.path}"

    def open(self) -> bool:
        """Whether it is there. An input device is ours alone from then on: its key does nothing else on the screen."""
        if self.fd < 0:
            try:
                self.fd = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
            except OSError:
                return False
            self._down, self._rest = False, b""
            _grab(self.fd)
        return True

    def probe(self) -> str:
        """What keeps it from being read, "" when nothing. It is left as it was: a running kiosk goes on hearing it."""
        try:
            os.close(os.open(self.path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC))
        except OSError as error:
            return error.strerror or "cannot be opened"
        return ""

    def close(self) -> None:
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1

    def pressed(self) -> bool:
        """Whether it was pressed since the last time; one that has gone is closed, to be opened again."""
        try:
            data = os.read(self.fd, 3072)
        except BlockingIOError:
            return False
        except OSError:
            data = b""
        if not data:
            self.close()
            return False
        return self._in_report(data) if self.kind == "report" else self._in_events(self._rest + data)

    def _in_events(self, data: bytes) -> bool:
        """struct input_event on a 64-bit machine: 16 bytes of time, type, code, value. EV_KEY is 1, pressed is 1."""
        hit = False
        for at in range(0, len(data) - EVENT_BYTES + 1, EVENT_BYTES):
            kind, code, value = (
                int.from_bytes(data[at + start : at + end], sys.byteorder)
                for start, end in ((16, 18), (18, 20), (20, 24))
            )
            hit = hit or (kind == 1 and value == 1 and self.code in (0, code))
        self._rest = data[len(data) - len(data) % EVENT_BYTES :]
        return hit

    def _in_report(self, data: bytes) -> bool:
        value = data[self.byte] if self.byte < len(data) else 0
        before, self._down = self._down, value == self.code if self.code else value != 0
        return self._down and not before


class Presses:
    """What the red button was pressed for and nobody has taken yet; `memory` is a file that outlives a power cut.

    A press is a line: the alarm's id, its event's id, the boot, seconds on the boot-time clock, seconds since 1970.
    """

    def __init__(self, device: ButtonDevice, memory: str) -> None:
        self.device = device
        self._memory = memory
        self._writer = 0
        self._changed = False
        self._looked = self._heard = float("-inf")
        self._file = _settled(memory)
        self.waiting = _remembered(memory)

    @classmethod
    def from_words(cls, words: Sequence[str]) -> Presses | None:
        """The button that the command line names, None without one."""
        return cls(ButtonDevice.from_words(words[0]), words[1]) if words else None

    def fds(self) -> list[int]:
        """What to wait for; a device that is not there is looked for now and then."""
        now = time.monotonic()
        if self.device.fd < 0 and now - self._looked >= AGAIN_SECONDS:
            self._looked = now
            self.device.open()
        return [self.device.fd] if self.device.fd >= 0 else []

    @property
    def there(self) -> bool:
        return self.device.fd >= 0

    def look(self) -> bytes:
        """The line of a press that is new, b"" without one. Kept before anybody is told."""
        self._reap()
        if self.device.fd < 0 or not self.device.pressed():
            return b""
        now = time.monotonic()
        bounced, self._heard = now - self._heard < BOUNCE_SECONDS, now
        if bounced:
            return b""
        line = new_press()
        self.waiting = [*self.waiting[:1], line]  # the first began it, the newest says so again: no more is to be told
        self._keep()
        return line

    def taken(self, ids: bytes) -> None:
        """The kiosk has these on its disk, or the hub has them."""
        done = set(ids.split())
        if any(line.split()[0] in done for line in self.waiting):
            self.waiting = [line for line in self.waiting if line.split()[0] not in done]
            self._keep()

    def _keep(self) -> None:
        """By a process of its own: a disk that hangs must not stop this one."""
        self._changed = True
        self._reap()
        if self._writer:
            return
        self._changed = False
        _lock(self._file)  # from before the fork: should this process die now, the next one waits for the writer
        self._writer = os.fork()
        if not self._writer:
            try:
                _remember(self._memory, b"".join(self.waiting))
                _unlock(self._file)
            finally:
                os._exit(0)

    def _reap(self) -> None:
        if self._writer and os.waitpid(self._writer, os.WNOHANG)[0]:
            self._writer = 0
            _unlock(self._file)
            if self._changed:
                self._keep()


class Line:
    """Between the red button and one life of the kiosk. A kiosk that takes nothing in holds nothing up."""

    def __init__(self, presses: Presses) -> None:
        self._presses = presses
        self._said_there: bool | None = None
        theirs, self._to = os.pipe()
        self._from, answers = os.pipe()
        self._given = (theirs, answers)
        for fd in self._given:
            os.set_inheritable(fd, True)
        for fd in (self._to, self._from):
            os.set_blocking(fd, False)
        self.given = f"{theirs},{answers}"

    def begin(self) -> None:
        """The kiosk has its ends: what is still untaken comes first."""
        for fd in self._given:
            os.close(fd)
        for line in self._presses.waiting:
            self._tell(line)

    def fds(self) -> list[int]:
        device = self._presses.fds()
        if self._presses.there is not self._said_there:
            self._said_there = self._presses.there
            self._tell(b"there\n" if self._said_there else b"gone\n")
        return [*device, *([self._from] if self._from >= 0 else [])]

    def carry(self) -> None:
        """Takes in what was pressed and what was taken."""
        if line := self._presses.look():
            self._tell(line)
        if self._from >= 0:
            ids = drain(self._from)
            if ids is None:
                os.close(self._from)
                self._from = -1
            elif ids:
                self._presses.taken(ids)

    def close(self) -> None:
        for fd in (self._to, self._from):
            if fd >= 0:
                os.close(fd)

    def _tell(self, line: bytes) -> None:
        try:  # noqa: SIM105  # contextlib would cost memory
            os.write(self._to, line)
        except OSError:  # full or closed: it stays untaken, for the next life
            pass


def new_press() -> bytes:
    """A press of now, as a line (see `Presses`), with ids in the form of UUIDv7 for the alarm and its first event."""
    at, boot = time.time(), "-"
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:  # noqa: PTH123 - pathlib costs memory
            boot = file.read().strip() or "-"
    except OSError:  # of unknown age then, and it rings
        pass
    pressed = time.clock_gettime(time.CLOCK_BOOTTIME)
    return f"{_new_id(at)} {_new_id(at)} {boot} {pressed:.3f} {at:.3f}\n".encode()


def _new_id(at: float) -> str:
    chance = int.from_bytes(os.urandom(10), "big")
    bits = (int(at * 1000) & (1 << 48) - 1) << 80 | chance
    bits = bits & ~(0xF << 76) | 0x7 << 76
    bits = bits & ~(0x3 << 62) | 0x2 << 62
    text = f"{bits:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def _remember(path: str, lines: bytes) -> None:
    """One block, always there and always as long, so that a full disk does not refuse it; its sum tells a torn one."""
    block = f"{crc32(lines):08x} {len(lines)}\n".encode() + lines
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        os.pwrite(fd, block.ljust(BLOCK, b"\0"), 0)
        os.fsync(fd)
    finally:
        os.close(fd)


def _remembered(path: str) -> list[bytes]:
    """What a supervisor before this one was not rid of; nothing from a file that is torn or strange."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            block = os.pread(fd, BLOCK, 0)
        finally:
            os.close(fd)
        head, _, rest = block.partition(b"\n")
        total, length = head.split()
        lines = rest[: int(length)]
        whole = int(total, 16) == crc32(lines) and all(len(line.split()) == FIELDS for line in lines.splitlines())
    except (OSError, ValueError):
        whole, lines = False, b""
    if not whole or not lines:
        _prepare(path)
        return []
    return lines.splitlines(keepends=True)


def _settled(path: str) -> int:
    """The file, open for its lock, once nobody writes it any more; -1 where it cannot be opened. On a disk that hangs
    the writer never ends: after `WRITER_SECONDS` nobody waits for it.
    """
    try:
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        return -1
    until = time.monotonic() + WRITER_SECONDS
    while not _lock(fd) and time.monotonic() < until:
        time.sleep(0.01)
    _unlock(fd)
    return fd


def _lock(fd: int) -> bool:
    """Whether it is ours now; never waits."""
    try:
        flock(fd, LOCK_EX | LOCK_NB)
    except (OSError, ValueError):  # held, or the file could not be opened
        return False
    return True


def _unlock(fd: int) -> None:
    try:  # noqa: SIM105  # as above
        flock(fd, LOCK_UN)
    except (OSError, ValueError):
        pass


def _prepare(path: str) -> None:
    """Room for the day on which the disk is full."""
    try:  # noqa: SIM105  # contextlib would cost memory
        _remember(path, b"")
    except OSError:
        pass


def _grab(fd: int) -> None:
    try:  # noqa: SIM105  # as above
        ioctl(fd, GRAB, 1)
    except OSError:  # no input device: a hidraw one belongs to nobody else
        pass


def drain(fd: int) -> bytes | None:
    """What is there, b"" if nothing yet, None at the end."""
    try:
        return os.read(fd, 65536) or None
    except BlockingIOError:
        return b""
