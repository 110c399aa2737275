"""When a car for later is to come."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.domain.details import PlaceRef, TaxiWish
from kiosk.domain.leaving import answer_within, departures, minutes_until, moment

NOW = datetime(2026, 11, 20, 1, 3, tzinfo=UTC)
WISH = TaxiWish(PlaceRef("here", "东街社区中心"))


def test_the_usual_lead_comes_first_then_the_others_all_on_full_five_minutes() -> None:
    start = NOW + timedelta(days=2)
    assert [start - at for at in departures(start, NOW, 75)] == [
        timedelta(minutes=m) for m in (78, 33, 63, 93, 123)
    ]  # fmt: skip


def test_none_is_nearly_now_or_past() -> None:
    assert departures(NOW + timedelta(minutes=45), NOW, 60) == (NOW + timedelta(minutes=12),)
    assert departures(NOW + timedelta(minutes=20), NOW, 60) == ()
    assert departures(NOW - timedelta(days=1), NOW, 60) == ()


@pytest.mark.parametrize(
    ("leave_at", "minutes"),
    [
        ("", 30),
        ("2026-11-20T02:03:00+00:00", 60),
        ("2026-11-20T00:00:00+00:00", 0),
        ("2030-01-01T00:00:00+00:00", 1440),
        ("tomorrow", 30),
        ("2026-11-20T02:03:00", 30),  # without a zone nobody knows when that is
    ],
)
def test_how_far_off_it_is(leave_at: str, minutes: int) -> None:
    assert minutes_until(replace(WISH, in_minutes=30, leave_at=leave_at), NOW) == minutes


def test_a_platform_has_until_a_person_could_still_find_another_car() -> None:
    assert answer_within(600, 0) == 600
    assert answer_within(600, 7200) == 6000


def test_only_a_time_with_its_zone_is_one() -> None:
    assert moment("2026-11-20T02:03:00Z") == datetime(2026, 11, 20, 2, 3, tzinfo=UTC)
    assert moment("") is None
