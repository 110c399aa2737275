"""What may be said of a call for help at each moment (R4, R5, U16), as values."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.details import AlarmCall
from kiosk.domain.owner import GUEST, Owner
from kiosk.domain.presence import Presence
from kiosk.domain.request import Actor, Event, Mode, Role, Status, What
from kiosk.ports.alarm_path import Step
from kiosk.ports.hub import Reply
from kiosk.ports.journal import Entry, Stage
from kiosk.services.alarm import call as calls
from kiosk.services.alarm import truth
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
    state = truth.state(counting(), now, RULES)
    assert (state.phase, state.seconds_left, state.cancel_ready) == (AlarmPhase.COUNTDOWN, left, ready)


def test_the_countdown_wakes_for_every_change() -> None:
    now, seen = 100.0, []
    while (step := truth.next_change(counting(), now, RULES)) and now < 105:
        seen.append(truth.state(counting(), now, RULES).seconds_left)
        now = round(now + step, 6)
    assert seen == [5, 4, 3, 2, 1]
    assert truth.next_change(counting(), 105.0, RULES) == 0.0


def test_r4_without_the_hub_for_five_seconds_it_says_so() -> None:
    assert truth.phase(calling(), 105.1, RULES) is AlarmPhase.CALLING
    assert truth.next_change(calling(), 106.0, RULES) == pytest.approx(4.0)
    assert truth.phase(calling(), 110.0, RULES) is AlarmPhase.UNANSWERED


def test_r4_a_hub_that_refuses_us_is_not_waited_for() -> None:
    assert truth.phase(replace(calling(), stuck=True), 105.1, RULES) is AlarmPhase.UNANSWERED


def test_r4_reached_and_nobody_listening_says_so_at_once() -> None:
    state = truth.state(reached(listening=0), 106.0, RULES)
    assert (state.phase, state.reached, state.listening) == (AlarmPhase.UNANSWERED, True, 0)


def test_r4_nobody_within_twenty_seconds_says_so() -> None:
    assert truth.phase(reached(), 106.0, RULES) is AlarmPhase.REACHED
    assert truth.next_change(reached(), 110.5, RULES) == pytest.approx(15.5)
    assert truth.phase(reached(), 126.0, RULES) is AlarmPhase.UNANSWERED


def test_a_late_answer_of_the_hub_takes_it_back() -> None:
    call = calling()
    assert truth.phase(call, 112.0, RULES) is AlarmPhase.UNANSWERED
    call = calls.replied(call, reply(call, by_hub(call.request, What.DELIVERED, Status.DELIVERED)), 112.0)
    assert truth.phase(call, 112.0, RULES) is AlarmPhase.REACHED


def test_who_answers_is_named_and_their_words_are_kept() -> None:
    call = reached()
    accepted = by_hub(call.request, What.ACCEPTED, Status.ACCEPTED, "王阿姨")
    said = by_hub(call.request, What.SAID, None, "王阿姨", text="马上到")
    state = truth.state(heard(call, accepted, said), 200.0, RULES)
    assert (state.phase, state.by, state.words) == (AlarmPhase.ANSWERED, "王阿姨", "马上到")


def test_who_lets_go_starts_the_wait_again() -> None:
    call = reached()
    taken = heard(call, by_hub(call.request, What.ACCEPTED, Status.ACCEPTED, "王阿姨"))
    let_go = heard(taken, by_hub(call.request, What.RELEASED, Status.DELIVERED), now=300.0)
    assert truth.phase(let_go, 301.0, RULES) is AlarmPhase.REACHED
    assert truth.phase(let_go, 320.0, RULES) is AlarmPhase.UNANSWERED


def test_a_person_closes_it() -> None:
    call = reached()
    over = heard(call, by_hub(call.request, What.DONE, Status.DONE, "王阿姨"))
    assert truth.phase(over, 120.0, RULES) is AlarmPhase.OVER
    assert over.entry.stage is Stage.OVER
    assert truth.next_change(over, 120.0, RULES) is None


def test_called_off_in_time() -> None:
    off = calls.called_off(counting(), None, 103.0)
    assert truth.phase(off, 103.0, RULES) is AlarmPhase.CANCELLED
    assert off.entry.stage is Stage.CALLED_OFF
    assert not off.live
    assert not off.finished  # the hub has not heard of it
    assert (
        calls.submission(off, "boot-1", 103.0, RULES).events == calls.called_off(counting(), None, 103.0).request.events
    )


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


def test_nothing_of_an_exercise_takes_a_way_that_is_not_for_exercises() -> None:
    late = 105.0 + RULES.no_answer + 1
    assert truth.needs_paths(calling(), late, RULES)
    exercise = replace(calling(), request=replace(calling().request, mode=Mode.EXERCISE))
    assert truth.phase(exercise, late, RULES) is AlarmPhase.UNANSWERED
    assert not truth.needs_paths(exercise, late, RULES)
    assert truth.needs_paths(exercise, late, RULES, Mode.EXERCISE)  # the drill's own lane has the drill's own ways
    assert not truth.needs_paths(calling(), late, RULES, Mode.EXERCISE)
    test = replace(calling(), request=replace(calling().request, mode=Mode.TEST))
    assert not truth.needs_paths(test, late, RULES, Mode.TEST)


def test_somebody_who_is_afraid_is_not_given_away_by_a_voice_from_the_loudspeaker() -> None:
    def answered(call: Call, question: str, answer: str) -> Call:
        facts = {"question": question, "answer": answer}
        return calls.reported(call, Event(new_id(), call.id, What.ANSWER, Actor(Role.RESIDENT), None, AT, facts=facts))

    assert not truth.afraid(calling())
    hushed = answered(answered(calling(), "where", "afraid"), "talk", "no")
    assert truth.afraid(hushed)
    assert not truth.afraid(answered(hushed, "where", "fall"))


def asked(call: Call, ident: str = "q1", text: str = "您能站起来吗？") -> Event:
    facts = {"question": ident, "text": text, "answers": ["能", "不能"]}
    return replace(by_hub(call.request, What.ASKED, None), by=Actor(Role.VOLUNTEER, "王阿姨"), facts=facts)


def test_the_desks_question_waits_for_one_answer_and_a_later_one_takes_its_place() -> None:
    call = reached()
    first = asked(call)
    call = heard(call, first)
    question = truth.state(call, 111.0, RULES).question
    assert question is not None
    assert (question.by, question.text, question.answers, question.answer) == (
        "王阿姨",
        "您能站起来吗？",
        ("能", "不能"),
        "",
    )
    facts = {"question": "q1", "text": question.text, "answer": "不能"}
    answer = Event(new_id(), call.id, What.ANSWER, Actor(Role.RESIDENT), None, AT, facts=facts)
    answered = truth.state(calls.reported(call, answer), 111.0, RULES).question
    assert answered is not None
    assert (answered.answer, answered.told) == ("不能", False)
    later = truth.state(heard(call, asked(call, "q2", "冷吗？")), 112.0, RULES).question
    assert later is not None
    assert (later.id, later.answer) == ("q2", "")


def test_a_known_resident_stays_with_the_call_when_the_hub_has_forgotten_it_and_not_with_a_trace() -> None:
    owner = Owner("resident-1")
    call = calls.fired(calls.begun(ENTRY, owner), "boot-1", 105.0, RULES)
    assert calls.submission(call, "boot-1", 106.0, RULES).owner == owner
    assert calls.forgotten(call).request.owner == owner
    assert calls.begun(ENTRY).request.owner == GUEST, "the journal knows nobody"
    off = calls.called_off(calls.begun(ENTRY, owner), AT, 0.0)
    assert calls.submission(off, "boot-1", 106.0, RULES).owner == GUEST


def step(call: Call, what: str, **facts: object) -> Event:
    return replace(by_hub(call.request, what, None), facts=facts)


@pytest.mark.parametrize(
    ("what", "facts", "turn"),
    [
        (What.RINGS, {"to": "group", "name": "一组"}, ""),
        (What.ESCALATED, {"to": "group", "name": "二组", "because": "unanswered"}, "group"),
        (What.ESCALATED, {"to": "everyone", "because": "unanswered"}, "everyone"),
        (What.ESCALATED, {"to": "phones", "because": "nobody_armed"}, "phones"),
        (What.ESCALATED, {"to": "stopped"}, "stopped"),
        (What.ESCALATED, {"to": "something new"}, "everyone"),
        (What.PHONED, {"name": "李站长", "ok": False}, "phoning"),
        (What.PHONED, {"name": "李站长", "ok": True}, ""),
        (What.ESCALATED_OUTSIDE, {"because": "no_phones"}, "outside"),
        (What.TAKEN_OUTSIDE, {"endpoint": "district", "title": "区平台"}, ""),
    ],
)
def test_r4_each_step_of_the_hub_is_known_and_means_that_nobody_has_it(
    what: str, facts: dict[str, object], turn: str
) -> None:
    call = reached()
    call = heard(call, step(call, what, **facts), now=106.5)
    now = truth.state(call, 107.0, RULES)
    assert now.turn == turn
    assert now.phase is (AlarmPhase.UNANSWERED if turn else AlarmPhase.REACHED)


def test_a_new_round_begins_with_nobody_called_yet() -> None:
    call = reached()
    first = step(call, What.ESCALATED, to="phones", because="unanswered")
    taken = by_hub(call.request, What.ACCEPTED, Status.ACCEPTED)
    assert truth.state(heard(call, first, taken), 111.0, RULES).phase is AlarmPhase.ANSWERED
    let_go = by_hub(call.request, What.RELEASED, Status.DELIVERED)
    again = truth.state(heard(call, first, taken, let_go), 111.0, RULES)
    assert (again.phase, again.turn) == (AlarmPhase.REACHED, "")


def test_a_telephone_that_took_it_is_a_person_without_a_name() -> None:
    call = reached()
    taken = replace(
        by_hub(call.request, What.ACCEPTED, Status.ACCEPTED),
        by=Actor(Role.VOLUNTEER, "duty-phone"),
        facts={"path": "duty-phone"},
    )
    now = truth.state(heard(call, taken), 111.0, RULES)
    assert (now.phase, now.by) == (AlarmPhase.ANSWERED, "")


def test_a_telephone_talks_until_its_call_ends() -> None:
    call = calls.heard_on_phone(reached(), "duty-phone", Step.ANSWERED)
    assert not truth.state(call, 107.0, RULES).on_phone
    call = calls.heard_on_phone(call, "duty-phone", Step.TALKING)
    call = calls.heard_on_phone(call, "duty-phone", Step.CONFIRMED)
    call = calls.heard_on_phone(call, "other-phone", Step.FAILED)
    assert truth.state(call, 107.0, RULES).on_phone
    assert not truth.state(calls.heard_on_phone(call, "duty-phone", Step.ENDED), 107.0, RULES).on_phone
