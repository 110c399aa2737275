"""Old, new, torn, foreign and locked databases: nothing is deleted, the kiosk starts, the desk is told."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # it ships no types

from kiosk.adapters.store import SqlStore
from kiosk.adapters.store.aside import asides
from kiosk.domain.request import Request, Status, What
from kiosk.errors import StoreBusy, StoreError, StoreUnreadable
from tests.fakes.requests import AT, new_id, own, recorded

KEY = "ab" * 32
Make = Callable[..., SqlStore]


def now() -> datetime:
    return datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    made: list[SqlStore] = []

    def store(key: str = KEY, busy_seconds: float = 0.05) -> SqlStore:
        made.append(SqlStore(tmp_path, lambda: key, now, busy_seconds=busy_seconds))
        return made[-1]

    yield store
    for one in made:
        one.close()


def kept(make: Make) -> Request:
    """A request on the disk of a store that has been closed."""
    store = make()
    request = store.add(recorded())
    store.close()
    return request


def raw(folder: Path, key: str = KEY) -> Any:
    connection = dbapi2.connect(str(folder / "kiosk.db"), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    return connection


def test_nothing_readable_lies_on_the_disk(make: Make, tmp_path: Path) -> None:
    """S4: neither the place nor SQLite's own header is there to be read."""
    store = make()
    store.add(recorded())
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert len(content) > 8192
    assert b"SQLite format" not in content
    assert "医院".encode() not in content
    assert b"recorded" not in content
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.glob("kiosk.db*"))


def test_what_was_kept_is_there_after_a_restart(make: Make) -> None:
    request = kept(make)
    store = make()
    assert store.live() == (request,)
    assert store.pending() == 1
    assert store.faults() == ()


