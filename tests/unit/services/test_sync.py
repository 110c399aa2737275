"""The engine's other parts and its threads: stream, heartbeat, contact, loop."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from random import Random

import pytest

from kiosk.domain.presence import NOBODY_KNOWN, Presence
from kiosk.domain.request import Request, Status, What
from kiosk.errors import HubUnreachable, NotEnrolled, StoreBusy, StoreFull
from kiosk.ports.hub import StreamItem
from kiosk.services.presence import PresenceBoard
from kiosk.services.sync import SyncEngine, SyncOptions
from kiosk.services.sync.backoff import Backoff
from kiosk.services.sync.contact import Contact
from kiosk.services.sync.heartbeat import Heartbeat
from kiosk.services.sync.loop import Loop
from kiosk.services.sync.stream import Listening
from tests.fakes.clock import FakeClock
from tests.fakes.hub import FakeHub, HubBook
from tests.fakes.requests import by_hub, new_id, own, recorded
from tests.fakes.store import MemoryStore
from tests.fakes.tasks import InlineTasks

SECONDS = 5.0


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def store(clock: FakeClock) -> MemoryStore:
    return MemoryStore(clock.now)


@pytest.fixture
def book() -> HubBook:
    return HubBook()


@pytest.fixture
def board() -> PresenceBoard:
    return PresenceBoard(InlineTasks())


@pytest.fixture
def contact(board: PresenceBoard) -> Contact:
    return Contact(InlineTasks(), board, lambda: None)


@pytest.fixture
def engine(store: MemoryStore, book: HubBook, clock: FakeClock, board: PresenceBoard) -> Iterator[SyncEngine]:
    options = SyncOptions(screen=lambda: "home", faults=lambda: ("alarm_journal",), seed=1)
    made = SyncEngine(store, lambda: FakeHub(book), clock, InlineTasks(), new_id, board, options)
    yield made
    made.close()


class Watched:
    """Waits for a request to become something."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._changed = threading.Condition()
        store.watch(self._note)

    def becomes(self, request: Request, status: Status) -> Request:
        def so() -> bool:
            found = self._store.get(request.id)
            return found is not None and found.status is status

        with self._changed:
            assert self._changed.wait_for(so, SECONDS), self._store.get(request.id)
        found = self._store.get(request.id)
        assert found is not None
        return found

    def _note(self, _request: Request) -> None:
        with self._changed:
            self._changed.notify_all()


def test_from_outbox_to_a_person(engine: SyncEngine, store: MemoryStore, book: HubBook, board: PresenceBoard) -> None:
    watched = Watched(store)
    engine.start()
    request = store.add(recorded())
    engine.wake()
    watched.becomes(request, Status.DELIVERED)
    book.desk(request.id, What.ACCEPTED, Status.ACCEPTED, "王阿姨")
    assert watched.becomes(request, Status.ACCEPTED).taken_by == "王阿姨"
    assert book.wait_for(lambda: bool(book.beats))
    assert book.beats[0].screen == "home"
    assert book.beats[0].faults == ("alarm_journal",)
    assert engine.online
    assert board.current == book.presence


def test_r1_a_request_made_while_the_hub_is_dead_takes_effect_once_when_it_is_back(
    engine: SyncEngine, store: MemoryStore, book: HubBook, board: PresenceBoard
) -> None:
    watched, told = Watched(store), threading.Event()
    engine.watch_online(lambda online: told.set() if online else None)
    book.down = True
    engine.start()
    request = store.add(recorded())
    engine.wake()
    assert book.wait_for(lambda: book.calls.count("submit") >= 2)
    assert not engine.online
    assert board.current == NOBODY_KNOWN
    book.down = False
    watched.becomes(request, Status.DELIVERED)
    assert told.wait(SECONDS)
    assert book.taken == [request.id]


