"""Opening the database: check it, bring it to today's form, or put it aside and begin afresh."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # it ships no types

from kiosk.adapters.files import sync_folder
from kiosk.adapters.store import schema
from kiosk.adapters.store.aside import SIDE_FILES, move_aside
from kiosk.adapters.store.errors import translated
from kiosk.errors import StoreError, StoreUnreadable

log = logging.getLogger(__name__)

NAME = "kiosk.db"
COPY = "kiosk.before-v{version}.db"


class _Aside(Exception):
    """The database there cannot be used; `reason` goes into the folder's name."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def open_database(folder: Path, key: Callable[[], str], busy_seconds: float) -> Engine:
    """An engine with one connection, checked, in today's form. Raises StoreError if not even a fresh one can be."""
    path = folder / NAME
    with translated():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        secret = key()
        try:
            return _found(path, secret, busy_seconds)
        except _Aside as aside:
            _put_aside(path, aside.reason)
        except StoreUnreadable:
            _put_aside(path, "unreadable")
        try:
            return _found(path, secret, busy_seconds)
        except _Aside as aside:
            raise StoreError(f"a fresh database is {aside.reason}") from aside


def _found(path: Path, key: str, busy_seconds: float) -> Engine:
    """The database that is there, or a fresh one."""
    _refuse_leftovers(path)
    if not path.exists():
        _make(path, key, busy_seconds)
    return _opened(path, key, busy_seconds)


def _make(path: Path, key: str, busy_seconds: float) -> None:
    """A fresh database appears whole or not at all; so an empty file under its name was torn, and is not new."""
    new = path.with_name(f"{path.name}.new")
    for name in (new.name, *(new.name + side for side in SIDE_FILES)):
        path.with_name(name).unlink(missing_ok=True)  # a former attempt; nothing was ever kept in it
    engine = _engine(new, key, busy_seconds)
    try:
        with translated(), engine.begin() as connection:
            schema.metadata.create_all(connection)
            connection.execute(text(f"PRAGMA user_version = {schema.VERSION}"))
    finally:
        engine.dispose()
    new.rename(path)
    sync_folder(path.parent)


def _refuse_leftovers(path: Path) -> None:
    """SQLite would take an empty file for a new database, and throw away the log that lies beside it."""
    if path.exists():
        if path.stat().st_size == 0:
            raise _Aside("empty")
    elif any(path.with_name(path.name + side).exists() for side in SIDE_FILES):
        raise _Aside("leftover")


def remove_old_copies(folder: Path, before: datetime) -> None:
    """Copies made before a migration hold requests too, and go when those would have gone. Raises StoreError."""
    with translated():
        for copy in folder.glob(COPY.format(version="*")):
            if copy.stat().st_mtime < before.timestamp():
                copy.unlink()


def _put_aside(path: Path, reason: str) -> None:
    log.error("the database is %s: moved to %s", reason, move_aside(path, reason).name)


def _opened(path: Path, key: str, busy_seconds: float) -> Engine:
    engine = _engine(path, key, busy_seconds)
    try:
        with translated():
            _check(engine, path)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _engine(path: Path, key: str, busy_seconds: float) -> Engine:
    def connect() -> dbapi2.Connection:
        connection = dbapi2.connect(
            str(path), timeout=busy_seconds, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to standard error
            connection.execute(f"PRAGMA key = \"x'{key}'\"")
            for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
                connection.execute(f"PRAGMA {pragma}").fetchall()
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite://", creator=connect, module=dbapi2, poolclass=StaticPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _check(engine: Engine, path: Path) -> None:
    with engine.connect() as connection:
        raw = connection.connection.cursor()
        version = int(raw.execute("PRAGMA user_version").fetchone()[0])
        path.chmod(0o600)  # its log takes the same rights when it is made
        _judge(raw, version)
        raw.execute("PRAGMA journal_mode = WAL").fetchall()  # it writes: only into what is ours
        if 0 < version < schema.VERSION:
            _copy(raw, path, version)
            _upgrade(connection, version)


def _judge(raw: dbapi2.Cursor, version: int) -> None:
    """Raises _Aside for what is no database of ours, whole and not newer.

    SQLite reads each page where its newest form lies, in the log or in the file. SQLCipher's own integrity check reads
    the file alone, and would condemn a database whose power failed while the log was being played into it.
    """
    if version > schema.VERSION:
        raise _Aside("newer")
    if raw.execute("PRAGMA quick_check").fetchone() != ("ok",):
        raise _Aside("torn")
    if version == 0:
        raise _Aside("unknown")


def _upgrade(connection: Connection, version: int) -> None:
    """The older steps, and the new number, in one transaction."""
    from kiosk.adapters.store.migrations import migrate  # alembic: only when a step is due

    log.warning("the database goes from version %d to %d", version, schema.VERSION)
    with connection.begin():
        try:
            migrate(connection, version, schema.VERSION)
        except (DBAPIError, dbapi2.Error):  # a full or broken disk is no fault of the database
            raise
        except Exception as error:
            log.exception("the step failed")
            raise _Aside("migration") from error
        connection.execute(text(f"PRAGMA user_version = {schema.VERSION}"))


def _copy(raw: dbapi2.Cursor, path: Path, version: int) -> None:
    """A whole copy beside the database, on the disk before the first step."""
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    copy = path.with_name(COPY.format(version=version + 1))
    part = copy.with_suffix(".part")
    with path.open("rb") as source, part.open("wb") as target:
        shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())
    part.chmod(0o600)
    part.replace(copy)
    sync_folder(path.parent)
