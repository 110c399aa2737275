"""A hub with 2,000 kiosks: alarms from the tap to every desk, and from the desk's key back to the kiosk.

Hub processes of their own over a throwaway PostgreSQL that writes as in earnest (fsync on); kiosks, desks and a browser
are here, on the same two cores. `python -m tests.bench.bench_scale [--processes 2] [--stored 1000000]`.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import psutil

from kiosk.hub.core import assemble
from kiosk.hub.engine import create_engine
from kiosk.hub.migrate import migrate
from kiosk.hub.settings import HubSettings
from tests.bench.desks import Desk, browser, way_in
from tests.bench.fleet import Fleet, Member, Told, call, enrol_many
from tests.bench.rows import Row
from tests.hub.house import alarm
from tests.hub.postgres import Cluster, cluster

KIOSKS, DESKS = 2000, 4
ALARMS, EVERY = 50, 1.2  # one minute's
AIM_MS = 500
PATIENCE = 180.0
CONFIG = """
[hub]
port = 0
tls = false
state_dir = "{folder}"
database_url = "{url}"
"""
FILL = """
INSERT INTO request (id, kiosk_id, kind, mode, status, number, kiosk_seq, details, created_at, received_at, closed_at,
  late, handler, needs_person, taken_name, resident_id, for_whom, helper)
SELECT lpad(n::text, 36, '0'), k.ids[1 + n % {kiosks}], 'taxi', 'actual', 'done', 10 + n % 90, n, '{{}}', t, t, t,
  false, 'desk', false, '', '', 'self', ''
FROM generate_series(1, {count}) n, LATERAL (SELECT now() - n * interval '20 seconds' AS t) times,
  (SELECT array_agg(id) AS ids FROM kiosk) k
