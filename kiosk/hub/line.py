"""A connection of its own to PostgreSQL, for what lasts as long as a session does: LISTEN, and the lead's lock.

Straight to the server: a pooler that lends connections for one transaction would lose both.
"""

from __future__ import annotations

from typing import Any

import psycopg
from sqlalchemy import make_url

CONNECT_SECONDS = 3
# Seconds after which either side takes a silent line for dead: a hub that lost its power must not keep the lead.
ALIVE = {"idle": 5, "interval": 2, "count": 3}
ON_SERVER = " ".join(f"-c tcp_keepalives_{name}={seconds}" for name, seconds in ALIVE.items())


async def open_line(url: str) -> psycopg.AsyncConnection[Any]:
    """Connect to SQLAlchemy's `url`, committing each statement at once. Raises psycopg.Error."""
    where = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return await psycopg.AsyncConnection.connect(
        where,
        autocommit=True,
        connect_timeout=CONNECT_SECONDS,
        keepalives_idle=ALIVE["idle"],
        keepalives_interval=ALIVE["interval"],
        keepalives_count=ALIVE["count"],
        options=ON_SERVER,
        application_name="silver-key-hub",
    )
