"""U22 and U7 on the composed kiosk."""

from __future__ import annotations

from kiosk.domain.request import Kind, Status
from kiosk.services.alarm import AlarmPhase
from tests.gui.composed.conftest import Composed


def test_u22_a_guests_taxi_is_three_taps_to_a_request_on_the_disk(composed_kiosk: Composed) -> None:
    composed_kiosk.taxi_called()
    request = composed_kiosk.kiosk.requests.live()[0]
    assert (request.kind, request.status) == (Kind.TAXI, Status.RECORDED)
    assert composed_kiosk.kiosk.store.get(request.id) == request
    assert "已记下" in composed_kiosk.words()
    composed_kiosk.until_spoken("已记下")
    assert composed_kiosk.unforeseen == []


def test_u22_an_alarm_is_one_tap_of_the_tile(composed_kiosk: Composed) -> None:
    composed_kiosk.tap("紧急呼救")
    assert (composed_kiosk.screen, composed_kiosk.alarm()) == ("alarm", AlarmPhase.COUNTDOWN)


def test_u22_an_alarm_is_one_tap_of_the_bar(composed_kiosk: Composed) -> None:
    composed_kiosk.bar_tap("alarm")
    assert (composed_kiosk.screen, composed_kiosk.alarm()) == ("alarm", AlarmPhase.COUNTDOWN)


def test_u7_a_second_tap_on_a_young_screen_is_ignored(composed_kiosk: Composed) -> None:
    composed_kiosk.tap("叫出租车")
    composed_kiosk.touch(composed_kiosk.key("东街公园"), 0.3)
    composed_kiosk.key("东街医院")
    composed_kiosk.pass_(0.4)
    composed_kiosk.touch(composed_kiosk.key("东街公园"), 0.3)
    composed_kiosk.key("对，叫车")


def test_u7_a_second_tap_on_a_page_turned_by_the_first_is_ignored(composed_kiosk: Composed) -> None:
    """The confirm page comes under the finger that chose the place: a trembling second tap must not call."""
    composed_kiosk.tap("叫出租车")
    composed_kiosk.tap("东街公园")
    composed_kiosk.touch(composed_kiosk.key("对，叫车"), 0.2)
    assert composed_kiosk.screen == "taxi"
    assert composed_kiosk.kiosk.requests.live() == ()
    composed_kiosk.tap("对，叫车")
    composed_kiosk.until(lambda: composed_kiosk.kiosk.requests.live(), "a taxi is called")
