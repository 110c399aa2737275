"""How fast the hub is: requests a second, and from a request's arrival to everybody who listens.

A hub process of its own with its encrypted, synced database; the clients are here. `python -m tests.bench.bench_hub`.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from kiosk.hub.settings import HubSettings
from tests.hub.house import KioskCaller, settings, taxi
from tests.hub.served import Reader, enrolled, stream

CONFIG = '[kiosk]\ndemo = true\n[hub]\nport = 0\ntls = false\nstate_dir = "{folder}"\n'
REQUESTS = 400
AT_ONCE = 8
WARM = 20


@dataclass(frozen=True)
class Figures:
    """Times in milliseconds, memory (PSS) in MB."""

    requests_a_second: float
    answer_p50: float
    answer_p95: float
    to_listener_p50: float
    to_listener_p95: float
    memory: float


@contextmanager
def _hub(folder: Path) -> Iterator[tuple[str, int]]:
    config = folder / "settings.toml"
    config.write_text(CONFIG.format(folder=folder / "hub"), "utf-8")
    command = [sys.executable, "-m", "kiosk", "hub", "serve", "--json", "--config", str(config)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())["url"], process.pid
        finally:
            process.terminate()


async def _fleet(http: httpx.AsyncClient, made: HubSettings, count: int) -> list[KioskCaller]:
    """Many kiosks, so that no one's rate is reached."""
    return [await enrolled(http, made, f"{n}号机") for n in range(count)]


async def _timed(kiosk: KioskCaller) -> float:
    began = time.perf_counter()
    (await kiosk.submit(taxi())).raise_for_status()
    return (time.perf_counter() - began) * 1000


async def _throughput(fleet: list[KioskCaller]) -> tuple[float, list[float]]:
    times: list[float] = []
    queue = iter(fleet * -(-REQUESTS // len(fleet)))

    async def worker() -> None:
        times.extend([await _timed(kiosk) for kiosk in queue])

    began = time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
    return len(times) / (time.perf_counter() - began), times


async def _to_listener(kiosk: KioskCaller, reader: Reader) -> float:
    """From the tap to the listener: a request goes in, its `delivered` comes out of the stream."""
    began = time.perf_counter()
    sending = asyncio.create_task(kiosk.submit(taxi()))
    while (await reader.next("request")).data["what"] != "delivered":
        pass
    took = (time.perf_counter() - began) * 1000
    await sending
    return took


async def _measure(url: str, pid: int, made: HubSettings) -> Figures:
    async with httpx.AsyncClient(base_url=url, timeout=30) as http:
        fleet = await _fleet(http, made, 64)
        for kiosk in fleet[:WARM]:
            await _timed(kiosk)
        rate, answers = await _throughput(fleet)
        listened: list[float] = []
        for kiosk in fleet:
            async with stream(kiosk) as reader:
                await reader.next("presence")
                listened += [await _to_listener(kiosk, reader), await _to_listener(kiosk, reader)]
    return Figures(rate, *_p50_95(answers), *_p50_95(listened), psutil.Process(pid).memory_full_info().pss / 2**20)


def _p50_95(times: list[float]) -> tuple[float, float]:
    cut = statistics.quantiles(times, n=20)
    return cut[9], cut[18]


def measure() -> Figures:
    """All figures, on this machine, now."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with _hub(folder) as (url, pid):
            return asyncio.run(_measure(url, pid, settings(folder / "hub", demo=True)))


def report(found: Figures) -> str:
    return "\n".join(
        (
            f"hub: {found.requests_a_second:.0f} requests a second, {AT_ONCE} at once, each on disk",
            f"hub: answer p50 {found.answer_p50:.1f} ms, p95 {found.answer_p95:.1f} ms",
            f"hub: tap to listener p50 {found.to_listener_p50:.1f} ms, p95 {found.to_listener_p95:.1f} ms",
            f"hub: {found.memory:.0f} MB",
        )
    )


if __name__ == "__main__":
    print(report(measure()))  # noqa: T201 - a report is what it is for
