"""A taxi ride as the provider tells it; states follow TOMP-API's booking and leg states.

Source: TOMP-API (Transport Operator to MaaS Provider) 1.x, Booking.state and Leg.state.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RideState(StrEnum):
    LOOKING = "looking"  # booking PENDING
    FOUND = "found"  # booking CONFIRMED, leg NOT_STARTED or PREPARING
    ARRIVING = "arriving"  # leg PREPARING with the vehicle near
    ARRIVED = "arrived"  # vehicle at the pickup
    ABOARD = "aboard"  # leg IN_USE
    DONE = "done"  # leg FINISHED
    NO_CAR = "no_car"  # booking REJECTED or EXPIRED
    DRIVER_CANCELLED = "driver_cancelled"  # booking CANCELLED by the operator
    CANCELLED = "cancelled"  # booking CANCELLED by us


@dataclass(frozen=True)
class Ride:
    """What to look for. `minutes` None: the provider has not said."""

    plate: str
    colour: str
    driver: str  # surname with 师傅, as it may be said aloud
    minutes: int | None = None
    stand_at: str = ""
    phone: str = ""
