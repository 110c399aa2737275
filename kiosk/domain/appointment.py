"""Hospitals, their departments and times, and an appointment as it stands. Times are RFC 3339 in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from kiosk.domain.details import SlotRef


class HospitalKind(StrEnum):
    COMMUNITY = "community"  # 社区卫生服务中心
    HOSPITAL = "hospital"


@dataclass(frozen=True)
class Department:
    """`need` is the Need that it serves beside being chosen by name: "family_doctor", "medicine" or ""."""

    id: str
    name: str
    picture: str = "doctor"
    need: str = ""


@dataclass(frozen=True)
class Hospital:
    """Departments in the order to show them: the commonest first."""

    id: str
    name: str
    detail: str = ""
    kind: HospitalKind = HospitalKind.HOSPITAL
    departments: tuple[Department, ...] = ()


@dataclass(frozen=True)
class Slot:
    """A free time. `doctor_id` finds the same doctor again."""

    ref: SlotRef
    doctor_id: str = ""


@dataclass(frozen=True)
class Hold:
    """The hub keeps a time for one resident for `seconds` more."""

    key: str
    seconds: float


@dataclass(frozen=True)
class Appointment:
    """What the hospital has confirmed; an event's facts carry it as JSON. Unknown is "".

    `bring` and `way` are the hospital's own words: what to bring, how to get there. `cancel_until` RFC 3339.
    """

    start: str
    minutes: int = 15
    hospital: str = ""
    hospital_id: str = ""
    department: str = ""
    department_id: str = ""
    doctor: str = ""
    doctor_id: str = ""
    building: str = ""
    floor: str = ""
    room: str = ""
    bring: str = ""
    way: str = ""
    address: str = ""
    reference: str = ""
    cancel_until: str = ""

    def facts(self) -> dict[str, Any]:
        """As an event's facts."""
        return asdict(self)

    @staticmethod
    def of(facts: Mapping[str, Any]) -> Appointment:
        """From an event's facts; what is missing or of another type takes its default."""
        fresh = asdict(Appointment(start=""))
        return Appointment(
            **{name: facts[name] if type(facts.get(name)) is type(value) else value for name, value in fresh.items()}
        )
