"""R3: whatever the network does, the status shown stays true, and what was asked for takes effect once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.adapters.clock import SystemClock
from kiosk.adapters.hub import HubClient
from kiosk.adapters.hub.credentials import Credentials
from kiosk.adapters.hub.wire import Patience
from kiosk.domain.request import Request, Status, What
from kiosk.errors import HubError, HubUnreachable, NotEnrolled
from kiosk.ports.hub import Beat
from kiosk.services.presence import PresenceBoard
from kiosk.services.sync import SyncEngine, SyncOptions
from tests.fakes import certificates
from tests.fakes.hub import HubBook
from tests.fakes.hub_server import TOKEN, HubServer
from tests.fakes.requests import AT, TAXI, new_id, recorded
from tests.fakes.store import MemoryStore
from tests.fakes.tasks import InlineTasks
from tests.faults.proxy import Fault, FaultProxy

HASTY = Patience(connect=0.5, read=0.4, total=1.5, stream=0.6)
SECONDS = 20.0
NEVER_SENT = {Fault.REFUSED}
AWAY = [Fault.REFUSED, Fault.RESET, Fault.BLACK_HOLE, Fault.PORTAL, Fault.CUT, Fault.LOST_REPLY]


@dataclass
class Line:
    book: HubBook
    proxy: FaultProxy
    client: Callable[[], HubClient]


@pytest.fixture
def line() -> Iterator[Line]:
    book = HubBook()
    with ExitStack() as stack:
        server = HubServer(book)
        stack.callback(server.close)
        proxy = FaultProxy(server.port)
        stack.callback(proxy.close)
        known = Credentials(proxy.url, "kiosk-1", TOKEN)

        def client() -> HubClient:
            made = HubClient(lambda: known, patience=HASTY)
            stack.callback(made.close)
            return made

        yield Line(book, proxy, client)


@pytest.mark.parametrize("fault", AWAY)
def test_r3_every_fault_is_the_same_to_the_kiosk(line: Line, fault: Fault) -> None:
    client = line.client()
    line.proxy.play(fault)
    with pytest.raises(HubUnreachable) as lost:
        client.submit(recorded(), boot="boot-1", now=1000)
    assert lost.value.sent is (fault not in NEVER_SENT)
    with pytest.raises(HubUnreachable):
        list(client.stream(0))
    line.proxy.play(Fault.NONE)
    assert client.beat(Beat(AT)).presence == line.book.presence


def test_r3_slow_is_slow_and_not_wrong(line: Line) -> None:
    """1 KB a second: a short reply arrives; a long one is given up in time and asked for again."""
    client = HubClient(lambda: Credentials(line.proxy.url, "kiosk-1", TOKEN), patience=Patience(total=1.0))
    request = recorded()
    client.submit(request, boot="boot-1", now=1000)
    for _ in range(20):
        line.book.desk(request.id, What.SAID, None, "王阿姨", text="马上到")
    line.proxy.play(Fault.SLOW)
    assert client.beat(Beat(AT)).presence == line.book.presence
    with pytest.raises(HubUnreachable):
        client.fetch(request.id)
    line.proxy.play(Fault.NONE)
    assert len(client.submit(request, boot="boot-1", now=1000).events) == 22
    assert line.book.taken == [request.id]
    client.close()


def test_r3_a_name_that_is_not_known_any_more() -> None:
    client = HubClient(lambda: Credentials("https://hub.invalid:8443", "kiosk-1", TOKEN), patience=HASTY)
    with pytest.raises(HubUnreachable) as lost:
        client.beat(Beat(AT))
    assert not lost.value.sent
    client.close()


class Kept:
    """A kiosk's store and engine over the line; keeps every status that was ever shown."""

    def __init__(self, line: Line) -> None:
        clock = SystemClock(lambda _seconds, _call: lambda: None)
        self.store = MemoryStore(clock.now)
        self.shown: list[Status] = []
        self._changed = threading.Condition()
        self.store.watch(self._note)
        tasks = InlineTasks()
        board = PresenceBoard(tasks)
        self.engine = SyncEngine(self.store, line.client, clock, tasks, new_id, board, SyncOptions(seed=3))
        self.clock = clock

    def call(self) -> Request:
        request = recorded(TAXI, boot=self.clock.boot(), born=self.clock.monotonic())
        kept = self.store.add(request)
        self.engine.wake()
        return kept

    def becomes(self, request: Request, status: Status) -> None:
        def so() -> bool:
            found = self.store.get(request.id)
            return found is not None and found.status is status

        with self._changed:
            assert self._changed.wait_for(so, SECONDS), (status, self.shown)

    def _note(self, request: Request) -> None:
        with self._changed:
            self.shown.append(request.status)
            self._changed.notify_all()


