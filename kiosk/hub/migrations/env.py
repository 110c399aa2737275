"""Run by alembic: on the connection it is given, else on `sqlalchemy.url`, driven by an async driver or a plain one."""

from __future__ import annotations

import asyncio

from alembic import context
from sqlalchemy import Connection, create_engine, make_url
from sqlalchemy.ext.asyncio import create_async_engine

from kiosk.hub.models import Base


def _run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


async def _run_async(url: str) -> None:
    async with create_async_engine(url).begin() as connection:
        await connection.run_sync(_run)


def _main() -> None:
    given = context.config.attributes.get("connection")
    url = context.config.get_main_option("sqlalchemy.url") or ""
    if given is not None:
        _run(given)
    elif make_url(url).get_dialect().is_async:
        asyncio.run(_run_async(url))
    else:
        with create_engine(url).begin() as connection:
            _run(connection)


_main()
