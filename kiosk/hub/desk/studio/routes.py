"""All of the studio's routes."""

from __future__ import annotations

from fastapi import APIRouter

from kiosk.hub.desk.studio import files, index, lesson, package

router = APIRouter()
for part in (index.router, package.router, files.router, lesson.router):
    router.include_router(part)
