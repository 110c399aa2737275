"""Requests learn whose they are; those of before were guests'."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kiosk.hub.migrations import no_way_back

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("request") as request:
        request.add_column(sa.Column("resident_id", sa.String(length=36), nullable=False, server_default=""))
        request.add_column(sa.Column("for_whom", sa.String(length=10), nullable=False, server_default="self"))
        request.add_column(sa.Column("helper", sa.String(length=80), nullable=False, server_default=""))
        request.create_index("ix_request_resident_id", ["resident_id"])


downgrade = no_way_back
