"""What a kiosk says about its requests. Every call may come twice, late, or after the end, and does no harm."""

from __future__ import annotations

from datetime import timedelta

from uuid6 import uuid7

from kiosk.domain.details import AlarmCall, AppointmentWish, TaxiWish
from kiosk.domain.request import Actor, Kind, Mode, Role, Status, What
from kiosk.hub.bus import Topic
from kiosk.hub.database import Work
from kiosk.hub.errors import Conflict, Invalid, NotFound
from kiosk.hub.models import Booking, Request
from kiosk.hub.providers.base import MOST_AHEAD
from kiosk.hub.requests import repository, visits
from kiosk.hub.requests.base import BY_PHONE, QUEUED, Base, car_wanted
from kiosk.hub.requests.history import HUB, Happening, append, from_kiosk, keep, moved, take_by_telephone
from kiosk.hub.requests.owners import proven
from kiosk.hub.telephones import owner_of_phone
from kiosk.protocol.models import EventIn, RequestIn

CONFIRMED = "confirmed"  # kiosk.ports.alarm_path: whoever picked the telephone up pressed 1
LONGEST_WAY = 40  # characters of a way's name
BEFORE = frozenset({What.ARMED, What.RECORDED})
AFTER = frozenset(
    {What.CANCEL_ASKED, What.CANCELLED, What.NOT_SEEN, What.ABOARD, What.ANSWER, What.PATH_TRIED, What.VOICE_NOTE}
)


