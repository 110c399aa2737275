"""The life of a request, by properties: whatever happens, in whatever order, nothing untrue is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.request import (
    ALLOWED,
    ENDED,
    HIGH_NUMBER,
    LOW_NUMBER,
    Actor,
    Event,
    Request,
    Role,
    Status,
    What,
    after,
    next_number,
    told,
)
from kiosk.errors import InvalidTransition
from tests.fakes.requests import AT, by_hub, own, recorded

STATUSES = st.sampled_from(Status)
MAYBE_STATUS = st.none() | STATUSES


def happening(request: Request, number: int, status: Status | None, seq: int | None = None) -> Event:
    return Event(f"e{number}", request.id, What.NOTE, Actor(Role.HUB, "王阿姨"), status, AT, seq)


@given(STATUSES, st.lists(MAYBE_STATUS, max_size=12))
def test_every_step_taken_is_allowed_and_the_rest_raise(start: Status, steps: list[Status | None]) -> None:
    request = replace(recorded(), status=start)
    for number, status in enumerate(steps):
        before = request
        try:
            request = after(before, happening(before, number, status))
        except InvalidTransition:
            assert status not in ALLOWED[before.status]
            assert request is before
        else:
            assert request.status is (status or before.status)
            assert status in (None, before.status) or status in ALLOWED[before.status]
            assert request.events == (*before.events, happening(before, number, status))


@given(STATUSES, MAYBE_STATUS)
def test_the_same_event_twice_changes_nothing(start: Status, status: Status | None) -> None:
    request = replace(recorded(), status=start)
    event = happening(request, 1, status)
    try:
        once = after(request, event)
    except InvalidTransition:
        return
    assert after(once, event) is once


@given(st.lists(MAYBE_STATUS, max_size=10))
def test_an_end_is_an_end_here(steps: list[Status | None]) -> None:
    for end in ENDED:
        request = replace(recorded(), status=end)
        for number, status in enumerate(steps):
            try:
                request = after(request, happening(request, number, status))
            except InvalidTransition:
                continue
        assert request.status is end


@given(st.lists(MAYBE_STATUS, min_size=1, max_size=10), st.randoms(use_true_random=False))
def test_the_hubs_word_is_the_same_in_any_order_and_however_often(steps: list[Status | None], rng: Random) -> None:
    request = recorded()
    news = [happening(request, n, status, n) for n, status in enumerate(steps, 1)]
    straight = told(request, news)
    shuffled = [*news, *rng.choices(news, k=3)]
    rng.shuffle(shuffled)
    crooked = request
    for event in shuffled:
        crooked = told(crooked, [event])
    assert crooked == straight
    assert told(straight, news) == straight
    assert straight.status is next((s for s in reversed(steps) if s), Status.RECORDED)


@given(st.lists(MAYBE_STATUS, max_size=6), st.sampled_from([Status.EXPIRED, Status.FAILED, Status.CANCELLED]))
def test_the_hub_wins_over_an_end_thought_of_here(steps: list[Status | None], end: Status) -> None:
    request = recorded()
    ended = after(request, own(request, What.EXPIRED, end))
    news = [happening(request, n, status, n) for n, status in enumerate(steps, 1)]
    newest = next((s for s in reversed(steps) if s), end)
    assert told(ended, news).status is newest


def test_what_was_done_here_since_still_counts_where_it_can_follow() -> None:
    request = recorded()
    delivered = told(request, [by_hub(request, What.DELIVERED, Status.DELIVERED, seq=1)])
    cancelled = after(delivered, own(request, What.CANCELLED, Status.CANCELLED))
    assert told(cancelled, [by_hub(request, What.SAID, seq=2)]).status is Status.CANCELLED
    assert told(cancelled, [by_hub(request, What.ACCEPTED, Status.ACCEPTED, seq=2)]).status is Status.ACCEPTED


def test_the_hubs_echo_of_an_own_event_takes_its_place() -> None:
    request = recorded()
    birth = request.events[0]
    heard = told(request, [by_hub(request, What.DELIVERED, Status.DELIVERED, seq=2), replace(birth, hub_seq=1)])
    assert [(e.id == birth.id, e.hub_seq) for e in heard.events] == [(True, 1), (False, 2)]
    assert heard.status is Status.DELIVERED


def test_an_event_of_another_request_is_refused() -> None:
    request = recorded()
    stranger = by_hub(recorded(), What.DONE, Status.DONE)
    with pytest.raises(InvalidTransition):
        after(request, stranger)
    with pytest.raises(InvalidTransition):
        told(request, [stranger])


@given(st.integers(0, 120), st.sets(st.integers(LOW_NUMBER, HIGH_NUMBER), max_size=89))
def test_a_waiting_number_is_two_digits_free_and_the_next(last: int, taken: set[int]) -> None:
    number = next_number(last, taken)
    assert LOW_NUMBER <= number <= HIGH_NUMBER
    assert number not in taken
    start = last if LOW_NUMBER <= last < HIGH_NUMBER else LOW_NUMBER - 1
    between = range(start + 1, number) if number > start else [*range(start + 1, HIGH_NUMBER + 1), *range(10, number)]
    assert all(n in taken for n in between)


def test_with_every_number_taken_the_ring_goes_on() -> None:
    everybody = set(range(LOW_NUMBER, HIGH_NUMBER + 1))
    assert next_number(42, everybody) == 43
    assert next_number(99, everybody) == 10


@pytest.mark.parametrize(
    ("boot", "now", "expired"),
    [("boot-1", 1900.0, False), ("boot-1", 1900.5, True), ("boot-2", 1001.0, True), ("", 1001.0, True)],
)
def test_past_its_time_or_of_unknown_age_it_is_expired(boot: str, now: float, expired: bool) -> None:
    assert recorded().expired(boot, now) is expired
    assert not recorded(valid_for=None).expired(boot, now)


def test_the_age_is_never_negative_and_the_end_is_counted_from_birth() -> None:
    assert recorded().age("boot-1", 900.0) == 0.0
    assert recorded().valid_until == AT + timedelta(minutes=15)
    assert recorded(valid_for=None).valid_until is None


def test_who_has_it_is_named_only_while_they_have_it() -> None:
    request = recorded()
    taken = told(request, [by_hub(request, What.ACCEPTED, Status.ACCEPTED, "王阿姨", seq=3)])
    assert taken.taken_by == "王阿姨"
    assert told(taken, [by_hub(request, What.RELEASED, Status.DELIVERED, seq=4)]).taken_by == ""


def test_every_status_that_has_not_ended_can_end() -> None:
    for status in set(Status) - ENDED:
        reachable, todo = set(), [status]
        while todo:
            one = todo.pop()
            todo += [s for s in ALLOWED[one] if s not in reachable]
            reachable.add(one)
        assert reachable >= ENDED
    assert all(not ALLOWED[status] for status in ENDED)
