"""PostgreSQL: whoever writes an event asks for the order of events before any row's lock (Work.keep_order).

Watches every statement of a test: two transactions that lock in different orders would wait for each other, one day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

ORDER = "pg_advisory_xact_lock"
LOCKS = re.compile(r"^(UPDATE|DELETE)\b|\bFOR (NO KEY )?UPDATE\b")
_HELD = "silver_key_locked_before"


@contextmanager
def watched() -> Iterator[list[str]]:
    """What was locked before the order, in the transactions that asked for it."""
    wrong: list[str] = []

    def begun(connection: Connection) -> None:
        connection.info[_HELD] = []

    def about_to(connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        held = connection.info.setdefault(_HELD, [])
        if ORDER in statement:
            wrong.extend(held)
            held.clear()
        elif LOCKS.search(statement):
            held.append(statement)

    listening = (("begin", begun), ("before_cursor_execute", about_to))
    for name, hears in listening:
        event.listen(Engine, name, hears)
    try:
        yield wrong
    finally:
        for name, hears in listening:
            event.remove(Engine, name, hears)
