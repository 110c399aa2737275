"""A district's platform on a loopback socket, as docs/cap.md describes one, with its bad days."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from kiosk.hub.providers.signing import KEY_HEADER, SIGNATURE_HEADER, TIME_HEADER, call_signature

SECRET = b"0" * 32
PORTAL = b"<html><body>Please log in to use this network</body></html>"
Answer = tuple[int, dict[str, str], bytes]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None: ...


class CapPlatform:
    """`got` are the messages that it took, each once, in the order they came; `seen` every attempt, by identifier.

    `spoil` changes the next answers, after the message was taken where the right answer would have taken it; None as an
    answer closes the line without a word. `hold` keeps answers back until it is set.
    """

    def __init__(self) -> None:
        self.got: dict[str, bytes] = {}
        self.seen: list[str] = []
        self.spoil: list[Callable[[Answer], Answer | None]] = []
        self.refuse: Answer | None = None
        self.hold: threading.Event | None = None
        self.arrived = threading.Event()
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"platform": self}))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/cap?from=centre"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        if self.hold is not None:
            self.hold.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, path: str, headers: Any, body: bytes) -> Answer | None:
        identifier = headers.get(KEY_HEADER, "")
        with self._lock:
            self.seen.append(identifier)
            self.arrived.set()
            right = call_signature(SECRET, headers.get(TIME_HEADER, ""), "POST", path, body)
            if right != headers.get(SIGNATURE_HEADER):
                return 401, {}, b""
            if self.refuse is not None:
                return self.refuse
            self.got.setdefault(identifier, body)
            said: Answer | None = (200, {}, json.dumps({"taken": identifier}).encode())
            if self.spoil and said is not None:
                said = self.spoil.pop(0)(said)
        if self.hold is not None:
            self.hold.wait(10)
        return said


class _Handler(BaseHTTPRequestHandler):
    platform: CapPlatform

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        said = self.platform.answer(self.path, self.headers, body)
        if said is None:
            self.close_connection = True
            return
        status, headers, content = said
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        del format, args
