"""A network that misbehaves on purpose, between a kiosk and a server on loopback (R3).

One thread a connection and direction; pacing waits on an event that closing sets, so nothing outlives its test.
"""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import suppress
from enum import Enum

_PAGE = b"<html><body>Please accept the terms</body></html>"
PORTAL = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (len(_PAGE), _PAGE)
CHUNK = 4096
SLOW_CHUNK = 64


class Fault(Enum):
    NONE = "none"
    REFUSED = "refused"  # nobody listens
    RESET = "reset"  # the connection is torn down once a request has begun
    BLACK_HOLE = "black_hole"  # accepted, and never a byte back
    SLOW = "slow"  # about 1 KB a second towards the kiosk
    PORTAL = "portal"  # a captive portal: 200 OK, HTML
    CUT = "cut"  # the reply breaks off after some bytes
    LOST_REPLY = "lost_reply"  # the request arrives, the reply is dropped and the line reset


class FaultProxy:
    """Forwards to `target` (a port on loopback); `fault` holds for connections made and bytes sent from then on."""

    def __init__(self, target: int, bytes_per_second: int = 1024) -> None:
        self._target = target
        self._pause = SLOW_CHUNK / bytes_per_second
        self._fault = Fault.NONE
        self._closed = threading.Event()
        self._lock = threading.Lock()
        self._sockets: set[socket.socket] = set()
        self._listener: socket.socket | None = None
        self.port = self._listen(0)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def play(self, fault: Fault) -> None:
        """From now on; whatever is open is torn down, as when a cable is pulled and another plugged in."""
        with self._lock:
            self._fault = fault
        self._drop_all()
        if fault is Fault.REFUSED:
            self._stop_listening()
        elif self._listener is None:
            self._listen(self.port)

    def close(self) -> None:
        self._closed.set()
        self._stop_listening()
        self._drop_all()

    def _listen(self, port: int) -> int:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(64)
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return int(listener.getsockname()[1])

    def _stop_listening(self) -> None:
        if self._listener is not None:
            listener, self._listener = self._listener, None
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            self._keep(client)
            threading.Thread(target=self._serve, args=(client, self._fault), daemon=True).start()

    def _serve(self, client: socket.socket, fault: Fault) -> None:
        try:
            if fault is Fault.BLACK_HOLE:
                while client.recv(CHUNK):
                    pass
            elif fault is Fault.PORTAL:
                client.recv(CHUNK)
                client.sendall(PORTAL)
            elif fault is Fault.RESET:
                client.recv(1)
                _reset(client)
            else:
                self._forward(client, fault)
        except OSError:
            pass  # the other side left, or the test is over
        finally:
            self._drop(client)

    def _forward(self, client: socket.socket, fault: Fault) -> None:
        with socket.create_connection(("127.0.0.1", self._target), 5) as server:
            self._keep(server)
            threading.Thread(target=_pump, args=(client, server), daemon=True).start()
            while data := server.recv(SLOW_CHUNK if fault is Fault.SLOW else CHUNK):
                if fault is Fault.LOST_REPLY:
                    _reset(client)
                    return
                if fault is Fault.CUT:
                    client.sendall(data[: len(data) // 2])
                    return
                client.sendall(data)
                if fault is Fault.SLOW and self._closed.wait(self._pause):
                    return
            self._drop(server)

    def _keep(self, sock: socket.socket) -> None:
        with self._lock:
            self._sockets.add(sock)

    def _drop(self, sock: socket.socket) -> None:
        with self._lock:
            self._sockets.discard(sock)
        with suppress(OSError):  # it may be gone already
            sock.shutdown(socket.SHUT_RDWR)
        sock.close()

    def _drop_all(self) -> None:
        for sock in tuple(self._sockets):
            self._drop(sock)


def _pump(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(CHUNK):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # one side left: the other direction ends by itself


def _reset(sock: socket.socket) -> None:
    """Close with RST instead of FIN."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()
