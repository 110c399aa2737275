"""What has been entered on the way to a doctor, and what becomes of it. Pure; kept in the session."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Literal

from kiosk.content.guide import Guide
from kiosk.domain.appointment import Department, Hospital, Slot
from kiosk.domain.details import AppointmentWish, Need, PlaceRef, SlotRef
from kiosk.domain.owner import ForWhom
from kiosk.domain.resident import UsualDoctor
from kiosk.text import Message

Part = Literal["any", "morning", "afternoon"]
NOON = 12
PHONE_DIGITS = (7, 11)


class Page(StrEnum):
    START = "start"
    URGENT = "urgent"
    GUIDE_SIGNS = "guide_signs"
    GUIDE_BODY = "guide_body"
    GUIDE_SPOT = "guide_spot"
    GUIDE_ADVICE = "guide_advice"
    HOSPITALS = "hospitals"
    DEPARTMENTS = "departments"
    DAYS = "days"
    TIMES = "times"
    WHEN = "when"
    PART = "part"
    CONFIRM = "confirm"
    PHONE = "phone"
    LAPSED = "lapsed"
    TWICE = "twice"


CHOOSING = frozenset(
    {
        Page.START, Page.HOSPITALS, Page.DEPARTMENTS, Page.DAYS, Page.TIMES, Page.WHEN, Page.PART,
        Page.GUIDE_SIGNS, Page.GUIDE_BODY, Page.GUIDE_SPOT,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Around:
    """What the way stands in: `today` at this kiosk, `usual` the doctor seen last, `known` whether a card was shown.

    `guide` is set where `approved` names the institution that approved it.
    """

    today: date
    zone: tzinfo | None = None
    usual: UsualDoctor | None = None
    known: bool = False
    hospitals: tuple[Hospital, ...] = ()
    guide: Guide | None = None
    approved: str = ""


@dataclass(frozen=True)
class Draft:
    """`trail` are the pages that 返回 leads through. `by_hand`: a person finds the time, whatever is chosen here.

    `hold` is set while the hub keeps `slot`, until `held_until` on the monotonic clock; `ending` shortly before that.
    `area` and `advice` are what 哪里不舒服 has come to, by id.
    `waiting`: the hospital takes its time to answer. `instead`: the request whose time is to be changed.
    """

    page: Page = Page.START
    trail: tuple[Page, ...] = ()
    need: Need | None = None
    hospital: Hospital | None = None
    department: Department | None = None
    doctor: str = ""
    doctor_id: str = ""
    days: tuple[date, ...] = ()
    day: date | None = None
    slots: tuple[Slot, ...] = ()
    slot: SlotRef | None = None
    hold: str = field(default="", repr=False)
    held_until: float = 0.0
    ending: bool = False
    part: Part = "any"
    by_hand: bool = False
    area: str = ""
    advice: str = ""
    for_whom: ForWhom = ForWhom.SELF
    instead: str = ""
    phone: str = field(default="", repr=False)
    typed: str = field(default="", repr=False)
    busy: bool = False
    waiting: bool = False
    problem: Message | None = None
    called_at: str = ""
    called_id: str = ""

    @property
    def booked_by_machine(self) -> bool:
        """Hospitals want the real name of who comes: only the card's own holder can be booked without a person."""
        return self.slot is not None and not self.by_hand and self.for_whom is ForWhom.SELF

    def wish(self, zone: tzinfo | None) -> AppointmentWish:
        """What is asked for; a time that cannot be booked is told as the day and the half of it."""
        machine = self.booked_by_machine
        day, part = self.when(zone)
        return AppointmentWish(
            need=self.need or Need.OPEN,
            hospital=_place(self.hospital),
            department=_place(self.department),
            doctor=self.doctor,
            slot=self.slot if machine else None,
            hold=self.hold if machine else "",
            day=day.isoformat() if day and not machine else "",
            part="any" if machine else part,
            instead=self.instead,
            phone=self.phone,
        )

    def when(self, zone: tzinfo | None) -> tuple[date | None, Part]:
        if self.slot is None:
            return self.day, self.part
        at = wall_time(self.slot, zone)
        return at.date(), "morning" if at.hour < NOON else "afternoon"


def wall_time(slot: SlotRef, zone: tzinfo | None) -> datetime:
    """When it is, by the clock on this wall."""
    return datetime.fromisoformat(slot.start).astimezone(zone)


def _place(found: Hospital | Department | None) -> PlaceRef | None:
    return PlaceRef(found.id, found.name, getattr(found, "detail", "")) if found else None
