"""When a group is on: weekly hours, past midnight, days of their own, and rows that make no sense."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from kiosk.domain.rota import Rota, Span, read

MONDAY = date(2026, 11, 2)
DAY_SHIFT, NIGHT = Span(8 * 60, 17 * 60), Span(22 * 60, 6 * 60)


def at(text: str, on: date = MONDAY) -> datetime:
    return datetime.fromisoformat(f"{on.isoformat()} {text}")


@pytest.mark.parametrize(
    ("clock", "on"),
    [("07:59:59", False), ("08:00", True), ("16:59:59", True), ("17:00", False), ("23:00", False)],
)
def test_hours_hold_from_their_first_minute_to_before_their_last(clock: str, on: bool) -> None:
    assert Rota(((1, DAY_SHIFT),)).on(at(clock)) is on


@pytest.mark.parametrize(
    ("moment", "on"),
    [
        (at("21:59"), False),
        (at("22:00"), True),
        (at("05:59", date(2026, 11, 3)), True),
        (at("06:00", date(2026, 11, 3)), False),
        (at("05:59"), False),
        (at("22:30", date(2026, 11, 3)), False),
    ],
)
def test_a_night_goes_on_into_the_next_day(moment: datetime, on: bool) -> None:
    assert Rota(((1, NIGHT),)).on(moment) is on


def test_a_night_of_sunday_reaches_monday() -> None:
    assert Rota(((7, NIGHT),)).on(at("03:00"))


def test_until_midnight_is_until_midnight() -> None:
    evening = Rota(((1, Span(20 * 60, 0)),))
    assert evening.on(at("23:59"))
    assert not evening.on(at("00:00", date(2026, 11, 3)))


def test_a_day_of_its_own_replaces_the_week() -> None:
    rota = Rota(((1, DAY_SHIFT),), {MONDAY: (Span(13 * 60, 14 * 60),)})
    assert not rota.on(at("09:00"))
    assert rota.on(at("13:30"))
    assert rota.on(at("09:00", date(2026, 11, 9)))


def test_a_day_off_is_off_and_the_night_before_still_ends_on_it() -> None:
    rota = Rota(((7, NIGHT), (1, DAY_SHIFT)), {MONDAY: ()})
    assert rota.on(at("03:00"))
    assert not rota.on(at("09:00"))


def test_overlapping_rows_are_one_time_and_no_trouble() -> None:
    """Two people may have written them at once, on two processes."""
    rota = Rota(((1, Span(480, 720)), (1, Span(660, 1020))))
    assert [rota.on(at(clock)) for clock in ("07:59", "11:30", "16:59", "17:00")] == [False, True, True, False]


@pytest.mark.parametrize(
    ("day", "span", "clash"),
    [
        (1, Span(16 * 60, 18 * 60), True),
        (1, Span(17 * 60, 18 * 60), False),
        (1, Span(7 * 60, 8 * 60), False),
        (2, Span(8 * 60, 9 * 60), False),
        (7, Span(23 * 60, 9 * 60), True),
        (7, Span(23 * 60, 8 * 60), False),
        (1, Span(17 * 60, 8 * 60), False),
        (1, Span(17 * 60, 7 * 60 + 59), False),
    ],
)
def test_what_overlaps_is_found_across_midnight_and_the_week(day: int, span: Span, clash: bool) -> None:
    assert (Rota(((1, DAY_SHIFT),)).clash(day, span) is not None) is clash


def test_a_night_overlaps_the_morning_after() -> None:
    assert Rota(((7, NIGHT),)).clash(1, Span(5 * 60, 9 * 60)) == NIGHT


def test_it_comes_back_as_it_was_written() -> None:
    rota = Rota(((1, DAY_SHIFT), (5, NIGHT)), {MONDAY: (), date(2026, 12, 31): (DAY_SHIFT,)})
    assert read(rota.plain()) == rota


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"week": None, "days": 3},
        {"week": [[1, 2], [0, 1, 2], [1, -1, 5], [1, 5, 5], [1, "a", 3], [True, 1, 2], 7], "days": [["x", []], 1]},
        {"week": {"1": [1, 2]}, "days": [[None, [[1, 2]]]]},
    ],
)
def test_a_row_that_makes_no_sense_is_left_out(plain: dict[str, Any]) -> None:
    assert read(plain) == Rota()
