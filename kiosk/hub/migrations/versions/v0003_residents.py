"""Residents, their cards, consents and habits, and what a card opened where."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kiosk.hub.migrations import no_way_back
from kiosk.hub.models import UtcTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "resident",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("display_name", sa.String(length=80), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("zodiac_hash", sa.String(length=200), nullable=False),
        sa.Column("open_failures", sa.Integer(), nullable=False),
        sa.Column("open_day", sa.String(length=10), nullable=False),
        sa.Column("health_consent_at", UtcTime(), nullable=True),
        sa.Column("health_withdrawn_at", UtcTime(), nullable=True),
        sa.Column("habits", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident")),
    )
    op.create_index("ix_resident_phone", "resident", ["phone"])
    op.create_index("ix_resident_seen_at", "resident", ["seen_at"])
    op.create_table(
        "card",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("resident_id", sa.String(length=36), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("number_hash", sa.String(length=64), nullable=False),
        sa.Column("issued_at", UtcTime(), nullable=False),
        sa.Column("revoked_at", UtcTime(), nullable=True),
        sa.Column("replaced_by", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_card_resident_id_resident")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_card_code_hash")),
        sa.UniqueConstraint("number_hash", name=op.f("uq_card_number_hash")),
    )
    op.create_index("ix_card_resident_id", "card", ["resident_id"])
    _passes()


def _passes() -> None:
    op.create_table(
        "resident_pass",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("resident_id", sa.String(length=36), nullable=False),
        sa.Column("kiosk_id", sa.String(length=36), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("used_at", UtcTime(), nullable=False),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosk.id"], name=op.f("fk_resident_pass_kiosk_id_kiosk")),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_resident_pass_resident_id_resident")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_resident_pass")),
    )
    op.create_index("ix_resident_pass_resident_id", "resident_pass", ["resident_id"])
    op.create_index("ix_resident_pass_used_at", "resident_pass", ["used_at"])


downgrade = no_way_back
