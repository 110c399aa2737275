"""A library that may end its whole process, kept in a process of its own: a line in, a line out.

Where the worker dies over a line it is started again for the next one; one that dies too often, or does not start, is
left alone, and whoever asks goes on without it.
"""

from __future__ import annotations

import logging
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

log = logging.getLogger(__name__)
START_SECONDS = 10.0
DEATHS = 20
"""So often it is started anew, then it is left: something else is wrong."""
READY = b"ready"
"""What a worker says when it can be asked."""


class WorkerDied(OSError):
    """It said nothing in time, or ended. It is started anew with the next line."""


class LineWorker:
    """`program` is a file of ours that runs by itself; `without` is the log's line when it cannot.

    `environment` is added to ours; `hello` gives lines that are not answered, sent each time it starts. Any thread.
    """

    def __init__(
        self,
        program: Path,
        *arguments: str,
        without: str,
        environment: Mapping[str, str] | None = None,
        hello: Callable[[], Iterable[bytes]] = tuple,
    ) -> None:
        self._command = [sys.executable, "-I", str(program), *arguments]
        self._without = without
        self._environment = os.environ | (environment or {})
        self._hello = hello
        self._lock = threading.Lock()
        self._worker: subprocess.Popen[bytes] | None = None
        self._ready = False
        self._rest = b""
        self._deaths = 0
        self._missing = False

    @property
    def available(self) -> bool:
        """Waits until it is ready, at most START_SECONDS."""
        with self._lock:
            return self._readied() is not None

    def start(self) -> None:
        """Begin to start it, without waiting."""
        with self._lock:
            self._started()

    def ask(self, line: bytes, seconds: float) -> bytes | None:
        """The answer; None where there is no such worker. Raises WorkerDied."""
        with self._lock:
            worker = self._readied()
            if worker is None or worker.stdin is None:
                return None
            try:
                worker.stdin.write(line + b"\n")
                worker.stdin.flush()
                return self._line(seconds)
            except OSError as error:
                self._deaths += 1
                self._end()
                raise WorkerDied(str(error)) from error

    def close(self) -> None:
        with self._lock:
            self._missing = True
            self._end()

    # within the lock

    def _started(self) -> subprocess.Popen[bytes] | None:
        if self._worker is None and not self._missing:
            try:
                if self._deaths >= DEATHS:
                    raise WorkerDied("it died too often")
                self._rest, self._ready = b"", False
                self._worker = subprocess.Popen(  # noqa: S603 - our own program
                    self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/",
                    env=self._environment)  # fmt: skip
            except OSError as error:
                self._leave(error)
        return self._worker

    def _readied(self) -> subprocess.Popen[bytes] | None:
        worker = self._started()
        if worker is not None and not self._ready:
            try:
                if self._line(START_SECONDS) != READY or worker.stdin is None:
                    raise WorkerDied("it did not start")
                for line in self._hello():
                    worker.stdin.write(line + b"\n")
                worker.stdin.flush()
                self._ready = True
            except OSError as error:
                self._leave(error)
        return self._worker

    def _leave(self, error: OSError) -> None:
        log.warning("%s (%s)", self._without, error)
        self._missing = True
        self._end()

    def _line(self, seconds: float) -> bytes:
        """The next line of the answer. Raises WorkerDied when none comes in time."""
        out = self._worker.stdout if self._worker else None
        if out is None:
            raise WorkerDied("no worker")
        until = time.monotonic() + seconds
        with selectors.DefaultSelector() as ready:
            ready.register(out, selectors.EVENT_READ)
            while b"\n" not in self._rest:
                part = os.read(out.fileno(), 65_536) if ready.select(max(0.0, until - time.monotonic())) else b""
                if not part:
                    raise WorkerDied("it said nothing")
                self._rest += part
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is None:
            return
        for pipe in (worker.stdin, worker.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        worker.kill()
        worker.wait()
