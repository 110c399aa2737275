"""Engines: SQLite encrypted with SQLCipher, WAL and synchronous=FULL by default; PostgreSQL by its URL.

aiosqlite is written for sqlite3; SQLCipher's module has the same face and exceptions of its own, so a small copy of
aiosqlite's names with those exceptions lets SQLAlchemy recognise them.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiosqlite
from sqlalchemy import Connection, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlcipher3 import dbapi2 as sqlcipher  # type: ignore[import-untyped]  # has no stubs

from kiosk.hub.one_hop import OneHop
from kiosk.hub.owner import hand_over, make_folder

WRITE = "silver_key_write"
BUSY_SECONDS = 5.0
STANDS_STILL_SECONDS = 15.0
"""PostgreSQL: a process that stands still in the middle of a write loses it, for all others wait for its locks."""
_NAMES = (
    "DatabaseError",
    "Error",
    "IntegrityError",
    "NotSupportedError",
    "OperationalError",
    "ProgrammingError",
    "sqlite_version",
    "sqlite_version_info",
)


def create_engine(url: str, key: str) -> AsyncEngine:
    """An engine for `url`; `key` encrypts SQLite (64 hexadecimal digits)."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_async_engine(
            parsed,
            pool_pre_ping=True,
            pool_size=10,
            max_overflow=20,
            hide_parameters=True,
            connect_args={"options": _on_server()},
        )
    engine = create_async_engine(
        "sqlite+aiosqlite:///" + (parsed.database or ""),
        module=_module(),
        async_creator=_connector(Path(parsed.database or ""), key),
        hide_parameters=True,  # a logged error must not tell what was in the row (S4)
        pool_size=8,
        max_overflow=24,
    )
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _on_server() -> str:
    """Nobody waits for a lock for ever: as on SQLite, who cannot write says so, and is asked again."""
    limits = {"lock_timeout": BUSY_SECONDS, "idle_in_transaction_session_timeout": STANDS_STILL_SECONDS}
    return " ".join(f"-c {name}={int(seconds * 1000)}" for name, seconds in limits.items())


def _begin(connection: Connection) -> None:
    """A writer takes the lock at once: upgrading a reader's transaction could fail half-way with "locked"."""
    write = connection.get_execution_options().get(WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _module() -> Any:
    names = SimpleNamespace(**{name: getattr(sqlcipher, name) for name in _NAMES})
    names.Connection = aiosqlite.Connection
    return OneHop(names, sqlcipher)  # type: ignore[arg-type]  # the names it uses, no more


def _connector(path: Path, key: str) -> Any:
    def open_() -> Any:
        make_folder(path.parent, 0o700)
        path.touch(mode=0o600)  # its log takes the same rights, and owner, when it is made
        hand_over(path)
        connection = sqlcipher.connect(str(path), timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA cipher_log_level = NONE")  # a wrong key is told by us, in one line
        connection.execute(f"PRAGMA key = \"x'{key}'\"")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # what is removed is overwritten
        return connection

    async def connect(*_: object, **__: object) -> Any:
        connection = aiosqlite.Connection(open_, 64)
        connection._thread.daemon = True  # a process that ends must not wait for an idle database thread
        try:
            return await connection
        except BaseException:
            # its thread still tells this loop that it has ended; a loop closed meanwhile would make that a traceback
            await asyncio.to_thread(connection._thread.join, BUSY_SECONDS)
            raise

    return connect
