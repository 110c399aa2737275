"""The kiosk's client against the real hub, over its own pinned TLS: the two sides understand each other."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.adapters.clock import SystemClock
from kiosk.adapters.enrolment import enrol
from kiosk.adapters.hub import HubClient
from kiosk.adapters.hub.credentials import Credentials
from kiosk.adapters.hub.wire import Patience, Wire
from kiosk.adapters.store import SqlStore
from kiosk.domain.details import AlarmCall, HelpCall
from kiosk.domain.presence import Presence
from kiosk.domain.request import Event, Request, Status, What
from kiosk.errors import HubRefused, NotEnrolled
from kiosk.hub import migrate
from kiosk.hub.core import Hub, assemble
from kiosk.hub.serve import Server
from kiosk.hub.settings import HubSettings
from kiosk.ports.hub import Beat
from kiosk.protocol.models import RequestOut, request_in
from kiosk.services.presence import PresenceBoard
from kiosk.services.requests import Requests
from kiosk.services.sync import SyncEngine
from tests.contract.test_hub_link import STRANGE
from tests.fakes.requests import AT, TAXI, new_id, own, recorded
from tests.fakes.tasks import InlineTasks
from tests.waiting import until

SECONDS = 20.0


class RealHub:
    """A hub in a thread, with TLS and a database of its own; it can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self.settings = HubSettings(state_dir=folder, port=0)
        self.url = ""
        asyncio.run(self._migrate())

    def start(self) -> None:
        ready = threading.Event()

        def on_ready(url: str) -> None:
            self.url = url
            ready.set()

        self._server = Server(self.settings, on_ready)
        self._thread = threading.Thread(target=self._server.run)
        self._thread.start()
        assert ready.wait(SECONDS)
        self.settings = replace(self.settings, port=int(self.url.rpartition(":")[2]))

    def stop(self) -> None:
        """Also when it stands still already."""
        self._server.stop()
        self._thread.join(SECONDS)
        assert not self._thread.is_alive()

    def code(self) -> str:
        """A fresh enrolment code."""

        async def make(hub: Hub) -> str:
            async with hub.database.work() as work:
                secret = await hub.kiosks.new_code(work)
            return hub.enrolment_code(secret, self.url).encode()

        return self._with(make)

    def revoke(self, kiosk_id: str) -> None:
        async def end(hub: Hub) -> str:
            async with hub.database.work() as work:
                await hub.kiosks.revoke(work, kiosk_id)
            return ""

        self._with(end)

    def _with(self, work: object) -> str:
        async def run() -> str:
            hub = assemble(self.settings)
            try:
                return str(await work(hub))  # type: ignore[operator]  # one of the two above
            finally:
                await hub.close()

        return asyncio.run(run())

    async def _migrate(self) -> None:
        hub = assemble(self.settings)
        await migrate.migrate(hub.database.engine)
        await hub.close()


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealHub]:
    made = RealHub(tmp_path_factory.mktemp("hub"))
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def joined(hub: RealHub, tmp_path_factory: pytest.TempPathFactory) -> Credentials:
    """Once for all: the hub lets an address enrol only so often."""
    return enrol(hub.code(), tmp_path_factory.mktemp("joined"), name="一号机", place="一楼大厅")


@pytest.fixture
def client(joined: Credentials) -> Iterator[HubClient]:
    made = HubClient(lambda: joined, program="0.1.0")
    yield made
    made.close()


def test_joined_with_a_pinned_authority(joined: Credentials, hub: RealHub) -> None:
    assert joined.hub_url == hub.url
    assert joined.hub_url.startswith("https://")
    assert "BEGIN CERTIFICATE" in joined.ca_pem


@pytest.mark.parametrize("details", [TAXI, HelpCall("home", "叫车"), AlarmCall("home")])
def test_a_request_of_every_kind_is_delivered_once(client: HubClient, details: object) -> None:
    request = recorded(details, valid_for=None if isinstance(details, AlarmCall) else 900.0)  # type: ignore[arg-type]  # of the three
    first = client.submit(request, boot="boot-1", now=1001.0)
    assert first.status is Status.DELIVERED
    nobody_listens = [What.ESCALATED_OUTSIDE] if isinstance(details, AlarmCall) else []
    assert [e.what for e in first.events] == [What.RECORDED, What.DELIVERED, *nobody_listens]
    assert [e.id for e in client.submit(request, boot="boot-1", now=1001.0).events] == [e.id for e in first.events]
    assert client.fetch(request.id).status is Status.DELIVERED
    assert first.presence == Presence(0, promised=False)


def test_an_alarm_armed_and_found_late_arrives(client: HubClient) -> None:
    request = recorded(AlarmCall("home", late=True), status=Status.ARMED, valid_for=None)
    request = replace(request, events=(replace(request.events[0], what=What.ARMED, status=Status.ARMED),))
    assert client.submit(request, boot="boot-1", now=2000.0).status is Status.DELIVERED
    again = client.add_event(own(request, What.CANCEL_ASKED, reason="wrong_press"))
    assert again.status is Status.DELIVERED
    assert again.events[-1].what == What.CANCEL_ASKED
    answered = client.add_event(own(request, What.ANSWER, question="where", answer="door"))
    assert answered.events[-1].facts == {"question": "where", "answer": "door"}


