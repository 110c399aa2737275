"""What residents ask for: written down at once, delivered by the sync engine, watched by the screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from kiosk.domain.details import AppointmentWish, Consultation, Details, HelpCall, TaxiWish
from kiosk.domain.leaving import minutes_until, moment
from kiosk.domain.owner import GUEST, Owner
from kiosk.domain.request import (
    EMPTY,
    HIGH_NUMBER,
    LOW_NUMBER,
    Actor,
    Event,
    Kind,
    Mode,
    Request,
    Role,
    Status,
    What,
    kind_of,
)
from kiosk.errors import DuplicateWish
from kiosk.ports.clock import Cancel, Clock
from kiosk.ports.ids import Ids
from kiosk.ports.store import Store
from kiosk.ports.tasks import Tasks
from kiosk.text import msg

OnDone = Callable[[Request], None]
OnError = Callable[[Exception], None]
ENDED_KEPT = 50
RETRY_SECONDS = 5.0


def asked_here(request_id: str) -> str:
    """Under this name the session keeps that who stands there asked for it: their own may be shown to them in full."""
    return f"asked:{request_id}"


def practised(request: Request) -> bool:
    """Whether it was asked for in a lesson's practice. A drill of the alarm is none."""
    return request.mode is Mode.EXERCISE and request.kind is not Kind.ALARM


@dataclass(frozen=True)
class Limits:
    """Seconds. A taxi for now and a call for a volunteer are no use to anybody later; the same wish is one wish."""

    taxi: float = 15 * 60
    volunteer: float = 30 * 60
    same_wish: float = 30 * 60


