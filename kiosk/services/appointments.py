"""Hospitals and their times for the screens: asked off the main thread, and one time kept while it is thought over."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from kiosk.domain.appointment import Hold, Hospital, Slot
from kiosk.domain.details import SlotRef
from kiosk.errors import HubError
from kiosk.ports.appointments import Appointments
from kiosk.ports.clock import Clock
from kiosk.ports.ids import Ids
from kiosk.ports.tasks import Tasks
from kiosk.services.session import Session

OnError = Callable[[Exception], None]
PRACTICE_SECONDS = 300.0


@dataclass(frozen=True)
class Held:
    """A time kept for who stands there; `until` on the monotonic clock."""

    key: str
    until: float


class Bookings:
    """Lives on the main thread: every callback comes there. Errors: HubUnreachable, HubRefused, NotEnrolled; of `hold`
    SlotGone too.

    At most one time is kept: another lets the first go, and so does the end of the session.
    """

    def __init__(
        self,
        appointments: Appointments,
        tasks: Tasks,
        clock: Clock,
        ids: Ids,
        session: Session,
        practising: Callable[[], bool] = lambda: False,
    ) -> None:
        self._practising = practising
        self._appointments = appointments
        self._tasks = tasks
        self._clock = clock
        self._ids = ids
        self._hospitals: tuple[Hospital, ...] = ()
        self._key = ""
        session.on_end(self.release)

    @property
    def hospitals(self) -> tuple[Hospital, ...]:
        """As last heard; () before that, and where nothing can be booked."""
        return self._hospitals

    def load(self, on_done: Callable[[tuple[Hospital, ...]], None], on_error: OnError) -> None:
        """Ask which hospitals there are."""

        def done(hospitals: tuple[Hospital, ...]) -> None:
            self._hospitals = hospitals
            on_done(hospitals)

        self._tasks.submit(self._appointments.hospitals, done, on_error)

    def days(
        self,
        hospital: str,
        department: str,
        doctor: str,
        on_done: Callable[[tuple[date, ...]], None],
        on_error: OnError,
    ) -> None:
        self._tasks.submit(lambda: self._appointments.days(hospital, department, doctor=doctor), on_done, on_error)

    def slots(
        self,
        hospital: str,
        department: str,
        day: date | None,
        doctor: str,
        on_done: Callable[[tuple[Slot, ...]], None],
        on_error: OnError,
    ) -> None:
        self._tasks.submit(
            lambda: self._appointments.slots(hospital, department, day=day, doctor=doctor), on_done, on_error
        )

    def hold(self, hospital: str, slot: SlotRef, on_done: Callable[[Held], None], on_error: OnError) -> None:
        """Keep this time, and let go what was kept before: the same time again is kept anew. In practice no hospital
        hears of it."""
        before, key, asked = self._key, self._ids(), self._clock.monotonic()
        if self._practising():
            self.release()
            on_done(Held(key, asked + PRACTICE_SECONDS))
            return
        self._key = key

        def work() -> Hold:
            if before:
                self._let_go(before)
            return self._appointments.hold(key, hospital, slot)

        def done(hold: Hold) -> None:
            if self._key == key:
                on_done(Held(key, asked + hold.seconds))
            else:  # let go or overtaken while the hub was answering
                self._tasks.submit(lambda: self._let_go(key))

        def failed(error: Exception) -> None:
            if self._key == key:
                self._key = ""
                on_error(error)

        self._tasks.submit(work, done, failed)

    def release(self) -> None:
        """Let go what is kept, if anything."""
        key, self._key = self._key, ""
        if key:
            self._tasks.submit(lambda: self._let_go(key))

    def given(self) -> None:
        """What is kept went into a request: it is the hub's business now."""
        self._key = ""

    def _let_go(self, key: str) -> None:
        with suppress(HubError):  # it runs out by itself
            self._appointments.release(key)
