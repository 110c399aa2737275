"""The hub signs snapshot and timestamp anew every day, so that a kiosk knows that nobody holds back what is newer."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from kiosk.errors import ContentError
from kiosk.hub.clock import HubClock
from kiosk.hub.content.folder import Folder
from kiosk.hub.content.repository import load, refresh
from kiosk.hub.content.roles import ONLINE_LIFE

AFTER = timedelta(hours=20)
LOOK_SECONDS = 600.0
log = logging.getLogger(__name__)


def sign_when_due(folder: Folder, now: datetime) -> bool:
    """Sign when the last time is 20 hours ago; whether it was done. Of several hub processes one does it.

    A clock that was set back does not stop it: what is good for longer than a new signature would be is signed anew.
    Raises ContentError, OSError.
    """
    if not folder.begun:
        return False
    with folder.locked():
        state = load(folder)
        oldest = min(state.timestamp.expires, state.snapshot.expires) - ONLINE_LIFE
        if timedelta(0) <= now - oldest < AFTER:
            return False
        refresh(folder, state, now)
    return True


class Daily:
    def __init__(self, folder: Folder, clock: HubClock) -> None:
        self._folder = folder
        self._clock = clock

    async def run(self) -> None:
        while True:
            await self.tick()
            await self._clock.sleep(LOOK_SECONDS)

    async def tick(self) -> None:
        """Never ends the hub: a damaged folder is told in the log until a person has mended it."""
        try:
            if await asyncio.to_thread(sign_when_due, self._folder, self._clock.now()):
                log.info("content: snapshot and timestamp are signed anew")
        except (ContentError, OSError) as error:
            log.warning("content: could not be signed anew: %s", error)
