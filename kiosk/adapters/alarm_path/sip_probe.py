"""Asks a telephone server whether it is there (SIP OPTIONS, RFC 3261 section 11): no telephone rings."""

from __future__ import annotations

import secrets
import socket

from kiosk.errors import PathFailed

PORT = 5060


def where(server: str) -> tuple[str, int]:
    """Host and port of "host", "host:port" or "[v6]:port"."""
    host, colon, port = server.rpartition(":")
    if colon and port.isdigit() and (host.startswith("[") or ":" not in host):
        return host.strip("[]"), int(port)
    return server.strip("[]"), PORT


def ask(server: str, seconds: float) -> None:
    """Any SIP answer will do: somebody is there. Raises PathFailed."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(*where(server), type=socket.SOCK_DGRAM)[0]
        with socket.socket(family, kind) as line:
            line.settimeout(seconds / 3)
            line.connect(address)
            question = _question(server, line.getsockname())
            for _ in range(3):  # it goes over UDP, where one may be lost
                line.send(question)
                try:
                    answer = line.recv(2048)
                except TimeoutError:
                    continue
                if answer.startswith(b"SIP/2.0 "):
                    return
                raise PathFailed("whoever answers at the telephone server's address does not speak SIP")
    except OSError as error:
        raise PathFailed(f"the telephone server cannot be reached: {type(error).__name__}") from error
    raise PathFailed("the telephone server does not answer")


def _question(server: str, here: tuple[str | int, ...]) -> bytes:
    host = f"[{here[0]}]" if ":" in str(here[0]) else str(here[0])
    lines = (
        f"OPTIONS sip:{server} SIP/2.0",
        f"Via: SIP/2.0/UDP {host}:{here[1]};branch=z9hG4bK{secrets.token_hex(8)};rport",
        "Max-Forwards: 70",
        f"From: <sip:probe@{host}>;tag={secrets.token_hex(4)}",
        f"To: <sip:{server}>",
        f"Call-ID: {secrets.token_hex(12)}",
        "CSeq: 1 OPTIONS",
        f"Contact: <sip:probe@{host}:{here[1]}>",
        "Accept: application/sdp",
        "Content-Length: 0",
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
