"""Many kiosks in one process: streams held open, heartbeats, and alarms whose way to every desk is timed.

Sockets of asyncio and no HTTP client: 2,000 of those would be what is measured.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import insert
from uuid6 import uuid7

from kiosk.hub.core import Hub
from kiosk.hub.models import Kiosk

BEAT_SECONDS = 30.0
BEAT = {"sent_at": "2026-11-02T01:10:00Z", "screen": "home", "pending": 0}
OPENING = 50  # streams opened at the same moment


@dataclass(frozen=True)
class Member:
    id: str
    token: str


@dataclass
class Told:
    """When an alarm left its kiosk, and when what came of it was seen; seconds of one clock."""

    sent: dict[str, float] = field(default_factory=dict)
    answered: dict[str, float] = field(default_factory=dict)
    at_desk: dict[str, list[float]] = field(default_factory=dict)
    accepted: dict[str, float] = field(default_factory=dict)  # when the desk pressed
    known: dict[str, float] = field(default_factory=dict)  # when the kiosk's stream said so


async def enrol_many(hub: Hub, count: int) -> list[Member]:
    """Straight into the table: joining is not what is measured."""
    members = [Member(str(uuid7()), secrets.token_urlsafe(32)) for _ in range(count)]
    rows = [
        {
            "id": one.id,
            "name": f"{number}号机",
            "place": "一楼大厅",
            "token_hash": hashlib.sha256(one.token.encode()).hexdigest(),
            "enrolled_at": hub.clock.now(),
            "beat": {},
            "last_batch": "",
        }
        for number, one in enumerate(members)
    ]
    async with hub.database.work() as work:
        await work.session.execute(insert(Kiosk), rows)
    return members


class Fleet:
    """`streams` kiosks listen at `urls`, in turn; each also sends a sign of life every half minute."""

    def __init__(self, urls: list[str], members: list[Member], told: Told) -> None:
        self._urls = urls
        self._members = members
        self._told = told
        self._at_once = asyncio.Semaphore(OPENING)
        self.listening = 0
        self.broken: list[str] = []

    def url_of(self, member: Member) -> str:
        return self._urls[self._members.index(member) % len(self._urls)]

    async def run(self) -> None:
        await asyncio.gather(*(self._live(number, one) for number, one in enumerate(self._members)))

    async def _live(self, number: int, member: Member) -> None:
        url = self._urls[number % len(self._urls)]
        pause = BEAT_SECONDS * number / len(self._members)  # spread, as kiosks that were switched on by people are
        await asyncio.gather(self._listen(url, member), self._beat(url, member, pause))

    async def _listen(self, url: str, member: Member) -> None:
        async with self._at_once:
            reader, writer = await _open(url)
            writer.write(_head("GET", "/v1/stream", url, member))
            await _status(reader)
        self.listening += 1
        try:
            while line := await reader.readline():
                if line.startswith(b"data: {") and b'"accepted"' in line:
                    self._hear(json.loads(line[6:]))
        finally:
            self.listening -= 1
            writer.close()

    def _hear(self, event: dict[str, Any]) -> None:
        if event.get("what") == "accepted":
            self._told.known.setdefault(event["request_id"], time.perf_counter())

    async def _beat(self, url: str, member: Member, pause: float) -> None:
        await asyncio.sleep(pause)
        while True:
            began = time.perf_counter()
            status, _ = await call("POST", "/v1/heartbeat", url, member, BEAT)
            if status != 200:
                self.broken.append(f"heartbeat {status}")
            await asyncio.sleep(max(0.0, BEAT_SECONDS - (time.perf_counter() - began)))


async def call(method: str, path: str, url: str, member: Member, body: dict[str, Any]) -> tuple[int, bytes]:
    """One call on a connection of its own; status and body."""
    reader, writer = await _open(url)
    content = json.dumps(body).encode()
    writer.write(_head(method, path, url, member, len(content)) + content)
    status = await _status(reader)
    answer = await reader.read()
    writer.close()
    return status, answer


async def _open(url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    parts = urlsplit(url)
    return await asyncio.open_connection(parts.hostname, parts.port)


def _head(method: str, path: str, url: str, member: Member, length: int = 0) -> bytes:
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: {urlsplit(url).netloc}",
        f"Authorization: Bearer {member.token}",
        "Silver-Key-Version: 1",
        "Connection: close",
        *(["Content-Type: application/json", f"Content-Length: {length}"] if length else []),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def _status(reader: asyncio.StreamReader) -> int:
    """The answer's status, its headers read away."""
    status = int((await reader.readline()).split()[1])
    while (await reader.readline()).strip():
        pass
    return status
