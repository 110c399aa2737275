"""The port to a hospital. A time is kept first and booked then; both only ever take what the resident saw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from kiosk.domain.appointment import Appointment, Department, Slot
from kiosk.domain.details import SlotRef
from kiosk.hub.providers.base import ProviderRefused, ReplyLost

__all__ = [
    "BookingOrder",
    "HospitalPort",
    "Person",
    "ProviderRefused",
    "ReplyLost",
    "SlotTaken",
    "Unclear",
    "Unknown",
    "Unreached",
    "Visit",
]


class SlotTaken(Exception):
    """Somebody else has that time, or the hospital has moved or withdrawn it. Nothing of ours is booked."""


class Unreached(ProviderRefused):
    """Nobody was there to hear it: nothing has changed, and asking again later is safe."""


class Unclear(ReplyLost):
    """The hospital answered, and what it says cannot be relied on: a person finds out."""


class Unknown(ProviderRefused):
    """The hospital knows of no such thing, or not any more."""


class VisitState(StrEnum):
    """An appointment at the hospital, from FHIR's AppointmentStatus."""

    PENDING = "pending"  # asked for; the hospital has not said yes yet
    BOOKED = "booked"
    DONE = "done"
    MISSED = "missed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Person:
    """Who comes, as a hospital is told. `key` says nothing about them; the rest only with their consent."""

    key: str
    name: str = ""
    phone: str = ""


@dataclass(frozen=True)
class BookingOrder:
    """`key` is ours, one for a booking for ever; `holds` are keys under which the time may be kept for it."""

    key: str
    slot: SlotRef
    person: Person
    holds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Visit:
    """How a booking stands at the hospital. `slot` is the id of its time, `reason` the hospital's own words."""

    reference: str
    state: VisitState
    slot: str
    appointment: Appointment
    reason: str = ""


class HospitalPort(Protocol):
    """Every method may raise ProviderRefused or ReplyLost; `hold` and `book` SlotTaken too; nothing else."""

    async def services(self) -> tuple[Department, ...]:
        """Departments that can be booked, the commonest first."""
        ...

    async def days(self, department: str, *, doctor: str = "") -> tuple[date, ...]:
        """Days with a free time, earliest first."""
        ...

    async def slots(
        self, department: str, *, day: date | None = None, doctor: str = "", limit: int = 60
    ) -> tuple[Slot, ...]:
        """Free times, earliest first."""
        ...

    async def hold(self, slot: SlotRef, key: str) -> None:
        """Keep it under `key`; under the same key again changes nothing."""
        ...

    async def release(self, slot: str, key: str) -> None:
        """Let it go if it is kept under `key`; else nothing happens."""
        ...

    async def book(self, order: BookingOrder) -> Visit:
        """Book it. ReplyLost: an appointment may be there, `find` may tell. Otherwise none is."""
        ...

    async def find(self, key: str) -> Visit | None:
        """The booking of that key; None when the hospital knows of none. Books nothing."""
        ...

    async def status(self, reference: str) -> Visit: ...

    async def cancel(self, reference: str) -> None:
        """End it; one that has ended already is no error. ProviderRefused: it stands."""
        ...

    async def probe(self) -> None:
        """Whether it would take a booking now; books nothing. For self-tests."""
        ...
