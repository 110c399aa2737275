"""A taxi platform on a loopback socket, as docs/taxi-platform.md describes one, with its bad days."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from kiosk.hub.providers.signing import KEY_HEADER, SIGNATURE_HEADER, TIME_HEADER, call_signature, webhook_signature

SECRET = b"0" * 32
CAR = {"plate": "沪A·D00000", "colour": "白色", "driver": "李师傅", "minutes": 4}
PORTAL = b"<html><body>Please log in to use this network</body></html>"
Answer = tuple[int, str, bytes]


def _json(status: int, said: dict[str, Any]) -> Answer:
    return status, "application/json", json.dumps(said).encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None: ...


class TaxiPlatform:
    """`spoil` changes the next answers after they took effect; `hold` keeps answers back until it is set."""

    def __init__(self) -> None:
        self.rides: dict[str, dict[str, Any]] = {}  # by key: what was ordered
        self.state = "looking"
        self.calls: list[str] = []
        self.keys: list[str] = []
        self.spoil: list[Callable[[Answer], Answer]] = []
        self.refuse = ""
        self.hold: threading.Event | None = None
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"platform": self}))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/api"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        if self.hold is not None:
            self.hold.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, method: str, path: str, key: str, body: bytes) -> Answer:
        with self._lock:
            self.calls.append(f"{method} {path}")
            right = self._answer(method, path, key, body)
            spoilt = self.spoil.pop(0)(right) if self.spoil else right
        if self.hold is not None:
            self.hold.wait(10)
        return spoilt

    def _answer(self, method: str, path: str, key: str, body: bytes) -> Answer:
        if self.refuse:
            return _json(422, {"code": self.refuse})
        match method, path.removeprefix("/api").strip("/").split("/"):
            case "POST", ["rides"]:
                self.keys.append(key)
                self.rides.setdefault(key, json.loads(body))
                return _json(201, {"ride": f"R-{list(self.rides).index(key)}"})
            case "GET", ["rides", _]:
                return _json(200, self.standing())
            case "POST", ["rides", _, "cancel"]:
                self.state = "cancelled"
                return _json(200, {"cancelled": True, "consequence": "driver_told"})
            case "GET", ["health"]:
                return _json(200, {"ok": True})
        return _json(404, {"code": "not_found"})

    def standing(self) -> dict[str, Any]:
        return {"state": self.state, **({"car": CAR} if self.state not in ("looking", "cancelled") else {})}


def server_error(_: Answer) -> Answer:
    return 500, "application/json", b'{"code": "oops"}'


def garbage(_: Answer) -> Answer:
    return 200, "application/json", b'{"ride": 7, "state": "flying"'


def portal(_: Answer) -> Answer:
    return 200, "text/html", PORTAL


def portal_refusing(_: Answer) -> Answer:
    return 403, "text/html", PORTAL


def endless(_: Answer) -> Answer:
    return 200, "application/json", b" " * 100_000


def moved(_: Answer) -> Answer:
    return 302, "text/html", b""


def without_a_car(_: Answer) -> Answer:
    return _json(200, {"state": "arriving"})


def a_strange_reference(_: Answer) -> Answer:
    return _json(201, {"ride": "../../admin"})


def webhook(ride: str, at: int, secret: bytes = SECRET) -> tuple[bytes, dict[str, str]]:
    """Body and headers of a webhook, signed at `at` seconds since 1970."""
    body = json.dumps({"ride": ride}).encode()
    return body, {TIME_HEADER: str(at), SIGNATURE_HEADER: webhook_signature(secret, str(at), body)}


class _Handler(BaseHTTPRequestHandler):
    platform: TaxiPlatform
    protocol_version = "HTTP/1.1"
    timeout = 10

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        expected = call_signature(SECRET, self.headers.get(TIME_HEADER, ""), self.command, self.path, body)
        if self.headers.get(SIGNATURE_HEADER) != expected:
            status, kind, said = 401, "application/json", b'{"code": "signature"}'
        else:
            key = self.headers.get(KEY_HEADER, "")
            status, kind, said = self.platform.answer(self.command, self.path, key, body)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(said)))
        if status == 302:
            self.send_header("Location", f"{self.platform.url}/rides/R-0")
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002 - its signature
