"""Where the hub listens."""

from __future__ import annotations

import socket

BACKLOG = 512  # callers that wait to be taken in


def listen(host: str = "127.0.0.1", port: int = 0) -> socket.socket:
    """A socket whose callers are answered at once. Raises OSError.

    An answer is written in two parts, and a caller's machine takes its time (40 ms) to say that the first has come: so
    that the second does not wait for it, Nagle's algorithm is off. asyncio does that by itself only for sockets that
    name their protocol, which these do not; those that are accepted take it over from here.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family, backlog=BACKLOG)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening
