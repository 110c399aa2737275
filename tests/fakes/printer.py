"""Printers: one that keeps the pictures it is given, and a network ESC/POS printer on loopback that can be moody."""

from __future__ import annotations

import socket
import threading
from dataclasses import dataclass, field
from types import TracebackType

from PIL import Image

from kiosk.ports.printer import Paper

ENOUGH, LOW, OUT = 0x12, 0x1E, 0x72


class Paperboard:
    """Keeps what it is given, or breaks with `error`."""

    def __init__(self, error: Exception | None = None) -> None:
        self.printed: list[bytes] = []
        self.error = error

    def print(self, picture: bytes) -> None:
        if self.error is not None:
            raise self.error
        self.printed.append(picture)

    def probe(self) -> Paper:
        return Paper.ENOUGH


@dataclass
class FakePrinter:
    """Use as a context. `dots` across; `paper` is what it says of it, None: it answers no questions.

    `dies_after`: it hangs up after so many bytes. `deaf`: it takes nothing. `ends`: what it says when it has printed.
    """

    dots: int = 576
    paper: int | None = ENOUGH
    dies_after: int | None = None
    deaf: bool = False
    ends: int | None = 0
    slips: list[Image.Image] = field(default_factory=list)
    cuts: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    def __enter__(self) -> FakePrinter:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # a printer's memory is small
        self._socket.settimeout(0.2)
        self.port = self._socket.getsockname()[1]
        self._open = True
        self._thread = threading.Thread(target=self._serve, name="fake printer")
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open = False
        self._thread.join()
        self._socket.close()

    def wait(self, count: int = 1, seconds: float = 10.0) -> bool:
        """Whether so many slips came out in time."""
        with self.changed:
            return self.changed.wait_for(lambda: len(self.slips) >= count, seconds)

    def _serve(self) -> None:
        while self._open:
            try:
                line, _ = self._socket.accept()
            except TimeoutError:
                continue
            with line:
                line.settimeout(0.2)
                self._listen(line)

    def _listen(self, line: socket.socket) -> None:
        tape = Tape(self.dots)
        while self._open:
            if self.deaf:
                with self.changed:
                    self.changed.wait(0.05)
                continue
            try:
                more = line.recv(4096)
            except TimeoutError:
                continue
            except OSError:
                return
            if not more:
                self._out(tape)  # a printer without a knife: the slip is torn off
                return
            tape.feed(more)
            if self.dies_after is not None and tape.taken >= self.dies_after:
                return
            self._react(line, tape)

    def _react(self, line: socket.socket, tape: Tape) -> None:
        answers = {"paper": self.paper, "end": self.ends}
        for asked in tape.asked:
            if (said := answers[asked]) is not None:
                line.sendall(bytes([said]))
        tape.asked.clear()
        if tape.cut:
            tape.cut = False
            self.cuts += 1
            self._out(tape)

    def _out(self, tape: Tape) -> None:
        if tape.rows:
            with self.changed:
                self.slips.append(tape.picture())
                self.changed.notify_all()


class Tape:
    """Reads ESC/POS as far as slips use it: GS v 0 (raster), ESC @, ESC d, GS V (cut), DLE EOT, GS r."""

    def __init__(self, dots: int) -> None:
        self.dots = dots
        self.taken = 0
        self.asked: list[str] = []
        self.cut = False
        self._rest = b""
        self.rows: list[Image.Image] = []

    def feed(self, more: bytes) -> None:
        self._rest += more
        self.taken += len(more)
        while (used := self._one()) and self._rest:
            self._rest = self._rest[used:]

    def picture(self) -> Image.Image:
        """What was printed since the last cut, black on white."""
        rows, self.rows = self.rows, []
        whole = Image.new("1", (self.dots, sum(r.height for r in rows)), 1)
        top = 0
        for row in rows:
            whole.paste(row, (0, top))
            top += row.height
        return whole

    def _one(self) -> int:
        """Bytes of the first command, 0 when it is not there in full."""
        head = self._rest
        if head.startswith(b"\x1dv0"):
            return self._raster()
        sizes = {b"\x1b@": 2, b"\x1bd": 3, b"\x1dV": 3, b"\x10\x04": 3, b"\x1dr": 3}
        size = sizes.get(head[:2])
        if size is None:
            if len(head) < 3:
                return 0
            raise AssertionError(f"not a command of slips: {head[:4]!r}")
        if len(head) < size:
            return 0
        if head[:2] == b"\x10\x04":
            self.asked.append("paper")
        elif head[:2] == b"\x1dr":
            self.asked.append("end")
        elif head[:2] == b"\x1dV":
            self.cut = True
        return size

    def _raster(self) -> int:
        if len(self._rest) < 8:
            return 0
        across = int.from_bytes(self._rest[4:6], "little")
        down = int.from_bytes(self._rest[6:8], "little")
        size = 8 + across * down
        if len(self._rest) < size:
            return 0
        assert across * 8 <= self.dots, "wider than the paper"
        black = Image.frombytes("1", (across * 8, down), self._rest[8:size])
        self.rows.append(black.point(lambda dot: 0 if dot else 255))
        return size
