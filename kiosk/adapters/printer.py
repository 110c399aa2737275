"""The slip printer: ESC/POS over the network, USB (/dev/usb/lp0) or a file that takes what is written.

Chinese is printed as a picture of our own: fonts in printers vary. A printer that answers questions is asked for paper
before, and afterwards whether it has come to the end; one that answers none is believed. Every wait is bounded.
"""

from __future__ import annotations

import io
import os
import select
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kiosk.errors import PrinterError
from kiosk.ports.printer import Paper
from kiosk.text import msg

if TYPE_CHECKING:
    from kiosk.config import Printer as PrinterSettings

CONNECT_SECONDS = 3.0
ASK_SECONDS = 1.0
SEND_SECONDS = 20.0
END_SECONDS = 15.0
HELD_BYTES = 16 * 1024
"""The system holds no more for a printer: what is sent is in the printer, but for its last lines."""

PIXELS = {80: 576, 58: 384}
"""Dots across the paper, by its width in mm: 8 to the mm, with the margin that no head reaches."""

PROFILES = {576: "RP-F10-80mm", 384: "POS-5890"}
"""Plain printers of python-escpos's list with so many dots: the narrow one has no knife."""

ASK_PAPER = b"\x10\x04\x04"  # DLE EOT 4: answered at once
ASK_AT_END = b"\x1dr\x01"  # GS r 1: answered in its turn, so after everything before it
PAPER_OUT, PAPER_LOW = 0x60, 0x0C
END_PAPER_OUT = 0x0C


class Line(Protocol):
    """Bytes to the printer and back. All raise OSError; TimeoutError when it took too long."""

    def send(self, what: bytes, seconds: float) -> None: ...

    def answer(self, seconds: float) -> int:
        """One byte. Raises ConnectionError when the other side has gone."""
        ...

    def close(self) -> None: ...


class EscposPrinter:
    """kiosk.ports.printer. The line is opened for each slip, so that a printer switched on later is found."""

    def __init__(self, settings: PrinterSettings) -> None:
        self._settings = settings
        self.width_px = PIXELS[settings.width_mm]

    def print(self, picture: bytes) -> None:
        job = self._job(picture)
        with self._open() as line:
            asked = self._paper(line)
            if asked is Paper.OUT:
                raise PrinterError("no paper", msg("error.printer_paper"))
            try:
                self._send(line, job, ends=asked is not Paper.UNKNOWN)
            except OSError as error:
                raise PrinterError(f"stopped: {error}", msg("error.printer_stopped")) from error

    def probe(self) -> Paper:
        with self._open() as line:
            return self._paper(line)

    def _job(self, picture: bytes) -> bytes:
        from escpos.printer import Dummy  # type: ignore[import-untyped]  # it has no types
        from PIL import Image

        made = Dummy(profile=PROFILES[self.width_px])
        made.hw("INIT")
        made.image(Image.open(io.BytesIO(picture)))
        made.cut()
        return bytes(made.output)

    def _send(self, line: Line, job: bytes, *, ends: bool) -> None:
        """`ends`: it answers questions, so it has to say that it came to the end."""
        line.send(job, SEND_SECONDS)
        if not ends:
            return
        line.send(ASK_AT_END, ASK_SECONDS)
        if line.answer(END_SECONDS) & END_PAPER_OUT == END_PAPER_OUT:
            raise PrinterError("paper ended", msg("error.printer_paper"))

    def _paper(self, line: Line) -> Paper:
        if self._settings.kind == "file":
            return Paper.UNKNOWN
        try:
            line.send(ASK_PAPER, ASK_SECONDS)
            said = line.answer(ASK_SECONDS)
        except TimeoutError:
            return Paper.UNKNOWN
        except OSError as error:
            raise PrinterError(f"no answer: {error}", msg("error.printer_line")) from error
        if said & PAPER_OUT == PAPER_OUT:
            return Paper.OUT
        return Paper.LOW if said & PAPER_LOW == PAPER_LOW else Paper.ENOUGH

    @contextmanager
    def _open(self) -> Iterator[Line]:
        try:
            line: Line
            if self._settings.kind == "network":
                line = _NetworkLine(self._settings.host, self._settings.port)
            else:
                line = _DeviceLine(self._settings.device, answers=self._settings.kind == "usb")
        except OSError as error:
            raise PrinterError(f"not there: {error}", msg("error.printer_line")) from error
        try:
            yield line
        finally:
            line.close()


class _NetworkLine:
    """python-escpos's network printer, with a time limit of its own for each step."""

    def __init__(self, host: str, port: int) -> None:
        from escpos.exceptions import DeviceNotFoundError  # type: ignore[import-untyped]  # it has no types
        from escpos.printer import Network

        self._printer = Network(host, port, timeout=CONNECT_SECONDS)
        try:
            self._printer.open()
        except DeviceNotFoundError as error:
            raise ConnectionError(str(error)) from error
        self._socket = self._printer.device
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, HELD_BYTES)

    def send(self, what: bytes, seconds: float) -> None:
        self._socket.settimeout(seconds)  # for the whole of it, however slowly it is taken
        self._socket.sendall(what)

    def answer(self, seconds: float) -> int:
        self._socket.settimeout(seconds)
        said: bytes = self._socket.recv(1)
        if not said:
            raise ConnectionError("hung up")
        return said[0]

    def close(self) -> None:
        self._printer.close()


class _DeviceLine:
    """A device file, never waited for by the kernel: a printer without paper takes no more and says nothing."""

    def __init__(self, path: Path, *, answers: bool) -> None:
        way = os.O_RDWR if answers else os.O_WRONLY
        self._file = os.open(path, way | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        if answers:
            self._forget()

    def send(self, what: bytes, seconds: float) -> None:
        until = time.monotonic() + seconds
        rest = memoryview(what)
        while rest:
            self._wait(select.POLLOUT, until)
            try:
                rest = rest[os.write(self._file, rest[:4096]) :]
            except BlockingIOError:
                continue

    def answer(self, seconds: float) -> int:
        self._wait(select.POLLIN, time.monotonic() + seconds)
        said = os.read(self._file, 1)
        if not said:
            raise ConnectionError("hung up")
        return said[0]

    def close(self) -> None:
        os.close(self._file)

    def _forget(self) -> None:
        """An answer that came too late for the last slip is not one about this."""
        with suppress(OSError):  # nothing there
            os.read(self._file, 64)

    def _wait(self, for_: int, until: float) -> None:
        poll = select.poll()
        poll.register(self._file, for_)
        if not poll.poll(max(0.0, until - time.monotonic()) * 1000):
            raise TimeoutError("the printer takes nothing")
