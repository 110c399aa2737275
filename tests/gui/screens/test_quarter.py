"""Notices and telephones by real clicks: from home by two taps to the list, by three to what is wanted."""

from __future__ import annotations

from kiosk.content.package.quarter import Quarter
from kiosk.screens.quarter.specimens import CONTACTS, DOOR
from tests.gui.screens.conftest import Room


def test_a_notice_and_a_number_are_found_heard_and_printed(room: Room) -> None:
    room.in_quarter = Quarter((DOOR,), CONTACTS[:3])
    room.quarter.start()
    assert "今天有通知" in room.key("政策咨询").accessibleName()
    room.tap("政策咨询")
    room.tap("通知和电话")
    room.tap("大门要修")
    assert "请走旁边的小门。" in room.speech.heard()
    room.bar_tap("back")
    room.tap("样板换锁铺")
    assert "021-00000000" in room.speech.heard()
    room.tap("打印带走")
    room.tap("打印")
    assert len(room.printer.printed) == 1
    room.bar_tap("back")
    room.tap("帮我打")
    assert room.navigator.current in ("volunteer", "request")


def test_without_any_there_is_no_key(room: Room) -> None:
    room.quarter.start()
    room.tap("政策咨询")
    shown = room.keys()
    assert not any("通知和电话" in key.accessibleName() for key in shown)