def test_the_stream_keeps_its_place_with_what_it_brought(
    store: MemoryStore, book: HubBook, clock: FakeClock, contact: Contact, board: PresenceBoard
) -> None:
    request = store.add(recorded())
    book.submit(request, 1.0)
    book.desk(request.id, What.ACCEPTED, Status.ACCEPTED, "王阿姨")

    class Breaking(FakeHub):
        asked: list[int] = []  # noqa: RUF012 - one test, one list

        def stream(self, after: int) -> Iterator[tuple[StreamItem, ...]]:
            self.asked.append(after)
            yield next(super().stream(after))
            raise HubUnreachable("broken")

    hub = Breaking(book)
    listening = Listening(store, hub, clock, new_id, contact, board, Random(1))
    wait = listening.step()
    assert wait is not None
    assert 0 < wait <= 0.5
    assert store.cursor(hub.channel) == 3
    found = store.get(request.id)
    assert found is not None
    assert found.status is Status.ACCEPTED
    book.desk(request.id, What.DONE, Status.DONE)
    listening.step()
    assert hub.asked == [0, 3]
    assert store.cursor(hub.channel) == 4
    assert not contact.online


def test_news_that_cannot_be_kept_is_asked_for_again(
    store: MemoryStore,
    book: HubBook,
    clock: FakeClock,
    contact: Contact,
    board: PresenceBoard,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request = store.add(recorded())
    book.submit(request, 1.0)

    def full(*_args: object, **_more: object) -> None:
        raise StoreFull

    monkeypatch.setattr(store, "told", full)
    listening = Listening(store, FakeHub(book), clock, new_id, contact, board, Random(1))
    assert listening.step()
    assert store.cursor("kiosk-1") == 0


def beating(store: MemoryStore, book: HubBook, clock: FakeClock, board: PresenceBoard, contact: Contact) -> Heartbeat:
    return Heartbeat(
        store, FakeHub(book), clock, contact, board, screen=lambda: "taxi", faults=tuple, keep=timedelta(days=31)
    )


def test_r6_a_beat_every_thirty_seconds_that_corrects_the_clock(
    store: MemoryStore, book: HubBook, clock: FakeClock, board: PresenceBoard, contact: Contact
) -> None:
    book.hub_time += timedelta(days=400)
    store.add(recorded())
    assert beating(store, book, clock, board, contact).step() == 30.0
    assert clock.now() == book.hub_time
    assert (book.beats[0].pending, book.beats[0].screen) == (1, "taxi")


def test_the_hub_learns_which_content_is_installed(
    store: MemoryStore, book: HubBook, clock: FakeClock, board: PresenceBoard, contact: Contact
) -> None:
    versions = {"policies/policies": 3}
    beat = Heartbeat(
        store, FakeHub(book), clock, contact, board, screen=str, faults=tuple, keep=timedelta(days=31),
        content=lambda: versions,
    )  # fmt: skip
    beat.step()
    versions["lessons/course"] = 1
    beat.step()
    assert [dict(one.content) for one in book.beats] == [
        {"policies/policies": 3},
        {"policies/policies": 3, "lessons/course": 1},
    ]


def test_the_desk_is_told_of_a_store_in_trouble(
    store: MemoryStore, book: HubBook, clock: FakeClock, board: PresenceBoard, contact: Contact
) -> None:
    store.tell_faults("store_moved_aside")
    store.fail(StoreBusy())
    beating(store, book, clock, board, contact).step()
    assert book.beats[0].faults == ("store_moved_aside", "store_unavailable")


def test_ended_requests_go_when_the_hubs_clock_says_so(
    store: MemoryStore, book: HubBook, clock: FakeClock, board: PresenceBoard, contact: Contact
) -> None:
    request = store.add(recorded())
    store.cancel(own(request, What.CANCELLED, Status.CANCELLED), own(request, What.CANCEL_ASKED))
    heart = beating(store, book, clock, board, contact)
    book.down = True
    heart.step()
    book.down = False
    heart.step()
    assert store.get(request.id)
    book.hub_time += timedelta(days=32)
    heart.step()
    assert store.get(request.id), "tidied at most once an hour"
    clock.advance(3600)
    heart.step()
    assert store.get(request.id) is None


def test_losing_the_hub_is_told_once_and_nobody_is_known_then(board: PresenceBoard) -> None:
    heard: list[bool] = []
    returns: list[None] = []
    contact = Contact(InlineTasks(), board, lambda: returns.append(None))
    stop = contact.watch(heard.append)
    board.tell(Presence(2))
    contact.made()
    contact.made()
    contact.lost(HubUnreachable())
    contact.lost(HubUnreachable())
    assert board.current == NOBODY_KNOWN
    contact.made()
    stop()
    contact.lost(HubUnreachable())
    assert heard == [True, False, True]
    assert len(returns) == 2


def test_the_board_tells_changes_only(board: PresenceBoard) -> None:
    heard: list[Presence] = []
    stop = board.watch(heard.append)
    for presence in (Presence(1), Presence(1), Presence(0)):
        board.tell(presence)
    stop()
    board.tell(Presence(5))
    assert heard == [Presence(1), Presence(0)]


def test_backoff_grows_to_its_bound_and_starts_again() -> None:
    backoff = Backoff(0.5, 10.0, Random(7))
    waits = [backoff.failed() for _ in range(12)]
    assert all(0.25 <= w <= 0.5 for w in waits[:1])
    assert all(5.0 <= w <= 10.0 for w in waits[5:])
    backoff.succeeded()
    assert backoff.failed() <= 0.5


def test_a_loop_survives_a_failing_step_and_loses_no_wake() -> None:
    steps, stepped = 0, threading.Condition()

    def step() -> float | None:
        nonlocal steps
        with stepped:
            steps += 1
            stepped.notify_all()
        if steps == 1:
            loop.wake()
            raise RuntimeError("a bug")
        return None

    loop = Loop("test", step)
    loop.start()
    with stepped:
        assert stepped.wait_for(lambda: steps == 2, SECONDS)
    loop.wake()
    with stepped:
        assert stepped.wait_for(lambda: steps == 3, SECONDS)
    loop.close()
    assert loop.join(SECONDS)


def test_news_for_a_request_before_its_own_reply_is_harmless(store: MemoryStore) -> None:
    request = store.add(recorded())
    head = store.outgoing()[0].outgoing
    delivered = by_hub(request, What.DELIVERED, Status.DELIVERED)
    accepted = by_hub(request, What.ACCEPTED, Status.ACCEPTED, "王阿姨")
    store.told([accepted])
    after = store.delivered(head, [delivered])
    assert after is not None
    assert after.status is Status.ACCEPTED
    assert [e.what for e in after.events] == [What.RECORDED, What.DELIVERED, What.ACCEPTED]


@pytest.mark.parametrize(("channel", "seconds"), [("", 2.0), ("kiosk-1", 30.0)])
def test_a_kiosk_that_is_being_enrolled_is_online_soon_and_a_revoked_one_asks_seldom(
    store: MemoryStore,
    book: HubBook,
    clock: FakeClock,
    board: PresenceBoard,
    contact: Contact,
    channel: str,
    seconds: float,
) -> None:
    hub = FakeHub(book, channel)
    hub.fail(NotEnrolled("not enrolled"))
    assert Listening(store, hub, clock, new_id, contact, board, Random(1)).step() == seconds


def test_before_the_hub_was_tried_nobody_says_that_it_is_out_of_reach(board: PresenceBoard, contact: Contact) -> None:
    assert not board.current.asked
    contact.lost(HubUnreachable("nobody"))
    assert board.current == NOBODY_KNOWN


def test_who_hung_up_does_not_say_that_the_hub_is_lost(contact: Contact, caplog: pytest.LogCaptureFixture) -> None:
    contact.made()
    contact.close()
    contact.lost(HubUnreachable("ProtocolError"))
    assert caplog.records == []
    assert contact.online


def test_a_kiosk_that_is_being_enrolled_does_not_warn(board: PresenceBoard, caplog: pytest.LogCaptureFixture) -> None:
    Contact(InlineTasks(), board, lambda: None, enrolled_soon=True).lost(NotEnrolled())
    assert caplog.records == []
    Contact(InlineTasks(), board, lambda: None).lost(NotEnrolled())
    assert len(caplog.records) == 1
