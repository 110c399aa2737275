"""What may be said of a call for help at each moment (R4, R5, U16), as values."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.details import AlarmCall
from kiosk.domain.presence import Presence
from kiosk.domain.request import Actor, Event, Mode, Role, Status, What
from kiosk.ports.hub import Reply
from kiosk.ports.journal import Entry, Stage
from kiosk.services.alarm import call as calls
from kiosk.services.alarm.call import Call
from kiosk.services.alarm.state import AlarmPhase, Rules
from tests.fakes.requests import AT, by_hub, new_id

RULES = Rules()
ENTRY = Entry(new_id(), new_id(), Stage.ARMED, "home", 99, "boot-1", 100.0, 105.0, AT)


def counting() -> Call:
    return calls.begun(ENTRY)


def calling() -> Call:
    return calls.fired(counting(), "boot-1", 105.0, RULES)


def reply(call: Call, *events: Event, listening: int = 1) -> Reply:
    status = next((e.status for e in reversed(events) if e.status), Status.DELIVERED)
    return Reply(status, events, Presence(listening), AT)


def reached(listening: int = 1) -> Call:
    call = calling()
    return calls.replied(
        call, reply(call, by_hub(call.request, What.DELIVERED, Status.DELIVERED), listening=listening), 106.0
    )


def heard(call: Call, *events: Event, now: float = 110.0) -> Call:
    return calls.replied(call, reply(call, *call.request.events[1:], *events), now)


@pytest.mark.parametrize(
    ("now", "left", "ready"),
    [(100.0, 5, False), (100.9, 5, False), (101.0, 4, True), (104.5, 1, True), (105.0, 0, True)],
)
def test_u16_the_countdown_shows_whole_seconds_and_is_deaf_in_its_first(now: float, left: int, ready: bool) -> None:
    state = calls.state(counting(), now, RULES)
    assert (state.phase, state.seconds_left, state.cancel_ready) == (AlarmPhase.COUNTDOWN, left, ready)


def test_the_countdown_wakes_for_every_change() -> None:
    now, seen = 100.0, []
    while (step := calls.next_change(counting(), now, RULES)) and now < 105:
        seen.append(calls.state(counting(), now, RULES).seconds_left)
        now = round(now + step, 6)
    assert seen == [5, 4, 3, 2, 1]
    assert calls.next_change(counting(), 105.0, RULES) == 0.0


def test_r4_without_the_hub_for_five_seconds_it_says_so() -> None:
    assert calls.phase(calling(), 105.1, RULES) is AlarmPhase.CALLING
    assert calls.next_change(calling(), 106.0, RULES) == pytest.approx(4.0)
    assert calls.phase(calling(), 110.0, RULES) is AlarmPhase.UNANSWERED


def test_r4_a_hub_that_refuses_us_is_not_waited_for() -> None:
    assert calls.phase(replace(calling(), stuck=True), 105.1, RULES) is AlarmPhase.UNANSWERED


def test_r4_reached_and_nobody_listening_says_so_at_once() -> None:
    state = calls.state(reached(listening=0), 106.0, RULES)
    assert (state.phase, state.reached, state.listening) == (AlarmPhase.UNANSWERED, True, 0)


def test_r4_nobody_within_twenty_seconds_says_so() -> None:
    assert calls.phase(reached(), 106.0, RULES) is AlarmPhase.REACHED
    assert calls.next_change(reached(), 110.5, RULES) == pytest.approx(15.5)
    assert calls.phase(reached(), 126.0, RULES) is AlarmPhase.UNANSWERED


def test_a_late_answer_of_the_hub_takes_it_back() -> None:
    call = calling()
    assert calls.phase(call, 112.0, RULES) is AlarmPhase.UNANSWERED
    call = calls.replied(call, reply(call, by_hub(call.request, What.DELIVERED, Status.DELIVERED)), 112.0)
    assert calls.phase(call, 112.0, RULES) is AlarmPhase.REACHED


def test_who_answers_is_named_and_their_words_are_kept() -> None:
    call = reached()
    accepted = by_hub(call.request, What.ACCEPTED, Status.ACCEPTED, "王阿姨")
    said = by_hub(call.request, What.SAID, None, "王阿姨", text="马上到")
    state = calls.state(heard(call, accepted, said), 200.0, RULES)
    assert (state.phase, state.by, state.words) == (AlarmPhase.ANSWERED, "王阿姨", "马上到")


def test_who_lets_go_starts_the_wait_again() -> None:
    call = reached()
    taken = heard(call, by_hub(call.request, What.ACCEPTED, Status.ACCEPTED, "王阿姨"))
    let_go = heard(taken, by_hub(call.request, What.RELEASED, Status.DELIVERED), now=300.0)
    assert calls.phase(let_go, 301.0, RULES) is AlarmPhase.REACHED
    assert calls.phase(let_go, 320.0, RULES) is AlarmPhase.UNANSWERED


def test_a_person_closes_it() -> None:
    call = reached()
    over = heard(call, by_hub(call.request, What.DONE, Status.DONE, "王阿姨"))
    assert calls.phase(over, 120.0, RULES) is AlarmPhase.OVER
    assert over.entry.stage is Stage.OVER
    assert calls.next_change(over, 120.0, RULES) is None


def test_called_off_in_time() -> None:
    off = calls.called_off(counting(), None)
    assert calls.phase(off, 103.0, RULES) is AlarmPhase.CANCELLED
    assert off.entry.stage is Stage.CALLED_OFF
    assert not off.live
    assert not off.finished  # the hub has not heard of it
    assert calls.submission(off, "boot-1", 103.0, RULES).events == calls.called_off(counting(), None).request.events


@pytest.mark.parametrize(
    ("boot", "now", "late", "unknown"),
    [("boot-1", 105.0, False, False), ("boot-1", 500.0, True, False), ("boot-2", 9.0, False, True)],
)
def test_r5_its_age_is_judged_when_it_is_sent(boot: str, now: float, late: bool, unknown: bool) -> None:
    sent = calls.submission(calling(), boot, now, RULES)
    assert sent.details == AlarmCall("home", late=late, age_unknown=unknown)
    assert [e.what for e in sent.events] == [What.ARMED]
    assert sent.valid_for is None


def test_what_the_resident_adds_waits_until_the_hub_has_it() -> None:
    call = reached()
    event = Event(new_id(), call.id, What.CANCEL_ASKED, call.request.events[0].by, None, AT)
    told = calls.reported(call, event)
    assert told.unsent == (event,)
    assert heard(told, replace(event, hub_seq=90)).unsent == ()


def test_nothing_of_an_exercise_takes_a_way_out_of_the_building() -> None:
    late = 105.0 + RULES.no_answer + 1
    assert calls.needs_paths(calling(), late, RULES)
    exercise = replace(calling(), request=replace(calling().request, mode=Mode.EXERCISE))
    assert calls.phase(exercise, late, RULES) is AlarmPhase.UNANSWERED
    assert not calls.needs_paths(exercise, late, RULES)


def test_somebody_who_is_afraid_is_not_given_away_by_a_voice_from_the_loudspeaker() -> None:
    def answered(call: Call, question: str, answer: str) -> Call:
        facts = {"question": question, "answer": answer}
        return calls.reported(call, Event(new_id(), call.id, What.ANSWER, Actor(Role.RESIDENT), None, AT, facts=facts))

    assert not calls.afraid(calling())
    hushed = answered(answered(calling(), "where", "afraid"), "talk", "no")
    assert calls.afraid(hushed)
    assert not calls.afraid(answered(hushed, "where", "fall"))
