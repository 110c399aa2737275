"""Ways to a doctor by real clicks on a real window; only time, voice and the hub are played."""

from __future__ import annotations

from random import Random

import pytest

from kiosk.domain import card
from kiosk.domain.details import AppointmentWish, Need
from kiosk.domain.request import Kind, Status, What
from kiosk.domain.resident import Habits, UsualDoctor
from tests.fakes.residents import Known
from tests.gui.screens.conftest import Room

USUAL = UsualDoctor("east", "东街医院", "eyes", "眼科", "chen", "陈医生")


def come_with_a_card(room: Room) -> None:
    """Somebody who is known, with a doctor they saw before; no tap is counted."""
    code = card.make(Random(3))
    room.hub.people.append(Known("r1", (code,), habits=Habits(doctor=USUAL)))
    room.residents.card(code, lambda _resident: None, lambda error: pytest.fail(str(error)))
    assert room.residents.known


def asked(room: Room) -> AppointmentWish:
    request = room.requests.live()[0]
    assert isinstance(request.details, AppointmentWish)
    return request.details


def test_u23_a_guests_wish_ends_on_its_own_screen_and_is_not_said_to_be_booked(room: Room) -> None:
    room.tap("看病预约")
    room.tap("家庭医生")
    room.tap("越早越好")
    room.tap("好的")
    assert room.navigator.current == "request"
    assert (asked(room).need, asked(room).wish) == (Need.FAMILY_DOCTOR, True)
    room.happens(What.DELIVERED, Status.DELIVERED)
    heard = room.speech.heard()
    assert "心愿记下了" in heard
    assert "看病预约：约好了" not in heard
    room.tap("不去看了")
    room.tap("还是要看")
    room.tap("好的")
    assert room.navigator.current == "home"


def test_u22_the_same_doctor_is_three_taps_from_home(room: Room) -> None:
    room.hospitals.fill(room.clock.now().date())
    come_with_a_card(room)
    for name in ("看病预约", "上次那位医生", "好的"):
        room.tap(name)
    assert asked(room).slot is not None
    assert asked(room).doctor == "陈医生"
    assert room.navigator.current == "request"


def test_pages_of_great_keys_lead_from_the_hospital_to_the_time_and_back(room: Room) -> None:
    room.hospitals.fill(room.clock.now().date())
    come_with_a_card(room)
    for name in ("看病预约", "去医院看", "东街医院", "眼科", "最早的"):
        room.tap(name)
    room.bar_tap("back")
    room.tap("星期一")
    room.tap("点")
    room.tap("好的")
    assert asked(room).slot is not None
    assert asked(room).department is not None


def test_red_flags_stand_on_the_first_page_and_raise_the_alarm(room: Room) -> None:
    room.tap("看病预约")
    room.tap("胸口痛")
    room.tap("叫人来")
    assert room.navigator.current == "alarm"
    assert room.lane.asked == ["press doctor"]


def test_my_matters_show_an_appointment_by_its_verb_alone(room: Room) -> None:
    room.tap("看病预约")
    room.tap("配药")
    room.tap("越早越好")
    room.tap("好的")
    room.bar_tap("home")
    room.tap("我的事情")
    room.tap("看病预约")
    room.tap("给我看")
    assert room.requests.live()[0].kind is Kind.APPOINTMENT
    assert room.navigator.current == "request"
