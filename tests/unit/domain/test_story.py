"""What a resident is told, from a request's events alone: never more than is true."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kiosk.domain.request import Actor, Event, Request, Role, Status, What, told
from kiosk.domain.story import Moment, tell
from tests.fakes.requests import TAXI, by_hub, own, recorded


def by_provider(request: Request, what: str, status: Status | None = None, **facts: Any) -> Event:
    return replace(by_hub(request, what, status, **facts), by=Actor(Role.PROVIDER, "李师傅"))


def riding() -> Request:
    request = recorded()
    return told(
        request,
        [
            by_hub(request, What.DELIVERED, Status.DELIVERED),
            by_provider(request, What.CAR_FOUND, Status.ACCEPTED, plate="沪A·D00000"),
        ],
    )


def test_a_ride_that_the_provider_would_not_cancel_is_not_said_to_be_cancelling() -> None:
    request = riding()
    asked = replace(request, events=(*request.events, own(request, What.CANCEL_ASKED)))
    assert tell(asked).moment is Moment.CANCELLING
    goes_on = told(asked, [by_provider(asked, What.CANCEL_ASKED, answer="refused", state="aboard")])
    assert tell(goes_on).moment is Moment.CAR


def test_no_car_at_the_provider_is_not_said_to_be_looked_for() -> None:
    """The hub hands it to a person: until one takes it, nobody looks for a car."""
    request = recorded()
    waiting = told(
        request,
        [
            by_hub(request, What.DELIVERED, Status.DELIVERED),
            by_provider(request, What.LOOKING),
            by_provider(request, What.NO_CAR, Status.DELIVERED),
        ],
    )
    assert tell(waiting).moment is Moment.RELEASED
    taken = told(waiting, [by_hub(waiting, What.ACCEPTED, Status.ACCEPTED, "王阿姨")])
    assert tell(taken).moment is Moment.TAKEN


def test_a_car_for_later_is_ordered_until_the_provider_says_that_it_comes() -> None:
    later = replace(TAXI, leave_at="2026-11-24T01:20:00Z", in_minutes=1440)
    request = told(recorded(later), [])
    found = by_hub(request, What.CAR_FOUND, Status.ACCEPTED, "李师傅", plate="沪A·00000", minutes=None)
    ordered = told(request, [found])
    assert tell(ordered).moment is Moment.ORDERED
    coming = by_hub(ordered, What.COMING, Status.IN_PROGRESS, "李师傅", minutes=4)
    assert tell(told(ordered, [coming])).moment is Moment.CAR
