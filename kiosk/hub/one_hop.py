"""SQLite's statements with one crossing to its thread each.

SQLAlchemy's adapter for aiosqlite crosses four times: for a cursor, for the statement, for its rows, for the cursor's
end. Each crossing wakes a thread and the loop again, which costs more than the statement. Here one function does all
four there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.connectors.asyncio import AsyncAdapt_dbapi_connection
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)
from sqlalchemy.util import await_, immutabledict

NOTHING: immutabledict[Any, Any] = immutabledict()


@dataclass
class _Told:
    """What a cursor had to tell, once it is closed."""

    description: Any = None
    rowcount: int = -1
    lastrowid: int = 0
    arraysize: int = 1

    def close(self) -> None:
        """It is closed."""


class OneHopCursor(AsyncAdapt_aiosqlite_cursor):
    __slots__ = ()
    _awaitable_cursor_close = False

    def __init__(self, adapt_connection: AsyncAdapt_dbapi_connection) -> None:
        self._adapt_connection = adapt_connection
        self._connection = adapt_connection._connection
        self._cursor: Any = _Told()
        self._soft_closed_memoized = NOTHING
        self._rows = deque()

    async def _execute_async(self, operation: Any, parameters: Any) -> None:
        await self._cross("execute", operation, parameters or ())

    async def _executemany_async(self, operation: Any, seq_of_parameters: Any) -> None:
        await self._cross("executemany", operation, seq_of_parameters)

    async def _cross(self, how: str, operation: str, parameters: Any) -> None:
        connection: Any = self._connection
        async with self._adapt_connection._execute_mutex:
            found = await connection._execute(_run, connection._conn, how, operation, parameters)
            self._cursor, self._rows = found


class OneHopConnection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()
    _cursor_cls = OneHopCursor


class OneHop(AsyncAdapt_aiosqlite_dbapi):
    def connect(self, *arg: Any, **kw: Any) -> OneHopConnection:
        return OneHopConnection(self, await_(kw.pop("async_creator_fn")(*arg, **kw)))


def _run(connection: Any, how: str, operation: str, parameters: Sequence[Any]) -> tuple[_Told, deque[Any]]:
    """On SQLite's own thread."""
    cursor = connection.cursor()
    try:
        getattr(cursor, how)(operation, parameters)
        rows: deque[Any] = deque(cursor.fetchall() if cursor.description else ())
        return _Told(cursor.description, cursor.rowcount, cursor.lastrowid), rows
    finally:
        cursor.close()
