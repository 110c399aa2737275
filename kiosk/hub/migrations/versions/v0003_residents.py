"""Residents, their cards, consents and preferences."""

from __future__ import annotations

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise NotImplementedError("a backup is the way back: an older program must not meet newer data")
