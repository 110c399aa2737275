"""A hospital that speaks HL7 FHIR R4 (docs/hospitals.md).

A time is kept by turning its Slot from free to busy-tentative with If-Match on the version that was read, so of many
who try one wins. Booking first turns it to busy under the booking's own key: from there on nobody's late release can
free it. Only then is the Appointment made, with that key as identifier and If-None-Exist.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from kiosk.domain.appointment import Appointment, Department, Slot
from kiosk.domain.details import SlotRef
from kiosk.hub.clock import HubClock
from kiosk.hub.hospital import reading
from kiosk.hub.hospital.base import BookingOrder, Person, ProviderRefused, ReplyLost, SlotTaken, Unclear, Unknown, Visit
from kiosk.hub.hospital.directory import Actors, Directory
from kiosk.hub.hospital.reading import FoundSlot
from kiosk.hub.hospital.rest import Answer, Conflicted, Params, Resource, Rest

KEY = "urn:silver-key:booking"  # system of the keys under which times are kept and booked
PERSON = "urn:silver-key:resident"
HORIZON = timedelta(days=60)
CHUNK = 40  # schedules named in one search, so that no address grows too long
DAY_PAGE = 100
TRIES = 3
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Site:
    """A hospital as the settings name it. `cancel_for`: it can be called off until so long before."""

    id: str
    name: str
    cancel_for: timedelta = timedelta(hours=2)


class FhirHospital:
    """`faults` counts what was left out of the hospital's answers because it could not be relied on."""

    def __init__(self, site: Site, rest: Rest, clock: HubClock) -> None:
        self.faults: Counter[str] = Counter()
        self._site = site
        self._rest = rest
        self._clock = clock
        self._directory = Directory(rest, clock)

    async def close(self) -> None:
        await self._rest.close()

    async def probe(self) -> None:
        await self._rest.metadata()

    async def services(self) -> tuple[Department, ...]:
        pages = self._rest.search("HealthcareService", [("active", "true"), ("_count", "100")])
        resources = [one async for page in pages for one in page if one.get("resourceType") == "HealthcareService"]
        found = [d for one in resources if (d := reading.department(one, self.faults))]
        ranks = {need: rank for rank, need in enumerate(reading.NEEDS)}
        return tuple(sorted(found, key=lambda one: ranks.get(one.need, len(ranks))))

    async def days(self, department: str, *, doctor: str = "") -> tuple[date, ...]:
        """A full page ends somewhere in a day: the next one begins with the day after, so each brings one at least."""
        now, found = self._clock.now(), set[date]()
        for schedules in _chunks(await self._schedules(department, doctor)):
            begin = now
            while begin < now + HORIZON:
                slots, whole = await self._free(schedules, begin, now + HORIZON, DAY_PAGE)
                found |= {_local(slot.start).date() for slot in slots}
                if not whole or not slots:
                    break
                begin = _midnight(max(_local(slot.start).date() for slot in slots) + timedelta(days=1))
        return tuple(sorted(found))

    async def slots(
        self, department: str, *, day: date | None = None, doctor: str = "", limit: int = 60
    ) -> tuple[Slot, ...]:
        now = self._clock.now()
        begin, end = (max(now, _midnight(day)), _midnight(day + timedelta(days=1))) if day else (now, now + HORIZON)
        actors = await self._schedules(department, doctor)
        found: dict[str, FoundSlot] = {}
        for schedules in _chunks(actors):
            some, _ = await self._free(schedules, begin, end, limit)
            found.update({one.id: one for one in some})
        first = sorted(found.values(), key=lambda one: (one.start, one.id))[:limit]
        return tuple(_slot(one, actors[one.schedule]) for one in first)

    async def hold(self, slot: SlotRef, key: str) -> None:
        await self._take(slot, key, (key,), "busy-tentative")

    async def release(self, slot: str, key: str) -> None:
        for _ in range(TRIES):
            try:
                answer = await self._rest.read(f"Slot/{slot}")
            except Unknown:
                return
            found = reading.slot(answer.body, KEY, self.faults)
            if found is None or found.status not in ("busy", "busy-tentative") or key not in found.keys:
                return
            try:
                await self._rest.update(_marked(answer.body, "free", ""), answer.version)
            except Conflicted:
                continue
            return
        raise ReplyLost("it changes all the time")

    async def book(self, order: BookingOrder) -> Visit:
        try:
            answer, found = await self._take(order.slot, order.key, (order.key, *order.holds), "busy")
            patient = await self._patient(order.person)
        except ReplyLost as lost:
            raise ProviderRefused("nothing was booked") from lost
        actors = await self._directory.of_schedule(found.schedule)
        wanted = _appointment(order, answer.body, patient, actors)
        try:
            made = await self._rest.create(wanted, f"{KEY}|{order.key}")
        except Conflicted as conflict:
            raise SlotTaken from conflict
        visit = await self._visit(made.body, actors)
        if visit.slot != order.slot.id or visit.appointment.start != reading.written(found.start):
            raise Unclear("another time than asked for")
        return visit

    async def find(self, key: str) -> Visit | None:
        params: Params = [("identifier", f"{KEY}|{key}")]
        found = [one async for page in self._rest.search("Appointment", params, pages=1) for one in page]
        ours = [one for one in found if key in reading.identifiers(one, KEY)]
        if len(ours) > 1:
            raise Unclear("more than one")
        return await self._visit(ours[0]) if ours else None

    async def status(self, reference: str) -> Visit:
        return await self._visit((await self._rest.read(f"Appointment/{reference}")).body)

    async def cancel(self, reference: str) -> None:
        for _ in range(TRIES):
            answer = await self._rest.read(f"Appointment/{reference}")
            if answer.body.get("status") in ("cancelled", "entered-in-error"):
                return
            try:
                told = await self._rest.update({**answer.body, "status": "cancelled"}, answer.version)
            except Conflicted:
                continue
            if told.body.get("status") != "cancelled":
                raise ProviderRefused("it stands")
            return
        raise ProviderRefused("it stands")

    async def _schedules(self, department: str, doctor: str) -> Mapping[str, Actors]:
        found = await self._directory.of_department(department)
        return {name: one for name, one in found.items() if doctor in ("", one.doctor_id)}

    async def _free(
        self, schedules: Sequence[str], begin: datetime, end: datetime, limit: int
    ) -> tuple[list[FoundSlot], bool]:
        """Free times of these schedules, and whether there may be more of them than `limit`."""
        params: Params = [
            ("schedule", ",".join(schedules)),
            ("status", "free"),
            ("start", f"ge{reading.written(begin)}"),
            ("start", f"lt{reading.written(end)}"),
            ("_sort", "start"),
            ("_count", str(limit)),
        ]
        before, found = self.faults.total(), list[FoundSlot]()
        async for page in self._rest.search("Slot", params):
            found += [one for raw in page if (one := self._offered(raw, schedules, begin, end))]
            if len(found) >= limit:
                break
        if self.faults.total() > before:
            log.warning("a hospital's answer could not be relied on: %s", dict(self.faults))
        return found, len(found) >= limit

    def _offered(self, raw: Resource, schedules: Sequence[str], begin: datetime, end: datetime) -> FoundSlot | None:
        """One that may be shown; a hospital that answers more than was asked for is not believed."""
        if raw.get("resourceType") != "Slot":
            return None
        found = reading.slot(raw, KEY, self.faults)
        if found is None or found.status != "free":
            return None
        if found.schedule not in schedules:
            self.faults["slot_schedule"] += 1
            return None
        return found if max(begin, self._clock.now()) <= found.start < end else None

    async def _take(self, slot: SlotRef, key: str, ours: Sequence[str], status: str) -> tuple[Answer, FoundSlot]:
        """Turn a free time, or one kept under a key of `ours`, to `status` under `key`. Raises SlotTaken."""
        for _ in range(TRIES):
            answer, found = await self._asked(slot)
            if (found.status, key in found.keys) == (status, True):
                return answer, found
            if found.status != "free" and not found.keys & set(ours):
                raise SlotTaken
            if not answer.version:
                raise ProviderRefused("it keeps no versions: nobody can tell who was first")
            try:
                told = await self._rest.update(_marked(answer.body, status, key), answer.version)
            except Conflicted:
                continue
            except ReplyLost:
                answer, found = await self._asked(slot)
                if key in found.keys:
                    return answer, found
                raise
            if told.body.get("status") != status:
                raise ProviderRefused("it does not keep times")
            return told, found
        raise SlotTaken

    async def _asked(self, slot: SlotRef) -> tuple[Answer, FoundSlot]:
        """The time as it stands. Raises SlotTaken where it is not any more what the resident saw."""
        try:
            answer = await self._rest.read(f"Slot/{slot.id}")
        except Unknown as missing:
            raise SlotTaken from missing
        found = reading.slot(answer.body, KEY, self.faults)
        if found is None:
            raise Unclear("a time that cannot be relied on")
        if found.start != reading.moment(slot.start) or found.start <= self._clock.now():
            raise SlotTaken
        return answer, found

    async def _patient(self, person: Person) -> str:
        """The reference of who comes: an identifier that says nothing, and what they agreed to have told."""
        resource: Resource = {
            "resourceType": "Patient",
            "identifier": [{"system": PERSON, "value": person.key}],
            **({"name": [{"text": person.name}]} if person.name else {}),
            **({"telecom": [{"system": "phone", "value": person.phone}]} if person.phone else {}),
        }
        made = (await self._rest.create(resource, f"{PERSON}|{person.key}")).body
        if not reading.ident(made) or person.key not in reading.identifiers(made, PERSON):
            raise Unclear("another person than asked for")
        return f"Patient/{reading.ident(made)}"

    async def _visit(self, resource: Resource, actors: Actors | None = None) -> Visit:
        start = reading.moment(resource.get("start"))
        slots = [reading.reference(one, "Slot") for one in reading.items(resource.get("slot"))]
        state = reading.visit_state(resource)
        if start is None or len(slots) != 1 or not slots[0] or not reading.ident(resource):
            raise Unclear("an appointment that cannot be relied on")
        end = reading.moment(resource.get("end"))
        appointment = await self._facts(resource, actors or await self._of(resource), start, end)
        return Visit(reading.ident(resource), state, slots[0].partition("/")[2], appointment, _reason(resource))

    async def _facts(self, resource: Resource, actors: Actors, start: datetime, end: datetime | None) -> Appointment:
        """What the resident takes home; where the hospital does not tell, "". Its own number is its identifier."""
        where = await self._directory.place(actors.location) if actors.location else None
        span = int((end - start) / timedelta(minutes=1)) if end else reading.MINUTES
        numbers = [one for one in reading.items(resource.get("identifier")) if one.get("system") != KEY]
        return Appointment(
            start=reading.written(start),
            minutes=max(1, min(span, 24 * 60)),
            hospital=self._site.name,
            hospital_id=self._site.id,
            department=actors.department,
            department_id=actors.department_id,
            doctor=actors.doctor,
            doctor_id=actors.doctor_id,
            building=where.building if where else "",
            floor=where.floor if where else "",
            room=where.room if where else "",
            bring=reading.text(resource.get("patientInstruction"), reading.LONG),
            way=where.way if where else "",
            address=where.address if where else "",
            reference=next((reading.text(one.get("value")) for one in numbers), ""),
            cancel_until=reading.written(start - self._site.cancel_for),
        )

    async def _of(self, resource: Resource) -> Actors:
        """By the schedule of its time; an appointment that stands is not in doubt because its time cannot be read."""
        slot = next((reading.reference(one, "Slot") for one in reading.items(resource.get("slot"))), "")
        try:
            found = (await self._rest.read(slot)).body
        except (ProviderRefused, ReplyLost):
            return Actors("")
        return await self._directory.of_schedule(reading.reference(found.get("schedule"), "Schedule"))


