"""Steps from older forms. Imported only when a step is due: alembic costs 0.2 s and 20 MB."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import JSON, Boolean, Column, Connection, Float, Integer, LargeBinary, String, text


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


def _to_4(op: Operations, connection: Connection) -> None:  # noqa: ARG001 - every step has both
    """Cards that were seen here; none was before."""
    op.create_table(
        "card",
        Column("code_hash", String, primary_key=True),
        Column("resident_id", String, nullable=False, index=True),
        Column("habits", JSON, nullable=False),
        Column("kept_at", String, nullable=False),
    )


def _to_5(op: Operations, connection: Connection) -> None:  # noqa: ARG001 - every step has both
    """Residents can leave a message; what they say is kept until the hub has it."""
    op.create_table("sound", Column("event_id", String, primary_key=True), Column("data", LargeBinary, nullable=False))


def _to_6(op: Operations, connection: Connection) -> None:  # noqa: ARG001 - every step has both
    """What residents have learned; nothing was kept before."""
    op.create_table(
        "learned",
        Column("id", String, primary_key=True),
        Column("resident_id", String, nullable=False, index=True),
        Column("lesson", String, nullable=False),
        Column("what", String, nullable=False),
        Column("part", Integer, nullable=False),
        Column("right", Integer, nullable=False),
        Column("of", Integer, nullable=False),
        Column("at", String, nullable=False),
        Column("sent", Boolean, nullable=False),
        Column("kept_at", String, nullable=False),
    )


def _to_7(op: Operations, connection: Connection) -> None:  # noqa: ARG001 - every step has both
    """Lessons that were paused for somebody else; none was kept before."""
    op.create_table(
        "paused",
        Column("rank", Integer, primary_key=True),
        Column("lesson", String, nullable=False),
        Column("stage", String, nullable=False),
        Column("part", Integer, nullable=False),
        Column("step", Integer, nullable=False),
        Column("boot", String, nullable=False),
        Column("born", Float, nullable=False),
    )


STEPS: Mapping[int, Callable[[Operations, Connection], None]] = {
    1: _to_2,
    2: _to_3,
    3: _to_4,
    4: _to_5,
    5: _to_6,
    6: _to_7,
}


def migrate(connection: Connection, version: int, target: int) -> None:
    """Take an open transaction's database from `version` to `target`; the caller writes the new number and commits."""
    op = Operations(MigrationContext.configure(connection))
    for step in range(version, target):
        STEPS[step](op, connection)
