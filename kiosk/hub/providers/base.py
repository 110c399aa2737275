"""The port to a ride provider. States are those of kiosk.domain.ride, mapped from TOMP-API's booking and leg states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from kiosk.domain.leaving import MOST_MINUTES
from kiosk.domain.ride import Ride, RideState

MOST_AHEAD = timedelta(minutes=MOST_MINUTES)
"""A platform is asked for cars of the next day and night; what is further ahead waits for a person."""


class ProviderRefused(Exception):
    """The provider understood and said no, or was surely never reached: nothing is on its way."""


class ReplyLost(Exception):
    """Nobody knows whether it took effect: asked, and no answer that can be read. A person finds out."""


@dataclass(frozen=True)
class RideOrder:
    """What a provider is told: no resident's name ever. `key` is ours, for a provider that knows such keys (R1)."""

    key: str
    pickup: str
    pickup_detail: str = ""
    destination: str = ""  # "": the passenger says it in the car
    destination_detail: str = ""
    people: int = 1
    wheelchair: bool = False
    in_minutes: int = 0  # from now, when it is sent
    leave_at: str = ""  # RFC 3339 in UTC, when the car is wanted at a certain time
    phone: str = ""  # the centre's, unless the resident gave one
    stand_at: str = ""


@dataclass(frozen=True)
class RideStatus:
    """How a booking stands; `ride` from `FOUND` on."""

    state: RideState
    ride: Ride | None = None


@dataclass(frozen=True)
class CancelAnswer:
    """`cancelled` false: it goes on, in `state`. `consequence`: "none", "driver_told" or "fee"."""

    cancelled: bool
    consequence: str = "none"
    state: RideState = RideState.CANCELLED


class RideProvider(Protocol):
    """Every method may raise ProviderRefused or ReplyLost, and nothing else.

    `idempotent`: the same order asked twice is one booking. `poll_seconds`: how often a ride is looked at.
    """

    name: str
    idempotent: bool
    poll_seconds: float

    async def send(self, order: RideOrder) -> str:
        """Book a ride; returns the provider's reference. Called once an order; after a lost reply again only if
        the provider is idempotent, with the same key."""
        ...

    async def status(self, reference: str) -> RideStatus: ...

    async def cancel(self, reference: str) -> CancelAnswer: ...

    async def probe(self) -> None:
        """Whether it would take a booking now; books nothing. For self-tests."""
        ...

    async def close(self) -> None: ...
