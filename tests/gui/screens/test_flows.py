"""Ways through the kiosk by real clicks on a real window; only time, voice and the hub are played."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.domain.details import HelpCall, TaxiWish
from kiosk.domain.preferences import Preferences, TextSize
from kiosk.domain.request import Kind, Status, What
from kiosk.services.session import SessionPhase
from kiosk.ui.widgets.hint_ring import HintRing
from kiosk.ui.widgets.tap_area import TapArea
from tests.gui.screens.conftest import Room


def names(room: Room) -> list[str]:
    return [*map(TapArea.accessibleName, room.keys())]


def test_u22_a_guests_taxi_is_three_taps(room: Room) -> None:
    room.tap("叫出租车")
    room.tap("东街医院")
    room.tap("对，叫车")
    request = room.requests.live()[0]
    assert isinstance(request.details, TaxiWish)
    assert request.details.destination is not None
    assert request.details.destination.name == "东街医院"
    assert room.navigator.current == "request"
    assert "已记下" in room.speech.heard()


def test_the_live_screen_follows_the_hub_to_the_end(room: Room) -> None:
    room.tap("叫出租车")
    room.tap("上车再说")
    room.tap("对，叫车")
    room.speech.heard()
    room.happens(What.DELIVERED, Status.DELIVERED)
    assert "已送到" in room.speech.heard()
    room.happens(What.ACCEPTED, Status.ACCEPTED, "王阿姨")
    assert "有人接了" in room.speech.heard()
    room.happens(What.CAR_FOUND, Status.IN_PROGRESS, "李师傅", plate="沪A·00000", colour="绿色", minutes=3)
    assert "沪A·00000" in room.speech.heard()
    room.happens(What.DONE, Status.DONE, "李师傅")
    room.tap("好的")
    assert room.navigator.current == "home"


def test_u22_an_alarm_is_one_tap_from_home_and_from_every_bar(room: Room) -> None:
    room.tap("紧急呼救")
    assert room.lane.asked == ["press home"]
    assert room.navigator.current == "alarm"
    room.lane.turn(phase="cancelled")
    room.tap("好的")
    room.bar_tap("alarm")
    assert room.navigator.current == "alarm"


def test_u16_cancel_is_deaf_at_first_and_then_stops_the_alarm(room: Room) -> None:
    room.bar_tap("alarm")
    room.tap("取消")
    assert "cancel" not in room.lane.asked
    room.lane.turn(seconds_left=3, cancel_ready=True)
    room.tap("取消")
    assert room.lane.asked[-1] == "cancel"
    room.tap("现在就叫")
    assert room.lane.asked[-1] == "send_now"


def test_u15_back_and_home_say_why_they_do_not_stop_an_alarm(room: Room) -> None:
    room.bar_tap("alarm")
    room.speech.heard()
    room.bar_tap("back")
    assert "还在叫人" in room.speech.heard()
    room.bar_tap("home")
    assert room.navigator.current == "alarm"
    room.lane.turn(phase="answered", by="王阿姨")
    room.bar_tap("home")
    assert room.navigator.current == "home"


def test_u16_a_taxi_is_given_up_only_after_its_consequences_were_shown(room: Room) -> None:
    room.tap("叫出租车")
    room.tap("东街公园")
    room.tap("对，叫车")
    room.tap("不坐了")
    assert room.requests.live()
    room.tap("还是要坐")
    room.tap("不坐了")
    room.tap("对，不坐了")
    assert room.requests.live() == ()
    assert "好的，不坐了" in room.speech.heard()


def test_the_same_wish_is_not_called_twice_by_mistake(room: Room) -> None:
    for _ in range(2):
        room.bar_tap("home")
        room.tap("叫出租车")
        room.tap("东街公园")
        room.tap("对，叫车")
    assert len(room.requests.live()) == 1
    room.tap("看看那辆车")
    assert room.navigator.current == "request"


def test_options_and_a_telephone_number_are_one_page_away(room: Room) -> None:
    room.tap("叫出租车")
    room.tap("东街公园")
    room.tap("两个人、轮椅、晚点走")
    room.tap("换人数")
    room.tap("没有轮椅")
    room.tap("换时间")
    room.tap("不留电话")
    for digit in "13800000000":
        room.tap(digit)
    room.tap("好了")
    room.tap("好了")
    room.tap("对，叫车")
    wish = room.requests.live()[0].details
    assert isinstance(wish, TaxiWish)
    assert (wish.people, wish.wheelchair, wish.in_minutes, wish.phone) == (2, True, 30, "13800000000")
    assert "138" not in room.speech.heard()


def test_u14_the_warning_leaves_everything_as_it_was(room: Room) -> None:
    room.tap("叫出租车")
    room.tap("东街公园")
    room.clock.advance(150)
    assert "您还在吗？" in room.speech.heard()
    room.tap("我还在")
    assert room.session.phase is SessionPhase.ACTIVE
    room.tap("对，叫车")
    assert len(room.requests.live()) == 1


def test_u12_s3_at_the_end_everything_is_as_it_was_at_the_start(room: Room) -> None:
    room.bar_tap("listen")
    room.tap("大一点")
    assert room.session.preferences.text_size is TextSize.LARGE
    room.tap("叫出租车")
    room.tap("东街医院")
    room.clock.advance(180)
    assert room.navigator.current == "resting"
    assert room.window.title_bar.time == ""
    assert room.session.preferences == Preferences(motion=False)
    room.tap("点一下，我来帮您")
    assert room.navigator.current == "home"
    room.tap("叫出租车")
    room.speech.heard()
    room.navigator.read_aloud()
    assert "去哪里" in room.speech.heard()


def test_a_volunteer_is_called_from_any_screen_with_its_name(room: Room) -> None:
    room.tap("叫出租车")
    room.bar_tap("volunteer")
    request = room.requests.live()[0]
    assert request.details == HelpCall(screen="taxi")
    assert request.kind is Kind.VOLUNTEER
    assert room.speech.chimes == 1
    room.bar_tap("back")
    assert room.navigator.current == "taxi"
    room.bar_tap("volunteer")
    assert len(room.requests.live()) == 1


def test_my_matters_lead_back_to_what_is_on_its_way(room: Room) -> None:
    room.tap("叫出租车")
    room.tap("东街公园")
    room.tap("对，叫车")
    room.bar_tap("home")
    room.tap("我的事情")
    room.tap("叫出租车")
    room.tap("给我看")
    assert room.navigator.current == "request"


def test_u7_a_second_tap_on_a_young_screen_is_ignored(room: Room) -> None:
    room.tap("叫出租车")
    QTest.mouseClick(room.key("东街医院"), Qt.MouseButton.LeftButton)
    assert room.key("东街医院").isVisible()
    room.tap("东街医院")
    room.key("对，叫车")


def test_the_focus_ring_follows_the_keyboard_and_no_finger(room: Room) -> None:
    room.window.activateWindow()
    room.key("叫出租车").setFocus()
    room.tap("叫出租车")
    room.key("东街医院").setFocus()
    room.tap("东街医院")
    assert not room.window.findChildren(HintRing)[0].isVisible()
    QTest.keyClick(room.key("换个地方"), Qt.Key.Key_Tab)
    room.key("换个地方").setFocus()
    QTest.keyClick(room.key("换个地方"), Qt.Key.Key_Tab)
    assert room.window.findChildren(HintRing)[0].isVisible()


def test_u15_back_turns_to_the_page_of_places_before(room: Room) -> None:
    room.tap("叫出租车")
    first = names(room)
    room.tap("下一页")
    assert names(room) != first
    room.tap("返回")
    assert names(room) == first
    assert room.navigator.current == "taxi"
    room.tap("返回")
    assert room.navigator.current == "home"
