"""All of the studio's routes."""

from __future__ import annotations

from fastapi import APIRouter

from kiosk.hub.desk.studio import index

router = APIRouter()
for part in (index.router,):
    router.include_router(part)
