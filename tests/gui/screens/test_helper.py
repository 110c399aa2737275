"""Helper mode at the glass: badge and PIN, one step, the way back, and a lock that closes by itself (S6, S7)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.domain import badge
from kiosk.domain.presence import Presence
from kiosk.domain.request import Status
from kiosk.domain.resident import Level
from kiosk.errors import HubBusy, HubUnreachable
from tests.fakes.content_updates import STICK
from tests.fakes.helpers import BADGE, PIN
from tests.fakes.residents import Known
from tests.gui.screens.conftest import Room

CARD = "SK1-0000-0000-0000-0000-00"


def scan(room: Room, code: str) -> None:
    room.cards.scanned(code)
    QApplication.processEvents()


def type_pin(room: Room, pin: str) -> None:
    for digit in pin:
        room.tap(digit)
    room.clock.advance(1)
    keys = room.keys()
    done = next(key for key in keys if key.accessibleName() == "好了")  # 我好了 may stand there, too
    QTest.mouseClick(done, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def come(room: Room) -> None:
    """王阿姨 holds out her badge and types her PIN."""
    scan(room, BADGE)
    type_pin(room, PIN)
    assert here(room)


def here(room: Room) -> bool:
    """Whether a helper is at work."""
    return room.helping.current is not None


def level(room: Room) -> Level:
    return room.residents.current.level


def words(room: Room) -> str:
    """Every name on the screen."""
    return " ".join(w.accessibleName() for w in room.window.findChildren(QWidget) if w.isVisible())


def test_s6_badge_and_pin_open_helper_mode_and_the_pin_is_never_spoken(room: Room) -> None:
    scan(room, BADGE)
    assert room.navigator.current == "helper"
    room.speech.heard()
    type_pin(room, PIN)
    assert "王阿姨" in room.window.title_bar.title
    assert "志愿者在帮忙" in room.window.title_bar.badge
    room.bar_tap("listen")
    assert not any(digit in room.speech.heard() for digit in PIN)
    assert PIN not in repr(room.navigator._page.presenter.state)  # type: ignore[union-attr]


def test_a_stick_with_new_content_is_in_the_menu_and_put_in_with_a_yes(room: Room) -> None:
    come(room)
    assert "装新内容" not in words(room)
    room.sticks.found = (STICK,)
    room.updates.start()
    QApplication.processEvents()
    room.clock.advance(1)
    room.tap("装新内容")
    assert room.navigator.current == "updates"
    assert "手机课" in words(room)
    room.clock.advance(1)
    room.tap("好的，装上")
    assert "U盘可以拔了" in words(room)
    assert room.sticks.asked[-1] == f"install {STICK.where}"


def test_s6_a_wrong_pin_a_strange_card_and_no_line_say_what_to_do(room: Room) -> None:
    scan(room, BADGE)
    room.tap("1")
    room.tap("好了")
    assert "密码是 6 位数字" in room.speech.heard()
    type_pin(room, "280418")
    assert "没打开" in room.speech.heard()
    room.helpers.trouble = HubBusy("busy")
    type_pin(room, PIN)
    assert "试得太多了" in room.speech.heard()
    room.helpers.trouble = HubUnreachable("no")
    type_pin(room, PIN)
    assert "连不上值班台" in room.speech.heard()
    scan(room, CARD)
    assert "这不是胸卡" in room.speech.heard()
    assert not here(room)
    assert room.helpers.acts == []


def test_exactly_one_step_is_the_helper_s_and_the_resident_hears_it(room: Room) -> None:
    room.tap("叫出租车")
    come(room)
    room.speech.heard()
    room.tap("帮老人做一步")
    assert room.navigator.current == "taxi"
    assert "王阿姨帮您做这一步" in room.speech.heard()
    assert "还给您" in words(room)
    room.tap("东街公园")
    assert "接下来您自己来" in room.speech.heard()
    assert not room.helping.stepping
    assert "还给您" not in words(room)
    room.tap("对，叫车")
    assert room.requests.live()[-1].owner.helper == "王阿姨"
    assert room.helpers.acts == ["came", badge.Act.TOOK_STEP, badge.Act.GAVE_BACK]


def test_the_resident_takes_the_step_back(room: Room) -> None:
    come(room)
    room.tap("帮老人做一步")
    room.tap("还给您")
    assert not room.helping.stepping
    assert room.navigator.current == "home"
    room.bar_tap("volunteer")
    assert room.navigator.current == "helper", "who helps already need not be called"


def test_s7_it_locks_itself_after_two_minutes_and_by_its_key(room: Room) -> None:
    come(room)
    room.clock.advance(119)
    assert here(room)
    room.session.activity()
    room.clock.advance(2)
    QApplication.processEvents()
    assert not here(room)
    assert room.navigator.current == "home"
    assert room.window.title_bar.badge == ""
    assert room.residents.owner().helper == ""
    assert room.helpers.acts[-1] == badge.Act.LOCKED
    come(room)
    room.tap("好了，锁上")
    assert not here(room)
    room.bar_tap("volunteer")
    assert room.navigator.current != "helper"


def test_s3_the_helper_goes_with_the_session(room: Room) -> None:
    come(room)
    room.session.end()
    assert not here(room)
    assert room.navigator.current == "resting"


def test_a_helper_vouches_for_a_card(room: Room) -> None:
    room.hub.people.append(Known("r1", (CARD,)))
    room.hub.badges["helper-pass"] = ""
    scan(room, CARD)
    assert level(room) is Level.CARD
    come(room)
    room.tap("我认识这位老人")
    assert level(room) is Level.OPENED
    assert "老人的事情打开了" in room.speech.heard()
    assert "我认识这位老人" not in words(room)


def test_a_word_that_does_not_open_says_so(room: Room) -> None:
    room.hub.people.append(Known("r1", (CARD,)))
    scan(room, CARD)
    come(room)
    room.tap("我认识这位老人")
    assert "请老人再放一次卡" in room.speech.heard()
    assert level(room) is Level.CARD


def test_size_colours_health_and_the_way_back(room: Room) -> None:
    come(room)
    room.tap("换字和语言")
    before = room.session.preferences
    room.tap("字大一点")
    assert room.session.preferences.text_size is not before.text_size
    room.tap("换语言")
    assert room.session.preferences.language == "en"
    room.tap("Language")
    room.bar_tap("back")
    room.tap("看看机器")
    assert "有 1 样要看一看" in room.speech.heard()
    assert "连不上值班台" in words(room)
    room.tap("回去")
    assert {badge.Act.CHANGED_LOOK, badge.Act.LOOKED_AT_HEALTH} <= set(room.helpers.acts)


@pytest.mark.parametrize("line", [True, False])
def test_handing_over_is_asked_for_first(room: Room, line: bool) -> None:
    come(room)
    room.tap("交班")
    assert "handed_over" not in room.helpers.acts
    room.helpers.trouble = None if line else HubUnreachable("no")
    room.tap("对，交班")
    assert ("handed_over" in room.helpers.acts) is line
    assert here(room) is not line
    assert ("您辛苦了" if line else "连不上值班台") in room.speech.heard()


def test_who_is_no_volunteer_leaves(room: Room) -> None:
    room.navigator.go("helper")
    room.tap("我不是志愿者")
    assert room.navigator.current == "home"


def test_who_was_called_says_so_at_the_kiosk(room: Room) -> None:
    room.bar_tap("volunteer")
    room.happens("accepted", Status.ACCEPTED, "王阿姨")
    room.tap("我是志愿者")
    assert room.navigator.current == "helper"
    room.bar_tap("back")
    assert room.navigator.current == "request"


def test_who_comes_by_when_nobody_is_on_duty_says_so(room: Room) -> None:
    room.board.turn(Presence())
    room.bar_tap("volunteer")
    assert room.navigator.current == "volunteer"
    room.tap("我是志愿者")
    scan(room, BADGE)
    type_pin(room, PIN)
    room.tap("好了，锁上")
    assert room.navigator.current == "home"
