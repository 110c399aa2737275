"""Two hub processes over one PostgreSQL behave as one: news, the lead, and an alarm whose process is killed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kiosk.hub import engine, presence
from kiosk.hub.bus import Notice, Topic
from kiosk.hub.bus_postgres import CHANNEL, MOST_IN_ONE, PostgresBus
from kiosk.hub.core import assemble
from kiosk.hub.database import Database
from kiosk.hub.engine import create_engine
from kiosk.hub.errors import HubStartError
from kiosk.hub.lead import PostgresLead
from kiosk.hub.migrate import migrate
from kiosk.hub.sameness import check_same
from kiosk.hub.settings import HubSettings
from tests.hub.house import KioskCaller, alarm, house, person, taxi
from tests.hub.postgres import Cluster, cluster
from tests.hub.served import enrolled, stream
from tests.hub.test_commands import served

pytestmark = pytest.mark.anyio
WAIT = 20.0
CONFIG = """
[hub]
host = "127.0.0.1"
port = 0
tls = false
state_dir = "{folder}"
database_url = "{url}"
[alarm]
escalate_seconds = 5
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    with cluster() as made:
        yield made


@pytest.fixture
async def url(server: Cluster) -> AsyncIterator[str]:
    made = server.new()
    new = create_engine(made, "")
    await migrate(new)
    await new.dispose()
    yield made
    server.drop(made)


@asynccontextmanager
async def process(url: str) -> AsyncIterator[tuple[Database, PostgresBus]]:
    """What one hub process has: an engine and a bus that listens."""
    bus = PostgresBus(url)
    database = Database(create_engine(url, ""), bus)
    running = asyncio.create_task(bus.run())
    try:
        async with asyncio.timeout(WAIT):
            await bus.listening.wait()
        yield database, bus
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await database.close()


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(WAIT):
        while not true():  # noqa: ASYNC110 - the condition is another task's, which tells nobody
            await asyncio.sleep(0.01)


def cut(server: Cluster, like: str) -> None:
    """End the server's side of the lines whose last statement was `like`."""
    lines = "SELECT pid FROM pg_stat_activity WHERE application_name = 'silver-key-hub' AND query LIKE %s"
    for (pid,) in server.do(lines, like):
        server.do("SELECT pg_terminate_backend(%s)", pid)


async def test_news_of_one_process_reaches_the_other_once_committed(url: str) -> None:
    async with process(url) as (one, own), process(url) as (_, other):
        here, there = own.subscribe(Notice(Topic.REQUEST)), other.subscribe(Notice(Topic.REQUEST))
        wanted = {Notice(Topic.REQUEST, f"r{n}") for n in range(MOST_IN_ONE * 2 + 1)}
        with pytest.raises(ZeroDivisionError):
            await _undone(one)
        async with one.work() as work:
            for notice in wanted:
                work.announce(*notice)
        heard: set[Notice] = set()
        while heard != wanted:
            heard |= await there.wait(WAIT) or {Notice("late")}
            assert Notice("late") not in heard
        assert await here.wait(0) == wanted
        assert await here.wait(0.2) == frozenset()  # its own news does not come back to it


async def _undone(database: Database) -> None:
    async with database.work() as work:
        work.announce(Topic.REQUEST, "never")
        raise ZeroDivisionError


async def test_what_no_hub_sends_is_left_aside(url: str, server: Cluster) -> None:
    async with process(url) as (one, _), process(url) as (_, other):
        there = other.subscribe(Notice(Topic.REQUEST))
        for payload in ("", "not json", '["x", ["request"]]', "[]", '{"a": 1}'):
            async with one.work() as work:
                await work.session.execute(text("SELECT pg_notify(:c, :p)"), {"c": CHANNEL, "p": payload})
        async with one.work() as work:
            work.announce(Topic.REQUEST, "a")
        assert await there.wait(WAIT) == {Notice(Topic.REQUEST, "a")}


async def test_after_a_broken_line_everybody_looks_again(url: str, server: Cluster) -> None:
    async with process(url) as (_, bus):
        watching = bus.subscribe(Notice(Topic.STREAM, "k1"), Notice(Topic.PRESENCE))
        cut(server, "LISTEN%")
        assert await watching.wait(WAIT) == {Notice(Topic.STREAM, "k1"), Notice(Topic.PRESENCE)}
        await until(bus.listening.is_set)


async def test_one_leads_and_another_takes_over_when_its_line_is_cut(url: str, server: Cluster) -> None:
    working: list[str] = []
    leads = {name: PostgresLead(url) for name in ("one", "two")}

    def work(name: str) -> Callable[[], asyncio.Future[None]]:
        async def run() -> None:
            working.append(name)
            try:
                await asyncio.Event().wait()
            finally:
                working.remove(name)

        return lambda: asyncio.ensure_future(run())

    tasks = [asyncio.create_task(leads["one"].run(work("one")))]
    await until(lambda: working == ["one"])
    tasks.append(asyncio.create_task(leads["two"].run(work("two"))))
    cut(server, "SELECT%")  # both lines, should the second stand already: whoever is first again leads, and one alone
    await until(lambda: sum(lead.leads for lead in leads.values()) == 1 and len(working) == 1)
    assert leads[working[0]].leads
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert working == []


