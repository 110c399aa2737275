"""A doctor's time that a resident chose: written down here, booked by the hospital's dispatcher after the commit."""

from __future__ import annotations

from datetime import datetime

from uuid6 import uuid7

from kiosk.domain.details import AppointmentWish, Details
from kiosk.domain.request import Mode
from kiosk.hub.bus import Topic
from kiosk.hub.database import Work
from kiosk.hub.models import HospitalBooking, Request
from kiosk.hub.requests.base import BY_PHONE, QUEUED
from kiosk.hub.settings import HubSettings


def bookable(settings: HubSettings, row: Request, details: Details) -> bool:
    """Only for somebody whom a card has made known, and at a hospital of ours; all else is a wish for a person."""
    by_card = bool(row.resident_id) and not row.details.get(BY_PHONE)
    if not isinstance(details, AppointmentWish) or row.mode != Mode.ACTUAL or not by_card:
        return False
    known = {one.id for one in settings.hospitals}
    return details.slot is not None and details.hospital is not None and details.hospital.id in known


def queue(work: Work, row: Request, wish: AppointmentWish, now: datetime) -> None:
    """Never sent while the kiosk waits, never before it is on disk."""
    if wish.slot is None or wish.hospital is None:
        raise ValueError("a wish without a time is for a person")
    booking = HospitalBooking(
        key=str(uuid7()),
        request_id=row.id,
        hospital=wish.hospital.id,
        slot_id=wish.slot.id,
        hold_key=wish.hold,
        reference="",
        state=QUEUED,
        appointment={},
        asked_at=now,
        changed_at=now,
        heard_at=now,
    )
    work.session.add(booking)
    row.handler, row.needs_person = "provider", False
    work.announce(Topic.HOSPITAL, booking.key)
