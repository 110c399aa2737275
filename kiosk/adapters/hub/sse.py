"""Server-sent events out of bytes, as the WHATWG standard reads them, with a bound on every message."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE_END = re.compile(rb"\r\n|\n|\r")
MAX_MESSAGE = 256 * 1024


class TooLong(Exception):
    """A message that no hub of ours would send."""


@dataclass(frozen=True)
class Sent:
    """One message; `id` is the last id given, "" when none was."""

    event: str
    data: str
    id: str


class Parser:
    """`feed` takes bytes as they come and gives the messages they complete; comments (pings) give nothing."""

    def __init__(self) -> None:
        self._rest = b""
        self._event = ""
        self._data: list[str] = []
        self._id = ""
        self._size = 0

    def feed(self, chunk: bytes) -> list[Sent]:
        """Raises TooLong."""
        buffer = self._rest + chunk
        held = b""
        if buffer.endswith(b"\r"):  # the \n that belongs to it may still come
            buffer, held = buffer[:-1], b"\r"
        *lines, rest = _LINE_END.split(buffer)
        self._rest = rest + held
        if len(self._rest) > MAX_MESSAGE:
            raise TooLong
        sent: list[Sent] = []
        for line in lines:
            if not line:
                sent += self._dispatched()
            else:
                self._take(line)
        return sent

    def _take(self, line: bytes) -> None:
        self._size += len(line)
        if self._size > MAX_MESSAGE:
            raise TooLong
        name, _, value = line.decode("utf-8", "replace").partition(":")
        value = value.removeprefix(" ")
        if name == "event":
            self._event = value
        elif name == "data":
            self._data.append(value)
        elif name == "id" and "\0" not in value:
            self._id = value

    def _dispatched(self) -> list[Sent]:
        sent = [Sent(self._event or "message", "\n".join(self._data), self._id)] if self._data else []
        self._event, self._data, self._size = "", [], 0
        return sent
