"""A hub in memory: what it knows (HubBook) and a link to it (FakeHub). hub_server.py puts it on a socket."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from uuid6 import uuid7

from kiosk.domain.presence import Presence
from kiosk.domain.request import ENDED, Actor, Event, Kind, Request, Role, Status, What
from kiosk.errors import HubError, HubRefused, HubStumbled, HubUnreachable, NotEnrolled
from kiosk.ports.hub import Beat, Pulse, Reply, StreamItem
from kiosk.protocol.models import UUID7

ON_DUTY = Presence(1, ("王阿姨",), "17:00")
HUB_TIME = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@dataclass
class HubBook:
    """The hub's truth, behind one lock. The knobs make it misbehave; `desk` is a person at the desk."""

    presence: Presence = ON_DUTY
    hub_time: datetime = HUB_TIME
    revoked: bool = False
    down: bool = False
    lose_replies: int = 0  # so many calls take effect and nobody hears so
    refusals: dict[str, str] = field(default_factory=dict)  # method → problem code
    events: list[Event] = field(default_factory=list)
    statuses: dict[str, Status] = field(default_factory=dict)
    submissions: dict[str, Request] = field(default_factory=dict)
    ages: dict[str, float | None] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)  # requests that went on to a provider, in order
    sounds: dict[str, bytes] = field(default_factory=dict)
    beats: list[Beat] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=lambda: threading.Condition(threading.RLock()))

    def check(self, method: str) -> None:
        """What every call meets first. Raises HubError."""
        with self.changed:
            self.calls.append(method)
            self.changed.notify_all()
        if self.down:
            raise HubUnreachable("down", sent=False)
        if self.revoked:
            raise NotEnrolled("revoked")
        if code := self.refusals.get(method):
            raise HubStumbled(code) if code == "unforeseen" else HubRefused(code, code=code)

    def submit(self, request: Request, age: float | None) -> Reply:
        _readable(request.id, *(event.id for event in request.events if event.hub_seq is None))
        with self.changed:
            if request.id not in self.statuses:
                self.submissions[request.id] = request
                self.ages[request.id] = age
                self.statuses[request.id] = request.status
                for event in request.events:
                    self._append(replace(event, hub_seq=None))
                if any(event.what == What.CANCELLED for event in request.events):
                    return self._reply(request.id)
                self._append(self._said(request.id, What.DELIVERED, Status.DELIVERED))
                too_old = request.valid_for is not None and (age is None or age > request.valid_for)
                if too_old and request.kind is not Kind.ALARM:
                    self._append(self._said(request.id, What.EXPIRED, Status.EXPIRED))
                else:
                    self.taken.append(request.id)
            return self._reply(request.id)

    def add_event(self, event: Event) -> Reply:
        _readable(event.request_id, event.id)
        with self.changed:
            if event.request_id not in self.statuses:
                raise HubRefused("unknown", code="not_found")
            if all(e.id != event.id for e in self.events):
                self._append(replace(event, hub_seq=None))
                if event.what == What.CANCEL_ASKED and self.statuses[event.request_id] not in ENDED:
                    self._append(self._said(event.request_id, What.CANCELLED, Status.CANCELLED))
            return self._reply(event.request_id)

    def attach(self, request_id: str, ident: str, sound: bytes) -> None:
        _readable(request_id, ident)
        with self.changed:
            if request_id not in self.statuses:
                raise HubRefused("unknown", code="not_found")
            self.sounds.setdefault(ident, sound)

    def fetch(self, request_id: str) -> Reply:
        _readable(request_id)
        with self.changed:
            if request_id not in self.statuses:
                raise HubRefused("unknown", code="not_found")
            return self._reply(request_id)

    def desk(self, request_id: str, what: str, status: Status | None = None, name: str = "", **facts: Any) -> None:
        """A person, or a provider, does something."""
        with self.changed:
            self._append(self._said(request_id, what, status, name, **facts))

    def restore(self, count: int) -> None:
        """The hub comes back from a backup that holds its first `count` events."""
        with self.changed:
            kept, self.events, self.statuses = self.events[:count], [], {}
            for event in kept:
                self._append(event)

    def attend(self, presence: Presence) -> None:
        with self.changed:
            self.presence = presence
            self.changed.notify_all()

    def after(self, seq: int) -> tuple[Event, ...]:
        with self.changed:
            return tuple(e for e in self.events if (e.hub_seq or 0) > seq)

    def replied(self) -> None:
        """Raises HubUnreachable when this reply is to be lost."""
        with self.changed:
            if self.lose_replies:
                self.lose_replies -= 1
                raise HubUnreachable("reply lost")

    def wait_for(self, condition: Callable[[], bool], seconds: float = 5.0) -> bool:
        with self.changed:
            return self.changed.wait_for(condition, seconds)

    def _said(self, request_id: str, what: str, status: Status | None, name: str = "", **facts: Any) -> Event:
        actor = Actor(Role.VOLUNTEER if name else Role.HUB, name)
        return Event(str(uuid7()), request_id, what, actor, status, self.hub_time, facts=facts)

    def _append(self, event: Event) -> None:
        self.events.append(replace(event, hub_seq=len(self.events) + 1))
        if event.status:
            self.statuses[event.request_id] = event.status
        self.changed.notify_all()

    def _reply(self, request_id: str) -> Reply:
        events = tuple(e for e in self.events if e.request_id == request_id)
        return Reply(self.statuses[request_id], events, self.presence, self.hub_time)


