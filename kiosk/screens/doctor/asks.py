"""What the way to a doctor asks of others, as Protocols."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Protocol

from kiosk.domain.appointment import Hospital, Slot
from kiosk.domain.details import AppointmentWish, SlotRef
from kiosk.domain.owner import ForWhom, Owner
from kiosk.domain.request import Request
from kiosk.domain.resident import Resident
from kiosk.ports.clock import Cancel
from kiosk.services.appointments import Held

OnError = Callable[[Exception], None]
OnDays = Callable[[tuple[date, ...]], None]
OnSlots = Callable[[tuple[Slot, ...]], None]


class Calls(Protocol):
    """Who takes the wish; kiosk.services.requests."""

    def get(self, request_id: str, /) -> Request | None: ...

    def wish_appointment(
        self,
        wish: AppointmentWish,
        *,
        on_done: Callable[[Request], None],
        on_error: OnError,
        again: bool = False,
    ) -> None: ...


class Times(Protocol):
    """Hospitals and their times; kiosk.services.appointments."""

    @property
    def hospitals(self) -> tuple[Hospital, ...]: ...

    def load(self, on_done: Callable[[tuple[Hospital, ...]], None], on_error: OnError, /) -> None: ...

    def days(self, hospital: str, department: str, doctor: str, on_done: OnDays, on_error: OnError, /) -> None: ...

    def slots(
        self, hospital: str, department: str, day: date | None, doctor: str, on_done: OnSlots, on_error: OnError, /
    ) -> None: ...

    def hold(self, hospital: str, slot: SlotRef, on_done: Callable[[Held], None], on_error: OnError, /) -> None: ...

    def release(self) -> None: ...

    def given(self) -> None: ...


class Who(Protocol):
    """Who stands there; kiosk.services.residents."""

    @property
    def current(self) -> Resident: ...

    def owner(self) -> Owner: ...

    def watch(self, listener: Callable[[], None], /) -> Cancel: ...

    def for_whom(self, whom: ForWhom, /) -> None: ...


class Line(Protocol):
    """Whether the hub can be reached; kiosk.services.sync."""

    @property
    def online(self) -> bool: ...
