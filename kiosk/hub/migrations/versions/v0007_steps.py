"""How screens are left, counted without names."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kiosk.hub.migrations import no_way_back

revision = "0007"
down_revision = "0006"
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "step_count",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("screen", sa.String(length=40), nullable=False),
        sa.Column("left", sa.String(length=10), nullable=False),
        sa.Column("helped", sa.Boolean(), nullable=False),
        sa.Column("kiosk_id", sa.String(length=36), nullable=False),
        sa.Column("count", BIG, nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosk.id"], name="fk_step_count_kiosk_id_kiosk"),
        sa.PrimaryKeyConstraint("day", "screen", "left", "helped", "kiosk_id", name="pk_step_count"),
    )
    with op.batch_alter_table("kiosk") as kiosk:
        kiosk.add_column(sa.Column("last_batch", sa.String(length=36), nullable=False, server_default=""))


downgrade = no_way_back
