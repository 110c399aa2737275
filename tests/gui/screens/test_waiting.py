"""Called by number: on every screen, in words and aloud, and nowhere twice."""

from __future__ import annotations

import pytest

from kiosk.bootstrap.waiting import Strip
from kiosk.domain.request import Status, What
from kiosk.services.waiting import Waiting
from kiosk.ui.widgets.note_line import NoteLine
from tests.gui.screens.conftest import Room


@pytest.fixture
def strip(room: Room) -> Strip:
    made = Strip(room.window, room.navigator, Waiting(room.requests, room.clock), room.speech)
    room.navigator.moved = lambda _screen: made.moved()
    return made


def called(room: Room) -> list[str]:
    return ["，".join(room.window.kit.t(word) for word in call) for call in room.window.calls]


def test_a_car_is_called_on_every_screen_but_its_own(room: Room, strip: Strip) -> None:
    room.tap("叫出租车")
    room.tap("东街医院")
    room.tap("对，叫车")
    room.happens(What.DELIVERED, Status.DELIVERED)
    room.happens(What.ACCEPTED, Status.ACCEPTED, "李师傅")
    room.happens(What.CAR_FOUND, Status.IN_PROGRESS, "李师傅", plate="沪A·00000", colour="绿色", minutes=3)
    assert called(room) == []
    room.bar_tap("home")
    number = room.requests.live()[0].number
    line = f"{number} 号，车在路上，沪A·00000，绿色出租车"
    assert called(room) == [line]
    room.tap("我的事情")
    assert called(room) == [line]
    room.speech.heard()
    room.bar_tap("listen")
    assert "沪A·00000" in room.speech.heard()
    room.happens(What.ARRIVED, Status.IN_PROGRESS, "李师傅")
    assert called(room) == [f"{number} 号，车到了，沪A·00000，绿色出租车"]
    room.session.end()
    assert room.navigator.current == "resting"
    assert called(room) == []  # the resting screen lists it itself
    listed = [note.accessibleName() for note in room.window.findChildren(NoteLine)]
    assert any("车到了" in words and "沪A·00000" in words for words in listed)