"""
EVENTS = """
INSERT INTO event (id, request_id, kiosk_id, what, status, role, name, at, facts)
SELECT md5(r.id || w.what), r.id, r.kiosk_id, w.what, w.what, 'hub', '', r.received_at, '{}'
FROM request r, (VALUES ('delivered'), ('accepted'), ('done')) w(what)
"""


@dataclass(frozen=True)
class Figures:
    """Milliseconds; memory (PSS, MB) and processor (share of one core) of all hub processes together."""

    to_desk: list[float]
    to_browser: list[float]
    to_kiosk: list[float]
    missed: int
    broken: int
    memory: float
    processor: float


@contextmanager
def _hub(folder: Path, url: str) -> Iterator[tuple[str, int]]:
    config = folder / "settings.toml"
    config.write_text(CONFIG.format(folder=folder / "hub", url=url), "utf-8")
    command = [sys.executable, "-m", "kiosk", "hub", "serve", "--json", "--config", str(config)]
    with (
        open(os.devnull, "w") as quiet,  # noqa: PTH123 - the null device is no path
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=quiet, text=True) as process,
    ):
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())["url"], process.pid
        finally:
            process.terminate()


def measure(processes: int = 1, stored: int = 0, kiosks: int = KIOSKS, alarms: int = ALARMS) -> Figures:
    with tempfile.TemporaryDirectory() as name, cluster(durable=True) as server, ExitStack() as stack:
        folder = Path(name)
        url = server.new()
        made = HubSettings(state_dir=folder / "hub", database_url=url, tls=False)
        members = asyncio.run(_prepare(made, kiosks))
        _fill(server, url, stored, kiosks)
        hubs = [stack.enter_context(_hub(folder, url)) for _ in range(processes)]
        return asyncio.run(_measure(made, members, hubs, alarms))


async def _prepare(made: HubSettings, kiosks: int) -> list[Member]:
    engine = create_engine(made.database, "")
    await migrate(engine)
    await engine.dispose()
    hub = assemble(made)
    members = await enrol_many(hub, kiosks)
    await hub.close()
    return members


def _fill(server: Cluster, url: str, stored: int, kiosks: int) -> None:
    """Requests of the past, with their events: those of `stored` taxi rides, one every 20 seconds."""
    if stored:
        server.within(url, FILL.format(count=stored, kiosks=kiosks))
        server.within(url, EVENTS)
        server.within(url, "ANALYZE")


async def _measure(made: HubSettings, members: list[Member], hubs: list[tuple[str, int]], alarms: int) -> Figures:
    urls, told = [url for url, _ in hubs], Told()
    fleet = Fleet(urls, members, told)
    hub = assemble(made)
    ways = [await way_in(hub, name) for name in ("王阿姨", "李叔叔", "张阿姨", "陈叔叔", "周阿姨")[: DESKS + 1]]
    await hub.close()
    desks = [Desk(urls[n % len(urls)], told, takes=n == 0) for n in range(DESKS)]
    running = [asyncio.create_task(fleet.run())]
    async with asyncio.timeout(PATIENCE):
        while fleet.listening < len(members):
            await asyncio.sleep(0.2)
            assert not running[0].done(), running[0].exception()
    for desk, way in zip(desks, ways, strict=False):
        await desk.enter(way)
        running.append(asyncio.create_task(desk.run()))
    programs = [psutil.Process(pid) for _, pid in hubs]
    async with browser(urls[-1], ways[-1]) as seen:
        used = sum(sum(one.cpu_times()[:2]) for one in programs)
        began = time.perf_counter()
        offset = time.time() - began
        await _raise(fleet, members, told, alarms)
        took = time.perf_counter() - began
        used = sum(sum(one.cpu_times()[:2]) for one in programs) - used
    memory = sum(one.memory_full_info().pss for one in programs) / 2**20
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    return _figures(told, seen, offset, (len(fleet.broken), memory, used / took))


async def _raise(fleet: Fleet, members: list[Member], told: Told, alarms: int) -> None:
    """One alarm every `EVERY` seconds, each from another kiosk; then wait until all are known to have been taken."""
    sending = set()
    for member in members[:: max(1, len(members) // alarms)][:alarms]:
        sending.add(asyncio.create_task(_send(fleet, member, told)))
        await asyncio.sleep(EVERY)
    await asyncio.gather(*sending)
    async with asyncio.timeout(PATIENCE):
        while len(told.known) < len(told.sent):  # noqa: ASYNC110 - the fleet's readers tell nobody
            await asyncio.sleep(0.1)


async def _send(fleet: Fleet, member: Member, told: Told) -> None:
    made = alarm(age=0.0)
    told.sent[made["id"]] = time.perf_counter()
    status, body = await call("PUT", f"/v1/requests/{made['id']}", fleet.url_of(member), member, made)
    assert status == 200, body
    told.answered[made["id"]] = time.perf_counter()


def _figures(told: Told, seen: dict[str, float], offset: float, beside: tuple[int, float, float]) -> Figures:
    to_desk = [(at - told.sent[one]) * 1000 for one, times in told.at_desk.items() for at in times if one in told.sent]
    to_browser = [(at - offset - told.sent[one]) * 1000 for one, at in seen.items() if one in told.sent]
    to_kiosk = [(at - told.accepted[one]) * 1000 for one, at in told.known.items()]
    return Figures(to_desk, to_browser, to_kiosk, len(told.sent) - len(told.at_desk), *beside)


def share(values: list[float], part: float) -> float:
    """The value under which `part` of them lie."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def rows(found: Figures, what: str) -> list[Row]:
    """`what` names the case: how many processes, how much stored."""
    p99 = share(found.to_desk, 0.99)
    return [
        Row(f"scale, {what}: tap to desk, p50 of {len(found.to_desk)}", share(found.to_desk, 0.5), "ms"),
        Row(f"scale, {what}: tap to desk, p99", p99, "ms", "", None, f"≤ {AIM_MS} ms", p99 <= AIM_MS),
        Row(f"scale, {what}: tap to a real browser, p50", share(found.to_browser, 0.5), "ms"),
        Row(f"scale, {what}: the same, p99 of {len(found.to_browser)}", share(found.to_browser, 0.99), "ms"),
        Row(f"scale, {what}: acknowledgement to kiosk, p50", share(found.to_kiosk, 0.5), "ms"),
        Row(f"scale, {what}: the same, p99", share(found.to_kiosk, 0.99), "ms"),
        Row(f"scale, {what}: alarms not seen, calls refused", found.missed + found.broken, "", met=not found.missed),
        Row(f"scale, {what}: hub memory", found.memory, "MB"),
        Row(f"scale, {what}: hub processor, share of a core", found.processor, ""),
    ]


CASES = ((1, 0), (2, 0), (1, 1_000_000))


def all_rows() -> list[Row]:
    """The three cases of the bench."""
    return [row for case in CASES for row in rows(measure(*case), _named(*case))]


def _named(processes: int, stored: int) -> str:
    return f"{processes} process{'es' * (processes > 1)}" + (f", {stored:,} stored" if stored else "")


@click.command()
@click.option("--processes", default=1)
@click.option("--stored", default=0)
@click.option("--kiosks", default=KIOSKS)
@click.option("--alarms", default=ALARMS)
def main(processes: int, stored: int, kiosks: int, alarms: int) -> None:
    """One case, now."""
    from tests.bench.rows import table

    click.echo(table(rows(measure(processes, stored, kiosks, alarms), _named(processes, stored))))


if __name__ == "__main__":
    main()
