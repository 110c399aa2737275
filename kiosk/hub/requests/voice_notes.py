"""留话 on the hub: the sound that a resident left with a request, kept until a week after its end."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.domain.voice_note import MAX_BYTES, MAX_NOTES, WAV
from kiosk.hub.bus import Topic
from kiosk.hub.database import Work
from kiosk.hub.errors import Conflict, Invalid, NotFound, TooLarge
from kiosk.hub.models import Attachment, Request
from kiosk.hub.requests import repository

KEPT = timedelta(days=7)  # after the request's end, as the resident is told before speaking


async def keep(work: Work, kiosk_id: str, request_id: str, ident: str, data: bytes, at: datetime) -> None:
    """Take it in, once by its id. Raises NotFound when its request never came, Invalid, TooLarge, Conflict."""
    if len(data) > MAX_BYTES:
        raise TooLarge
    if not (data[:4] == b"RIFF" and data[8:12] == b"WAVE"):
        raise Invalid("no sound file")
    row = await repository.request(work.session, request_id, lock=True)
    if row is None or row.kiosk_id != kiosk_id:
        raise NotFound
    known = await work.session.get(Attachment, ident)
    if known is not None:
        if known.request_id != request_id:
            raise Conflict("id")
        return
    count = select(func.count()).where(Attachment.request_id == request_id)
    if (await work.session.scalar(count) or 0) >= MAX_NOTES:
        raise Invalid(f"at most {MAX_NOTES} recordings with a request")
    work.session.add(Attachment(id=ident, request_id=request_id, media=WAV, data=data, received_at=at))
    work.announce(Topic.REQUEST, request_id)


async def find(session: AsyncSession, ident: str) -> Attachment | None:
    return await session.get(Attachment, ident)


async def known(session: AsyncSession, request_id: str) -> set[str]:
    """The ids of the recordings that are here; one whose time has come is not."""
    return set((await session.scalars(select(Attachment.id).where(Attachment.request_id == request_id))).all())


async def forget(work: Work, now: datetime) -> None:
    """Recordings whose request ended a week ago."""
    over = select(Request.id).where(Request.closed_at < now - KEPT)
    gone = delete(Attachment).where(Attachment.request_id.in_(over))
    await work.session.execute(gone, execution_options={"synchronize_session": False})
