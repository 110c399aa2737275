"""The outbox, told to the hub: in order for each request, at least once, until the hub has said yes or never.

A lost line pauses everything and drops nothing. A refusal ends the matter, and the resident is told. Something
unforeseen sets one request aside for a while, so that it cannot hold up the others.
"""

from __future__ import annotations

import logging
from random import Random

from kiosk.domain.request import Actor, Event, Request, Role, Status, What
from kiosk.errors import HubError, HubRefused, HubStumbled, HubUnreachable, InvalidTransition, NotEnrolled, StoreError
from kiosk.ports.clock import Clock
from kiosk.ports.hub import HubLink, Reply
from kiosk.ports.ids import Ids
from kiosk.ports.store import Action, Store, Work
from kiosk.services.presence import PresenceBoard
from kiosk.services.sync.actions import ServerAction, action_of
from kiosk.services.sync.backoff import Backoff
from kiosk.services.sync.contact import NEEDS_A_PERSON, Contact
from kiosk.services.sync.forgotten import forgotten

log = logging.getLogger(__name__)

SET_ASIDE = 600.0
STUMBLED = 30.0
PAUSING = frozenset({"version"})  # refusals of this program, not of what it sends


class Delivery:
    """One thread's work: `step` delivers what it can and gives the seconds until the next try, None: when woken."""

    def __init__(
        self, store: Store, hub: HubLink, clock: Clock, ids: Ids, contact: Contact, board: PresenceBoard, rng: Random
    ) -> None:
        self._store = store
        self._hub = hub
        self._clock = clock
        self._ids = ids
        self._contact = contact
        self._board = board
        self._backoff = Backoff(0.5, 10.0, rng)
        self._aside: dict[str, float] = {}  # request id → not before this monotonic time
        self._refused = False

    def faults(self) -> tuple[str, ...]:
        """What the desk should know."""
        stuck = ("delivery_stuck",) if self._aside else ()
        return (*stuck, "request_refused") if self._refused else stuck

    def step(self) -> float | None:
        try:
            while work := self._next():
                self._deliver_or_set_aside(work)
        except NotEnrolled as error:
            self._contact.lost(error)
            return NEEDS_A_PERSON
        except HubRefused as error:
            self._contact.lost(error)
            return NEEDS_A_PERSON
        except HubUnreachable as error:
            self._contact.lost(error)
            return self._soonest(self._backoff.failed())
        except StoreError as error:
            log.warning("the outbox cannot be read: %s", type(error).__name__)
            return self._backoff.failed()
        return self._soonest(None)

    def _next(self) -> Work | None:
        """The oldest thing that may be delivered now; what has become too old for a provider is noted on the way."""
        now = self._clock.monotonic()
        self._aside = {request_id: until for request_id, until in self._aside.items() if until > now}
        waiting = self._store.outgoing()
        for work in waiting:
            self._note_age(work)
        return next((work for work in waiting if work.request.id not in self._aside), None)

    def _note_age(self, work: Work) -> None:
        """Past its time and never sent: expired. Perhaps sent: nobody here can know, the hub will say."""
        request = work.request
        waits = work.outgoing.action is Action.SUBMIT and request.status is Status.RECORDED
        if not waits or not request.expired(self._clock.boot(), self._clock.monotonic()):
            return
        what, status = (What.EXPIRED, Status.EXPIRED)
        if work.outgoing.maybe_sent:
            what, status = (What.REPLY_LOST, Status.UNKNOWN)
        try:
            self._store.note(self._event(request, what, status))
        except InvalidTransition:
            log.info("a request moved on before its age was noted")

    def _deliver_or_set_aside(self, work: Work) -> None:
        try:
            self._deliver(work)
        except HubStumbled:
            log.warning("the hub failed over a %s; others go first", work.outgoing.action)
            self._aside[work.request.id] = self._clock.monotonic() + STUMBLED
            return
        except (HubError, StoreError):
            raise
        except Exception:
            log.exception("a %s could not be delivered; others go first", work.outgoing.action)
            self._aside[work.request.id] = self._clock.monotonic() + SET_ASIDE
            return
        self._contact.made()
        self._backoff.succeeded()

    def _deliver(self, work: Work) -> None:
        first = not work.outgoing.maybe_sent
        action = action_of(work, self._store.sound)
        if first:
            self._store.sending(work.outgoing)
        try:
            reply = action.send(self._hub, self._clock)
        except HubRefused as error:
            if error.code in PAUSING:
                self._unsent(work, first)
                raise
            self._give_up(work, action, error)
        except HubError as error:
            if isinstance(error, NotEnrolled) or (isinstance(error, HubUnreachable) and not error.sent):
                self._unsent(work, first)
            raise
        else:
            self._took(work, reply)

    def _took(self, work: Work, reply: Reply) -> None:
        self._store.delivered(work.outgoing, reply.events)
        self._clock.correct(reply.hub_time)
        self._board.tell(reply.presence)

    def _unsent(self, work: Work, first: bool) -> None:
        if first:
            self._store.not_sent(work.outgoing, self._event(work.request, What.CANCELLED, Status.CANCELLED))

    def _give_up(self, work: Work, action: ServerAction, error: HubRefused) -> None:
        """The hub will never take it: the request fails in plain words, or the hub's word on it stands."""
        log.warning("the hub refused a %s: %s", work.outgoing.action, error.code)
        self._refused = True
        if action.ends_request:
            failed = self._event(work.request, What.FAILED, Status.FAILED, reason="refused", code=error.code)
            self._store.refused(work.outgoing, failed)
            return
        try:
            self._store.told(self._hub.fetch(work.request.id).events)
        except HubRefused as refusal:
            if refusal.code == "not_found" and (end := forgotten(work.request, self._clock, self._ids)) is not None:
                log.warning("the hub has forgotten a request")
                self._store.note(end)
        self._store.refused(work.outgoing, None)

    def _soonest(self, seconds: float | None) -> float | None:
        """`seconds`, or less when something waiting expires before; never later than what was set aside is due."""
        now = self._clock.monotonic()
        times = [until - now for until in self._aside.values()]
        if seconds is not None:
            times.append(seconds)
            times += [left for work in self._store.outgoing() if (left := self._left(work.request, now)) is not None]
        return max(0.05, min(times)) if times else None

    def _left(self, request: Request, now: float) -> float | None:
        age = request.age(self._clock.boot(), now)
        if request.status is not Status.RECORDED or request.valid_for is None or age is None:
            return None
        return request.valid_for - age + 0.01

    def _event(self, request: Request, what: str, status: Status, **facts: str) -> Event:
        return Event(self._ids(), request.id, what, Actor(Role.KIOSK), status, self._clock.now(), facts=facts)
