"""A store in memory with the rules of kiosk.ports.store; `fail` makes the next calls fail."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from kiosk.domain import request as domain
from kiosk.domain.request import Event, Request, Status, What
from kiosk.errors import RequestError, StoreError
from kiosk.ports.clock import Cancel
from kiosk.ports.store import Action, Outgoing, Work


@dataclass
class _State:
    requests: dict[str, Request] = field(default_factory=dict)
    ended: dict[str, datetime] = field(default_factory=dict)
    outbox: list[Outgoing] = field(default_factory=list)
    sounds: dict[str, bytes] = field(default_factory=dict)
    cursors: dict[str, int] = field(default_factory=dict)
    seq: int = 0
    number: int = 0
    outgoing_id: int = 0


class MemoryStore:
    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._state = _State()
        self._listeners: list[Callable[[Request], None]] = []
        self._lock = threading.RLock()
        self._failures: list[StoreError] = []
        self._faults: tuple[str, ...] = ()

    def fail(self, *errors: StoreError) -> None:
        """The next calls raise these, one each, and change nothing."""
        self._failures.extend(errors)

    def tell_faults(self, *codes: str) -> None:
        self._faults = codes

    def open(self) -> None:
        self._checked()

    def watch(self, listener: Callable[[Request], None]) -> Cancel:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def faults(self) -> tuple[str, ...]:
        return self._faults

    def live(self) -> tuple[Request, ...]:
        with self._checked():
            return tuple(r for r in self._state.requests.values() if not r.status.ended)

    def get(self, request_id: str) -> Request | None:
        with self._checked():
            return self._state.requests.get(request_id)

    def add(self, request: Request) -> Request:
        with self._checked():
            if request.id in self._state.requests:
                return self._state.requests[request.id]
            kept = self._save(self._numbered(request))
            self._enqueue(kept.id, Action.SUBMIT)
            return kept

    def record(self, event: Event, sound: bytes = b"") -> Request:
        with self._checked():
            before = len(self._state.outbox)
            request = self._record(event)
            if sound and len(self._state.outbox) > before:
                self._state.sounds[event.id] = sound
            return request

    def sound(self, event_id: str) -> bytes:
        with self._checked():
            waiting = any(one.event_id == event_id for one in self._state.outbox)
            return self._state.sounds.get(event_id, b"") if waiting else b""

    def note(self, event: Event) -> Request:
        with self._checked():
            return self._save(domain.after(self._known(event.request_id), event))

    def cancel(self, cancelled: Event, asked: Event) -> Request:
        with self._checked():
            request = self._known(cancelled.request_id)
            if request.status.ended:
                return request
            waiting = self._waiting(request.id)
            if waiting and waiting[0].action is Action.SUBMIT and not waiting[0].maybe_sent:
                return self._end_unsent(request, cancelled)
            return self._record(asked)

    def mirror(self, request: Request) -> Request:
        with self._checked():
            before = self._state.requests.get(request.id)
            if before is None:
                return self._save(self._numbered(request))
            merged = domain.told(before, [e for e in request.events if e.hub_seq is not None])
            for event in request.events:
                if event.hub_seq is None:
                    merged = domain.after(merged, event)
            return self._save(merged)

    def told(self, events: Iterable[Event], *, channel: str = "", cursor: int | None = None) -> tuple[Request, ...]:
        with self._checked():
            if cursor is not None:
                self._state.cursors[channel] = cursor
            return self._told(tuple(events))

    def settled(self, request_id: str, events: Iterable[Event], upto: int) -> Request | None:
        with self._checked():
            before = self._state.requests.get(request_id)
            waiting = self._waiting(request_id)
            if before is None or any(one.action is Action.SUBMIT for one in waiting):
                return before
            after, again = domain.settled(before, events, upto)
            for event in again:
                if all(one.event_id != event.id for one in waiting):
                    self._enqueue(request_id, Action.EVENT, event.id)
            return self._save(after)

    def cursor(self, channel: str) -> int:
        with self._checked():
            return self._state.cursors.get(channel, 0)

    def outgoing(self) -> tuple[Work, ...]:
        with self._checked():
            heads: dict[str, Outgoing] = {}
            for one in self._state.outbox:
                heads.setdefault(one.request_id, one)
            return tuple(Work(one, self._as_sent(one)) for one in heads.values())

    def pending(self) -> int:
        with self._checked():
            return len(self._state.outbox)

    def sending(self, outgoing: Outgoing) -> None:
        with self._checked():
            self._mark(outgoing, maybe_sent=True)

    def not_sent(self, outgoing: Outgoing, cancelled: Event | None = None) -> None:
        with self._checked():
            self._mark(outgoing, maybe_sent=False)
            request = self._known(outgoing.request_id)
            asked = {e.id for e in request.events if e.what == What.CANCEL_ASKED}
            wants = any(one.event_id in asked for one in self._waiting(request.id))
            if cancelled and wants and outgoing.action is Action.SUBMIT and not request.status.ended:
                self._end_unsent(request, cancelled)

    def delivered(self, outgoing: Outgoing, events: Iterable[Event]) -> Request | None:
        with self._checked():
            self._drop(outgoing)
            self._told(tuple(events))
            return self._state.requests.get(outgoing.request_id)

    def refused(self, outgoing: Outgoing, failed: Event | None) -> Request | None:
        with self._checked():
            self._drop(outgoing)
            request = self._state.requests.get(outgoing.request_id)
            if request is None or failed is None:
                return request
            if failed.status not in domain.ALLOWED[request.status]:
                failed = replace(failed, status=None)
            return self._end_unsent(request, failed)

    def tidy(self, before: datetime) -> int:
        with self._checked():
            self._state.ended = {i: min(at, self._now()) for i, at in self._state.ended.items()}
            unsent = {one.request_id for one in self._state.outbox}
            gone = [i for i, at in self._state.ended.items() if at < before and i not in unsent]
            for request_id in gone:
                del self._state.requests[request_id], self._state.ended[request_id]
            return len(gone)

    def close(self) -> None: ...

    def _checked(self) -> threading.RLock:
        if self._failures:
            raise self._failures.pop(0)
        return self._lock

    def _numbered(self, request: Request) -> Request:
        state = self._state
        state.seq += 1
        number = request.number
        if not number:
            taken = {r.number for r in state.requests.values() if not r.status.ended}
            number = state.number = domain.next_number(state.number, taken)
        return replace(request, seq=state.seq, number=number)

    def _known(self, request_id: str) -> Request:
        if request_id not in self._state.requests:
            raise RequestError(f"no request {request_id}")
        return self._state.requests[request_id]

    def _record(self, event: Event) -> Request:
        before = self._known(event.request_id)
        after = self._save(domain.after(before, event))
        if after != before:
            self._enqueue(event.request_id, Action.EVENT, event.id)
        return after

    def _told(self, events: tuple[Event, ...]) -> tuple[Request, ...]:
        changed = []
        for request_id in dict.fromkeys(e.request_id for e in events):
            before = self._state.requests.get(request_id)
            if before is not None:
                after = self._save(domain.told(before, [e for e in events if e.request_id == request_id]))
                changed += [after] if after != before else []
        return tuple(changed)

    def _save(self, request: Request) -> Request:
        if self._state.requests.get(request.id) != request:
            self._state.requests[request.id] = request
            if request.status.ended:
                self._state.ended.setdefault(request.id, self._now())
            else:
                self._state.ended.pop(request.id, None)
            for listener in tuple(self._listeners):
                listener(request)
        return request

    def _enqueue(self, request_id: str, action: Action, event_id: str = "") -> None:
        self._state.outgoing_id += 1
        self._state.outbox.append(Outgoing(self._state.outgoing_id, request_id, action, event_id))

    def _waiting(self, request_id: str) -> list[Outgoing]:
        return [one for one in self._state.outbox if one.request_id == request_id]

    def _mark(self, outgoing: Outgoing, *, maybe_sent: bool) -> None:
        self._state.outbox = [
            replace(one, maybe_sent=maybe_sent) if one.id == outgoing.id else one for one in self._state.outbox
        ]

    def _drop(self, outgoing: Outgoing) -> None:
        self._state.outbox = [one for one in self._state.outbox if one.id != outgoing.id]

    def _end_unsent(self, request: Request, end: Event) -> Request:
        self._state.outbox = [one for one in self._state.outbox if one.request_id != request.id]
        return self._save(domain.after(request, end))

    def _as_sent(self, outgoing: Outgoing) -> Request:
        request = self._state.requests[outgoing.request_id]
        if outgoing.action is not Action.SUBMIT:
            return request
        birth = (Status.ARMED, Status.RECORDED)
        return replace(request, events=tuple(e for e in request.events if e.status in birth and e.hub_seq is None))
