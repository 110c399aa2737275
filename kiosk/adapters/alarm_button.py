"""The red button on a kiosk: told by the supervisor, which alone reads its device, or read here where there is none."""

from __future__ import annotations

import os
import select
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, MutableMapping
from contextlib import suppress
from datetime import UTC, datetime

from kiosk.ports.alarm_button import AlarmButton, Press
from kiosk.supervisor.button import AGAIN_SECONDS, BOUNCE_SECONDS, BUTTON, ButtonDevice, new_press

FAULT = "alarm_button"
LONGEST = 4096


class _Listener(ABC):
    """A thread that listens until `close`."""

    def __init__(self) -> None:
        self._there = True
        self._on_press: Callable[[Press], None] = _nobody
        self._thread: threading.Thread | None = None
        self._stop_read, self._stop_write = os.pipe()

    def start(self, on_press: Callable[[Press], None]) -> None:
        self._on_press = on_press
        self._thread = threading.Thread(target=self._run, name="alarm button", daemon=True)
        self._thread.start()

    def faults(self) -> tuple[str, ...]:
        return () if self._there else (FAULT,)

    def close(self) -> None:
        """A second time does nothing."""
        if self._stop_write < 0:
            return
        os.close(self._stop_write)
        self._stop_write = -1
        if self._thread is not None:
            self._thread.join()
        os.close(self._stop_read)
        self._end()

    @abstractmethod
    def _run(self) -> None:
        """Listens until `_stop_read` has something to read."""

    @abstractmethod
    def _end(self) -> None:
        """Closes what it listened to."""


class DeviceButton(_Listener):
    """See kiosk.ports.alarm_button. A device that is not there, or that goes, is looked for again and again."""

    def __init__(self, device: ButtonDevice, *, again: float = AGAIN_SECONDS) -> None:
        super().__init__()
        self._device = device
        self._again = again
        self._heard = float("-inf")

    def taken(self, press_id: str) -> None:
        """Nothing: without a supervisor nobody tells it again."""

    def _run(self) -> None:
        while True:
            self._there = self._device.open()
            fds = [self._stop_read, *([self._device.fd] if self._there else [])]
            ready, _, _ = select.select(fds, [], [], None if self._there else self._again)
            if self._stop_read in ready:
                return
            if self._there and self._device.pressed():
                self._press()

    def _press(self) -> None:
        now = time.monotonic()
        bounced, self._heard = now - self._heard < BOUNCE_SECONDS, now
        press = None if bounced else read_press(new_press())
        if press is not None:
            self._on_press(press)

    def _end(self) -> None:
        self._device.close()


class SupervisedButton(_Listener):
    """See kiosk.ports.alarm_button. The supervisor tells each press until it hears that it is taken."""

    def __init__(self, presses: int, answers: int) -> None:
        super().__init__()
        for fd in (presses, answers):
            os.set_inheritable(fd, False)
        self._presses, self._answers = presses, answers
        self._lock = threading.Lock()
        self._told: set[str] = set()

    @classmethod
    def from_environment(cls, environ: MutableMapping[str, str] = os.environ) -> SupervisedButton | None:
        """The button that the supervisor listens to, None without one. Ask once: its name is removed."""
        fds = environ.pop(BUTTON, "")
        presses, _, answers = fds.partition(",")
        return cls(int(presses), int(answers)) if fds else None

    def taken(self, press_id: str) -> None:
        with self._lock:
            if press_id not in self._told:
                return
            self._told.discard(press_id)
        with suppress(OSError):  # the supervisor is gone: nobody will tell it again
            os.write(self._answers, f"{press_id}\n".encode())

    def _run(self) -> None:
        rest = b""
        while True:
            ready, _, _ = select.select([self._presses, self._stop_read], [], [])
            if self._stop_read in ready:
                return
            data = os.read(self._presses, LONGEST)
            if not data:
                return
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                self._hear(line)

    def _hear(self, line: bytes) -> None:
        if line in (b"there", b"gone"):
            self._there = line == b"there"
            return
        press = read_press(line)
        if press is not None:
            with self._lock:
                self._told.add(press.id)
            self._on_press(press)

    def _end(self) -> None:
        os.close(self._presses)
        os.close(self._answers)


def alarm_button(device: ButtonDevice | None, environ: MutableMapping[str, str] = os.environ) -> AlarmButton | None:
    """The supervisor's button, else the device itself, else none: one reader, so that one press is one alarm."""
    return SupervisedButton.from_environment(environ) or (DeviceButton(device) if device is not None else None)


def read_press(line: bytes) -> Press | None:
    """A press as kiosk.supervisor.button writes it, None for anything else."""
    try:
        press_id, event_id, boot, pressed, at = line.decode("ascii").split()
        seconds = float(at)
        when = datetime.fromtimestamp(seconds, UTC)
        return Press(press_id, event_id, "" if boot == "-" else boot, float(pressed), when)
    except (ValueError, OverflowError, OSError):
        return None


def _nobody(_press: Press) -> None:
    """Before anybody listens."""
