"""留话: recordings attached to requests; badges of the staff."""

from __future__ import annotations

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    pass


def downgrade() -> None:
    raise NotImplementedError("a backup is the way back: an older program must not meet newer data")
