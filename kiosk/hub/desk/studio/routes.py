"""All of the studio's routes."""

from __future__ import annotations

from fastapi import APIRouter

from kiosk.hub.desk.studio import acts, changes, files, index, lesson, package, policy_cards, policy_more, policy_try

router = APIRouter()
_OF_POLICIES = (policy_cards.router, policy_more.router, policy_try.router)
for part in (index.router, package.router, changes.router, acts.router, files.router, lesson.router, *_OF_POLICIES):
    router.routes.extend(part.routes)