def _readable(*ids: str) -> None:
    """As the real one: an id of another form is refused, whatever else is right. Raises HubRefused."""
    if any(re.fullmatch(UUID7, one) is None for one in ids):
        raise HubRefused("an id of a strange form", code="invalid")


class FakeHub:
    """A link to a HubBook; `fail` makes the next calls of any kind raise."""

    def __init__(self, book: HubBook, channel: str = "kiosk-1") -> None:
        self.book = book
        self._channel = channel
        self._closed = False
        self._failures: list[HubError | Exception] = []

    @property
    def channel(self) -> str:
        return self._channel

    def fail(self, *errors: HubError | Exception) -> None:
        self._failures.extend(errors)

    def prepare(self) -> None: ...

    def submit(self, request: Request, *, boot: str, now: float) -> Reply:
        self._enter("submit")
        reply = self.book.submit(request, request.age(boot, now))
        self.book.replied()
        return reply

    def add_event(self, event: Event) -> Reply:
        self._enter("add_event")
        reply = self.book.add_event(event)
        self.book.replied()
        return reply

    def attach(self, request_id: str, ident: str, sound: bytes) -> None:
        self._enter("attach")
        self.book.attach(request_id, ident, sound)

    def fetch(self, request_id: str) -> Reply:
        self._enter("fetch")
        return self.book.fetch(request_id)

    def beat(self, beat: Beat) -> Pulse:
        self._enter("beat")
        with self.book.changed:
            self.book.beats.append(beat)
            self.book.changed.notify_all()
        return Pulse(self.book.hub_time, self.book.presence)

    def stream(self, after: int) -> Iterator[tuple[StreamItem, ...]]:
        self._enter("stream")
        presence = None
        while True:
            events = self.book.after(after)
            told: tuple[StreamItem, ...] = ()
            if self.book.presence != presence:
                presence = self.book.presence
                told = (presence,)
            if events:
                after = events[-1].hub_seq or after
            if events or told:
                yield (*told, *events)
            with self.book.changed:
                if self._broken():
                    raise HubUnreachable("the stream ended")
                if not self.book.after(after) and self.book.presence == presence:
                    self.book.changed.wait(5.0)

    def close(self) -> None:
        with self.book.changed:
            self._closed = True
            self.book.changed.notify_all()

    def _broken(self) -> bool:
        return self._closed or self.book.down or self.book.revoked

    def _enter(self, method: str) -> None:
        if self._closed:
            raise HubUnreachable("closed", sent=False)
        if self._failures:
            raise self._failures.pop(0)
        self.book.check(method)
