"""Which hospitals, departments and times to offer for a need. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from kiosk.domain.appointment import Department, Hospital, HospitalKind, Slot
from kiosk.domain.details import Need
from kiosk.domain.resident import UsualDoctor

MOST_TIMES = 6
MOST_DAYS = 11
WISH_DAYS = 5
OF_THEIR_OWN = (Need.FAMILY_DOCTOR, Need.MEDICINE)


def offers(hospitals: Iterable[Hospital], need: Need) -> tuple[Hospital, ...]:
    """The hospitals that serve a need, each with only the departments that do; in the order they came."""
    found = (replace(h, departments=_serving(h, need)) for h in hospitals if _fits(h, need))
    return tuple(h for h in found if h.departments)


def usual_place(usual: UsualDoctor) -> tuple[Hospital, Department]:
    department = Department(usual.department_id, usual.department)
    return Hospital(usual.hospital_id, usual.hospital, departments=(department,)), department


def spread(slots: Iterable[Slot], most: int = MOST_TIMES) -> tuple[Slot, ...]:
    """At most so many different times, the earliest always among them, the others evenly over the day."""
    by_start = {slot.ref.start: slot for slot in sorted(slots, key=lambda s: s.ref.start, reverse=True)}
    times = [by_start[start] for start in sorted(by_start)]
    if len(times) <= most:
        return tuple(times)
    return tuple(times[i * (len(times) - 1) // (most - 1)] for i in range(most))


def wish_days(today: date) -> tuple[date, ...]:
    """The days that a wish can be for: from tomorrow, for a person needs the time to ask."""
    return tuple(today + timedelta(days=ahead) for ahead in range(1, WISH_DAYS + 1))


def _fits(hospital: Hospital, need: Need) -> bool:
    if need is Need.COMMUNITY:
        return hospital.kind is HospitalKind.COMMUNITY
    return need in OF_THEIR_OWN or hospital.kind is HospitalKind.HOSPITAL


def _serving(hospital: Hospital, need: Need) -> tuple[Department, ...]:
    own = need if need in OF_THEIR_OWN else ""
    return tuple(d for d in hospital.departments if d.need == own)
