"""A small web server over a folder that can break off, forget ranges, answer slowly or be a login page."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any


class Web:
    """`requests` are the paths asked for, with the first byte; `sent` counts bytes of bodies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.break_after: int | None = None
        self.ranges = True
        self.page: bytes | None = None
        self.requests: list[tuple[str, int]] = []
        self.sent = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Web:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(web: Web) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self.headers.get("range", "")
            first = int(asked.removeprefix("bytes=").rstrip("-")) if asked and web.ranges else 0
            path = web.folder / self.path.lstrip("/")
            web.requests.append((self.path, first))
            if web.page is not None:
                self._answer(200, web.page, {})
            elif not path.is_file():
                self._answer(404, b"no", {})
            else:
                raw = path.read_bytes()
                told = {"content-range": f"bytes {first}-{len(raw) - 1}/{len(raw)}"} if first else {}
                self._answer(206 if first else 200, raw[first:], told)

        def _answer(self, status: int, raw: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in {"content-length": str(len(raw)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            room = len(raw) if web.break_after is None else web.break_after
            self.wfile.write(raw[:room])
            web.sent += len(raw[:room])
            if room < len(raw):
                self.wfile.flush()
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    return Handler
