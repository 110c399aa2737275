"""Faults that a person sees to, CAP messages, drills, and the promise a centre signs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kiosk.hub.migrations import no_way_back
from kiosk.hub.models import UtcTime

revision = "0010"
down_revision = "0009"
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _faults()
    _cap()
    _drills()


def _faults() -> None:
    op.create_table(
        "fault",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("open_key", sa.String(length=120), nullable=True),
        sa.Column("since", UtcTime(), nullable=False),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("seen_at", UtcTime(), nullable=True),
        sa.Column("seen_by", sa.String(length=36), nullable=True),
        sa.Column("seen_name", sa.String(length=80), nullable=False),
        sa.Column("doing", sa.String(length=200), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["seen_by"], ["staff.id"], name="fk_fault_seen_by_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_fault"),
        sa.UniqueConstraint("open_key", name="uq_fault_open_key"),
    )
    op.create_index("ix_fault_since", "fault", ["since"])


def _cap() -> None:
    op.create_table(
        "cap_endpoint",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("cursor", BIG, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_cap_endpoint"),
    )
    op.create_table(
        "cap_message",
        sa.Column("seq", BIG, nullable=False),
        sa.Column("endpoint", sa.String(length=40), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("event_seq", BIG, nullable=False),
        sa.Column("identifier", sa.String(length=120), nullable=False),
        sa.Column("sender", sa.String(length=80), nullable=False),
        sa.Column("sent", sa.String(length=25), nullable=False),
        sa.Column("type", sa.String(length=8), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("give_up_at", UtcTime(), nullable=False),
        sa.Column("taken_at", UtcTime(), nullable=True),
        sa.Column("acknowledged_at", UtcTime(), nullable=True),
        sa.Column("reason", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name="fk_cap_message_request_id_request"),
        sa.PrimaryKeyConstraint("seq", name="pk_cap_message"),
        sa.UniqueConstraint("endpoint", "event_seq", name="uq_cap_message_endpoint"),
        sa.UniqueConstraint("identifier", name="uq_cap_message_identifier"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_cap_message_request_id", "cap_message", ["request_id"])
    op.create_index("ix_cap_message_state", "cap_message", ["state"])
    op.create_table(
        "cap_heard",
        sa.Column("endpoint", sa.String(length=40), nullable=False),
        sa.Column("identifier", sa.String(length=120), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name="fk_cap_heard_request_id_request"),
        sa.PrimaryKeyConstraint("endpoint", "identifier", name="pk_cap_heard"),
    )
    op.create_index("ix_cap_heard_at", "cap_heard", ["at"])


def _drills() -> None:
    op.create_table(
        "drill",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kiosk_id", sa.String(length=36), nullable=False),
        sa.Column("open_key", sa.String(length=36), nullable=True),
        sa.Column("staff_id", sa.String(length=36), nullable=True),
        sa.Column("staff_name", sa.String(length=80), nullable=False),
        sa.Column("started_at", UtcTime(), nullable=False),
        sa.Column("until", UtcTime(), nullable=False),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("why", sa.String(length=8), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosk.id"], name="fk_drill_kiosk_id_kiosk"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_drill_staff_id_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_drill"),
        sa.UniqueConstraint("open_key", name="uq_drill_open_key"),
    )
    op.create_index("ix_drill_kiosk_id", "drill", ["kiosk_id"])
    op.create_index("ix_drill_request_id", "drill", ["request_id"])
    op.create_index("ix_drill_started_at", "drill", ["started_at"])
    op.create_table(
        "centre_promise",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("signed_at", UtcTime(), nullable=False),
        sa.Column("signed_on", sa.String(length=10), nullable=False),
        sa.Column("signed_name", sa.String(length=80), nullable=False),
        sa.Column("staff_id", sa.String(length=36), nullable=True),
        sa.Column("who", sa.String(length=400), nullable=False),
        sa.Column("hours", sa.String(length=400), nullable=False),
        sa.Column("withdrawn_at", UtcTime(), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_centre_promise_staff_id_staff"),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["staff.id"], name="fk_centre_promise_withdrawn_by_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_centre_promise"),
    )
    op.create_index("ix_centre_promise_signed_at", "centre_promise", ["signed_at"])


downgrade = no_way_back
