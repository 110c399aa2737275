"""Hospitals and their times in memory, and a way to let them fail."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from kiosk.domain.appointment import Department, Hold, Hospital, HospitalKind, Slot
from kiosk.domain.details import SlotRef
from kiosk.errors import SlotGone

CLINIC = Hospital(
    "clinic",
    "东街社区卫生服务中心",
    kind=HospitalKind.COMMUNITY,
    departments=(
        Department("general", "全科"),
        Department("family", "家庭医生", need="family_doctor"),
        Department("repeat", "配药", "pill", need="medicine"),
    ),
)
EAST = Hospital("east", "东街医院", "门诊大门", departments=(Department("eyes", "眼科"), Department("inner", "内科")))
WEST = Hospital("west", "西街医院", departments=(Department("eyes", "眼科"), Department("bones", "骨科")))
KEPT_SECONDS = 300.0


def slot(number: int, start: datetime, doctor: str = "陈医生", doctor_id: str = "chen") -> Slot:
    return Slot(SlotRef(f"s{number}", start.isoformat().replace("+00:00", "Z"), 15, doctor), doctor_id)


@dataclass
class MemoryAppointments:
    """Every department has the same times. `error` is raised by the next call, once; `gone` are taken by others."""

    all: tuple[Hospital, ...] = (CLINIC, EAST, WEST)
    free: list[Slot] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    held: dict[str, str] = field(default_factory=dict)
    error: Exception | None = None
    trouble_releasing: Exception | None = None

    def hospitals(self) -> tuple[Hospital, ...]:
        self._stumble()
        return self.all

    def days(self, hospital: str, department: str, *, doctor: str = "") -> tuple[date, ...]:
        slots = self.slots(hospital, department, doctor=doctor)
        return tuple(sorted({datetime.fromisoformat(s.ref.start).date() for s in slots}))

    def slots(self, hospital: str, department: str, *, day: date | None = None, doctor: str = "") -> tuple[Slot, ...]:
        self._stumble()
        assert any(d.id == department for h in self.all if h.id == hospital for d in h.departments)
        taken = self.gone | set(self.held.values())
        return tuple(s for s in self.free if s.ref.id not in taken and self._wanted(s, day, doctor))

    def hold(self, key: str, hospital: str, slot: SlotRef) -> Hold:  # noqa: ARG002  # the port has it
        self._stumble()
        if self.held.get(key) != slot.id:
            if slot.id in self.gone or slot.id in self.held.values():
                raise SlotGone(slot.id)
            self.held[key] = slot.id
        return Hold(key, KEPT_SECONDS)

    def release(self, key: str) -> None:
        if self.trouble_releasing is not None:
            raise self.trouble_releasing
        self.held.pop(key, None)

    def fill(self, today: date, days: int = 3) -> None:
        """Three times on each of the next days, in UTC."""
        midnight = datetime(today.year, today.month, today.day, tzinfo=UTC)
        for day in range(1, days + 1):
            for number, hour in enumerate((8, 9, 14)):
                self.free.append(slot(10 * day + number, midnight + timedelta(days=day, hours=hour)))

    def _wanted(self, one: Slot, day: date | None, doctor: str) -> bool:
        at = datetime.fromisoformat(one.ref.start).date()
        return (day is None or at == day) and doctor in ("", one.doctor_id)

    def _stumble(self) -> None:
        error, self.error = self.error, None
        if error is not None:
            raise error
