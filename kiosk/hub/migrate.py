"""Bringing the hub's database to this program's form, and refusing to serve on any other."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from kiosk.hub.engine import WRITE
from kiosk.hub.errors import HubStartError
from kiosk.hub.migrations import HEAD

FOLDER = Path(__file__).parent / "migrations"
_RUN = "run `kiosk hub migrate`"


async def version(engine: AsyncEngine) -> str:
    """The database's version, "" when it is empty. Raises HubStartError when it cannot be read."""
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_version)
    except (DBAPIError, OSError) as error:
        why = "it is damaged, encrypted with another key, or cannot be reached"
        raise HubStartError(f"the hub's database cannot be read: {why}") from error


async def check(engine: AsyncEngine) -> None:
    """Raises HubStartError unless the database has this program's form."""
    found = await version(engine)
    if found == HEAD:
        return
    if not found:
        raise HubStartError(f"the hub's database is empty: {_RUN}")
    if found > HEAD:
        raise HubStartError(f"the hub's database ({found}) is from a newer program than this one ({HEAD})")
    raise HubStartError(f"the hub's database ({found}) is older than this program ({HEAD}): {_RUN}")


async def migrate(engine: AsyncEngine) -> tuple[str, str]:
    """Bring it to HEAD, in one transaction where the database allows. Returns the versions before and after.

    Raises HubStartError for a database from a newer program.
    """
    before = await version(engine)
    if before > HEAD:
        raise HubStartError(f"the hub's database ({before}) is from a newer program than this one ({HEAD})")
    if before != HEAD:
        async with engine.connect() as connection:
            await connection.execution_options(**{WRITE: True})
            await connection.run_sync(_upgrade)
            await connection.commit()
    return before, HEAD


def _version(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
