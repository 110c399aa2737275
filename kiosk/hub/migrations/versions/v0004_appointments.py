"""Holds and bookings at hospitals."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kiosk.hub.migrations import no_way_back
from kiosk.hub.models import UtcTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "hold",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("kiosk_id", sa.String(length=36), nullable=False),
        sa.Column("hospital", sa.String(length=31), nullable=False),
        sa.Column("slot_id", sa.String(length=128), nullable=False),
        sa.Column("start", UtcTime(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("asked_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosk.id"], name=op.f("fk_hold_kiosk_id_kiosk")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_hold")),
    )
    op.create_index("ix_hold_kiosk_id", "hold", ["kiosk_id"])
    op.create_index("ix_hold_state", "hold", ["state"])
    op.create_table(
        "hospital_booking",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("hospital", sa.String(length=31), nullable=False),
        sa.Column("slot_id", sa.String(length=128), nullable=False),
        sa.Column("hold_key", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("appointment", sa.JSON(), nullable=False),
        sa.Column("heard_at", UtcTime(), nullable=False),
        sa.Column("asked_at", UtcTime(), nullable=False),
        sa.Column("changed_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_hospital_booking_request_id_request")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_hospital_booking")),
    )
    op.create_index("ix_hospital_booking_request_id", "hospital_booking", ["request_id"])
    op.create_index("ix_hospital_booking_state", "hospital_booking", ["state"])


downgrade = no_way_back
