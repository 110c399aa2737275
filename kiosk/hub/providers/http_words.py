"""What a platform over HTTP answers, checked before anybody believes it. docs/taxi-platform.md describes it.

Unknown members are passed over, so that a platform may say more than we understand.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator

from kiosk.domain.ride import Ride, RideState
from kiosk.hub.providers.base import CancelAnswer, RideStatus

REFERENCE = r"[A-Za-z0-9._:-]{1,120}"
NEEDS_CAR = frozenset({RideState.FOUND, RideState.ARRIVING, RideState.ARRIVED, RideState.ABOARD})


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("signs that nobody can read")
    return text


Text = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_printable)]


class Booked(BaseModel):
    """`ride` is their name for it, in every later call."""

    ride: str = Field(pattern=f"^{REFERENCE}$")


class Car(BaseModel):
    plate: Text = Field(min_length=1, max_length=12)
    colour: Text = Field(default="", max_length=12)
    driver: Text = Field(default="", max_length=20)
    minutes: int | None = Field(default=None, ge=0, le=600)
    stand_at: Text = Field(default="", max_length=60)
    phone: str = Field(default="", pattern=r"^(\+?[0-9][0-9 -]{1,19})?$")


class Standing(BaseModel):
    """How a ride stands; `car` from `found` on."""

    state: RideState
    car: Car | None = None

    @model_validator(mode="after")
    def _has_a_car(self) -> Standing:
        if self.state in NEEDS_CAR and self.car is None:
            raise ValueError("a car was found and is not described")
        return self

    def status(self) -> RideStatus:
        return RideStatus(self.state, Ride(**self.car.model_dump()) if self.car else None)


class Cancelled(BaseModel):
    cancelled: bool
    consequence: Literal["none", "driver_told", "fee"] = "none"
    state: RideState = RideState.CANCELLED

    def answer(self) -> CancelAnswer:
        return CancelAnswer(self.cancelled, self.consequence, self.state)


class Refusal(BaseModel):
    """Why not, in the platform's word for it; it is logged, never shown."""

    code: str = Field(pattern=r"^[a-z0-9_]{1,40}$")


class Well(BaseModel):
    ok: Literal[True]


def is_reference(text: str) -> bool:
    return re.fullmatch(REFERENCE, text) is not None
