"""What is asked about policies, counted without names, and the questions that found nothing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kiosk.hub.migrations import no_way_back

revision = "0012"
down_revision = "0011"
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "asked_count",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=False),
        sa.Column("kiosk_id", sa.String(length=36), nullable=False),
        sa.Column("count", BIG, nullable=False),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosk.id"], name="fk_asked_count_kiosk_id_kiosk"),
        sa.PrimaryKeyConstraint("month", "outcome", "about", "kiosk_id", name="pk_asked_count"),
    )
    op.create_table(
        "unanswered",
        sa.Column("words", sa.String(length=40), nullable=False),
        sa.Column("count", BIG, nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("words", name="pk_unanswered"),
    )


downgrade = no_way_back
