"""Whose times a schedule holds, and where: doctor, department, room. It seldom changes, so it is kept for a while."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from kiosk.hub.clock import HubClock
from kiosk.hub.hospital import reading
from kiosk.hub.hospital.base import ProviderRefused, ReplyLost
from kiosk.hub.hospital.reading import Resource
from kiosk.hub.hospital.rest import Answer, Params, Rest

T = TypeVar("T")
KEEP = timedelta(minutes=5)
MAX_KEPT = 512
INCLUDED: Params = [
    ("_include", "Schedule:actor"),
    ("_include:iterate", "PractitionerRole:practitioner"),
    ("_count", "200"),
]
NAMED = frozenset({"Practitioner", "PractitionerRole", "HealthcareService"})
MOST_FETCHED = 100
STOREYS = 5  # room, floor, building and what may be between


@dataclass(frozen=True)
class Actors:
    """Who a schedule is of. Ids are the hospital's; "" where it does not say."""

    schedule: str
    department_id: str = ""
    department: str = ""
    doctor_id: str = ""
    doctor: str = ""
    location: str = ""


@dataclass(frozen=True)
class Where:
    """The way to a room, as far as the hospital tells it."""

    building: str = ""
    floor: str = ""
    room: str = ""
    way: str = ""
    address: str = ""


class Directory:
    def __init__(self, rest: Rest, clock: HubClock) -> None:
        self._rest = rest
        self._clock = clock
        self._departments: dict[str, tuple[datetime, Mapping[str, Actors]]] = {}
        self._schedules: dict[str, tuple[datetime, Actors]] = {}
        self._places: dict[str, tuple[datetime, Where]] = {}

    async def of_department(self, department: str) -> Mapping[str, Actors]:
        """Schedules of a department by their references."""
        kept = self._departments.get(department)
        if kept is None or self._old(kept[0]):
            found = await self._search([("actor", f"HealthcareService/{department}"), ("active", "true")])
            kept = (self._clock.now(), {one.schedule: one for one in found if one.department_id == department})
            _put(self._departments, department, kept)
        return kept[1]

    async def of_schedule(self, schedule: str) -> Actors:
        """One schedule's; nothing but its name when the hospital does not tell."""
        kept = self._schedules.get(schedule)
        if kept is None or self._old(kept[0]):
            try:
                found = await self._search([("_id", schedule.partition("/")[2])])
            except (ProviderRefused, ReplyLost):
                found = []
            actors = next((one for one in found if one.schedule == schedule), None)
            if actors is None:
                return Actors(schedule)
            kept = (self._clock.now(), actors)
            _put(self._schedules, schedule, kept)
        return kept[1]

    async def place(self, location: str) -> Where:
        """From a room up to its building; nothing when the hospital does not tell."""
        kept = self._places.get(location)
        if kept is None or self._old(kept[0]):
            try:
                where = await self._climb(location)
            except (ProviderRefused, ReplyLost):
                return Where()
            kept = (self._clock.now(), where)
            _put(self._places, location, kept)
        return kept[1]

    async def _search(self, params: Params) -> list[Actors]:
        resources = [one async for page in self._rest.search("Schedule", [*params, *INCLUDED]) for one in page]
        known: dict[str, Resource] = {f"{one.get('resourceType')}/{one.get('id')}": one for one in resources}
        schedules = [one for one in resources if one.get("resourceType") == "Schedule" and reading.ident(one)]
        for _ in ("roles", "and who stands behind them"):
            await self._fetch(_missing(schedules, known), known)
        return [_actors(one, known) for one in schedules]

    async def _fetch(self, names: Sequence[str], known: dict[str, Resource]) -> None:
        """What a hospital left out that was to be included; one that cannot be read stays without a name."""
        answers = await asyncio.gather(*(self._rest.read(name) for name in names), return_exceptions=True)
        for name, answer in zip(names, answers, strict=True):
            if isinstance(answer, Answer):
                known[name] = answer.body
            elif not isinstance(answer, ProviderRefused | ReplyLost):
                raise answer

    async def _climb(self, location: str) -> Where:
        names: dict[str, str] = {}
        way = address = ""
        for _ in range(STOREYS):
            if not location:
                break
            found = (await self._rest.read(location)).body
            names.setdefault(_storey(found), reading.text(found.get("name")))
            way = way or reading.text(found.get("description"), reading.LONG)
            address = address or _address(found)
            location = reading.reference(found.get("partOf"), "Location")
        return Where(names.get("bu", ""), names.get("lvl", ""), names.get("ro", ""), way, address)

    def _old(self, since: datetime) -> bool:
        return not timedelta() <= self._clock.now() - since < KEEP


def _put(kept: dict[str, T], name: str, value: T) -> None:
    """Keep it, and forget the oldest when there is too much."""
    kept.pop(name, None)
    kept[name] = value
    if len(kept) > MAX_KEPT:
        del kept[next(iter(kept))]


def _actors(schedule: Resource, known: Mapping[str, Resource]) -> Actors:
    found = {kind: where for one in reading.items(schedule.get("actor")) for kind, where in _actor(one, known)}
    service, doctor = found.get("HealthcareService", ""), found.get("Practitioner", "")
    return Actors(
        schedule=f"Schedule/{reading.ident(schedule)}",
        department_id=service.partition("/")[2],
        department=reading.text(known.get(service, {}).get("name")),
        doctor_id=doctor.partition("/")[2],
        doctor=reading.person_name(known.get(doctor, {})),
        location=found.get("Location", ""),
    )


def _missing(schedules: Iterable[Resource], known: Mapping[str, Resource]) -> list[str]:
    """References to people and departments that did not come along, at most so many."""
    names = {reading.reference(one): None for schedule in schedules for one in reading.items(schedule.get("actor"))}
    behind = {where: None for name in names if (where := reading.reference(known.get(name, {}).get("practitioner")))}
    wanted = [one for one in {**names, **behind} if one.partition("/")[0] in NAMED and one not in known]
    return wanted[:MOST_FETCHED]


def _actor(actor: object, known: Mapping[str, Resource]) -> Iterable[tuple[str, str]]:
    """What an actor is; a PractitionerRole stands for its practitioner."""
    where = reading.reference(actor)
    if where.startswith("PractitionerRole/"):
        where = reading.reference(known.get(where, {}).get("practitioner"), "Practitioner")
    return [(where.partition("/")[0], where)] if where else []


def _storey(location: Resource) -> str:
    """HL7's code of a kind of place: "bu" building, "lvl" level, "ro" room; the innermost is a room by itself."""
    kind = location.get("physicalType")
    codes = reading.items(kind.get("coding")) if isinstance(kind, dict) else iter(())
    return next((str(one.get("code")) for one in codes), "ro")


def _address(location: Resource) -> str:
    address = location.get("address")
    if not isinstance(address, dict):
        return ""
    lines = address.get("line")
    parts = lines if isinstance(lines, list) else []
    return reading.text(address.get("text")) or "".join(reading.text(one) for one in parts)
