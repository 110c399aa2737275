"""Groups, rota and telephone list; whose turn an alarm is; shifts handed over, and hours in which nobody listened."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kiosk.hub.migrations import no_way_back

revision = "0009"
down_revision = "0008"
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
OPEN = sa.text("until IS NULL")


def upgrade() -> None:
    op.create_table(
        "duty_group",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("members", sa.JSON(), nullable=False),
        sa.Column("rota", sa.JSON(), nullable=False),
        *_versioned(),
        sa.PrimaryKeyConstraint("id", name="pk_duty_group"),
        sa.UniqueConstraint("name", name="uq_duty_group_name"),
    )
    op.create_table(
        "duty_phone",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=21), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *_versioned(),
        sa.PrimaryKeyConstraint("id", name="pk_duty_phone"),
    )
    op.create_table(
        "escalation",
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("goal", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("rung", sa.JSON(), nullable=False),
        sa.Column("round_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name="fk_escalation_request_id_request"),
        sa.PrimaryKeyConstraint("request_id", name="pk_escalation"),
    )
    _spells_and_shifts()


def _versioned() -> list[sa.Column[object]]:
    return [
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.String(length=80), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
    ]


def _spells_and_shifts() -> None:
    op.create_table(
        "unarmed_spell",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("group_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("until", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_unarmed_spell"),
    )
    op.create_index("ix_unarmed_spell_since", "unarmed_spell", ["since"])
    op.create_index(
        "uq_unarmed_spell_open", "unarmed_spell", ["group_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_table(
        "shift_handover",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("from_id", sa.String(length=36), nullable=False),
        sa.Column("from_name", sa.String(length=80), nullable=False),
        sa.Column("to_id", sa.String(length=36), nullable=False),
        sa.Column("to_name", sa.String(length=80), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("open", sa.JSON(), nullable=False),
        sa.Column("offered_at", TIME, nullable=False),
        sa.Column("signed_at", TIME, nullable=True),
        sa.Column("withdrawn_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["from_id"], ["staff.id"], name="fk_shift_handover_from_id_staff"),
        sa.ForeignKeyConstraint(["to_id"], ["staff.id"], name="fk_shift_handover_to_id_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_shift_handover"),
    )
    for column in ("from_id", "to_id", "offered_at"):
        op.create_index(f"ix_shift_handover_{column}", "shift_handover", [column])


downgrade = no_way_back
