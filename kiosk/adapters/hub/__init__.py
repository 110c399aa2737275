"""The hub over HTTPS. Nothing heavy is imported before the first call (or `prepare`)."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kiosk.adapters.hub.bounded import bounded
from kiosk.adapters.hub.credentials import Credentials
from kiosk.adapters.hub.heavy import load
from kiosk.domain.request import Event, Request, Role
from kiosk.errors import HubError, HubRefused, HubUnreachable, NotEnrolled
from kiosk.ports.hub import Beat, Pulse, Reply, StreamItem

if TYPE_CHECKING:
    from kiosk.adapters.hub.sse import Sent
    from kiosk.adapters.hub.wire import Patience, Wire
    from kiosk.protocol.models import RequestOut

log = logging.getLogger(__name__)


class HubClient:
    """See kiosk.ports.hub. Each thread has one of its own, so that no call waits for another's.

    `credentials` is asked again after the hub has refused them: a kiosk enrolled meanwhile goes on by itself.
    """

    def __init__(
        self, credentials: Callable[[], Credentials | None], *, program: str = "", patience: Patience | None = None
    ) -> None:
        self._source = credentials
        self._program = program
        self._patience = patience
        self._known: Credentials | None = None
        self._wire: Wire | None = None
        self._lock = threading.Lock()
        self._closed = False

    @property
    def channel(self) -> str:
        if self._known is None:
            self._known = self._source()
        return self._known.kiosk_id if self._known else ""

    def prepare(self) -> None:
        try:
            self._connected()
        except NotEnrolled:
            return  # whoever needs the hub meets it again, and says so once
        except HubError as error:
            log.info("no hub yet: %s", error)

    def submit(self, request: Request, *, boot: str, now: float) -> Reply:
        load()
        from kiosk.protocol.models import request_in

        wire = self._connected()
        with _expressible():
            body = request_in(request, boot=boot, now=now)
        return self._asked(wire, "PUT", f"/v1/requests/{request.id}", body)

    def add_event(self, event: Event) -> Reply:
        load()
        from kiosk.protocol.models import EventIn

        wire = self._connected()
        with _expressible():
            body = EventIn(
                id=event.id,
                what=event.what,
                status=event.status,
                role="resident" if event.by.role is Role.RESIDENT else "kiosk",
                at=event.at,
                facts=dict(event.facts),
            )
        return self._asked(wire, "PUT", f"/v1/requests/{event.request_id}/events/{event.id}", body)

    def attach(self, request_id: str, ident: str, sound: bytes) -> None:
        wire = self._connected()
        with self._forgetting():
            wire.upload(f"/v1/requests/{request_id}/attachments/{ident}", sound)

    def fetch(self, request_id: str) -> Reply:
        return self._asked(self._connected(), "GET", f"/v1/requests/{request_id}", None)

    def beat(self, beat: Beat) -> Pulse:
        load()
        from kiosk.protocol.models import Asked, HeartbeatIn, HeartbeatOut, Step

        wire = self._connected()
        body = HeartbeatIn(
            sent_at=beat.sent_at,
            program=self._program,
            screen=beat.screen,
            pending=beat.pending,
            faults=list(beat.faults)[:32],
            batch=beat.batch,
            steps=[Step.model_validate(step, from_attributes=True) for step in beat.steps],
            content=dict(beat.content[:100]),
            asked=[Asked.model_validate(one, from_attributes=True) for one in beat.asked],
        )
        with self._forgetting():
            out = wire.call("POST", "/v1/heartbeat", HeartbeatOut, body)
        return Pulse(out.hub_time, out.presence.presence())

    def stream(self, after: int) -> Iterator[tuple[StreamItem, ...]]:
        load()
        from kiosk.adapters.hub.sse import Parser, TooLong

        wire = self._connected()
        parser = Parser()
        with self._forgetting():
            for chunk in wire.stream(f"/v1/stream?after={after}"):
                try:
                    sent = parser.feed(chunk)
                except TooLong as error:
                    raise HubUnreachable("not our hub: a message without end") from error
                yield tuple(item for one in sent if (item := _item(one)) is not None)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            if self._wire is not None:
                self._wire.close()

    def _asked(self, wire: Wire, method: str, path: str, body: object) -> Reply:
        load()
        from kiosk.protocol.models import RequestOut
        from kiosk.protocol.models import Wire as Model

        with self._forgetting():
            return _reply(wire.call(method, path, RequestOut, body if isinstance(body, Model) else None))

    def _connected(self) -> Wire:
        """The conversation with the hub we belong to; raises NotEnrolled when there is none."""
        load()
        from kiosk.adapters.hub.wire import Patience, Wire

        with self._lock:
            if self._closed:
                raise HubUnreachable("closed", sent=False)
            if self._wire is None:
                self._known = self._source()
                if self._known is None:
                    raise NotEnrolled("not enrolled")
                self._wire = Wire(self._known, self._program, self._patience or Patience())
            return self._wire

    @contextmanager
    def _forgetting(self) -> Iterator[None]:
        """Within it, a hub that knows us no more, or is not where it was, makes the client look for new credentials."""
        try:
            yield
        except NotEnrolled:
            self.forget()
            raise
        except HubUnreachable:
            if not self._closed and self._source() != self._known:  # enrolled elsewhere meanwhile
                self.forget()
            raise

    def forget(self) -> None:
        """Ask for credentials again before the next call."""
        with self._lock:
            self._wire = None
            self._known = None


@contextmanager
def _expressible() -> Iterator[None]:
    """What the wire's rules do not allow would be refused by the hub: say so without asking."""
    load()
    from pydantic import ValidationError

    try:
        yield
    except ValidationError as error:
        raise HubRefused(f"{error.error_count()} fields cannot be sent", code="invalid") from error


def _reply(out: RequestOut) -> Reply:
    events = tuple(bounded(event.event()) for event in sorted(out.events, key=lambda e: e.seq))
    return Reply(out.status, events, out.presence.presence(), out.hub_time)


def _item(sent: Sent) -> StreamItem | None:
    """What a message means; None for what a newer hub may send."""
    load()
    from pydantic import ValidationError

    from kiosk.protocol.drill import DrillOut
    from kiosk.protocol.models import EventOut, PresenceOut

    try:
        if sent.event == "request":
            return bounded(EventOut.model_validate_json(sent.data).event())
        if sent.event == "presence":
            return PresenceOut.model_validate_json(sent.data).presence()
        if sent.event == "drill":
            return DrillOut.model_validate_json(sent.data).drill()
    except ValidationError:
        log.warning("a stream message of kind %s cannot be read", sent.event[:20])
    return None
