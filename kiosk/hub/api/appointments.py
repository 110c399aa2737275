"""Hospitals and their times, for kiosks. Booking itself is a request with a slot (kiosk.hub.requests.visits)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import AfterValidator

from kiosk.domain.appointment import Hospital, Slot
from kiosk.domain.details import SlotRef
from kiosk.hub.api import examples
from kiosk.hub.api.caller import LimitedKioskDep
from kiosk.hub.deps import HubDep
from kiosk.hub.hospital.reading import written
from kiosk.protocol.appointments import (
    HOSPITAL,
    KEY,
    MAX_SLOTS,
    DaysOut,
    DepartmentOut,
    HoldIn,
    HoldOut,
    HospitalOut,
    HospitalsOut,
    SlotOut,
    SlotsOut,
)

router = APIRouter(tags=["appointments"])
FHIR_ID = r"^[A-Za-z0-9.-]{1,64}$"
HospitalId = Annotated[str, Path(pattern=HOSPITAL, examples=["clinic"])]
HoldKey = Annotated[str, Path(pattern=KEY, examples=[examples.REQUEST_ID])]
Department = Annotated[str, Query(pattern=FHIR_ID, examples=["department-0"])]
Doctor = Annotated[str, Query(pattern=r"^[A-Za-z0-9.-]{0,64}$", examples=["doctor-0-0"])]


def _near(day: date) -> date:
    """Days at the edge of the calendar have no midnight in every zone."""
    if not 2000 <= day.year <= 2999:
        raise ValueError("a day of this millennium")
    return day


Day = Annotated[date, AfterValidator(_near), Query(examples=["2026-11-03"])]
SILENT = examples.problems(_404="not_found", _503="hospital_silent")


@router.get("/v1/hospitals", responses={**examples.COMMON, **examples.ok("Who can be booked.", examples.HOSPITALS)})
async def hospitals(hub: HubDep, kiosk: LimitedKioskDep) -> HospitalsOut:
    """Hospitals of this centre and their departments; community centres first."""
    del kiosk
    return HospitalsOut(hospitals=[_hospital(one) for one in await hub.hospitals.listed()])


@router.get(
    "/v1/hospitals/{hospital}/days",
    responses={**examples.COMMON, **SILENT, **examples.ok("Days with a free time.", {"days": ["2026-11-03"]})},
)
async def days(
    hospital: HospitalId, department: Department, hub: HubDep, kiosk: LimitedKioskDep, doctor: Doctor = ""
) -> DaysOut:
    """Earliest first, by the centre's own calendar."""
    del kiosk
    return DaysOut(days=list(await hub.hospitals.days(hospital, department, doctor)))


@router.get(
    "/v1/hospitals/{hospital}/slots",
    responses={
        **examples.COMMON,
        **SILENT,
        **examples.ok("Free times, earliest first.", {"slots": [{**examples.SLOT, "doctor_id": "doctor-0-0"}]}),
    },
)
async def slots(
    hospital: HospitalId,
    department: Department,
    hub: HubDep,
    kiosk: LimitedKioskDep,
    day: Day | None = None,
    doctor: Doctor = "",
    limit: Annotated[int, Query(ge=1, le=MAX_SLOTS)] = MAX_SLOTS,
) -> SlotsOut:
    """Of one day, or from now on."""
    del kiosk
    return SlotsOut(slots=[_slot(one) for one in await hub.hospitals.slots(hospital, department, day, doctor, limit)])


@router.put(
    "/v1/holds/{key}",
    openapi_extra=examples.body(hold={"hospital": "clinic", "slot": examples.SLOT}),
    responses={
        **examples.COMMON,
        **SILENT,
        **examples.problems(_409="slot_gone"),
        **examples.ok("Kept.", {"key": examples.REQUEST_ID, "seconds": 300}),
    },
)
async def hold(key: HoldKey, data: HoldIn, hub: HubDep, kiosk: LimitedKioskDep) -> HoldOut:
    """Keep a time while the resident reads it back. One kiosk holds few: an older one is let go."""
    slot = SlotRef(data.slot.id, written(data.slot.start), data.slot.minutes, data.slot.doctor)
    kept = await hub.hospitals.hold(kiosk.id, key, data.hospital, slot)
    return HoldOut(key=kept.key, seconds=kept.seconds)


@router.delete("/v1/holds/{key}", status_code=204, responses=examples.COMMON)
async def release(key: HoldKey, hub: HubDep, kiosk: LimitedKioskDep) -> Response:
    """Let it go; one that is gone already is no error."""
    await hub.hospitals.release(kiosk.id, key)
    return Response(status_code=204)


def _hospital(one: Hospital) -> HospitalOut:
    return HospitalOut(
        id=one.id,
        name=one.name,
        detail=one.detail,
        kind=one.kind,
        departments=[DepartmentOut(id=d.id, name=d.name, picture=d.picture, need=d.need) for d in one.departments],
    )


def _slot(one: Slot) -> SlotOut:
    ref = one.ref
    return SlotOut.model_validate(
        {"id": ref.id, "start": ref.start, "minutes": ref.minutes, "doctor": ref.doctor, "doctor_id": one.doctor_id}
    )
