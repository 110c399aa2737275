"""What the store can be asked to do, each in one open transaction. `changed` collects requests for the listeners."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from kiosk.adapters.store import queries
from kiosk.domain import request as domain
from kiosk.domain.request import Event, Request, Status, What
from kiosk.errors import RequestError
from kiosk.ports.store import Action, Outgoing, Work

BIRTH = frozenset({Status.ARMED, Status.RECORDED})


@dataclass
class Changes:
    """One transaction under way; `now` is UTC in ISO form."""

    connection: Connection
    now: str
    changed: list[Request] = field(default_factory=list)

    def live(self) -> tuple[Request, ...]:
        return queries.live(self.connection)

    def get(self, request_id: str) -> Request | None:
        return queries.find(self.connection, request_id)

    def pending(self) -> int:
        return queries.pending(self.connection)

    def cursor(self, channel: str) -> int:
        return queries.counter(self.connection, f"cursor:{channel}")

    def sending(self, outgoing: Outgoing) -> None:
        queries.mark(self.connection, outgoing.id, maybe_sent=True)

    def tidy(self, before: str) -> int:
        return queries.remove_ended(self.connection, before, self.now)

    def add(self, request: Request) -> Request:
        known = queries.find(self.connection, request.id)
        if known is not None:
            return known
        kept = self._numbered(request)
        self._save(None, kept)
        queries.enqueue(self.connection, kept.id, Action.SUBMIT)
        return kept

    def sound(self, event_id: str) -> bytes:
        return queries.sound(self.connection, event_id)

    def record(self, event: Event, sound: bytes = b"") -> Request:
        before = self._known(event.request_id)
        after = self._save(before, domain.after(before, event))
        if after != before:
            queries.enqueue(self.connection, event.request_id, Action.EVENT, event.id)
            if sound:
                queries.keep_sound(self.connection, event.id, sound)
        return after

    def note(self, event: Event) -> Request:
        before = self._known(event.request_id)
        return self._save(before, domain.after(before, event))

    def cancel(self, cancelled: Event, asked: Event) -> Request:
        request = self._known(cancelled.request_id)
        if request.status.ended:
            return request
        waiting = queries.outgoing(self.connection, request.id)
        if waiting and waiting[0].action is Action.SUBMIT and not waiting[0].maybe_sent:
            return self._end_unsent(request, cancelled, waiting)
        return self.record(asked)

    def mirror(self, request: Request) -> Request:
        before = queries.find(self.connection, request.id)
        if before is None:
            return self._save(None, self._numbered(request))
        own = [e for e in request.events if e.hub_seq is None and e not in before.events]
        merged = domain.told(before, [e for e in request.events if e.hub_seq is not None])
        for event in own:
            merged = domain.after(merged, event)
        return self._save(before, merged)

    def told(self, events: Iterable[Event], channel: str = "", cursor: int | None = None) -> tuple[Request, ...]:
        if cursor is not None:
            queries.set_counter(self.connection, f"cursor:{channel}", cursor)
        by_request: dict[str, list[Event]] = {}
        for event in events:
            by_request.setdefault(event.request_id, []).append(event)
        changed = []
        for request_id, news in by_request.items():
            before = queries.find(self.connection, request_id)
            if before is not None and (after := self._save(before, domain.told(before, news))) != before:
                changed.append(after)
        return tuple(changed)

    def settled(self, request_id: str, events: Iterable[Event], upto: int) -> Request | None:
        before = queries.find(self.connection, request_id)
        waiting = queries.outgoing(self.connection, request_id)
        if before is None or any(one.action is Action.SUBMIT for one in waiting):
            return before
        after, again = domain.settled(before, events, upto)
        queries.forget(self.connection, request_id, {e.id for e in before.events} - {e.id for e in after.events})
        on_their_way = {one.event_id for one in waiting}
        for event in again:
            if event.id not in on_their_way:
                queries.enqueue(self.connection, request_id, Action.EVENT, event.id)
        return self._save(before, after)

    def outgoing(self) -> tuple[Work, ...]:
        heads: dict[str, Outgoing] = {}
        for one in queries.outgoing(self.connection):
            heads.setdefault(one.request_id, one)
        return tuple(Work(one, _as_sent(one, self._known(one.request_id))) for one in heads.values())

    def not_sent(self, outgoing: Outgoing, cancelled: Event | None) -> None:
        queries.mark(self.connection, outgoing.id, maybe_sent=False)
        waiting = queries.outgoing(self.connection, outgoing.request_id)
        if cancelled is None or not waiting or waiting[0] != replace(outgoing, maybe_sent=False):
            return
        request = self._known(outgoing.request_id)
        asked = {e.id for e in request.events if e.what == What.CANCEL_ASKED}
        if outgoing.action is Action.SUBMIT and not request.status.ended and any(w.event_id in asked for w in waiting):
            self._end_unsent(request, cancelled, waiting)

    def delivered(self, outgoing: Outgoing, events: Iterable[Event]) -> Request | None:
        queries.drop(self.connection, [outgoing.id])
        self.told(events)
        return queries.find(self.connection, outgoing.request_id)

    def refused(self, outgoing: Outgoing, failed: Event | None) -> Request | None:
        request = queries.find(self.connection, outgoing.request_id)
        if request is None or failed is None:
            queries.drop(self.connection, [outgoing.id])
            return request
        if failed.status not in domain.ALLOWED[request.status]:
            failed = replace(failed, status=None)  # it had ended already; why stays in its history
        return self._end_unsent(request, failed, queries.outgoing(self.connection, request.id))

    def _end_unsent(self, request: Request, end: Event, waiting: Iterable[Outgoing]) -> Request:
        queries.drop(self.connection, [one.id for one in waiting])
        return self._save(request, domain.after(request, end))

    def _numbered(self, request: Request) -> Request:
        seq = queries.counter(self.connection, "seq") + 1
        number = request.number
        if not number:
            last = queries.counter(self.connection, "number")
            number = domain.next_number(last, queries.taken_numbers(self.connection))
            queries.set_counter(self.connection, "number", number)
        queries.set_counter(self.connection, "seq", seq)
        return replace(request, seq=seq, number=number)

    def _known(self, request_id: str) -> Request:
        request = queries.find(self.connection, request_id)
        if request is None:
            raise RequestError(f"no request {request_id}")
        return request

    def _save(self, before: Request | None, after: Request) -> Request:
        if before != after:
            queries.save(self.connection, before, after, self.now)
            self.changed.append(after)
        return after


def _as_sent(outgoing: Outgoing, request: Request) -> Request:
    """A submission carries how the request was born; what happened since follows as events of its own."""
    if outgoing.action is not Action.SUBMIT:
        return request
    return replace(request, events=tuple(e for e in request.events if e.status in BIRTH and e.hub_seq is None))
