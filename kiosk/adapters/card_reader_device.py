"""A reader on a line of its own: a serial port or a HID device whose bytes are text (docs/card-readers.md)."""

from __future__ import annotations

import os
import select
import threading
import time
import tty
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kiosk.adapters.card_reader_lines import QUIET_SECONDS, CardLines

AGAIN_SECONDS = 2.0
CHUNK = 256
_ENDS = "\r\n\x03\x04"  # line ends; ETX and EOT of readers that frame their telegrams


class DeviceReader:
    """See kiosk.ports.card_reader. A device that is not there, or that goes, is looked for again and again."""

    def __init__(self, path: Path, *, again: float = AGAIN_SECONDS) -> None:
        self._path = path
        self._again = again
        self._there = True
        self._on_card: Callable[[str], None] = _nobody
        self._thread: threading.Thread | None = None
        self._stop_read, self._stop_write = os.pipe()

    def start(self, on_card: Callable[[str], None]) -> None:
        self._on_card = on_card
        self._thread = threading.Thread(target=self._run, name="card reader", daemon=True)
        self._thread.start()

    def faults(self) -> tuple[str, ...]:
        return () if self._there else ("card_reader",)

    def close(self) -> None:
        """A second time does nothing."""
        if self._stop_write < 0:
            return
        os.close(self._stop_write)
        self._stop_write = -1
        if self._thread is not None:
            self._thread.join()
        os.close(self._stop_read)

    def _run(self) -> None:
        while True:
            with suppress(OSError):
                device = _open(self._path)
                try:
                    self._there = True
                    if self._listen(device):
                        return
                finally:
                    os.close(device)
            self._there = False
            if select.select([self._stop_read], [], [], self._again)[0]:
                return

    def _listen(self, device: int) -> bool:
        """Until the device goes (False) or nobody wants it any more (True)."""
        lines = CardLines(time.monotonic, self._on_card)
        while True:
            ready, _, _ = select.select([device, self._stop_read], [], [], QUIET_SECONDS * 2)
            if self._stop_read in ready:
                return True
            if not ready:
                lines.end()  # silence ends a card too
                continue
            data = os.read(device, CHUNK)
            if not data:
                return False
            self._take(lines, data.decode("ascii", "ignore"))

    @staticmethod
    def _take(lines: CardLines, text: str) -> None:
        """A HID report is filled up with zeros, and begins with bytes that are no letters: both are passed over."""
        for letter in text:
            if letter in _ENDS:
                lines.end()
            elif letter.isprintable():
                lines.letter(letter)


def _nobody(_code: str) -> None:
    """Before anybody wants to know."""


def _open(path: Path) -> int:
    device = os.open(path, os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
    if os.isatty(device):
        tty.setraw(device)  # a line discipline would echo the card to whoever listens
    return device
