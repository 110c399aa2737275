"""What residents with a card have learned."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kiosk.hub.migrations import no_way_back
from kiosk.hub.models import UtcTime

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "lesson_fact",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("resident_id", sa.String(length=36), nullable=False),
        sa.Column("kiosk_id", sa.String(length=36), nullable=False),
        sa.Column("lesson", sa.String(length=40), nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("answered_right", sa.Integer(), nullable=False),
        sa.Column("answered_of", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("received_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name="fk_lesson_fact_resident_id_resident"),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosk.id"], name="fk_lesson_fact_kiosk_id_kiosk"),
        sa.PrimaryKeyConstraint("id", name="pk_lesson_fact"),
    )
    op.create_index("ix_lesson_fact_resident_id", "lesson_fact", ["resident_id"])


downgrade = no_way_back