async def waiters(database: Database) -> int:
    """How many wait for somebody's lock."""
    async with database.read() as session:
        return int((await session.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted"))).scalar() or 0)


async def test_what_a_desk_does_while_the_kiosk_sends_again_waits_for_nobody_who_waits_for_it(
    url: str, tmp_path: Path
) -> None:
    """An answer was lost, so the kiosk asks again just when somebody takes it: both lock the same things."""
    async with house(tmp_path, database_url=url) as made:
        kiosk, wang, call = await made.kiosk(), await made.person("王阿姨"), alarm()
        await kiosk.submit(call)
        async with made.hub.database.work() as work:
            await made.hub.requests.locked(work, call["id"])  # as every act at the desk begins
            again = asyncio.create_task(kiosk.submit(call))
            async with asyncio.timeout(WAIT):
                while not await waiters(made.hub.database):  # noqa: ASYNC110 - the server tells nobody of them
                    await asyncio.sleep(0.01)
            await made.hub.requests.accept(work, call["id"], wang)
        assert (await again).json()["status"] == "accepted"


async def test_a_process_that_stands_still_in_a_write_holds_nobody_up_for_ever(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with AsyncExitStack() as both:
        with monkeypatch.context() as hasty:  # the other process may be slow
            hasty.setattr(engine, "STANDS_STILL_SECONDS", 0.3)
            still, _ = await both.enter_async_context(process(url))
        made = await both.enter_async_context(house(tmp_path, database_url=url))
        kiosk, call = await made.kiosk(), alarm()

        async def stand_still() -> None:
            async with still.work() as work:
                await work.keep_order()
                assert (await kiosk.submit(call)).status_code == 200  # once this write was given up
                await work.session.execute(text("SELECT 1"))

        with pytest.raises(DBAPIError):
            await stand_still()
        assert (await kiosk.whats(call["id"])).count("delivered") == 1


async def test_a_process_with_other_keys_is_refused(url: str, tmp_path: Path) -> None:
    bus = PostgresBus(url)
    database = Database(create_engine(url, ""), bus)
    await asyncio.gather(*(check_same(database, "11" * 32, "pem") for _ in range(3)))
    with pytest.raises(HubStartError, match=r"another hub\.key: copy"):
        await check_same(database, "22" * 32, "pem")
    with pytest.raises(HubStartError, match=r"another ca\.pem"):
        await check_same(database, "11" * 32, "other")
    await database.close()


async def test_an_alarm_whose_process_is_killed_goes_on_in_the_other(url: str, tmp_path: Path) -> None:
    """The first process leads and has the alarm; after kill -9 the other rings on, escalates and tells who took it."""
    made = HubSettings(state_dir=tmp_path / "hub", database_url=url, tls=False)
    config = tmp_path / "settings.toml"
    config.write_text(CONFIG.format(folder=made.state_dir, url=url), "utf-8")
    hub = assemble(made)
    wang = await person(hub, "王阿姨")
    async with hub.database.work() as work:
        await presence.arm(work.session, "w1", wang.id, datetime.now(UTC))  # there is a bell: it rings its whole turn
    with served(config) as (first, first_url), served(config) as (_, second_url):
        one, two = (httpx.AsyncClient(base_url=where, timeout=WAIT) for where in (first_url, second_url))
        kiosk = await enrolled(one, made)
        elsewhere = KioskCaller(two, kiosk.id, kiosk.token)
        call, wish = alarm(), taxi()
        async with stream(elsewhere) as reader:
            await reader.next("presence")
            await kiosk.submit(wish)
            assert (await reader.next("request")).data["request_id"] == wish["id"]  # written there, told here
            assert (await kiosk.submit(call)).status_code == 200
            first.kill()
            assert (await elsewhere.submit(call)).status_code == 200  # its answer was lost: asked again, here
            told: list[str] = []
            while "escalated_outside" not in told:
                sent = (await reader.next("request")).data
                told += [sent["what"]] if sent["request_id"] == call["id"] else []
            async with hub.database.work() as work:
                await hub.requests.accept(work, call["id"], wang)
            while (sent := (await reader.next("request")).data)["what"] != "accepted":
                told.append(sent["what"])
            assert sent["name"] == "王阿姨"
        assert told.count("delivered") == told.count("escalated_outside") == 1
        for asked in (call, wish):
            assert (await elsewhere.whats(asked["id"])).count("delivered") == 1
        await one.aclose()
        await two.aclose()
    await hub.close()