class Intake(Base):
    async def submit(self, work: Work, kiosk_id: str, data: RequestIn) -> Request:
        """Take a request in, once by its id. Raises Conflict (the id is another kiosk's), Invalid (a strange event)."""
        if any(event.what not in BEFORE | AFTER for event in data.events):
            raise Invalid("an event that a kiosk cannot make")
        await work.keep_order()
        row = await repository.request(work.session, data.id, lock=True)
        if row is None:
            row = await self._open(work, kiosk_id, data)
        elif row.kiosk_id != kiosk_id:
            raise Conflict("id")
        for event in data.events:
            if event.what in AFTER:
                await self._happen(work, row, event)
        return row

    async def kiosk_event(self, work: Work, kiosk_id: str, request_id: str, data: EventIn) -> Request:
        """Take an event in, once by its id. Raises NotFound when its request never came, Invalid, Conflict."""
        if data.what not in BEFORE | AFTER:
            raise Invalid("an event that a kiosk cannot make")
        row = await self.locked(work, request_id)
        if row.kiosk_id != kiosk_id:
            raise NotFound
        await self._happen(work, row, data)
        return row

    async def _open(self, work: Work, kiosk_id: str, data: RequestIn) -> Request:
        row = self._row(kiosk_id, data)
        unproven = await self._disown(work, row)
        if not unproven:
            await self._own_by_phone(work, row)
        work.session.add(row)
        await work.session.flush()
        asked_at = row.created_at or row.received_at
        for event in {e.id: e for e in data.events if e.what in BEFORE}.values():
            # what happened on the kiosk before: kept as told, it moves nothing here
            status = Status.ARMED if event.what == What.ARMED else Status.RECORDED
            await keep(work, row, from_kiosk(event, status), asked_at)
        if called_off := _called_off(data):
            await append(work, row, from_kiosk(called_off, Status.CANCELLED), row.received_at)
            return row
        if self._too_old(data):
            facts = {"reason": "age_unknown" if data.age is None else "too_old"}
            await append(work, row, Happening(What.EXPIRED, HUB, Status.EXPIRED, facts), row.received_at)
            return row
        drill = row.kind == Kind.ALARM and row.mode == Mode.EXERCISE
        if drill and not await self.drill_joins(work, row):  # its drill is over: nobody is frightened by it now
            facts = {"reason": "drill_over"}
            await append(work, row, Happening(What.EXPIRED, HUB, Status.EXPIRED, facts), row.received_at)
            return row
        row.promise_due = self.due(row)
        row.needs_person = row.mode == Mode.ACTUAL or drill
        late = {"late": True} if row.late else {}
        await append(work, row, Happening(What.DELIVERED, HUB, Status.DELIVERED, late), row.received_at)
        if row.kind == Kind.ALARM and row.needs_person:
            await self.alarm_waits(work, row)
        if unproven:
            await append(work, row, Happening(What.NOTE, HUB, None, {"code": "owner_unproven"}), row.received_at)
        if isinstance(data.details, TaxiWish) and row.mode == Mode.ACTUAL and self._for_platform(row):
            self._queue(work, row)
        elif isinstance(data.details, AppointmentWish) and visits.bookable(self.settings, row, data.details):
            visits.queue(work, row, data.details, row.received_at)
        return row

    async def _disown(self, work: Work, row: Request) -> bool:
        """A resident whose card was not shown there lately is not taken on the kiosk's word: it is a guest's then,
        and a person at the desk reads so. Nothing else of the request changes."""
        asked_at = row.created_at or row.received_at
        if not row.resident_id or await proven(work.session, row.kiosk_id, row.resident_id, asked_at):
            return False
        row.resident_id = ""
        return True

    async def _own_by_phone(self, work: Work, row: Request) -> None:
        """A guest's request is in the name of whom the telephone belongs to that was left with it, if the desk has
        it. It proves nothing and opens nothing, and the kiosk is told the same as for a number that nobody knows."""
        phone = str(row.details.get("phone") or "")
        if phone and not row.resident_id:
            row.resident_id = await owner_of_phone(work.session, phone)
            row.details = {**row.details, BY_PHONE: True}

    def _row(self, kiosk_id: str, data: RequestIn) -> Request:
        now = self.clock.now()
        created = now - timedelta(seconds=data.age) if data.age is not None else None
        alarm = isinstance(data.details, AlarmCall)
        late = alarm and data.age is not None and data.age > self.settings.late_after
        details = _plain(data)
        return Request(
            id=data.id,
            kiosk_id=kiosk_id,
            kind=data.details.kind,
            mode=data.mode,
            status=Status.RECORDED,
            number=data.number,
            kiosk_seq=data.seq,
            details={**details, "late": late, "age_unknown": data.age is None} if alarm else details,
            created_at=created,
            received_at=now,
            valid_until=created + timedelta(seconds=data.valid_for) if created and data.valid_for else None,
            late=late,
            handler="",
            needs_person=False,
            taken_name="",
            resident_id=data.owner.resident,
            for_whom=data.owner.for_whom,
            helper=data.owner.helper,
        )

    def _too_old(self, data: RequestIn) -> bool:
        """Never an alarm: that one arrives late-marked. A taxi of unknown age is too old."""
        if isinstance(data.details, AlarmCall):
            return False
        if data.age is None:
            return isinstance(data.details, TaxiWish) or data.valid_for is not None
        return data.valid_for is not None and data.age > data.valid_for

    def _for_platform(self, row: Request) -> bool:
        """A car further ahead than a platform may be asked for is ordered by a person."""
        car = car_wanted(row)
        return self.settings.provider != "none" and (car is None or car <= self.clock.now() + MOST_AHEAD)

    def _queue(self, work: Work, row: Request) -> None:
        """The dispatcher sends it after the commit: never while the kiosk waits, never before it is on disk."""
        now = self.clock.now()
        booking = Booking(
            key=str(uuid7()),
            request_id=row.id,
            provider=self.settings.provider,
            reference="",
            state=QUEUED,
            ride={},
            asked_at=now,
            changed_at=now,
            heard_at=now,
        )
        work.session.add(booking)
        row.handler, row.needs_person = "provider", False
        row.promise_due = self.due(row)
        work.announce(Topic.BOOKING, booking.key)

    async def _known(self, work: Work, row: Request, data: EventIn) -> bool:
        known = await repository.event(work.session, data.id)
        if known is not None and known.request_id != row.id:
            raise Conflict("id")
        return known is not None

    async def _happen(self, work: Work, row: Request, data: EventIn) -> None:
        if await self._known(work, row, data):
            return
        now = self.clock.now()
        match data.what:
            case What.CANCEL_ASKED:
                await append(work, row, from_kiosk(data, None), now)
                await self._cancel(work, row)
            case What.CANCELLED:
                await self._cancelled_there(work, row, data)
            case What.ABOARD if row.status in (Status.ACCEPTED, Status.IN_PROGRESS):
                await append(work, row, from_kiosk(data, Status.IN_PROGRESS), now)
            case What.ANSWER if await repository.answered(work.session, row.id, str(data.facts.get("question"))):
                return  # answered twice counts once
            case What.NOT_SEEN | What.VOICE_NOTE:
                await append(work, row, from_kiosk(data, None), now)
                row.needs_person = row.needs_person or not Status(row.status).ended
            case What.PATH_TRIED if data.facts.get("step") == CONFIRMED:
                await append(work, row, from_kiosk(data, None), now)
                await self._taken_by_telephone(work, row, str(data.facts.get("path") or ""))
            case _:
                await append(work, row, from_kiosk(data, None), now)

    async def _taken_by_telephone(self, work: Work, row: Request, path: str) -> None:
        """Key 1 on the alarm's telephone call: a person comes, and has it unless somebody had it before."""
        if row.kind != Kind.ALARM or row.taken_name or row.status != Status.DELIVERED:
            return
        name = path[:LONGEST_WAY] or CONFIRMED
        taken = Happening(What.ACCEPTED, Actor(Role.VOLUNTEER, name), Status.ACCEPTED, {"path": name})
        await append(work, row, taken, self.clock.now())
        take_by_telephone(row, name)

    async def _cancel(self, work: Work, row: Request) -> None:
        """The resident does not want it any more. An alarm is not called off by a touch: a person looks first."""
        if Status(row.status).ended:
            return
        if row.kind == Kind.ALARM:
            row.needs_person = row.taken_by is None
            return
        asked = await self.drop_booking(work, row)
        if asked and (row.handler == "provider" or row.kind == Kind.APPOINTMENT):
            return  # cancelled is said when the provider has said so
        if row.status == Status.UNKNOWN:
            row.needs_person = True  # a car may be on its way: who finds that out ends it
            return
        consequence = "person_told" if row.taken_by else "none"
        facts = {"consequence": consequence}
        await append(work, row, Happening(What.CANCELLED, HUB, Status.CANCELLED, facts), self.clock.now())

    async def _cancelled_there(self, work: Work, row: Request, data: EventIn) -> None:
        """Cancelled on the kiosk before it knew that the request had arrived here."""
        if moved(row, Status.CANCELLED) and not Status(row.status).ended:
            await self.drop_booking(work, row)
            await append(work, row, from_kiosk(data, Status.CANCELLED), self.clock.now())
        else:
            await append(work, row, from_kiosk(data, None), self.clock.now())


def _called_off(data: RequestIn) -> EventIn | None:
    """An alarm cancelled before it was sent: it is in the past from the start, and nobody is disturbed."""
    cancelled = (event for event in data.events if event.what == What.CANCELLED)
    return next(cancelled, None) if isinstance(data.details, AlarmCall) else None


def _plain(data: RequestIn) -> dict[str, object]:
    plain: dict[str, object] = data.model_dump(mode="json")["details"]
    return plain
