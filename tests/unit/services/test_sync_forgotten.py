"""A hub that has forgotten (restored from a backup, or another one): nothing stands here that stands nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from kiosk.domain.details import Details, HelpCall
from kiosk.domain.request import Request, Status, What
from kiosk.errors import HubRefused, HubUnreachable
from kiosk.ports.hub import Reply, StreamItem
from kiosk.ports.store import Action
from kiosk.services.presence import PresenceBoard
from kiosk.services.sync.contact import Contact
from kiosk.services.sync.delivery import Delivery
from kiosk.services.sync.stream import Listening
from tests.fakes.clock import FakeClock
from tests.fakes.hub import FakeHub, HubBook
from tests.fakes.requests import TAXI, new_id, own, recorded
from tests.fakes.store import MemoryStore
from tests.fakes.tasks import InlineTasks


class OneBatch(FakeHub):
    """Its line breaks after the first news."""

    def stream(self, after: int) -> Iterator[tuple[StreamItem, ...]]:
        yield next(super().stream(after))
        raise HubUnreachable("broken")


class House:
    def __init__(self) -> None:
        self.clock = FakeClock()
        self.store = MemoryStore(self.clock.now)
        self.book = HubBook()
        self.hub = OneBatch(self.book)
        board = PresenceBoard(InlineTasks())
        contact = Contact(InlineTasks(), board, lambda: None)
        self.delivery = Delivery(self.store, self.hub, self.clock, new_id, contact, board, Random(1))
        self.listening = Listening(self.store, self.hub, self.clock, new_id, contact, board, Random(1))

    def asked(self, details: Details = TAXI, **changes: object) -> Request:
        born = {"boot": self.clock.boot(), "born": self.clock.monotonic()}
        request = self.store.add(recorded(details, **{**born, **changes}))
        self.delivery.step()
        return request

    def now(self, request: Request) -> Request:
        found = self.store.get(request.id)
        assert found is not None
        return found


@pytest.fixture
def house() -> House:
    return House()


def test_somebody_who_took_it_before_the_backup_has_it_no_more(house: House) -> None:
    request = house.asked()
    kept = len(house.book.events)
    house.book.desk(request.id, What.ACCEPTED, Status.ACCEPTED, "王阿姨")
    house.listening.step()
    assert house.now(request).taken_by == "王阿姨"
    house.book.restore(kept)
    house.listening.step()
    assert (house.now(request).status, house.now(request).taken_by) == (Status.DELIVERED, "")
    house.book.desk(request.id, What.ACCEPTED, Status.ACCEPTED, "李叔叔")  # with the number of what was forgotten
    house.listening.step()
    assert house.now(request).taken_by == "李叔叔"


def test_what_the_resident_did_since_the_backup_is_told_again(house: House) -> None:
    request = house.asked()
    kept = len(house.book.events)
    house.store.record(own(request, What.NOT_SEEN))
    house.delivery.step()
    house.listening.step()
    assert house.store.pending() == 0
    house.book.restore(kept)
    house.listening.step()
    assert [work.outgoing.action for work in house.store.outgoing()] == [Action.EVENT]
    house.delivery.step()
    assert house.book.events[-1].what == What.NOT_SEEN


def test_r1_a_car_that_the_hub_knows_nothing_of_is_unknown_and_never_asked_for_again(house: House) -> None:
    request = house.asked()
    house.book.restore(0)
    house.listening.step()
    assert house.now(request).status is Status.UNKNOWN
    assert house.store.pending() == 0
    assert house.listening.faults() == ("request_refused",)
    events = house.now(request).events
    house.listening.step()
    assert house.now(request).events == events


def test_a_forgotten_car_is_not_awaited_for_ever(house: House) -> None:
    request = house.asked()
    house.book.restore(0)
    house.listening.step()
    house.clock.advance(901)
    house.listening.step()
    assert house.now(request).status is Status.EXPIRED


def test_a_forgotten_call_for_a_volunteer_has_failed(house: House) -> None:
    """Nobody has it: waiting for somebody would be waiting for nobody."""
    request = house.asked(HelpCall("home", wish=True), valid_for=None)
    house.book.restore(0)
    house.listening.step()
    assert house.now(request).status is Status.FAILED


def test_cancelling_what_the_hub_has_forgotten_does_not_say_cancelling_for_ever(house: House) -> None:
    request = house.asked(HelpCall("home"), valid_for=None)
    house.book.restore(0)
    house.store.record(own(request, What.CANCEL_ASKED))
    house.delivery.step()
    assert house.now(request).status is Status.FAILED
    assert house.store.pending() == 0


def test_what_has_not_been_delivered_yet_is_not_forgotten(house: House) -> None:
    house.book.down = True
    request = house.asked()
    house.book.down = False
    house.listening.step()
    assert house.now(request).status is Status.RECORDED


def test_many_live_requests_do_not_keep_the_line_from_coming_up(house: House) -> None:
    """The hub lets us ask only so often: what was asked is not asked again at the next try."""
    for _ in range(30):
        house.asked()
    house.listening.step()
    calls: list[str] = []

    class Busy(OneBatch):
        def fetch(self, request_id: str) -> Reply:
            calls.append(request_id)
            if len(calls) % 10 == 0:
                raise HubUnreachable("busy")
            return super().fetch(request_id)

    house.listening._hub = Busy(house.book)
    cursor = house.store.cursor("kiosk-1")
    for _ in range(4):
        house.listening.step()
    assert len(set(calls)) == 30
    assert len(calls) == 33
    assert house.store.cursor("kiosk-1") == cursor


def test_another_refusal_is_no_forgetting(house: House) -> None:
    request = house.asked()
    house.hub.fail(HubRefused("version", code="version"))
    assert house.listening.step() == 30.0
    assert house.now(request).status is Status.DELIVERED