def _chunks(schedules: Mapping[str, Actors]) -> list[list[str]]:
    names = sorted(schedules)
    return [names[at : at + CHUNK] for at in range(0, len(names), CHUNK)]


def _slot(found: FoundSlot, actors: Actors) -> Slot:
    return Slot(SlotRef(found.id, reading.written(found.start), found.minutes, actors.doctor), actors.doctor_id)


def _local(moment: datetime) -> datetime:
    """By the centre's own clock, as residents speak of days."""
    return moment.astimezone()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time()).astimezone()


def _marked(slot: Resource, status: str, key: str) -> Resource:
    """The slot with another status, and our key on it instead of any other of ours."""
    others = [one for one in reading.items(slot.get("identifier")) if one.get("system") != KEY]
    marks = [*others, {"system": KEY, "value": key}] if key else others
    plain = {name: value for name, value in slot.items() if name != "identifier"}
    return {**plain, "status": status, **({"identifier": marks} if marks else {})}


def _appointment(order: BookingOrder, slot: Resource, patient: str, actors: Actors) -> Resource:
    who = [patient, *_participants(actors)]
    return {
        "resourceType": "Appointment",
        "status": "booked",
        "identifier": [{"system": KEY, "value": order.key}],
        "slot": [{"reference": f"Slot/{order.slot.id}"}],
        "start": slot.get("start"),
        **({"end": slot["end"]} if slot.get("end") else {}),
        "participant": [{"actor": {"reference": one}, "status": "accepted"} for one in who],
    }


def _participants(actors: Actors) -> list[str]:
    named = {"Practitioner": actors.doctor_id, "HealthcareService": actors.department_id}
    return [f"{kind}/{one}" for kind, one in named.items() if one] + ([actors.location] if actors.location else [])


def _reason(resource: Mapping[str, Any]) -> str:
    """Why it was called off, in the hospital's words."""
    told = resource.get("cancelationReason")
    if not isinstance(told, dict):
        return ""
    return reading.text(told.get("text")) or next(
        (reading.text(one.get("display")) for one in reading.items(told.get("coding"))), ""
    )
