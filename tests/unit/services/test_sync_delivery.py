"""The outbox to the hub, step by step: loss pauses, refusal ends, nothing is dropped or done twice (R1, R3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

import pytest

from kiosk.domain.request import Request, Status, What
from kiosk.errors import HubStumbled, HubUnreachable, StoreBusy
from kiosk.services.presence import PresenceBoard
from kiosk.services.sync.contact import Contact, Trouble
from kiosk.services.sync.delivery import Delivery
from tests.fakes.clock import FakeClock
from tests.fakes.hub import FakeHub, HubBook
from tests.fakes.requests import new_id, own, recorded
from tests.fakes.store import MemoryStore
from tests.fakes.tasks import InlineTasks


@dataclass
class Bench:
    clock: FakeClock = field(default_factory=FakeClock)
    book: HubBook = field(default_factory=HubBook)

    def __post_init__(self) -> None:
        tasks = InlineTasks()
        self.store = MemoryStore(self.clock.now)
        self.hub = FakeHub(self.book)
        self.board = PresenceBoard(tasks)
        self.contact = Contact(tasks, self.board, lambda: None)
        self.delivery = self.restarted()

    def restarted(self) -> Delivery:
        self.delivery = Delivery(self.store, self.hub, self.clock, new_id, self.contact, self.board, Random(1))
        return self.delivery

    def call(self) -> Request:
        request = recorded(boot=self.clock.boot(), born=self.clock.monotonic())
        return self.store.add(request)

    def now(self, request: Request) -> Request:
        found = self.store.get(request.id)
        assert found is not None
        return found


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_delivered_is_said_when_the_hub_has_said_so(bench: Bench) -> None:
    request = bench.call()
    assert bench.delivery.step() is None
    assert bench.now(request).status is Status.DELIVERED
    assert bench.store.pending() == 0
    assert bench.contact.online
    assert bench.board.current == bench.book.presence


def test_nothing_to_do_asks_nobody(bench: Bench) -> None:
    assert bench.delivery.step() is None
    assert bench.book.calls == []


def test_r3_loss_pauses_and_drops_nothing(bench: Bench) -> None:
    """R3: each failure waits longer, up to a bound, and the status shown stays 已记下."""
    request = bench.call()
    bench.book.down = True
    waits = [bench.delivery.step() or 0.0 for _ in range(8)]
    assert all(0.25 <= wait <= 10.0 for wait in waits)
    assert waits[-1] > waits[0]
    assert bench.now(request).status is Status.RECORDED
    assert bench.contact.trouble is Trouble.UNREACHABLE
    assert not bench.store.outgoing()[0].outgoing.maybe_sent
    bench.book.down = False
    assert bench.delivery.step() is None
    assert bench.now(request).status is Status.DELIVERED
    assert bench.book.taken == [request.id]


def test_r1_a_lost_reply_takes_effect_once(bench: Bench) -> None:
    request = bench.call()
    bench.book.lose_replies = 3
    for _ in range(3):
        bench.delivery.step()
        assert bench.now(request).status is Status.RECORDED
        assert bench.store.outgoing()[0].outgoing.maybe_sent
    bench.restarted().step()
    assert bench.now(request).status is Status.DELIVERED
    assert bench.book.taken == [request.id]


def test_events_follow_in_order(bench: Bench) -> None:
    request = bench.call()
    for _ in range(3):
        bench.store.record(own(request, What.NOT_SEEN))
    other = bench.call()
    bench.delivery.step()
    assert bench.store.pending() == 0
    assert [e.what for e in bench.now(request).events].count(What.NOT_SEEN) == 3
    assert bench.book.taken == [request.id, other.id]
    own_events = [e.id for e in bench.book.events if e.what == What.NOT_SEEN]
    assert own_events == [e.id for e in bench.now(request).events if e.what == What.NOT_SEEN]


def test_a_request_over_which_the_hub_fails_does_not_hold_up_the_others(bench: Bench) -> None:
    request, other = bench.call(), bench.call()
    bench.hub.fail(HubStumbled("unforeseen"))
    wait = bench.delivery.step()
    assert bench.now(other).status is Status.DELIVERED
    assert bench.now(request).status is Status.RECORDED
    assert bench.store.outgoing()[0].outgoing.maybe_sent  # nobody knows whether it took effect
    assert bench.delivery.faults() == ("delivery_stuck",)
    assert wait == 30.0
    bench.clock.advance(wait)
    bench.delivery.step()
    assert bench.book.taken == [other.id, request.id]
    assert bench.delivery.faults() == ()


def test_a_refused_request_fails_in_words_and_is_not_sent_again(bench: Bench) -> None:
    request, other = bench.call(), bench.call()
    bench.book.refusals["submit"] = "invalid"
    bench.delivery.step()
    failed = bench.now(request)
    assert failed.status is Status.FAILED
    why = failed.last(What.FAILED)
    assert why is not None
    assert why.facts == {"reason": "refused", "code": "invalid"}
    assert bench.store.pending() == 0
    assert bench.now(other).status is Status.FAILED
    assert "request_refused" in bench.delivery.faults()
    calls = len(bench.book.calls)
    bench.delivery.step()
    assert len(bench.book.calls) == calls


def test_a_refused_event_leaves_the_hubs_word(bench: Bench) -> None:
    request = bench.call()
    bench.delivery.step()
    bench.store.record(own(request, What.CANCEL_ASKED))
    bench.book.desk(request.id, What.DONE, Status.DONE)
    bench.book.refusals["add_event"] = "conflict"
    bench.delivery.step()
    assert bench.now(request).status is Status.DONE
    assert bench.store.pending() == 0


@pytest.mark.parametrize(("knob", "trouble"), [("revoked", Trouble.NOT_ENROLLED), ("version", Trouble.VERSION)])
def test_a_hub_that_will_not_have_us_pauses_everything(bench: Bench, knob: str, trouble: Trouble) -> None:
    request = bench.call()
    if knob == "revoked":
        bench.book.revoked = True
    else:
        bench.book.refusals["submit"] = "version"
    assert bench.delivery.step() == 30.0
    assert bench.contact.trouble is trouble
    assert bench.now(request).status is Status.RECORDED
    assert not bench.store.outgoing()[0].outgoing.maybe_sent
    bench.book.revoked = False
    bench.book.refusals.clear()
    bench.delivery.step()
    assert bench.now(request).status is Status.DELIVERED


def test_offline_past_its_time_it_is_expired_here_and_still_told(bench: Bench) -> None:
    request = bench.call()
    bench.book.down = True
    bench.delivery.step()
    bench.clock.advance(890)
    wait = bench.delivery.step()
    assert wait is not None
    assert bench.now(request).status is Status.RECORDED
    bench.clock.advance(10.5)
    assert bench.delivery.step() is not None
    assert bench.now(request).status is Status.EXPIRED
    bench.book.down = False
    bench.delivery.step()
    assert bench.now(request).status is Status.EXPIRED
    assert bench.book.statuses[request.id] is Status.EXPIRED
    assert bench.book.taken == []


def test_it_wakes_in_time_to_say_so(bench: Bench) -> None:
    bench.call()
    bench.book.down = True
    bench.clock.advance(899.0)
    for _ in range(6):
        wait = bench.delivery.step()
    assert wait is not None
    assert wait <= 1.01


def test_after_a_restart_of_the_machine_its_age_is_unknown_and_no_provider_gets_it(bench: Bench) -> None:
    request = bench.call()
    bench.clock.reboot()
    bench.delivery.step()
    assert bench.now(request).status is Status.EXPIRED
    assert bench.book.ages[request.id] is None
    assert bench.book.taken == []


def test_perhaps_sent_and_too_old_is_unknown_until_the_hub_says(bench: Bench) -> None:
    """Nobody here can know whether it took effect: 正在核实, and the hub's word settles it."""
    request = bench.call()
    bench.book.lose_replies = 1
    bench.delivery.step()
    bench.book.down = True
    bench.clock.advance(1000)
    bench.delivery.step()
    assert bench.now(request).status is Status.UNKNOWN
    bench.book.desk(request.id, What.ACCEPTED, Status.ACCEPTED, "王阿姨")
    bench.book.down = False
    bench.delivery.step()
    assert bench.now(request).taken_by == "王阿姨"
    assert bench.book.taken == [request.id]