def test_making_a_store_loads_nothing_heavy() -> None:
    script = (
        "import sys; from kiosk.adapters.store import SqlStore; from kiosk.adapters.hub import HubClient;"
        "from kiosk.services import requests, sync, alarm; from kiosk.adapters import journal, clock, keys;"
        "print(sorted(m for m in ('sqlalchemy', 'sqlcipher3', 'alembic', 'pydantic', 'requests', 'ssl', 'uuid6')"
        " if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_connection_syncs_fully_and_logs_ahead(make: Make) -> None:
    store = make()
    store.open()
    engine = store._engine
    assert engine is not None
    with engine.connect() as connection:
        modes = [connection.exec_driver_sql(f"PRAGMA {p}").scalar() for p in ("synchronous", "journal_mode")]
    assert modes == [2, "wal"]


def moved(make: Make, tmp_path: Path, reason: str) -> SqlStore:
    """A store that found the database unusable, works, and has told so."""
    before = (tmp_path / "kiosk.db").read_bytes()
    store = make()
    assert store.live() == ()
    assert store.add(recorded()).number == 10
    assert store.faults() == ("store_moved_aside",)
    (folder,) = asides(tmp_path)
    assert folder.name == f"aside-001-{reason}"
    assert (folder / "kiosk.db").read_bytes() == before
    return store


def test_a_newer_database_is_moved_aside(make: Make, tmp_path: Path) -> None:
    kept(make)
    connection = raw(tmp_path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    moved(make, tmp_path, "newer")


def test_another_key_is_moved_aside_and_can_be_rescued(make: Make, tmp_path: Path) -> None:
    request = kept(make)
    store = make("cd" * 32)
    assert store.live() == ()
    assert store.faults() == ("store_moved_aside",)
    store.close()
    (folder,) = asides(tmp_path)
    for name in ("kiosk.db", "kiosk.db-wal", "kiosk.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    shutil.copy(folder / "kiosk.db", tmp_path / "kiosk.db")
    assert make().live() == (request,)


def test_a_torn_page_is_found_and_moved_aside(make: Make, tmp_path: Path) -> None:
    store = make()
    for _ in range(50):
        store.add(recorded())
    store.close()
    with (tmp_path / "kiosk.db").open("r+b") as file:
        file.seek(4096 * 3 + 100)
        file.write(os.urandom(64))
    moved(make, tmp_path, "torn")


@pytest.mark.parametrize(("size", "reason"), [(0, "empty"), (10, "unreadable"), (5000, "unreadable")])
def test_a_truncated_file_is_moved_aside(make: Make, tmp_path: Path, size: int, reason: str) -> None:
    kept(make)
    os.truncate(tmp_path / "kiosk.db", size)
    moved(make, tmp_path, reason)


def test_garbage_is_moved_aside(make: Make, tmp_path: Path) -> None:
    (tmp_path / "kiosk.db").write_bytes(os.urandom(40_000))
    moved(make, tmp_path, "unreadable")


def test_a_strange_database_under_our_key_is_moved_aside(make: Make, tmp_path: Path) -> None:
    connection = raw(tmp_path)
    connection.execute("CREATE TABLE something (a)")
    connection.close()
    moved(make, tmp_path, "unknown")


def test_the_log_of_a_lost_database_is_not_played_into_a_fresh_one(make: Make, tmp_path: Path) -> None:
    store = make()
    store.add(recorded())
    shutil.copy(tmp_path / "kiosk.db-wal", tmp_path / "saved")
    store.close()
    (tmp_path / "kiosk.db").unlink()
    (tmp_path / "saved").rename(tmp_path / "kiosk.db-wal")
    fresh = make()
    assert fresh.live() == ()
    assert fresh.faults() == ("store_moved_aside",)
    assert (asides(tmp_path)[0] / "kiosk.db-wal").stat().st_size > 0


def test_twice_aside_keeps_both(make: Make, tmp_path: Path) -> None:
    for _ in range(2):
        (tmp_path / "kiosk.db").write_bytes(os.urandom(10_000))
        store = make()
        store.open()
        store.close()
    assert [path.name for path in asides(tmp_path)] == ["aside-001-unreadable", "aside-002-unreadable"]


def test_one_that_breaks_while_in_use_is_told_and_the_next_call_finds_a_fresh_one(make: Make, tmp_path: Path) -> None:
    store = make()
    for _ in range(30):
        store.add(recorded())
    store.close()
    store = make()
    store.open()
    with (tmp_path / "kiosk.db").open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(4096 * 20))
    with store._engine.connect() as connection:  # type: ignore[union-attr]  # it is open
        connection.exec_driver_sql("PRAGMA shrink_memory")
    with pytest.raises(StoreUnreadable):
        store.live()
    assert store.live() == ()
    assert store.faults() == ("store_moved_aside",)


def test_a_locked_database_is_busy_soon_and_well_again_after(make: Make, tmp_path: Path) -> None:
    store = make()
    request = store.add(recorded())
    other = raw(tmp_path)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy):
        store.add(recorded())
    other.execute("ROLLBACK")
    other.close()
    assert store.live() == (request,)
    assert store.faults() == ()


def test_locked_at_the_start_is_busy_and_not_moved_aside(make: Make, tmp_path: Path) -> None:
    request = kept(make)
    other = raw(tmp_path)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    store = make()
    with pytest.raises(StoreBusy):
        store.live()
    assert store.faults() == ("store_unavailable",)
    other.execute("ROLLBACK")
    other.close()
    assert store.live() == (request,)
    assert store.faults() == ()


def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    store = SqlStore(tmp_path / "file" / "state", lambda: KEY, now)
    with pytest.raises(StoreError):
        store.live()
    assert store.faults() == ("store_unavailable",)
    store.close()


def test_a_closed_store_says_so(make: Make) -> None:
    store = make()
    store.open()
    store.close()
    store.close()
    with pytest.raises(StoreBusy):
        store.live()


# --- version 1, as it was before `request.ended_at` ---

V1 = """
CREATE TABLE request (id VARCHAR NOT NULL, seq INTEGER NOT NULL, kind VARCHAR NOT NULL, mode VARCHAR NOT NULL,
  status VARCHAR NOT NULL, number INTEGER NOT NULL, details JSON NOT NULL, created_at VARCHAR, boot VARCHAR NOT NULL,
  born FLOAT NOT NULL, valid_for FLOAT, PRIMARY KEY (id), UNIQUE (seq));
CREATE INDEX ix_request_status ON request (status);
CREATE TABLE event (request_id VARCHAR NOT NULL, id VARCHAR NOT NULL, position INTEGER NOT NULL, what VARCHAR NOT NULL,
  role VARCHAR NOT NULL, name VARCHAR NOT NULL, status VARCHAR, at VARCHAR, hub_seq INTEGER, facts JSON NOT NULL,
  PRIMARY KEY (request_id, id));
CREATE TABLE outbox (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, request_id VARCHAR NOT NULL,
  action VARCHAR NOT NULL, event_id VARCHAR NOT NULL, maybe_sent BOOLEAN NOT NULL);
CREATE INDEX ix_outbox_request_id ON outbox (request_id);
CREATE TABLE counter ("key" VARCHAR NOT NULL, value INTEGER NOT NULL, PRIMARY KEY ("key"));
PRAGMA user_version = 1;
"""


def version_1(folder: Path) -> dict[str, str]:
    """A database as version 1 left it: one live taxi in the outbox, one that is done. Gives their ids by status."""
    connection = raw(folder)
    connection.execute("PRAGMA journal_mode = WAL").fetchall()
    connection.executescript(V1)
    ids = {"recorded": new_id(), "done": new_id()}
    pickup = {"id": "centre", "name": "活动中心", "detail": ""}
    wish = json.dumps({"pickup": pickup, "destination": None, "kind": "taxi"})
    for seq, (status, request_id) in enumerate(ids.items(), 1):
        row = (request_id, seq, "taxi", "actual", status, 9 + seq, wish, AT.isoformat(), "boot-1", 1.0, 900.0)
        connection.execute("INSERT INTO request VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        for position, what in enumerate(("recorded", "done")[:seq]):
            event = (request_id, new_id(), position, what, "hub", "", what, f"2026-11-0{1 + position}T00:00:00+00:00")
            connection.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, '{}')", event)
    connection.execute("INSERT INTO outbox VALUES (1, ?, 'submit', '', 0)", (ids["recorded"],))
    connection.executemany("INSERT INTO counter VALUES (?, ?)", [("seq", 2), ("number", 11), ("cursor:k", 7)])
    connection.close()
    return ids


def test_version_1_is_copied_and_taken_over(make: Make, tmp_path: Path) -> None:
    ids = version_1(tmp_path)
    before = (tmp_path / "kiosk.db").stat().st_size
    store = make()
    (live,) = store.live()
    assert (live.id, live.status, live.number) == (ids["recorded"], Status.RECORDED, 10)
    assert store.outgoing()[0].outgoing.request_id == live.id
    assert store.cursor("k") == 7
    assert (store.add(recorded()).seq, store.faults()) == (3, ())
    copy = tmp_path / "kiosk.before-v2.db"
    assert copy.stat().st_size >= before
    assert copy.stat().st_mode & 0o077 == 0


def test_what_had_ended_in_version_1_can_now_be_removed(make: Make, tmp_path: Path) -> None:
    ids = version_1(tmp_path)
    store = make()
    assert store.tidy(datetime(2026, 11, 1, 12, tzinfo=UTC)) == 0
    assert store.tidy(datetime(2026, 11, 2, 12, tzinfo=UTC)) == 1
    assert store.get(ids["done"]) is None
    assert store.get(ids["recorded"])


def test_the_copy_is_the_database_as_it_was(make: Make, tmp_path: Path) -> None:
    version_1(tmp_path)
    make().open()
    folder = tmp_path / "copy"
    folder.mkdir()
    shutil.copy(tmp_path / "kiosk.before-v2.db", folder / "kiosk.db")
    connection = raw(folder)
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert connection.execute("SELECT count(*) FROM request").fetchone() == (2,)
    connection.close()


def test_a_step_that_fails_leaves_the_old_one_aside_and_the_kiosk_starts(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version_1(tmp_path)

    def broken(*_args: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("kiosk.adapters.store.migrations.STEPS", {1: broken})
    store = make()
    assert store.live() == ()
    assert [path.name for path in asides(tmp_path)] == ["aside-001-migration"]
    assert store.faults() == ("store_moved_aside",)


def test_a_fresh_database_has_the_form_that_the_steps_lead_to(make: Make, tmp_path: Path) -> None:
    def form(folder: Path) -> list[Any]:
        connection = raw(folder)
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {t: sorted(r[1:3] for r in connection.execute(f"PRAGMA table_info({t})")) for t in sorted(tables)}
        connection.close()
        return sorted(columns.items())

    version_1(tmp_path)
    make().open()
    fresh_folder = tmp_path / "fresh"
    fresh = SqlStore(fresh_folder, lambda: KEY, now)
    fresh.open()
    fresh.close()
    assert form(tmp_path) == form(fresh_folder)


def test_an_old_copy_goes_with_the_requests_it_holds(make: Make, tmp_path: Path) -> None:
    version_1(tmp_path)
    store = make()
    store.open()
    copy = tmp_path / "kiosk.before-v2.db"
    os.utime(copy, (0, datetime(2026, 11, 1, tzinfo=UTC).timestamp()))
    store.tidy(datetime(2026, 10, 1, tzinfo=UTC))
    assert copy.exists()
    store.tidy(datetime(2026, 11, 10, tzinfo=UTC))
    assert not copy.exists()


def test_own_events_survive_with_their_facts(make: Make) -> None:
    request = kept(make)
    store = make()
    store.record(own(request, What.NOT_SEEN, where="gate", minutes=3))
    store.close()
    found = make().get(request.id)
    assert found is not None
    assert dict(found.events[-1].facts) == {"where": "gate", "minutes": 3}