@pytest.mark.parametrize("fault", AWAY)
def test_r3_the_status_shown_stays_true_through_a_fault(line: Line, fault: Fault) -> None:
    line.proxy.play(fault)
    kiosk = Kept(line)
    kiosk.engine.start()
    request = kiosk.call()
    if fault in (Fault.LOST_REPLY, Fault.CUT):
        assert line.book.wait_for(lambda: request.id in line.book.taken, SECONDS)
    assert set(kiosk.shown) == {Status.RECORDED}
    line.proxy.play(Fault.NONE)
    kiosk.becomes(request, Status.DELIVERED)
    line.book.desk(request.id, What.ACCEPTED, Status.ACCEPTED, "王阿姨")
    kiosk.becomes(request, Status.ACCEPTED)
    assert line.book.taken == [request.id]
    assert list(dict.fromkeys(kiosk.shown)) == [Status.RECORDED, Status.DELIVERED, Status.ACCEPTED]
    kiosk.engine.close()


def test_r3_flapping(line: Line) -> None:
    """The line breaks again and again while requests are made: all arrive, each once."""
    kiosk = Kept(line)
    kiosk.engine.start()
    requests = []
    for fault in (*AWAY, *AWAY):
        line.proxy.play(fault)
        requests.append(kiosk.call())
        line.proxy.play(Fault.NONE)
        requests.append(kiosk.call())
    for request in requests:
        kiosk.becomes(request, Status.DELIVERED)
    assert sorted(line.book.taken) == sorted(r.id for r in requests)
    kiosk.engine.close()


@dataclass
class Secure:
    book: HubBook
    server: HubServer
    certificate: certificates.Certificate


@pytest.fixture(params=[timedelta(days=-1), timedelta(days=365), timedelta(days=-400)], ids=["now", "ahead", "behind"])
def secure(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Secure]:
    """A hub whose certificate is valid now, in a year, or until a year ago: what a wrong battery clock makes of it."""
    certificate = certificates.make(tmp_path, valid_from=request.param)
    book = HubBook()
    server = HubServer(book, certificate.context, certificate.ca_pem)
    yield Secure(book, server, certificate)
    server.close()


def test_r3_a_clock_a_year_off_does_not_stop_us(secure: Secure) -> None:
    client = HubClient(lambda: Credentials(secure.server.url, "kiosk-1", TOKEN, secure.certificate.ca_pem))
    assert client.submit(recorded(), boot="boot-1", now=1000).status is Status.DELIVERED
    client.close()


def test_r3_a_strangers_certificate_gets_nothing(secure: Secure, tmp_path: Path) -> None:
    """Neither the token nor the request leaves for a server that our authority did not name."""
    mine = certificates.make(tmp_path)
    client = HubClient(lambda: Credentials(secure.server.url, "kiosk-1", TOKEN, mine.ca_pem), patience=HASTY)
    with pytest.raises(HubUnreachable) as stranger:
        client.submit(recorded(), boot="boot-1", now=1000)
    assert not stranger.value.sent
    assert secure.book.calls == []
    client.close()


def test_r3_the_right_authority_for_another_address_gets_nothing(tmp_path: Path) -> None:
    certificate = certificates.make(tmp_path, address="127.0.0.2")
    book = HubBook()
    server = HubServer(book, certificate.context)
    client = HubClient(lambda: Credentials(server.url, "kiosk-1", TOKEN, certificate.ca_pem), patience=HASTY)
    with pytest.raises(HubUnreachable):
        client.beat(Beat(AT))
    assert book.calls == []
    client.close()
    server.close()


def test_s5_public_authorities_are_not_ours(secure: Secure) -> None:
    """What is pinned is all that is trusted: requests' own list is not loaded beside it."""
    from kiosk.adapters.hub import tls

    context = tls.pinned(secure.certificate.ca_pem)
    session = tls.session(context)
    with session.get(f"{secure.server.url}/v1/ca", timeout=5) as response:
        assert response.status_code == 200
    assert len(context.get_ca_certs()) == 1
    session.close()


def test_a_kiosk_that_is_not_enrolled_says_so_and_goes_on_once_it_is(line: Line) -> None:
    known: list[Credentials] = []
    client = HubClient(lambda: known[0] if known else None)
    with pytest.raises(NotEnrolled):
        client.beat(Beat(AT))
    assert client.channel == ""
    known.append(Credentials(line.proxy.url, "kiosk-1", TOKEN))
    assert client.beat(Beat(AT)).presence == line.book.presence
    assert client.channel == "kiosk-1"
    client.close()


def test_revoked_and_enrolled_again_it_goes_on_by_itself(line: Line) -> None:
    known = [Credentials(line.proxy.url, "kiosk-1", "x" * 43), Credentials(line.proxy.url, "kiosk-2", TOKEN)]
    client = HubClient(lambda: known[0])
    with pytest.raises(NotEnrolled):
        client.beat(Beat(AT))
    known.pop(0)
    client.beat(Beat(AT))
    assert client.channel == "kiosk-2"
    client.close()


def test_an_authority_that_cannot_be_read_is_not_enrolled() -> None:
    client = HubClient(lambda: Credentials("https://127.0.0.1:1", "kiosk-1", TOKEN, "no certificate"))
    client.prepare()
    with pytest.raises(HubError):
        client.beat(Beat(AT))
    client.close()
