"""What each kiosk found of itself in the morning."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kiosk.hub.migrations import no_way_back

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "self_test",
        sa.Column("kiosk_id", sa.String(length=36), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("red", sa.Integer(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosk.id"], name="fk_self_test_kiosk_id_kiosk"),
        sa.PrimaryKeyConstraint("kiosk_id", "day", name="pk_self_test"),
    )


downgrade = no_way_back
