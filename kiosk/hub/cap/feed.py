"""From events to messages: each endpoint's outbox is filled from the event table, from where it was left.

The place in the table and the messages made of it move in one transaction. So every event is told once, in its order,
whoever was killed in between and however many processes look; and nobody who raises or answers an alarm waits for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.domain.request import Kind, Mode
from kiosk.hub.cap import saying
from kiosk.hub.cap.endpoints import Endpoint
from kiosk.hub.cap.words import STATUS, Cap, Reference, Type, cap_time, xml
from kiosk.hub.clock import HubClock
from kiosk.hub.database import Database
from kiosk.hub.models import CapEndpoint, CapMessage, Event, Kiosk, Request
from kiosk.hub.settings import HubSettings

BATCH = 200
MOST_REFERENCES = 20
WAITING, TAKEN, DEAD = "waiting", "taken", "dead"


class Feed:
    """Of one endpoint. `tick` makes messages of everything new; whether it made any."""

    def __init__(self, endpoint: Endpoint, settings: HubSettings, clock: HubClock, database: Database) -> None:
        self._endpoint = endpoint
        self._settings = settings
        self._clock = clock
        self._database = database

    async def tick(self) -> bool:
        if not await self._behind():
            return False
        made = False
        async with self._database.work() as work:
            place = (await work.session.execute(_place(self._endpoint.name).with_for_update())).scalar_one()
            upto = await _newest(work.session)  # first: what is committed meanwhile comes with the next look
            events = await _next(work.session, place.cursor, upto)
            for event, request, kiosk in events:
                made = await self._tell(work.session, event, request, kiosk) or made
            place.cursor = events[-1][0].seq if len(events) == BATCH else max(place.cursor, upto)
        return made

    async def _behind(self) -> bool:
        """Whether something happened since; a new endpoint begins here."""
        async with self._database.read() as session:
            place = (await session.execute(_place(self._endpoint.name))).scalar_one_or_none()
            newest = await _newest(session)
        if place is not None:
            return bool(newest > place.cursor)
        try:
            async with self._database.work() as work:
                work.session.add(CapEndpoint(name=self._endpoint.name, cursor=await _newest(work.session)))
        except IntegrityError:  # another process was quicker
            return True
        return False

    async def _tell(self, session: AsyncSession, event: Event, request: Request, kiosk: Kiosk) -> bool:
        if request.kind != Kind.ALARM or not self._endpoint.takes(STATUS[Mode(request.mode)]):
            return False
        told = await _told(session, self._endpoint.name, request.id)
        code = self._code(event, told)
        if not code:
            return False
        type_ = Type.ALERT if not told else saying.kind(event)
        before = await _before(session, event)
        now = saying.moment(code, before, answers=self._endpoint.set_.answers)
        session.add(self._message(event, request, kiosk, told, type_, now))
        await session.flush()
        return True

    def _code(self, event: Event, told: Sequence[CapMessage]) -> str:
        """What this event has to say there; "" for nothing. Nothing follows a Cancel."""
        if not told:
            first = saying.arrives(event) and self._endpoint.set_.when == "at_once"
            return "outside" if saying.goes_outside(event) else "called" if first else ""
        if any(one.type == Type.CANCEL for one in told):
            return ""
        if saying.ends(event):
            return saying.ending(event)
        return saying.news(event, answers=self._endpoint.set_.answers)

    def _message(
        self, event: Event, request: Request, kiosk: Kiosk, told: Sequence[CapMessage], type_: Type, now: saying.Moment
    ) -> CapMessage:
        set_, made = self._endpoint.set_, self._clock.now()
        refers = told if len(told) <= MOST_REFERENCES else [told[0], *told[1 - MOST_REFERENCES :]]
        sent, status = cap_time(_whole(event.at)), STATUS[Mode(request.mode)]
        cap = Cap(
            identifier=f"silver-key.{request.id}.{event.seq}.{set_.name}",
            sender=set_.sender,
            sent=sent,
            status=status,
            type=type_,
            addresses=set_.recipient,
            incident=f"silver-key.{request.id}",
            note=saying.note(now, request.mode),
            references=[Reference(one.sender, one.identifier, one.sent) for one in refers],
            info=None
            if type_ is Type.CANCEL
            else saying.info(request, kiosk, now, self._settings.sites, self._settings.name),
        )
        return CapMessage(
            endpoint=set_.name,
            request_id=request.id,
            event_seq=event.seq,
            identifier=cap.identifier,
            sender=cap.sender,
            sent=cap.sent,
            type=type_,
            status=status,
            body=xml(cap).decode(),
            state=WAITING,
            made_at=made,
            due_at=made,
            give_up_at=made + self._endpoint.keep,
        )


def _place(name: str):  # type: ignore[no-untyped-def]  # a select's type says nothing to a reader
    return select(CapEndpoint).where(CapEndpoint.name == name)


async def _newest(session: AsyncSession) -> int:
    return (await session.execute(select(func.max(Event.seq)))).scalar() or 0


async def _next(session: AsyncSession, after: int, upto: int) -> Sequence[tuple[Event, Request, Kiosk]]:
    """The next events of alarms, in order."""
    rows = await session.execute(
        select(Event, Request, Kiosk)
        .join(Request, Request.id == Event.request_id)
        .join(Kiosk, Kiosk.id == Request.kiosk_id)
        .where(Event.seq > after, Event.seq <= upto, Request.kind == Kind.ALARM)
        .order_by(Event.seq)
        .limit(BATCH)
    )
    return [(event, request, kiosk) for event, request, kiosk in rows]


async def _told(session: AsyncSession, endpoint: str, request_id: str) -> Sequence[CapMessage]:
    """What was made for it so far, oldest first."""
    mine = select(CapMessage).where(CapMessage.endpoint == endpoint, CapMessage.request_id == request_id)
    return (await session.scalars(mine.order_by(CapMessage.seq))).all()


async def _before(session: AsyncSession, event: Event) -> Sequence[Event]:
    same = select(Event).where(Event.request_id == event.request_id, Event.seq <= event.seq)
    return (await session.scalars(same.order_by(Event.seq))).all()


def _whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
