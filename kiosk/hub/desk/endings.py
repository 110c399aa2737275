"""How a person closes a request: which ways each kind has, and which event each makes."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.domain.request import Kind, What

# What the resident no longer wants is cancelled, not done.
OUTCOMES: Mapping[str, str] = {
    "aboard": What.DONE,
    "helped": What.DONE,
    "safe": What.DONE,
    "ambulance": What.DONE,
    "family": What.DONE,
    "left": What.CANCELLED,
    "not_wanted": What.CANCELLED,
    "mistake": What.CANCELLED,
    "booked": What.DONE,
    "answered": What.DONE,
    "not_needed": What.CANCELLED,
    "no_car": What.FAILED,
    "no_time": What.FAILED,
    "nobody_there": What.FAILED,
}
CLOSINGS: Mapping[str, tuple[str, ...]] = {
    Kind.TAXI: ("aboard", "not_wanted", "no_car"),
    Kind.ALARM: ("safe", "ambulance", "family", "mistake", "nobody_there"),
    Kind.VOLUNTEER: ("helped", "left", "nobody_there"),
    Kind.APPOINTMENT: ("booked", "not_needed", "no_time"),
    Kind.CONSULTATION: ("answered", "not_needed", "nobody_there"),
}
