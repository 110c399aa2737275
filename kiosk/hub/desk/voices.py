"""留话 at the desk: what a resident said, to be listened to; every listening is in the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from kiosk.domain.request import What
from kiosk.hub.deps import ReadDep
from kiosk.hub.desk.frame import FrameDep
from kiosk.hub.desk.guard import Me
from kiosk.hub.errors import NotFound
from kiosk.hub.models import Event
from kiosk.hub.requests import voice_notes

router = APIRouter()


@dataclass(frozen=True)
class Voice:
    """`here`: the sound can still be heard; `seconds` 0 when the kiosk did not say."""

    id: str
    at: datetime
    seconds: int
    here: bool


@router.get("/voices/{ident}")
async def voice(ident: str, me: Me, frame: FrameDep, session: ReadDep) -> Response:
    """The sound itself, for the page's own player."""
    found = await voice_notes.find(session, ident)
    if found is None:
        raise NotFound
    await frame.looked(session, me, "heard_voice", found.request_id)
    return Response(found.data, media_type=found.media)


async def left(session: AsyncSession, events: Sequence[Event]) -> list[Voice]:
    """What was left with a request, the oldest first."""
    notes = [event for event in events if event.what == What.VOICE_NOTE]
    here = await voice_notes.known(session, notes[0].request_id) if notes else set()
    return [Voice(event.id, event.at, _seconds(event), event.id in here) for event in notes]


def _seconds(event: Event) -> int:
    seconds = event.facts.get("seconds")
    return seconds if isinstance(seconds, int) else 0