def test_a_taxi_too_old_or_of_unknown_age_is_expired_there(client: HubClient) -> None:
    assert client.submit(recorded(), boot="boot-1", now=1901.0).status is Status.EXPIRED
    assert client.submit(recorded(), boot="boot-2", now=3.0).status is Status.EXPIRED


def test_cancelling_is_asked_and_answered(client: HubClient) -> None:
    request = recorded()
    client.submit(request, boot="boot-1", now=1000.0)
    asked = own(request, What.CANCEL_ASKED)
    assert client.add_event(asked).status is Status.CANCELLED
    assert [e.what for e in client.add_event(asked).events][-2:] == [What.CANCEL_ASKED, What.CANCELLED]


def test_refusals_have_their_codes(client: HubClient) -> None:
    with pytest.raises(HubRefused) as unknown:
        client.add_event(own(recorded(), What.NOT_SEEN))
    assert unknown.value.code == "not_found"
    with pytest.raises(HubRefused) as strange:
        client.submit(recorded(events=(own(recorded(), What.CAR_FOUND),)), boot="boot-1", now=1000.0)
    assert strange.value.code == "invalid"


@pytest.mark.parametrize("ident", STRANGE)
def test_an_id_of_another_form_is_refused(client: HubClient, joined: Credentials, ident: str) -> None:
    """By the client, which knows the wire's rules, and by the hub itself, should a client not know them."""
    request = recorded()
    client.submit(request, boot="boot-1", now=1000.0)
    with pytest.raises(HubRefused) as refused:
        client.add_event(replace(own(request, What.NOT_SEEN), id=ident))
    assert refused.value.code == "invalid"
    wire = Wire(joined, "", Patience())
    body = request_in(request, boot="boot-1", now=1000.0)
    strange = body.model_copy(update={"events": [body.events[0].model_copy(update={"id": ident})]})
    with pytest.raises(HubRefused) as by_hub:
        wire.call("PUT", f"/v1/requests/{request.id}", RequestOut, strange)
    assert by_hub.value.code == "invalid"
    assert [e.what for e in client.fetch(request.id).events] == [What.RECORDED, What.DELIVERED]
    wire.close()


def test_a_beat_tells_the_time_and_who_is_there(client: HubClient) -> None:
    pulse = client.beat(Beat(AT, "home", 1, ("store_moved_aside",)))
    assert pulse.presence == Presence(0, promised=False)
    assert pulse.hub_time.tzinfo is not None


def test_the_stream_resumes(client: HubClient, joined: Credentials) -> None:
    request = recorded()
    reply = client.submit(request, boot="boot-1", now=1000.0)
    first = reply.events[0].hub_seq or 0
    listener = HubClient(lambda: joined)
    heard: list[Event] = []
    for batch in listener.stream(first):
        heard += [item for item in batch if isinstance(item, Event)]
        if len(heard) == 1:
            client.add_event(own(request, What.NOT_SEEN))
        if len(heard) == 2:
            break
    listener.close()
    assert [e.what for e in heard] == [What.DELIVERED, What.NOT_SEEN]


def test_a_revoked_kiosk_is_shut_out(hub: RealHub, tmp_path: Path) -> None:
    joined = enrol(hub.code(), tmp_path, name="二号机")
    client = HubClient(lambda: joined)
    client.beat(Beat(AT))
    hub.revoke(joined.kiosk_id)
    with pytest.raises(NotEnrolled):
        client.beat(Beat(AT))
    client.close()


def test_r1_the_hub_dies_in_between_and_it_takes_effect_once(tmp_path: Path) -> None:
    """R1, in one process: hub stopped, taxi called and recorded, hub started, delivered, cancelled by its own word."""
    hub = RealHub(tmp_path / "hub")
    hub.start()
    with ExitStack() as last:
        last.callback(hub.stop)
        joined = enrol(hub.code(), tmp_path / "kiosk", name="一号机")
        hub.stop()
        clock = SystemClock(lambda _seconds, _call: lambda: None)
        tasks, shown = InlineTasks(), list[Status]()
        store = SqlStore(tmp_path / "kiosk", lambda: "ab" * 32, clock.now)
        last.callback(store.close)
        engine = SyncEngine(store, lambda: HubClient(lambda: joined), clock, tasks, new_id, PresenceBoard(tasks))
        last.callback(engine.close)
        requests = Requests(store, clock, tasks, new_id, wake=engine.wake)
        requests.watch(lambda request: shown.append(request.status))
        requests.start()
        engine.start()
        called: list[Request] = []
        requests.call_taxi(TAXI, on_done=called.append, on_error=lambda error: pytest.fail(str(error)))
        assert shown == [Status.RECORDED]
        hub.start()
        until(lambda: Status.DELIVERED in shown, "delivered")
        requests.cancel(called[0].id)
        until(lambda: Status.CANCELLED in shown, "cancelled by the hub's word")
        # the hub's stream may be quicker than its answer to the delivery
        until(lambda: store.pending() == 0, "nothing left to tell")
        assert list(dict.fromkeys(shown)) == [Status.RECORDED, Status.DELIVERED, Status.CANCELLED]
