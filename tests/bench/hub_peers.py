"""What the hub's figures are held against: the same web server without a database, and the disk without a server."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.bench.bench_hub import AT_ONCE, REQUESTS, WARM
from tests.bench.bench_hub import Figures as HubFigures
from tests.bench.rows import Row, p50_95
from tests.hub.house import KioskCaller, taxi

COMMITS = 300


@dataclass(frozen=True)
class Peers:
    """`bare_rate`: requests a second of a server that keeps nothing. `commits`: plain SQLite, each synced, a second."""

    bare_rate: float
    bare_p50: float
    bare_p95: float
    commits: float


def measure() -> Peers:
    """Both peers, on this machine, now."""
    command = [sys.executable, "-m", "tests.bench.bare_hub"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            rate, times = asyncio.run(_load(server.stdout.readline().strip()))
        finally:
            server.terminate()
    return Peers(rate, *p50_95(times), _commits())


async def _load(url: str) -> tuple[float, list[float]]:
    """As bench_hub loads the hub."""
    times: list[float] = []
    async with httpx.AsyncClient(base_url=url, timeout=30) as http:
        kiosk = KioskCaller(http, "peer", "none")
        turns = iter(range(REQUESTS))

        async def timed() -> float:
            began = time.perf_counter()
            (await kiosk.submit(taxi())).raise_for_status()
            return (time.perf_counter() - began) * 1000

        async def worker() -> None:
            times.extend([await timed() for _ in turns])

        for _ in range(WARM):
            await timed()
        began = time.perf_counter()
        await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
        return REQUESTS / (time.perf_counter() - began), times


def _commits() -> float:
    with tempfile.TemporaryDirectory() as name, closing(sqlite3.connect(Path(name) / "peer.db")) as base:
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = FULL")
        base.execute("CREATE TABLE told (id INTEGER PRIMARY KEY, text TEXT)")
        began = time.perf_counter()
        for _ in range(COMMITS):
            base.execute("INSERT INTO told (text) VALUES (?)", ("x" * 500,))
            base.commit()
        return COMMITS / (time.perf_counter() - began)


def rows(found: HubFigures, peers: Peers) -> list[Row]:
    rate = found.requests_a_second
    return [
        Row(f"hub: requests a second, {AT_ONCE} at once, each on disk", rate, "/s", "bare FastAPI", peers.bare_rate),
        Row("hub: the same, against commits alone", rate, "/s", "plain SQLite, synced", peers.commits),
        Row("hub: a request's answer, p50", found.answer_p50, "ms", "bare FastAPI", peers.bare_p50),
        Row("hub: a request's answer, p95", found.answer_p95, "ms", "bare FastAPI", peers.bare_p95),
        Row("hub: tap to everybody who listens, p50", found.to_listener_p50, "ms"),
        Row("hub: tap to everybody who listens, p95", found.to_listener_p95, "ms"),
        Row("hub: memory", found.memory, "MiB"),
    ]
