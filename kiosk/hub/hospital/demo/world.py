"""Who works at an invented hospital, where and when: the same at every start, from the hub's clock alone."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

Resource = dict[str, Any]
DAYS = 14
STEP = timedelta(minutes=15)
HOURS = ((time(8), time(11, 30)), (time(13, 30), time(16, 30)))
SUNDAY = 6
BUSY_PER_CENT = 35
NEED_SYSTEM = "urn:silver-key:need"
PLACE_SYSTEM = "http://terminology.hl7.org/CodeSystem/location-physical-type"
SURNAMES = "王李赵陈刘周吴郑孙钱徐朱"
COMMUNITY = (("家庭医生", "family_doctor"), ("配药", "medicine"), ("全科", ""))
FIRST = (("心内科", ""), ("骨科", ""), ("眼科", ""), ("消化内科", ""), ("口腔科", ""), ("全科", ""))
SECOND = (("呼吸内科", ""), ("神经内科", ""), ("内分泌科", ""), ("耳鼻喉科", ""), ("皮肤科", ""), ("中医科", ""))


@dataclass(frozen=True)
class Plan:
    """What is invented. `doctors` in each department; `address` as a person finds it."""

    departments: tuple[tuple[str, str], ...]
    doctors: int = 2
    address: str = "东街 1 号"


def plan(kind: str, index: int) -> Plan:
    """The `index`-th demo hospital's."""
    if kind == "community":
        return Plan(COMMUNITY, address=f"东街 {index + 1} 号")
    return Plan(SECOND if index % 2 else FIRST, address=f"东街 {index + 1} 号")


def people_and_places(made: Plan) -> Iterator[Resource]:
    """Everything but times."""
    yield _place("building", "bu", "门诊楼", address={"text": made.address}, description="进大门右手边是门诊楼。")
    for n, (name, need) in enumerate(made.departments):
        floor = n // 2 + 1
        if n % 2 == 0:
            yield _place(f"floor-{floor}", "lvl", f"{floor} 楼", part_of="building")
        yield _department(n, name, need)
        for doctor in range(made.doctors):
            room = f"{floor}0{n % 2 * made.doctors + doctor + 1}"
            way = f"上电梯到 {floor} 楼，找 {room} 室。" if floor > 1 else f"一进门就是 {floor} 楼，找 {room} 室。"
            yield _place(f"room-{n}-{doctor}", "ro", f"{room} 室", part_of=f"floor-{floor}", description=way)
            yield from _doctor(n, doctor, made)


def times(schedule: str, now: datetime) -> Iterator[Resource]:
    """Free and taken times of the next days; those of one moment are the same whenever they are asked for."""
    today = now.astimezone().date()
    for day in (today + timedelta(days=n) for n in range(DAYS)):
        if day.weekday() != SUNDAY:
            yield from _day(schedule, day)


def instruction(department: str) -> str:
    """What to bring."""
    more = "，还有正在吃的药的盒子" if department == "配药" else ""
    return f"演示：请带医保卡和病历本{more}。"


def _day(schedule: str, day: date) -> Iterator[Resource]:
    for begin, end in HOURS:
        at, last = (datetime.combine(day, one).astimezone() for one in (begin, end))
        while at < last:
            ident = f"{schedule}-{at:%Y%m%d-%H%M}"
            taken = zlib.crc32(ident.encode()) % 100 < BUSY_PER_CENT
            yield {
                "resourceType": "Slot",
                "id": ident,
                "schedule": {"reference": f"Schedule/{schedule}"},
                "status": "busy" if taken else "free",
                "start": at.isoformat(),
                "end": (at + STEP).isoformat(),
            }
            at += STEP


def _department(n: int, name: str, need: str) -> Resource:
    kind = {"type": [{"coding": [{"system": NEED_SYSTEM, "code": need}]}]} if need else {}
    return {"resourceType": "HealthcareService", "id": f"department-{n}", "active": True, "name": name, **kind}


def _doctor(n: int, doctor: int, made: Plan) -> Iterator[Resource]:
    surname = SURNAMES[(n * made.doctors + doctor) % len(SURNAMES)]
    ident = f"doctor-{n}-{doctor}"
    yield {"resourceType": "Practitioner", "id": ident, "active": True, "name": [{"text": f"{surname}医生"}]}
    actors = (f"Practitioner/{ident}", f"HealthcareService/department-{n}", f"Location/room-{n}-{doctor}")
    yield {
        "resourceType": "Schedule",
        "id": f"schedule-{n}-{doctor}",
        "active": True,
        "actor": [{"reference": one} for one in actors],
    }


def _place(ident: str, kind: str, name: str, *, part_of: str = "", **more: Any) -> Resource:
    above = {"partOf": {"reference": f"Location/{part_of}"}} if part_of else {}
    coded = {"coding": [{"system": PLACE_SYSTEM, "code": kind}]}
    return {"resourceType": "Location", "id": ident, "name": name, "physicalType": coded, **above, **more}
