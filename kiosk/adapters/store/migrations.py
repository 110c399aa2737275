"""Steps from older forms. Imported only when a step is due: alembic costs 0.2 s and 20 MB."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import JSON, Column, Connection, String, text


def _to_2(op: Operations, connection: Connection) -> None:
    """Requests learn when they ended: at their newest event's time, the best that version 1 knows."""
    op.add_column("request", Column("ended_at", String))
    connection.execute(
        text(
            "UPDATE request SET ended_at = coalesce("
            "(SELECT max(at) FROM event WHERE event.request_id = request.id), created_at) "
            "WHERE status IN ('done', 'cancelled', 'failed', 'expired')"
        )
    )


def _to_3(op: Operations, connection: Connection) -> None:  # noqa: ARG001 - every step has both
    """Requests learn whose they are; those of before were guests', which NULL says too."""
    op.add_column("request", Column("owner", JSON))


STEPS: Mapping[int, Callable[[Operations, Connection], None]] = {1: _to_2, 2: _to_3}


def migrate(connection: Connection, version: int, target: int) -> None:
    """Take an open transaction's database from `version` to `target`; the caller writes the new number and commits."""
    op = Operations(MigrationContext.configure(connection))
    for step in range(version, target):
        STEPS[step](op, connection)