def test_cancelled_while_an_attempt_failed_is_cancelled_here(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    request = bench.call()

    def submit(asked: Request, *, boot: str, now: float) -> None:
        bench.store.cancel(own(asked, What.CANCELLED, Status.CANCELLED), own(asked, What.CANCEL_ASKED))
        raise HubUnreachable("refused", sent=False)

    monkeypatch.setattr(bench.hub, "submit", submit)
    bench.delivery.step()
    assert bench.now(request).status is Status.CANCELLED
    assert bench.store.pending() == 0


def test_something_unforeseen_holds_up_only_its_own_request(bench: Bench) -> None:
    request, other = bench.call(), bench.call()
    bench.hub.fail(RuntimeError("a bug"))
    wait = bench.delivery.step()
    assert bench.now(other).status is Status.DELIVERED
    assert bench.now(request).status is Status.RECORDED
    assert wait == pytest.approx(600.0)
    assert "delivery_stuck" in bench.delivery.faults()
    bench.clock.advance(601)
    bench.delivery.step()
    assert bench.now(request).status is Status.DELIVERED
    assert bench.delivery.faults() == ()


def test_a_busy_store_is_tried_again(bench: Bench) -> None:
    request = bench.call()
    bench.store.fail(StoreBusy())
    wait = bench.delivery.step()
    assert wait is not None
    assert wait <= 10
    bench.delivery.step()
    assert bench.now(request).status is Status.DELIVERED


@pytest.mark.parametrize("failing", range(1, 6))
def test_r2_the_store_fails_at_any_point_of_a_delivery(
    bench: Bench, failing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R2: whichever store call fails, the request arrives once, and nothing is said before it is true."""
    request = bench.call()
    calls = 0
    real = bench.store._checked

    def checked() -> object:
        nonlocal calls
        calls += 1
        if calls == failing:
            raise StoreBusy
        return real()

    monkeypatch.setattr(bench.store, "_checked", checked)
    bench.delivery.step()
    bench.delivery.step()
    assert bench.now(request).status is Status.DELIVERED
    assert bench.book.taken == [request.id]


# what somebody said


def test_r1_a_recording_goes_before_the_event_that_speaks_of_it(bench: Bench) -> None:
    request = bench.call()
    note = own(request, What.VOICE_NOTE, seconds=3)
    bench.store.record(note, b"sound")
    assert bench.delivery.step() is None
    assert bench.book.calls == ["submit", "attach", "add_event"]
    assert bench.book.sounds == {note.id: b"sound"}
    assert bench.store.pending() == 0


def test_a_recording_that_the_hub_never_takes_is_still_told_of(bench: Bench) -> None:
    request = bench.call()
    bench.store.record(own(request, What.VOICE_NOTE, seconds=3), b"sound")
    bench.book.refusals["attach"] = "too_large"
    assert bench.delivery.step() is None
    assert bench.book.events[-1].what == What.VOICE_NOTE


def test_a_recording_on_a_slow_line_lets_others_go_first(bench: Bench) -> None:
    request = bench.call()
    bench.delivery.step()
    bench.store.record(own(request, What.VOICE_NOTE, seconds=3), b"sound")
    other = bench.call()
    bench.hub.fail(HubUnreachable("too slow", sent=True))
    bench.delivery.step()
    assert bench.now(other).status is Status.DELIVERED
    assert bench.store.pending() == 1
    bench.clock.advance(31)
    bench.delivery.step()
    assert bench.store.pending() == 0
