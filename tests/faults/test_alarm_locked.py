"""R3: the real hub's database is locked by somebody else, in the middle of an alarm. The truth, and everything once."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections import Counter
from collections.abc import Coroutine, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import select

from kiosk.adapters.hub.credentials import Credentials
from kiosk.domain.request import Kind
from kiosk.hub import engine, presence
from kiosk.hub.core import Hub, assemble
from kiosk.hub.database import ORDER_LOCK
from kiosk.hub.keys import database_key
from kiosk.hub.models import Event, Request
from kiosk.hub.settings import HubSettings
from kiosk.protocol.models import EnrolIn
from tests.faults.alarm_bench import SECONDS, Kiosk, honest
from tests.faults.alarm_screen import REACHED
from tests.faults.count import figure
from tests.hub.house import person
from tests.hub.postgres import Cluster, cluster
from tests.hub.served import serving
from tests.waiting import until

HOLDER = """
import sys
from sqlcipher3 import dbapi2
line = dbapi2.connect(sys.argv[1], isolation_level=None)
line.execute(f"PRAGMA key = \\"x'{sys.argv[2]}'\\"")
line.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""
ONCE = ("armed", "delivered", "accepted", "answer")


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    with cluster() as made:
        yield made


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub waits for a lock for half a second instead of five."""
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.5)


@contextmanager
def another_process(made: HubSettings) -> Iterator[None]:
    """SQLite's one writer is somebody else: a copy being made, a person at the file."""
    words = [str(made.state_dir / "hub.sqlite"), database_key(made.state_dir)]
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == "locked\n"
        yield
        holder.stdin.close()


@contextmanager
def another_session(statement: str, made: HubSettings) -> Iterator[None]:
    """A session of PostgreSQL holds a lock, as one that was forgotten in the middle of something does."""
    where = made.database_url.replace("+psycopg", "")
    with psycopg.connect(where) as line:
        line.execute(statement)
        yield


LOCKS: dict[str, Any] = {
    "SQLite's writer": another_process,
    "PostgreSQL: the order of events": partial(another_session, f"SELECT pg_advisory_xact_lock({ORDER_LOCK})"),
    "PostgreSQL: the table of requests": partial(another_session, "LOCK TABLE request IN ACCESS EXCLUSIVE MODE"),
}


class House:
    """A hub that serves, with a bell that is on, and the kiosk's alarm before it."""

    def __init__(self, folder: Path, stack: ExitStack, server: Cluster, lock: str) -> None:
        url = server.new() if lock.startswith("PostgreSQL") else ""
        served = serving(folder / "hub", database_url=url)
        self.url, self.made = stack.enter_context(served)
        self.wang = self.at_hub(self._prepared)
        joined = self.at_hub(self._joined)
        self.kiosk = Kiosk(folder / "kiosk", stack, joined)
        self._lock = LOCKS[lock]

    def locked(self) -> AbstractContextManager[None]:
        held: AbstractContextManager[None] = self._lock(self.made)
        return held

    def at_hub(self, work: Any) -> Any:
        """In a process of its own, as it were: another engine on the same database."""

        async def run() -> Any:
            hub = assemble(self.made)
            try:
                return await work(hub)
            finally:
                await hub.close()

        done: Coroutine[Any, Any, Any] = run()
        return asyncio.run(done)

    async def _prepared(self, hub: Hub) -> Any:
        wang = await person(hub, "王阿姨")
        async with hub.database.work() as work:
            await presence.arm(work.session, "w1", wang.id, hub.clock.now() + timedelta(seconds=25))
        return wang

    async def _joined(self, hub: Hub) -> Credentials:
        async with hub.database.work() as work:
            secret = await hub.kiosks.new_code(work)
        async with hub.database.work() as work:
            kiosk, token = await hub.kiosks.enrol(work, EnrolIn(secret=secret, name="一号机"))
        return Credentials(self.url, kiosk.id, token)

    async def _accepted(self, hub: Hub) -> None:
        async with hub.database.work() as work:
            await hub.requests.accept(work, self.kiosk.lane.state.request_id, self.wang)

    def accept(self) -> None:
        self.at_hub(self._accepted)

    def answered(self) -> bool:
        return self.whats()["answer"] > 0

    def whats(self) -> Counter[str]:
        """What happened to the one alarm that there is."""

        async def read(hub: Hub) -> Counter[str]:
            async with hub.database.read() as session:
                (alarm,) = await session.scalars(select(Request).where(Request.kind == Kind.ALARM))
                assert alarm.id == self.kiosk.lane.state.request_id
                return Counter(await session.scalars(select(Event.what).where(Event.request_id == alarm.id)))

        counted: Counter[str] = self.at_hub(read)
        return counted


@pytest.mark.parametrize("lock", LOCKS)
def test_r3_a_locked_database_is_said_and_the_alarm_arrives_once(tmp_path: Path, server: Cluster, lock: str) -> None:
    with ExitStack() as stack:
        home = House(tmp_path, stack, server, lock)
        kiosk = home.kiosk
        with home.locked():
            kiosk.press()
            honest(kiosk.reads("还没有人接"))
            kiosk.lane.answer("where", "fall")
            assert not [claim for claim in REACHED if claim in " ".join(kiosk.words)]
        kiosk.sees(lambda s: s.reached)
        kiosk.reads("已送到值班台")
        assert "接了" not in " ".join(kiosk.words)
        home.accept()
        kiosk.reads("王阿姨接了")
        until(home.answered, "the answer arrives", SECONDS)
        whats = home.whats()
        assert {what: whats[what] for what in ONCE} == dict.fromkeys(ONCE, 1)
    figure("R3", f"{lock} locked before the call: 还没有人接, 120 and the number; then 1 alarm, its answer once")


@pytest.mark.parametrize("lock", LOCKS)
def test_r3_a_database_locked_in_mid_alarm_takes_back_no_truth_and_adds_none(
    tmp_path: Path, server: Cluster, lock: str
) -> None:
    with ExitStack() as stack:
        home = House(tmp_path, stack, server, lock)
        kiosk = home.kiosk
        kiosk.press()
        kiosk.reads("已送到值班台")
        with home.locked():
            kiosk.lane.answer("where", "fall")
            with pytest.raises(Exception, match=r"lock"):  # the desk is told that it did not work, and presses again
                home.accept()
            assert "接了" not in " ".join(kiosk.words)
        home.accept()
        kiosk.reads("王阿姨接了")
        until(home.answered, "the answer arrives", SECONDS)
        whats = home.whats()
        assert {what: whats[what] for what in ONCE} == dict.fromkeys(ONCE, 1)
    figure("R3", f"{lock} locked in mid-alarm: nobody is said to have it before somebody has; 1 alarm, its answer once")
