"""A socket in the state folder through which the demo is asked for a picture, or tapped by a test.

It exists under `kiosk demo` only: a kiosk that serves residents opens nothing (S7, S12). One JSON object a line, one
answer a line. The folder and the socket belong to the user who runs the kiosk alone.
"""

from __future__ import annotations

import json
import os
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kiosk.errors import KioskError

NAME = "control.sock"
MAX_LINE = 4096
ANSWER_SECONDS = 5.0

Handle = Callable[[Mapping[str, Any]], Mapping[str, Any]]


class ControlServer:
    """Answers on `folder`/control.sock; `handle` runs on the main thread, reached through `to_main`."""

    def __init__(self, folder: Path, handle: Handle, to_main: Callable[[Callable[[], None]], None]) -> None:
        path = folder / NAME
        path.unlink(missing_ok=True)
        with _short(folder) as name:
            self._server = _Server(name, _Lines)
        self._server.ask = lambda request: _on_main(handle, request, to_main)
        path.chmod(0o600)
        self._path = path
        threading.Thread(target=self._server.serve_forever, args=(0.1,), name="control", daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._path.unlink(missing_ok=True)


def ask(folder: Path, request: Mapping[str, Any]) -> dict[str, Any]:
    """What the demo running on `folder` answers. Raises KioskError when none runs there, or it refuses."""
    try:
        with socket.socket(socket.AF_UNIX) as line, line.makefile("rwb") as file:
            line.settimeout(ANSWER_SECONDS * 2)
            with _short(folder) as name:
                line.connect(name)
            file.write(json.dumps(dict(request)).encode() + b"\n")
            file.flush()
            answer = json.loads(file.readline() or b"{}")
    except (OSError, ValueError) as error:
        raise KioskError(f"no demo answers in {folder}; start one with `kiosk demo`") from error
    if "error" in answer:
        raise KioskError(str(answer["error"]))
    return dict(answer)


@contextmanager
def _short(folder: Path) -> Iterator[str]:
    """A name for the socket under the 107 bytes that a socket's name may have, however deep the folder lies."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{fd}/{NAME}"
    finally:
        os.close(fd)


def _on_main(
    handle: Handle, request: Mapping[str, Any], to_main: Callable[[Callable[[], None]], None]
) -> Mapping[str, Any]:
    done: Future[Mapping[str, Any]] = Future()

    def work() -> None:
        try:
            done.set_result(handle(request))
        except (KioskError, OSError, ValueError, KeyError, TypeError) as error:
            done.set_result({"error": str(error) or type(error).__name__})

    to_main(work)
    try:
        return done.result(ANSWER_SECONDS)
    except FutureTimeout:
        return {"error": "the screen did not answer"}


class _Lines(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        while line := self.rfile.readline(MAX_LINE):
            try:
                request = json.loads(line)
            except ValueError:
                request = None
            answer = self.server.ask(request) if isinstance(request, dict) else {"error": "one JSON object a line"}
            self.wfile.write(json.dumps(dict(answer), ensure_ascii=False).encode() + b"\n")


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    block_on_close = False
    ask: Handle
