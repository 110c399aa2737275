"""Badges of the staff with their PIN, and what a badge opens at a kiosk for a short while."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kiosk.hub.migrations import no_way_back

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    with op.batch_alter_table("staff") as staff:
        staff.add_column(sa.Column("badge_hash", sa.String(length=64), nullable=True))
        staff.add_column(sa.Column("pin_hash", sa.String(length=200), nullable=False, server_default=""))
        staff.add_column(sa.Column("pin_failures", sa.Integer(), nullable=False, server_default="0"))
        staff.add_column(sa.Column("pin_locked_until", sa.DateTime(timezone=True), nullable=True))
        staff.create_index("ix_staff_badge_hash", ["badge_hash"], unique=True)
    op.create_table(
        "staff_pass",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=36), nullable=False),
        sa.Column("kiosk_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_pass_staff_id_staff"),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosk.id"], name="fk_staff_pass_kiosk_id_kiosk"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_staff_pass"),
    )
    op.create_index("ix_staff_pass_staff_id", "staff_pass", ["staff_id"])


downgrade = no_way_back