class Requests:
    """Lives on the main thread: every callback comes there. `wake` nudges the sync engine; `owner` says whose a
    request is that is asked for now.

    `live` and `get` answer from memory, filled by `start` and kept true by the store's own reports.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        tasks: Tasks,
        ids: Ids,
        *,
        wake: Callable[[], None],
        limits: Limits | None = None,
        owner: Callable[[], Owner] = lambda: GUEST,
        mode: Callable[[Kind], Mode] = lambda _kind: Mode.ACTUAL,
    ) -> None:
        self._store = store
        self._clock = clock
        self._tasks = tasks
        self._ids = ids
        self._wake = wake
        self._limits = limits or Limits()
        self._owner = owner
        self._mode = mode
        self._known: dict[str, Request] = {}
        self._coming: dict[str, Request] = {}  # on their way to the disk
        self._listeners: list[Callable[[Request], None]] = []
        self._again: Cancel = lambda: None
        self._stop = store.watch(lambda request: tasks.to_main(lambda: self._take(request)))

    def start(self, on_error: OnError | None = None) -> None:
        """Open the store behind the first screen, and learn what is still live; again and again until it can."""

        def failed(error: Exception) -> None:
            if on_error is not None:
                on_error(error)
            self._again = self._clock.call_later(RETRY_SECONDS, self.start)

        self._tasks.submit(self._store.live, self._fill, failed)

    def close(self) -> None:
        self._stop()
        self._again()

    def call_taxi(
        self, wish: TaxiWish, *, on_done: OnDone, on_error: OnError, again: bool = False, mode: Mode = Mode.ACTUAL
    ) -> None:
        """Write a wish for a taxi down. Errors: StoreError; DuplicateWish unless `again`, for the same wish lately.

        One for a certain time is good until then, and the same one however long ago it was asked for.
        """
        wish = replace(wish, in_minutes=minutes_until(wish, self._clock.now()))
        mode = self._as_now(Kind.TAXI, mode)
        same = None if again else self._same(wish, mode)
        if same is not None:
            on_error(DuplicateWish(same.id, self._local_time(same)))
            return
        self._add(wish, self._car_until(wish), mode, on_done, on_error)

    def call_volunteer(self, call: HelpCall, *, on_done: OnDone, on_error: OnError, mode: Mode = Mode.ACTUAL) -> None:
        """Write a call for a volunteer down. A wish for later has no end. Errors: StoreError."""
        self._add(call, None if call.wish else self._limits.volunteer, mode, on_done, on_error)

    def wish_appointment(
        self,
        wish: AppointmentWish,
        *,
        on_done: OnDone,
        on_error: OnError,
        again: bool = False,
        mode: Mode = Mode.ACTUAL,
    ) -> None:
        """Write down a doctor's time to book, or a wish for one; a time is worth nothing once it is past.

        Errors: StoreError; DuplicateWish unless `again`, for the same wish of the same person lately.
        """
        mode = self._as_now(Kind.APPOINTMENT, mode)
        same = None if again else self._same(wish, mode)
        if same is not None:
            at = self._local_time(same)
            on_error(DuplicateWish(same.id, at, msg("doctor.already_asked", at=at)))
            return
        self._add(wish, self._until(wish), mode, on_done, on_error)

    def consult(
        self, question: Consultation, *, on_done: OnDone, on_error: OnError, mode: Mode = Mode.ACTUAL
    ) -> None:  # fmt: skip
        """Write down a question for a person; it waits as long as it takes. Errors: StoreError."""
        self._add(question, None, mode, on_done, on_error)

    def report(
        self,
        request_id: str,
        what: str,
        facts: Mapping[str, Any] = EMPTY,
        *,
        on_done: OnDone | None = None,
        on_error: OnError | None = None,
    ) -> None:
        """Tell the hub that something happened (not_seen, aboard …). Errors: StoreError, RequestError."""
        event = self._event(request_id, what, None, facts)
        self._write(lambda: self._store.record(event), on_done, on_error)

    def cancel(self, request_id: str, *, on_done: OnDone | None = None, on_error: OnError | None = None) -> None:
        """Cancelled at once when nothing ever left the kiosk; else the hub is asked, and its answer decides."""
        cancelled = self._event(request_id, What.CANCELLED, Status.CANCELLED)
        asked = self._event(request_id, What.CANCEL_ASKED, None)
        self._write(lambda: self._store.cancel(cancelled, asked), on_done, on_error)

    def mirror(self, request: Request) -> None:
        """Keep what the alarm lane delivers among the requests; best effort, the lane does not depend on it."""
        self._tasks.submit(lambda: self._store.mirror(request), None, lambda _error: None)

    def get(self, request_id: str) -> Request | None:
        return self._known.get(request_id)

    def live(self) -> tuple[Request, ...]:
        """Requests that have not ended, oldest first. Without what was only practised: that is nobody's errand."""
        return tuple(r for r in self._all_live() if not practised(r))

    def free_number(self) -> int:
        """A waiting number for the alarm lane, from the end that ordinary requests reach last."""
        taken = {r.number for r in self._all_live()}
        return next((n for n in range(HIGH_NUMBER, LOW_NUMBER - 1, -1) if n not in taken), HIGH_NUMBER)

    def watch(self, listener: Callable[[Request], None]) -> Cancel:
        """`listener` hears every change of any request, in order."""
        self._listeners.append(listener)

        def cancel() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return cancel

    def _add(self, details: Details, valid_for: float | None, mode: Mode, on_done: OnDone, on_error: OnError) -> None:
        request_id = self._ids()
        birth = self._event(request_id, What.RECORDED, Status.RECORDED)
        request = Request(
            id=request_id,
            kind=kind_of(details),
            details=details,
            mode=mode,
            created_at=birth.at,
            boot=self._clock.boot(),
            born=self._clock.monotonic(),
            valid_for=valid_for,
            events=(birth,),
            owner=self._owner() if mode is not Mode.EXERCISE else GUEST,
        )
        self._coming[request_id] = request

        def failed(error: Exception) -> None:
            self._coming.pop(request_id, None)
            on_error(error)

        self._write(lambda: self._store.add(request), on_done, failed)

    def _write(self, work: Callable[[], Request], on_done: OnDone | None, on_error: OnError | None) -> None:
        def done(request: Request) -> None:
            self._wake()
            if on_done is not None:
                on_done(self._known.get(request.id, request))

        self._tasks.submit(work, done, on_error)

    def _event(self, request_id: str, what: str, status: Status | None, facts: Mapping[str, Any] = EMPTY) -> Event:
        return Event(self._ids(), request_id, what, Actor(Role.RESIDENT), status, self._clock.now(), facts=facts)

    def _all_live(self) -> Iterator[Request]:
        return (r for r in self._known.values() if not r.status.ended)

    def _as_now(self, kind: Kind, mode: Mode) -> Mode:
        """In practice an exercise, whichever screen asks."""
        return self._mode(kind) if mode is Mode.ACTUAL else mode

    def _same(self, wish: TaxiWish | AppointmentWish, mode: Mode) -> Request | None:
        """A live request for the same ride or the same person's same appointment, asked for lately. What was practised
        is none, and may be practised as often as wanted."""
        if mode is Mode.EXERCISE:
            return None
        for request in (*self._coming.values(), *self.live()):
            fixed = isinstance(wish, TaxiWish) and wish.leave_at != ""
            if self._is_same(request, wish) and (fixed or self._lately(request)):
                return request
        return None

    def _is_same(self, request: Request, wish: TaxiWish | AppointmentWish) -> bool:
        if practised(request):
            return False
        match request.details, wish:
            case TaxiWish() as known, TaxiWish() as asked:
                return known.same_wish(asked) and request.owner.resident == self._owner().resident
            case AppointmentWish() as known, AppointmentWish() as asked:
                return known.same_wish(asked) and request.owner == self._owner()
            case _:
                return False

    def _car_until(self, wish: TaxiWish) -> float:
        at = moment(wish.leave_at)
        left = (at - self._clock.now()) / timedelta(seconds=1) if at else wish.in_minutes * 60.0
        return max(self._limits.taxi, left)

    def _until(self, wish: AppointmentWish) -> float | None:
        """Seconds from now to the time chosen; None for a wish, which a person can always make good."""
        if wish.slot is None:
            return None
        start = datetime.fromisoformat(wish.slot.start)
        return max(self._limits.volunteer, (start - self._clock.now()) / timedelta(seconds=1))

    def _lately(self, request: Request) -> bool:
        age = request.age(self._clock.boot(), self._clock.monotonic())
        if age is None and request.created_at is not None:  # from before a restart of the machine
            age = abs(self._clock.now() - request.created_at) / timedelta(seconds=1)
        return age is not None and age <= self._limits.same_wish

    def _local_time(self, request: Request) -> str:
        local = (request.created_at or self._clock.now()).astimezone()
        return f"{local.hour}:{local.minute:02}"

    def _fill(self, requests: tuple[Request, ...]) -> None:
        """What was live when the store opened; what it reported since is newer."""
        news = [request for request in requests if request.id not in self._known]
        self._known |= {request.id: request for request in news}
        self._known = dict(sorted(self._known.items(), key=lambda item: item[1].seq))
        self._wake()
        self._tell(*news)

    def _take(self, request: Request) -> None:
        self._coming.pop(request.id, None)
        if self._known.get(request.id) == request:
            return
        self._known[request.id] = request
        ended = [r.id for r in self._known.values() if r.status.ended]
        for request_id in ended[:-ENDED_KEPT]:
            del self._known[request_id]
        self._tell(request)

    def _tell(self, *requests: Request) -> None:
        """Everybody hears it, also after somebody broke; the first error is raised in the end."""
        errors = []
        for request in requests:
            for listener in tuple(self._listeners):
                try:
                    listener(request)
                except Exception as error:  # noqa: BLE001 - raised below
                    errors.append(error)
        if errors:
            raise errors[0]
