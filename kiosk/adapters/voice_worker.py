"""The voice worker as a child process: started when needed, restarted when it dies or hangs."""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from kiosk.errors import VoiceError

WORKER = (sys.executable, "-m", "kiosk.voice.worker")
_READY_WITHIN = 15.0


class VoiceWorker:
    """One job at a time; callers on other threads wait. A job that kills or hangs the worker is tried once more."""

    def __init__(self, command: Sequence[str] = WORKER, *, timeout: float = 5.0) -> None:
        self._command = tuple(command)
        self._timeout = timeout
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._pending = b""
        self._count = 0
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The process now running, for figures and tests."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        with self._lock:
            self._running()

    def make(self, text: str, out: Path, *, rate: int, language: str) -> Path:
        """Writes the sound of `text` to `out`; raises VoiceError."""
        with self._lock:
            try:
                reply = self._ask(text, out, rate, language)
            except _WorkerGone:
                reply = self._ask_again(text, out, rate, language)
        if "error" in reply:
            raise VoiceError(str(reply["error"]))
        return out

    def close(self) -> None:
        """Ends the worker; a job under way fails."""
        self._closed = True
        process = self._process
        if process is not None:
            process.kill()
        with self._lock:
            self._stop()

    def _ask_again(self, text: str, out: Path, rate: int, language: str) -> dict[str, object]:
        try:
            return self._ask(text, out, rate, language)
        except _WorkerGone as error:
            raise VoiceError(f"the voice worker {error}") from error

    def _ask(self, text: str, out: Path, rate: int, language: str) -> dict[str, object]:
        process = self._running()
        self._count += 1
        job = {"id": self._count, "text": text, "rate": rate, "language": language, "out": str(out)}
        line = json.dumps(job).encode() + b"\n"
        try:
            assert process.stdin is not None  # noqa: S101  # opened as a pipe
            process.stdin.write(line)
            process.stdin.flush()
        except OSError as error:
            self._stop()
            raise _WorkerGone("died") from error
        return self._reply(time.monotonic() + self._timeout, self._count)

    def _reply(self, until: float, number: int) -> dict[str, object]:
        while True:
            reply = json.loads(self._line(until))
            if isinstance(reply, dict) and reply.get("id") == number:
                return reply

    def _line(self, until: float) -> bytes:
        """One line from the worker; stops it and raises _WorkerGone at its end or when the time is up."""
        process = self._process
        assert process is not None  # noqa: S101  # callers hold a running worker
        assert process.stdout is not None  # noqa: S101  # opened as a pipe
        while b"\n" not in self._pending:
            ready, _, _ = select.select([process.stdout], [], [], max(0.0, until - time.monotonic()))
            chunk = os.read(process.stdout.fileno(), 65536) if ready else b""
            if not chunk:
                self._stop()
                raise _WorkerGone("died" if ready else "gave no answer in time")
            self._pending += chunk
        line, _, self._pending = self._pending.partition(b"\n")
        return line

    def _running(self) -> subprocess.Popen[bytes]:
        if self._closed:
            raise VoiceError("the voice is closed")
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._stop()
        try:
            process = subprocess.Popen(  # noqa: S603  # our own program
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError as error:
            raise VoiceError(f"the voice worker does not start: {error.strerror}") from error
        self._process = process
        self._await_ready()
        return process

    def _await_ready(self) -> None:
        try:
            first = json.loads(self._line(time.monotonic() + _READY_WITHIN))
        except (_WorkerGone, ValueError) as error:
            raise VoiceError(f"the voice worker does not start: {error}") from error
        if not (isinstance(first, dict) and first.get("ready")):
            self._stop()
            if isinstance(first, dict) and "error" in first:
                raise VoiceError(str(first["error"]))
            raise VoiceError(f"the voice worker does not start: {first}")

    def _stop(self) -> None:
        process, self._process = self._process, None
        self._pending = b""
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        process.wait()


class _WorkerGone(Exception):
    """The worker died or hung; it may be started again."""
