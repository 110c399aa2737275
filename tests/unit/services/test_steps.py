"""How screens are left, counted without names, and told once."""

from __future__ import annotations

import itertools

from kiosk.domain.steps import Left, StepCount
from kiosk.services.steps import MOST, Steps
from tests.fakes.clock import FakeClock


def made() -> tuple[Steps, FakeClock]:
    clock, ids = FakeClock(), itertools.count(1)
    return Steps(clock, lambda: f"batch-{next(ids)}"), clock


def told(steps: Steps) -> tuple[StepCount, ...]:
    batch = steps.batch()
    return batch.counts if batch else ()


def test_each_way_of_leaving_has_its_count() -> None:
    steps, clock = made()
    for screen, seconds in (("home", 5), ("taxi", 10), ("home", 1), ("taxi", 20), ("request", 3)):
        steps.moved(screen)
        clock.advance(seconds)
    steps.moved("idle")  # whether anybody is there: it only covers
    clock.advance(30)
    steps.ended(idle=True)
    steps.moved("resting")
    clock.advance(999)
    steps.moved("home")
    assert set(told(steps)) == {
        StepCount("home", Left.ON, False, 2, 6.0),
        StepCount("taxi", Left.HOME, False, 1, 10.0),
        StepCount("taxi", Left.ON, False, 1, 20.0),
        StepCount("request", Left.IDLE, False, 1, 33.0),
    }


def test_a_helper_beside_counts_for_that_screen_only() -> None:
    steps, _ = made()
    steps.moved("taxi")
    steps.help()
    steps.moved("request")
    steps.ended(idle=False)
    assert {(c.screen, c.left, c.helped) for c in told(steps)} == {
        ("taxi", Left.ON, True),
        ("request", Left.DONE, False),
    }


def test_a_screen_that_stood_open_all_night_says_little() -> None:
    steps, clock = made()
    steps.moved("taxi")
    clock.advance(36_000)
    steps.moved("home")
    assert [c.seconds for c in told(steps)] == [900.0]


def test_a_batch_is_the_same_until_the_hub_has_it() -> None:
    steps, _ = made()
    assert steps.batch() is None
    steps.moved("taxi")
    steps.moved("home")
    first = steps.batch()
    assert first is not None
    steps.moved("taxi")
    assert steps.batch() == first
    steps.taken("another")
    assert steps.batch() == first
    steps.taken(first.id)
    second = steps.batch()
    assert second is not None
    assert (second.id, second.counts[0].screen) == ("batch-2", "home")


def test_what_does_not_fit_one_batch_goes_with_the_next() -> None:
    steps, _ = made()
    for number in range(MOST + 3):
        steps.moved(f"s{number}")
    steps.moved("")
    sizes = []
    while (batch := steps.batch()) is not None:
        sizes.append(len(batch.counts))
        steps.taken(batch.id)
    assert sizes == [MOST, 3]
