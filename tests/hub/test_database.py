"""The hub's database: encrypted, synced, its steps make the models, and a work is whole or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import IntegrityError

from kiosk.hub.bus import InProcessBus, Notice, Topic
from kiosk.hub.database import Database
from kiosk.hub.engine import create_engine
from kiosk.hub.errors import HubStartError
from kiosk.hub.migrate import FOLDER, check, migrate, version
from kiosk.hub.migrations import HEAD
from kiosk.hub.models import Base, EnrolmentCode
from kiosk.hub.requests.repository import OPEN, open_requests
from tests.hub.house import House

pytestmark = pytest.mark.anyio
KEY = "00" * 32


async def test_the_steps_make_the_models(hub_house: House) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))

    async with hub_house.hub.database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


@pytest.mark.sqlite
async def test_what_is_open_is_found_among_all_that_ever_were_by_an_index(hub_house: House) -> None:
    """Every page of the desk asks for it, and the ended ones are a million in time."""
    asked: list[str] = []
    async with hub_house.hub.database.read() as session:
        bound = session.get_bind()

        def hear(_c: object, _u: object, statement: str, *_: object) -> None:
            asked.append(statement)

        event.listen(bound, "before_cursor_execute", hear)
        await open_requests(session)
        event.remove(bound, "before_cursor_execute", hear)
        plan = await session.connection()
        found = await plan.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[-1]}", tuple(OPEN))
    assert any("ix_request_status" in str(row) for row in found)


def test_head_is_the_newest_step() -> None:
    assert ScriptDirectory(str(FOLDER)).get_current_head() == HEAD


@pytest.mark.sqlite
async def test_a_hub_starts_on_its_own_version_only(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite+aiosqlite:///{tmp_path / 'hub.sqlite'}", KEY)
    with pytest.raises(HubStartError, match="kiosk hub migrate"):
        await check(engine)
    assert await migrate(engine) == ("", HEAD)
    assert await migrate(engine) == (HEAD, HEAD)
    await check(engine)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(HubStartError, match="newer"):
        await check(engine)
    with pytest.raises(HubStartError, match="newer"):
        await migrate(engine)
    await engine.dispose()


@pytest.mark.sqlite
async def test_s4_the_file_is_encrypted_and_synced(hub_house: House) -> None:
    file = hub_house.hub.settings.state_dir / "hub.sqlite"
    async with hub_house.hub.database.read() as session:
        assert (await session.execute(text("PRAGMA synchronous"))).scalar() == 2
        assert (await session.execute(text("PRAGMA journal_mode"))).scalar() == "wal"
    assert not file.read_bytes().startswith(b"SQLite format 3")
    assert (hub_house.hub.settings.state_dir / "hub.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.sqlite
async def test_s4_another_key_reads_nothing(hub_house: House) -> None:
    engine = create_engine(hub_house.hub.settings.database, KEY)
    with pytest.raises(HubStartError, match="another key"):
        await version(engine)
    await engine.dispose()


async def test_a_work_that_fails_leaves_nothing_and_tells_nobody(hub_house: House) -> None:
    bus = InProcessBus()
    database = Database(hub_house.hub.database.engine, bus)
    heard = bus.subscribe(Notice(Topic.KIOSK))
    now = hub_house.clock.now()

    def code() -> EnrolmentCode:
        return EnrolmentCode(secret_hash="x", created_at=now, expires_at=now)

    async def twice() -> None:
        async with database.work() as work:
            work.announce(Topic.KIOSK, "a")
            work.session.add(code())
            await work.session.flush()
            work.session.add(code())
            await work.session.flush()

    with pytest.raises(IntegrityError):
        await twice()
    async with database.read() as session:
        assert (await session.execute(text("SELECT count(*) FROM enrolment_code"))).scalar() == 0
    assert await heard.wait(0) == frozenset()
    async with database.work() as work:
        work.announce(Topic.KIOSK, "a")
        work.session.add(code())
        assert await heard.wait(0) == frozenset()
    assert await heard.wait(0) == {Notice(Topic.KIOSK, "a")}


async def test_a_damaged_key_is_one_line(tmp_path: Path) -> None:
    from tests.hub.house import house

    (tmp_path / "hub.key").write_text("not a key")
    with pytest.raises(HubStartError, match=r"hub\.key: not a key"):
        async with house(tmp_path):
            pytest.fail("it started")


@pytest.mark.sqlite
async def test_a_work_inside_a_work_is_an_error_not_a_standstill(hub_house: House) -> None:
    async def nested() -> None:
        async with hub_house.hub.database.work(), hub_house.hub.database.work():
            pytest.fail("two at once")

    with pytest.raises(RuntimeError, match="wait for itself"):
        await nested()
    async with hub_house.hub.database.work() as work:
        work.announce(Topic.KIOSK, "a")


@pytest.mark.sqlite
async def test_a_statement_crosses_to_its_thread_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crossed: list[object] = []
    whole: Any = aiosqlite.Connection._execute

    async def counted(self: aiosqlite.Connection, fn: Any, *args: Any, **more: Any) -> Any:
        crossed.append(fn)
        return await whole(self, fn, *args, **more)

    monkeypatch.setattr(aiosqlite.Connection, "_execute", counted)
    engine = create_engine(f"sqlite+aiosqlite:///{tmp_path / 'hub.sqlite'}", KEY)
    async with engine.connect() as connection:
        await connection.execute(text("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT UNIQUE)"))
        await connection.execute(text("INSERT INTO t (b) VALUES (:b)"), [{"b": name} for name in "abc"])
        crossed.clear()
        found = await connection.execute(text("SELECT a, b FROM t ORDER BY a"))
        assert list(found.keys()) == ["a", "b"]
        assert [tuple(row) for row in found] == [(1, "a"), (2, "b"), (3, "c")]
        changed = await connection.execute(text("UPDATE t SET b = b || 'x' WHERE a > 1"))
        assert changed.rowcount == 2
        with pytest.raises(IntegrityError):
            await connection.execute(text("INSERT INTO t (b) VALUES ('a')"))
        assert len(crossed) == 3
    await engine.dispose()
