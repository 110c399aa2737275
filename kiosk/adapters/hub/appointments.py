"""Hospitals and their times, asked of the hub over HTTPS. See kiosk.ports.appointments."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote, urlencode

from kiosk.adapters.hub.calls import Calls
from kiosk.adapters.hub.heavy import load
from kiosk.domain.appointment import Hold, Hospital, Slot
from kiosk.domain.details import SlotRef
from kiosk.errors import HubRefused, SlotGone


class HubAppointments:
    """Safe from any thread; every call is one question to the hub."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def hospitals(self) -> tuple[Hospital, ...]:
        load()
        from kiosk.protocol.appointments import HospitalsOut

        out = self._calls.ask("GET", "/v1/hospitals", HospitalsOut)
        return tuple(one.hospital() for one in out.hospitals)

    def days(self, hospital: str, department: str, *, doctor: str = "") -> tuple[date, ...]:
        load()
        from kiosk.protocol.appointments import DaysOut

        path = _path(hospital, "days", department=department, doctor=doctor)
        return tuple(self._calls.ask("GET", path, DaysOut).days)

    def slots(self, hospital: str, department: str, *, day: date | None = None, doctor: str = "") -> tuple[Slot, ...]:
        load()
        from kiosk.protocol.appointments import SlotsOut

        path = _path(hospital, "slots", department=department, day=day.isoformat() if day else "", doctor=doctor)
        return tuple(one.slot() for one in self._calls.ask("GET", path, SlotsOut).slots)

    def hold(self, key: str, hospital: str, slot: SlotRef) -> Hold:
        load()
        from pydantic import ValidationError

        from kiosk.protocol.appointments import SLOT_GONE, HoldIn, HoldOut, SlotIn

        try:
            wanted = SlotIn.model_validate(
                {"id": slot.id, "start": slot.start, "minutes": slot.minutes, "doctor": slot.doctor}
            )
            body = HoldIn(hospital=hospital, slot=wanted)
        except ValidationError as error:
            raise HubRefused(f"{error.error_count()} fields cannot be sent", code="invalid") from error
        try:
            return self._calls.ask("PUT", f"/v1/holds/{quote(key, safe='')}", HoldOut, body).hold()
        except HubRefused as error:
            if error.code == SLOT_GONE:
                raise SlotGone(str(error)) from error
            raise

    def release(self, key: str) -> None:
        load()
        from kiosk.adapters.hub.wire import Nothing

        try:
            self._calls.ask("DELETE", f"/v1/holds/{quote(key, safe='')}", Nothing)
        except HubRefused as error:
            if error.code != "not_found":
                raise


def _path(hospital: str, what: str, **query: str) -> str:
    asked = urlencode({name: value for name, value in query.items() if value})
    return f"/v1/hospitals/{quote(hospital, safe='')}/{what}?{asked}"
