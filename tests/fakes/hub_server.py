"""A HubBook on a loopback socket, speaking the HTTP API of version 1, with or without TLS."""

from __future__ import annotations

import re
import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from pydantic import BaseModel

from kiosk.domain.presence import Presence
from kiosk.domain.request import Actor, Event, Request, Role, Status, kind_of
from kiosk.errors import HubRefused, HubStumbled, HubUnreachable, NotEnrolled
from kiosk.ports.hub import Beat, Reply
from kiosk.protocol.models import (
    EnrolIn,
    EnrolOut,
    EventIn,
    EventOut,
    Health,
    HeartbeatIn,
    HeartbeatOut,
    PresenceOut,
    Problem,
    RequestIn,
    RequestOut,
)
from tests.fakes.hub import HUB_TIME, HubBook

TOKEN = "t" * 43
SECRET = "s" * 22
_STATUS = {"invalid": 422, "not_found": 404, "conflict": 409, "version": 400, "busy": 429, "code_used": 409}


class _Quiet(ThreadingHTTPServer):
    """Clients that break off are what tests are about: no traces of them."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None: ...


class HubServer:
    """Serves `book` until `close`. `ca_pem` is what GET /v1/ca gives; codes enrol once."""

    def __init__(self, book: HubBook, context: ssl.SSLContext | None = None, ca_pem: str = "") -> None:
        self.book = book
        self.ca_pem = ca_pem
        self.enrolled = False
        self._server = _Quiet(("127.0.0.1", 0), type("Handler", (_Handler,), {"owner": self}))
        if context is not None:
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._closed = threading.Event()
        self.port = int(self._server.server_address[1])
        self.url = f"{'https' if context else 'http'}://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def closed(self) -> bool:
        return self._closed.is_set()

    def close(self) -> None:
        self._closed.set()
        with self.book.changed:
            self.book.changed.notify_all()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    owner: HubServer
    protocol_version = "HTTP/1.1"
    timeout = 10

    def log_message(self, format: str, *args: Any) -> None: ...  # noqa: A002 - its signature

    def do_GET(self) -> None:
        if self.path == "/v1/ca":
            self._bytes(200, self.owner.ca_pem.encode(), "text/plain")
        elif self.path == "/v1/health":
            self._model(Health(hub_time=self.owner.book.hub_time))
        elif self.path.startswith("/v1/stream?after="):
            self._answer(lambda: self._stream(int(self.path.rpartition("=")[2])))
        elif found := re.fullmatch(r"/v1/requests/([^/]+)", self.path):
            self._answer(lambda: self._reply(self.owner.book.fetch(found[1])), "fetch")
        else:
            self._problem("not_found")

    def do_POST(self) -> None:
        body = self._body()
        if self.path == "/v1/enrolments":
            self._enrol(EnrolIn.model_validate_json(body))
        elif self.path == "/v1/heartbeat":
            self._answer(lambda: self._beat(HeartbeatIn.model_validate_json(body)), "beat")

    def do_PUT(self) -> None:
        body = self._body()
        if sound := re.fullmatch(r"/v1/requests/([^/]+)/attachments/([^/]+)", self.path):
            request_id, ident = sound.groups()
            self._answer(lambda: self._keep(request_id, ident, body), "attach")
        elif found := re.fullmatch(r"/v1/requests/([^/]+)/events/[^/]+", self.path):
            event = _event(found[1], EventIn.model_validate_json(body))
            self._answer(lambda: self._reply(self.owner.book.add_event(event), lose=True), "add_event")
        else:
            sent = RequestIn.model_validate_json(body)
            self._answer(lambda: self._reply(self.owner.book.submit(_request(sent), sent.age), lose=True), "submit")

    def _keep(self, request_id: str, ident: str, sound: bytes) -> None:
        self.owner.book.attach(request_id, ident, sound)
        self.send_response(204)
        self.end_headers()

    def _answer(self, work: Callable[[], None], method: str = "stream") -> None:
        try:
            self._check_token()
            self.owner.book.check(method)
            work()
        except NotEnrolled as error:
            self._problem(str(error), 401)
        except HubRefused as error:
            self._problem(error.code)
        except HubStumbled:
            self._problem("unforeseen", 500)
        except HubUnreachable:
            self.close_connection = True

    def _check_token(self) -> None:
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            raise NotEnrolled("unauthorised")

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))

    def _reply(self, reply: Reply, lose: bool = False) -> None:
        if lose:
            self.owner.book.replied()
        events = [_event_out(e) for e in reply.events]
        presence = _presence_out(reply.presence)
        request_id = reply.events[0].request_id
        self._model(
            RequestOut(id=request_id, status=reply.status, events=events, hub_time=reply.hub_time, presence=presence)
        )

    def _beat(self, beat: HeartbeatIn) -> None:
        with self.owner.book.changed:
            self.owner.book.beats.append(Beat(beat.sent_at, beat.screen, beat.pending, tuple(beat.faults)))
            self.owner.book.changed.notify_all()
        self._model(HeartbeatOut(hub_time=self.owner.book.hub_time, presence=_presence_out(self.owner.book.presence)))

    def _enrol(self, data: EnrolIn) -> None:
        if data.secret != SECRET:
            return self._problem("unauthorised", 401)
        if self.owner.enrolled:
            return self._problem("code_used")
        self.owner.enrolled = True
        return self._model(EnrolOut(kiosk_id="kiosk-1", token=TOKEN, hub_name="测试站", ca_pem=self.owner.ca_pem))

    def _stream(self, after: int) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        presence = None
        while not (self.owner.closed or self.owner.book.down or self.owner.book.revoked):
            with self.owner.book.changed:
                events, now = self.owner.book.after(after), self.owner.book.presence
                if not events and now == presence:
                    self.owner.book.changed.wait(0.5)
                    self._chunk(": ping\n\n")
                    continue
            if now != presence:
                presence = now
                self._chunk(f"event: presence\ndata: {_presence_out(now).model_dump_json()}\n\n")
            for event in events:
                after = event.hub_seq or after
                self._chunk(f"id: {after}\nevent: request\ndata: {_event_out(event).model_dump_json()}\n\n")
        self.close_connection = True

    def _chunk(self, text: str) -> None:
        data = text.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _problem(self, code: str, status: int = 0) -> None:
        status = status or _STATUS.get(code, 422)
        body = Problem(type=f"urn:silver-key:problem:{code}", title=code, status=status)
        self._bytes(status, body.model_dump_json().encode(), "application/problem+json")

    def _model(self, model: BaseModel) -> None:
        self._bytes(200, model.model_dump_json().encode(), "application/json")

    def _bytes(self, status: int, body: bytes, media: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _event(request_id: str, sent: EventIn) -> Event:
    actor = Actor(Role(sent.role))
    return Event(sent.id, request_id, sent.what, actor, sent.status, sent.at, facts=sent.facts)


def _request(sent: RequestIn) -> Request:
    return Request(
        id=sent.id,
        kind=kind_of(sent.details),
        details=sent.details,
        mode=sent.mode,
        status=next((e.status for e in sent.events if e.status), Status.RECORDED),
        number=sent.number,
        seq=sent.seq,
        created_at=sent.created_at,
        valid_for=sent.valid_for,
        events=tuple(_event(sent.id, e) for e in sent.events),
    )


def _event_out(event: Event) -> EventOut:
    return EventOut(
        seq=event.hub_seq or 0,
        id=event.id,
        request_id=event.request_id,
        what=event.what,
        status=event.status,
        role=event.by.role,
        name=event.by.name,
        at=event.at or HUB_TIME,
        facts=dict(event.facts),
    )


def _presence_out(presence: Presence) -> PresenceOut:
    return PresenceOut(listening=presence.listening or 0, on_duty=list(presence.on_duty), until=presence.until)
