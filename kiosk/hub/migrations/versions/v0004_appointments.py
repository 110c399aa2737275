"""Holds and bookings at hospitals."""

from __future__ import annotations

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise NotImplementedError("a backup is the way back: an older program must not meet newer data")
