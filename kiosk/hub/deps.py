"""What endpoints ask for. A `Work` is committed before the answer leaves: what was acknowledged is on disk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.hub.core import Hub
from kiosk.hub.database import Work


async def get_hub(request: Request) -> Hub:
    hub: Hub = request.app.state.hub
    return hub


HubDep = Annotated[Hub, Depends(get_hub)]


async def get_work(hub: HubDep) -> AsyncIterator[Work]:
    async with hub.database.work() as work:
        yield work


async def get_read(hub: HubDep) -> AsyncIterator[AsyncSession]:
    async with hub.database.read() as session:
        yield session


WorkDep = Annotated[Work, Depends(get_work, scope="function")]
ReadDep = Annotated[AsyncSession, Depends(get_read, scope="function")]
