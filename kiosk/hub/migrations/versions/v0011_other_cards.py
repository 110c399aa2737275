"""Cards that are not ours, tied to a resident: hashes only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kiosk.hub.migrations import no_way_back
from kiosk.hub.models import UtcTime

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "other_card",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("resident_id", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("tied_at", UtcTime(), nullable=False),
        sa.Column("untied_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name="fk_other_card_resident_id_resident"),
        sa.PrimaryKeyConstraint("id", name="pk_other_card"),
        sa.UniqueConstraint("digest", name="uq_other_card_digest"),
    )
    op.create_index("ix_other_card_resident_id", "other_card", ["resident_id"])


downgrade = no_way_back
