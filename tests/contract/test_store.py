"""The store's promises, kept by the fake and by the encrypted database alike."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.adapters.store import SqlStore
from kiosk.domain.details import (
    AlarmCall,
    AppointmentWish,
    Consultation,
    Details,
    HelpCall,
    Need,
    PlaceRef,
    SlotRef,
    TaxiWish,
)
from kiosk.domain.owner import ForWhom, Owner
from kiosk.domain.request import Request, Status, What
from kiosk.errors import InvalidTransition, RequestError
from kiosk.ports.store import Action, Store
from kiosk.protocol.models import RequestIn, request_in
from tests.fakes.clock import FakeClock
from tests.fakes.requests import AT, GATE, by_hub, own, recorded
from tests.fakes.store import MemoryStore

KEY = "0f" * 32


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(params=["memory", "sqlcipher"])
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock) -> Iterator[Store]:
    made: Store = (
        MemoryStore(clock.now) if request.param == "memory" else SqlStore(tmp_path / "state", lambda: KEY, clock.now)
    )
    yield made
    made.close()


def delivered(store: Store, request: Request) -> Request:
    """`request`, added and acknowledged by the hub."""
    kept = store.add(request)
    head = next(w.outgoing for w in store.outgoing() if w.outgoing.request_id == kept.id)
    after = store.delivered(head, [by_hub(kept, What.DELIVERED, Status.DELIVERED)])
    assert after is not None
    return after


@pytest.mark.parametrize(
    "details",
    [
        TaxiWish(GATE, PlaceRef("a", "医院", "门诊"), 30, 2, wheelchair=True, phone="021-00000000"),
        TaxiWish(GATE),
        HelpCall("taxi", "叫车", wish=True),
        AlarmCall("home", late=True, age_unknown=True),
        AppointmentWish(
            Need.MEDICINE,
            PlaceRef("east", "东街医院"),
            PlaceRef("general", "全科"),
            slot=SlotRef("slot-1", "2026-11-24T01:00:00+00:00", 15, "王医生"),
            hold="hold-1",
        ),
        AppointmentWish(Need.OPEN, day="2026-11-24", part="morning"),
        Consultation("电梯坏了找谁", "house", ("住宅物业 第二十一条",)),
    ],
)
def test_what_is_added_comes_back_whole(store: Store, details: Details) -> None:
    """So it does from the wire."""
    asked = recorded(details, owner=Owner("resident-1", ForWhom.SPOUSE, "李阿姨"))
    kept = store.add(asked)
    sent = RequestIn.model_validate_json(request_in(asked, boot="boot-1", now=1001.0).model_dump_json())
    assert (sent.details, sent.owner) == (asked.details, asked.owner) == (kept.details, kept.owner)
    assert store.get(kept.id) == kept
    assert store.live() == (kept,)
    assert (kept.seq, kept.number) == (1, 10)


def test_an_action_writes_request_event_and_outbox_together(store: Store) -> None:
    kept = store.add(recorded())
    (work,) = store.outgoing()
    assert work.outgoing.action is Action.SUBMIT
    assert work.request == kept
    assert store.pending() == 1


def test_the_same_id_twice_changes_nothing(store: Store) -> None:
    first = store.add(recorded())
    assert store.add(replace(first, number=0, seq=0)) == first
    assert store.pending() == 1


def test_waiting_numbers_go_round_and_leave_out_live_ones(store: Store) -> None:
    first = store.add(recorded())
    far = store.add(recorded(number=98))
    store.mirror(recorded(number=99))
    for _ in range(89 - far.seq):
        one = store.add(recorded())
        store.cancel(own(one, What.CANCELLED, Status.CANCELLED), own(one, What.CANCEL_ASKED))
    assert one.number == 97
    assert store.add(recorded()).number == first.number + 1


def test_a_submission_carries_its_birth_and_events_follow_it(store: Store) -> None:
    kept = store.add(recorded())
    seen = own(kept, What.NOT_SEEN)
    store.record(seen)
    (work,) = store.outgoing()
    assert work.request.events == kept.events
    store.delivered(work.outgoing, [])
    (follower,) = store.outgoing()
    assert (follower.outgoing.action, follower.outgoing.event_id) == (Action.EVENT, seen.id)


def test_requests_do_not_wait_for_each_other(store: Store) -> None:
    one, two = store.add(recorded()), store.add(recorded())
    store.record(own(one, What.NOT_SEEN))
    assert [w.outgoing.request_id for w in store.outgoing()] == [one.id, two.id]


def test_recording_the_same_event_twice_queues_it_once(store: Store) -> None:
    kept = store.add(recorded())
    event = own(kept, What.NOT_SEEN)
    assert store.record(event) == store.record(event)
    assert store.pending() == 2


def test_what_cannot_follow_changes_nothing(store: Store) -> None:
    kept = store.add(recorded())
    with pytest.raises(InvalidTransition):
        store.record(own(kept, What.ACCEPTED, Status.ACCEPTED))
    with pytest.raises(RequestError):
        store.record(own(recorded(), What.NOT_SEEN))
    assert store.get(kept.id) == kept
    assert store.pending() == 1


def test_a_note_is_not_sent(store: Store) -> None:
    kept = store.add(recorded())
    assert store.note(own(kept, What.EXPIRED, Status.EXPIRED)).status is Status.EXPIRED
    (work,) = store.outgoing()
    assert work.outgoing.action is Action.SUBMIT


def test_cancelled_before_anything_left_is_cancelled_at_once(store: Store) -> None:
    kept = store.add(recorded())
    after = store.cancel(own(kept, What.CANCELLED, Status.CANCELLED), own(kept, What.CANCEL_ASKED))
    assert after.status is Status.CANCELLED
    assert store.pending() == 0
    assert store.live() == ()


def test_cancelled_after_it_may_have_left_is_asked_of_the_hub(store: Store) -> None:
    kept = store.add(recorded())
    store.sending(store.outgoing()[0].outgoing)
    after = store.cancel(own(kept, What.CANCELLED, Status.CANCELLED), own(kept, What.CANCEL_ASKED))
    assert after.status is Status.RECORDED
    assert after.last(What.CANCEL_ASKED)
    assert store.pending() == 2
    assert store.outgoing()[0].outgoing.maybe_sent


def test_a_cancellation_asked_while_a_failing_attempt_ran_takes_effect_here(store: Store) -> None:
    kept = store.add(recorded())
    head = store.outgoing()[0].outgoing
    store.sending(head)
    store.cancel(own(kept, What.CANCELLED, Status.CANCELLED), own(kept, What.CANCEL_ASKED))
    store.not_sent(head, own(kept, What.CANCELLED, Status.CANCELLED))
    after = store.get(kept.id)
    assert after is not None
    assert after.status is Status.CANCELLED
    assert store.pending() == 0


def test_not_sent_alone_leaves_it_waiting(store: Store) -> None:
    kept = store.add(recorded())
    head = store.outgoing()[0].outgoing
    store.sending(head)
    store.not_sent(head, own(kept, What.CANCELLED, Status.CANCELLED))
    assert store.outgoing()[0].outgoing == head
    assert store.get(kept.id) == kept


def test_cancelling_what_has_ended_changes_nothing(store: Store) -> None:
    kept = delivered(store, recorded())
    ended = store.told([by_hub(kept, What.DONE, Status.DONE)])[0]
    assert store.cancel(own(kept, What.CANCELLED, Status.CANCELLED), own(kept, What.CANCEL_ASKED)) == ended


def test_delivery_empties_the_outbox_and_takes_in_the_reply(store: Store) -> None:
    kept = delivered(store, recorded())
    assert kept.status is Status.DELIVERED
    assert store.pending() == 0


def test_the_hub_wins(store: Store) -> None:
    kept = store.add(recorded())
    store.note(own(kept, What.EXPIRED, Status.EXPIRED))
    (after,) = store.told(
        [by_hub(kept, What.DELIVERED, Status.DELIVERED), by_hub(kept, What.ACCEPTED, Status.ACCEPTED, "王阿姨")]
    )
    assert after.status is Status.ACCEPTED
    assert after.taken_by == "王阿姨"
    assert after in store.live()


def test_the_same_news_twice_changes_nothing(store: Store) -> None:
    kept = delivered(store, recorded())
    news = [by_hub(kept, What.ACCEPTED, Status.ACCEPTED, "王阿姨")]
    assert len(store.told(news)) == 1
    assert store.told(news) == ()


def test_news_of_strangers_only_moves_the_cursor(store: Store) -> None:
    assert store.cursor("k1") == 0
    assert store.told([by_hub(recorded(), What.DONE, Status.DONE)], channel="k1", cursor=7) == ()
    assert (store.cursor("k1"), store.cursor("k2")) == (7, 0)


def test_a_refused_request_fails_with_everything_of_it(store: Store) -> None:
    kept = store.add(recorded())
    store.record(own(kept, What.NOT_SEEN))
    after = store.refused(store.outgoing()[0].outgoing, own(kept, What.FAILED, Status.FAILED, code="invalid"))
    assert after is not None
    assert after.status is Status.FAILED
    assert store.pending() == 0


def test_a_refused_request_that_had_expired_stays_expired(store: Store) -> None:
    kept = store.add(recorded())
    store.note(own(kept, What.EXPIRED, Status.EXPIRED))
    after = store.refused(store.outgoing()[0].outgoing, own(kept, What.FAILED, Status.FAILED))
    assert after is not None
    assert after.status is Status.EXPIRED
    assert after.last(What.FAILED)


def test_a_refused_event_alone_is_dropped(store: Store) -> None:
    kept = delivered(store, recorded())
    store.record(own(kept, What.NOT_SEEN))
    after = store.refused(store.outgoing()[0].outgoing, None)
    assert after is not None
    assert after.status is Status.DELIVERED
    assert store.pending() == 0


def test_an_alarm_is_mirrored_without_the_outbox(store: Store) -> None:
    alarm = recorded(AlarmCall("home"), status=Status.ARMED, number=99, valid_for=None)
    kept = store.mirror(alarm)
    assert (kept.number, store.pending()) == (99, 0)
    newer = replace(alarm, events=(*alarm.events, by_hub(alarm, What.DELIVERED, Status.DELIVERED)))
    assert store.mirror(newer).status is Status.DELIVERED
    assert store.mirror(newer) == store.get(alarm.id)
    assert store.add(recorded()).number == 10


def test_what_ended_long_ago_is_removed(store: Store, clock: FakeClock) -> None:
    old = delivered(store, recorded())
    store.told([by_hub(old, What.DONE, Status.DONE)])
    waiting = store.add(recorded())
    store.note(own(waiting, What.EXPIRED, Status.EXPIRED))
    assert store.tidy(AT) == 0
    clock.advance(3600)
    fresh = delivered(store, recorded())
    store.told([by_hub(fresh, What.DONE, Status.DONE)])
    assert store.tidy(clock.now() - timedelta(minutes=1)) == 1
    assert store.get(old.id) is None
    assert store.get(waiting.id)
    assert store.get(fresh.id)


def test_listeners_hear_every_change_in_order(store: Store) -> None:
    heard: list[Request] = []
    stop = store.watch(heard.append)
    kept = delivered(store, recorded())
    with pytest.raises(InvalidTransition):
        store.record(own(kept, What.RECORDED, Status.RECORDED))
    stop()
    store.told([by_hub(kept, What.DONE, Status.DONE)])
    assert [r.status for r in heard] == [Status.RECORDED, Status.DELIVERED]


def test_many_threads_may_ask_at_once(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda _: store.add(recorded()), range(40)))
    assert sorted(r.seq for r in kept) == list(range(1, 41))
    assert len({r.number for r in kept}) == 40
    assert store.pending() == 40


def test_what_the_hub_has_forgotten_does_not_stand_and_what_was_done_here_is_told_again(store: Store) -> None:
    request = store.add(recorded())
    birth = replace(request.events[0], hub_seq=7001)
    sent = by_hub(request, What.DELIVERED, Status.DELIVERED, seq=7002)
    store.delivered(store.outgoing()[0].outgoing, [birth, sent])
    asked = own(request, What.CANCEL_ASKED)
    store.record(asked)
    taken = by_hub(request, What.ACCEPTED, Status.ACCEPTED, "王阿姨", seq=7004)
    newer = by_hub(request, What.SAID, None, "王阿姨", seq=7009)
    store.delivered(store.outgoing()[0].outgoing, [replace(asked, hub_seq=7003), taken, newer])
    settled = store.settled(request.id, [birth, sent], 7004)
    assert settled is not None
    assert settled.status is Status.DELIVERED
    assert {e.id for e in settled.events} == {birth.id, sent.id, asked.id, newer.id}
    assert store.get(request.id) == settled
    assert [(w.outgoing.action, w.outgoing.event_id) for w in store.outgoing()] == [(Action.EVENT, asked.id)]
    assert store.settled(request.id, [birth, sent], 7004) == settled
    assert store.pending() == 1


def test_a_whole_answer_about_what_is_not_delivered_or_not_known_changes_nothing(store: Store) -> None:
    request = store.add(recorded())
    assert store.settled(request.id, [], 9999) == request
    assert store.settled("nobody", [], 9999) is None
    assert store.pending() == 1


def test_s1_what_ended_under_a_battery_clock_far_ahead_does_not_stay_for_ever(store: Store, clock: FakeClock) -> None:
    right = clock.now()
    clock.correct(right + timedelta(days=20_000))
    old = delivered(store, recorded())
    store.told([by_hub(old, What.DONE, Status.DONE)])
    clock.correct(right)
    assert store.tidy(clock.now() - timedelta(days=31)) == 0
    clock.advance(32 * 86_400)
    assert store.tidy(clock.now() - timedelta(days=31)) == 1


def test_s1_what_was_said_is_kept_until_it_has_left_the_outbox(store: Store) -> None:
    request = delivered(store, recorded())
    note = own(request, What.VOICE_NOTE, seconds=3)
    store.record(note, b"sound")
    store.record(note, b"other")  # the same again changes nothing
    assert store.sound(note.id) == b"sound"
    assert store.sound("strange") == b""
    store.delivered(store.outgoing()[0].outgoing, [])
    assert store.sound(note.id) == b""


def test_s1_what_was_said_goes_with_a_request_that_never_left(store: Store) -> None:
    request = store.add(recorded())
    note = own(request, What.VOICE_NOTE, seconds=3)
    store.record(note, b"sound")
    store.cancel(own(request, What.CANCELLED, Status.CANCELLED), own(request, What.CANCEL_ASKED))
    assert store.pending() == 0
    assert store.sound(note.id) == b""
