"""A provider for the demonstration: plays a ride as life would, on the hub's clock.

What it knows of a ride is in the reference itself, so a hub that starts anew goes on with the same ride. It runs only
in the demo (HubSettings.check).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.ride import Ride, RideState
from kiosk.hub.clock import HubClock
from kiosk.hub.providers.base import CancelAnswer, ProviderRefused, ReplyLost, RideOrder, RideStatus

CARS = (
    Ride("沪A·D00000", "白色", "李师傅"),
    Ride("沪B·D00000", "绿色", "王师傅"),
    Ride("沪C·D00000", "蓝色", "赵师傅"),
)


class Scenario(StrEnum):
    RIDE = "ride"
    NO_CAR = "no_car"
    DRIVER_CANCELS = "driver_cancels"
    SILENCE = "silence"  # it looks for ever
    LOST_REPLY = "lost_reply"
    REFUSED = "refused"


@dataclass(frozen=True)
class Script:
    """Seconds of life from the booking on."""

    found: float = 20
    arrived: float = 200
    aboard: float = 260
    done: float = 860
    no_car: float = 60
    cancels: float = 80


class DemoProvider:
    """`scale` is how much faster than life it plays."""

    name = "demo"
    idempotent = False
    poll_seconds = 0.0  # at every round

    def __init__(
        self,
        clock: HubClock,
        *,
        scale: float = 1.0,
        scenario: str = Scenario.RIDE,
        stand_at: str = "",
        script: Script | None = None,
    ) -> None:
        self.scenario = Scenario(scenario)
        self.sent: list[RideOrder] = []
        self._clock = clock
        self._scale = scale
        self._stand_at = stand_at
        self._script = script or Script()
        self._cancelled: set[str] = set()

    async def send(self, order: RideOrder) -> str:
        if self.scenario is Scenario.REFUSED:
            raise ProviderRefused("no service")
        self.sent.append(order)
        if self.scenario is Scenario.LOST_REPLY:
            raise ReplyLost("no answer")
        car = len(self.sent) % len(CARS)
        wait = max(0.0, order.in_minutes * 60.0 - self._script.arrived)
        return f"{self.scenario}/{car}/{self._clock.now().timestamp():.3f}/{wait:.0f}/{order.key}"

    async def status(self, reference: str) -> RideStatus:
        scenario, car, begun, *rest = reference.split("/")
        wait = float(rest[0]) if len(rest) > 1 else 0.0
        if reference in self._cancelled:
            return RideStatus(RideState.CANCELLED)
        passed = (self._clock.now().timestamp() - float(begun)) * self._scale
        return self._play(Scenario(scenario), CARS[int(car)], passed, wait)

    async def cancel(self, reference: str) -> CancelAnswer:
        state = (await self.status(reference)).state
        if state in (RideState.ABOARD, RideState.DONE):
            return CancelAnswer(cancelled=False, state=state)
        self._cancelled.add(reference)
        return CancelAnswer(cancelled=True, consequence="none" if state is RideState.LOOKING else "driver_told")

    async def probe(self) -> None:
        if self.scenario is Scenario.REFUSED:
            raise ProviderRefused("no service")

    async def close(self) -> None:
        pass

    def _play(self, scenario: Scenario, car: Ride, passed: float, wait: float) -> RideStatus:
        """A car for later is found at once and comes when it is wanted, `wait` seconds later than one for now."""
        script = self._script
        if scenario is Scenario.SILENCE:
            return RideStatus(RideState.LOOKING)
        if scenario is Scenario.NO_CAR:
            return RideStatus(RideState.NO_CAR if passed >= script.no_car else RideState.LOOKING)
        if scenario is Scenario.DRIVER_CANCELS and passed >= script.cancels:
            return RideStatus(RideState.DRIVER_CANCELLED)
        if passed < script.found:
            return RideStatus(RideState.LOOKING)
        if passed - wait < script.found:
            return RideStatus(RideState.FOUND, Ride(car.plate, car.colour, car.driver, None, self._stand_at))
        return self._found(car, passed - wait)

    def _found(self, car: Ride, passed: float) -> RideStatus:
        script = self._script
        minutes = max(0, -int(-(script.arrived - passed) // 60))
        ride = Ride(car.plate, car.colour, car.driver, minutes, self._stand_at)
        if passed >= script.done:
            return RideStatus(RideState.DONE, ride)
        if passed >= script.aboard:
            return RideStatus(RideState.ABOARD, ride)
        if passed >= script.arrived:
            return RideStatus(RideState.ARRIVED, ride)
        on_the_way = passed >= script.found + min(5.0, script.found)
        return RideStatus(RideState.ARRIVING if on_the_way else RideState.FOUND, ride)
