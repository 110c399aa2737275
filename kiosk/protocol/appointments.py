"""What travels about hospitals and their times. Ids of departments, doctors and slots are the hospital's own.

GET /v1/hospitals, /v1/hospitals/{id}/days, /v1/hospitals/{id}/slots; PUT and DELETE /v1/holds/{key}. A hospital that
does not answer is a 503 "hospital_silent": try again later, or leave a wish. A time that is gone is a 409 "slot_gone".
"""

from __future__ import annotations

from datetime import UTC, date
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from kiosk.domain.appointment import Department, Hold, Hospital, HospitalKind, Slot
from kiosk.domain.details import SlotRef
from kiosk.protocol.models import Short, Utc, Wire, _storable

MAX_SLOTS = 60
MAX_DAYS = 60
SLOT_GONE, HOSPITAL_SILENT = "slot_gone", "hospital_silent"
KEY, HOSPITAL = r"^[0-9a-z][0-9a-z-]{7,63}$", r"^[a-z][a-z0-9-]{0,30}$"
Key = Annotated[str, StringConstraints(pattern=KEY)]
HospitalId = Annotated[str, StringConstraints(pattern=HOSPITAL)]
SlotId = Annotated[str, StringConstraints(min_length=1, max_length=128), AfterValidator(_storable)]
Minutes = Annotated[int, Field(ge=1, le=24 * 60)]


class DepartmentOut(Wire):
    """`need` is the Need that it serves beside being chosen by name."""

    id: str
    name: Short
    picture: str = "doctor"
    need: str = ""


class HospitalOut(Wire):
    """Departments in the order to show them."""

    id: str
    name: Short
    detail: Short = ""
    kind: HospitalKind = HospitalKind.HOSPITAL
    departments: list[DepartmentOut] = Field(default_factory=list)

    def hospital(self) -> Hospital:
        departments = tuple(Department(d.id, d.name, d.picture, d.need) for d in self.departments)
        return Hospital(self.id, self.name, self.detail, self.kind, departments)


class HospitalsOut(Wire):
    """Community centres first; empty when nothing can be booked here."""

    hospitals: list[HospitalOut] = Field(default_factory=list)


class DaysOut(Wire):
    """Days with a free time by the centre's own calendar, earliest first."""

    days: Annotated[list[date], Field(max_length=MAX_DAYS)] = Field(default_factory=list)


class SlotOut(Wire):
    id: SlotId
    start: Utc
    minutes: Minutes = 15
    doctor: Short = ""
    doctor_id: str = ""

    def slot(self) -> Slot:
        start = self.start.astimezone(UTC).isoformat().replace("+00:00", "Z")
        return Slot(SlotRef(self.id, start, self.minutes, self.doctor), self.doctor_id)


class SlotsOut(Wire):
    """Free times, earliest first."""

    slots: Annotated[list[SlotOut], Field(max_length=MAX_SLOTS)] = Field(default_factory=list)


class SlotIn(Wire):
    """The time as the resident saw it: one that the hospital has moved since is refused as gone."""

    id: SlotId
    start: Utc
    minutes: Minutes = 15
    doctor: Short = ""


class HoldIn(Wire):
    """PUT /v1/holds/{key}; the same key again answers as the first time."""

    hospital: HospitalId
    slot: SlotIn


class HoldOut(Wire):
    """`seconds` are left; then the time is free again for everybody."""

    key: Key
    seconds: Annotated[float, Field(ge=0)]

    def hold(self) -> Hold:
        return Hold(self.key, self.seconds)
