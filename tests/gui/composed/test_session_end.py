"""U14 and S3: a session ends only after a warning, one tap gives it back, and then nothing of it is left."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from kiosk.domain.request import What
from kiosk.screens.taxi.presenter import Presenter as Taxi
from kiosk.services.session import SessionPhase
from tests.gui.composed.arriving import to_options
from tests.gui.composed.breaking import CANARY
from tests.gui.composed.conftest import Composed, drawn


def entered(kiosk: Composed) -> None:
    """Two people, a wheelchair, and a telephone number that was read aloud on the way."""
    to_options(kiosk)
    kiosk.tap("换人数")
    kiosk.tap("没有轮椅")
    kiosk.tap("不留电话")
    for digit in CANARY:
        kiosk.tap(digit)
    kiosk.bar_tap("listen")
    kiosk.until_spoken("138 0000 0000")
    kiosk.bar_tap("listen")
    kiosk.tap("好了")


def test_u14_the_warning_comes_aloud_at_least_20_seconds_before(composed_kiosk: Composed) -> None:
    kiosk = composed_kiosk
    kiosk.be_quiet()
    kiosk.pass_(149)
    assert not kiosk.covered()
    kiosk.pass_(1)
    assert kiosk.covered()
    kiosk.until_heard("您还在吗？")
    assert "您还在吗？" in kiosk.words()
    kiosk.pass_(20)
    assert kiosk.phase() is SessionPhase.WARNED
    assert "10 秒后回到开头" in kiosk.words()
    kiosk.pass_(11)
    assert (kiosk.phase(), kiosk.screen) == (SessionPhase.RESTING, "resting")


def test_u14_one_tap_gives_it_back_as_often_as_wanted(composed_kiosk: Composed) -> None:
    kiosk = composed_kiosk
    kiosk.tap("叫出租车")
    for _ in range(12):
        kiosk.pass_(170)
        assert kiosk.phase() is SessionPhase.WARNED
        kiosk.tap("我还在")
        assert kiosk.phase() is SessionPhase.ACTIVE
        assert (kiosk.screen, kiosk.covered()) == ("taxi", False)


def test_u14_a_touch_beside_every_key_gives_it_back_too(composed_kiosk: Composed) -> None:
    composed_kiosk.pass_(151)
    QTest.mouseClick(composed_kiosk.window.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    composed_kiosk.settle()
    assert composed_kiosk.phase() is SessionPhase.ACTIVE
    assert not composed_kiosk.covered()


def test_done_on_the_warning_ends_the_session(composed_kiosk: Composed) -> None:
    """The key is still there when the finger leaves it."""
    composed_kiosk.tap("叫出租车")
    composed_kiosk.pass_(151)
    composed_kiosk.tap("我好了")
    assert (composed_kiosk.phase(), composed_kiosk.screen) == (SessionPhase.RESTING, "resting")


def test_u14_what_was_entered_outlives_the_warning(composed_kiosk: Composed) -> None:
    kiosk = composed_kiosk
    entered(kiosk)
    before = kiosk.page_words()
    kiosk.pass_(151)
    assert kiosk.covered()
    kiosk.tap("我还在")
    assert kiosk.page_words() == before
    assert all(words in before for words in ("2 个人", "有轮椅", "138 0000 0000"))


def test_u14_a_car_that_is_waited_for_stops_the_clock(
    composed_kiosk: Composed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the hub nothing is waited for; news during the warning give the screen back for as long as it takes."""
    kiosk = composed_kiosk
    kiosk.taxi_called()
    kiosk.pass_(151)
    assert kiosk.covered()
    monkeypatch.setattr(kiosk.kiosk.sync._contact, "lost", lambda *_: None)
    kiosk.kiosk.sync._contact.made()
    kiosk.until(lambda: kiosk.phase() is SessionPhase.ACTIVE, "the hub is back")
    assert not kiosk.covered()
    kiosk.pass_(170)
    assert kiosk.phase() is SessionPhase.ACTIVE


def test_an_alarm_that_was_called_off_holds_nobodys_session(composed_kiosk: Composed) -> None:
    kiosk = composed_kiosk
    kiosk.bar_tap("alarm")
    kiosk.call_off()
    kiosk.pass_(181)
    assert kiosk.screen == "resting"


def test_s3_after_the_end_nothing_holds_what_was_entered(composed_kiosk: Composed) -> None:
    kiosk = composed_kiosk
    entered(kiosk)
    assert any("138 0000 0000" in text for widget in kiosk.shown() for text in drawn(widget))
    kiosk.pass_(181)
    assert kiosk.screen == "resting"
    kiosk.settle()
    gc.collect()
    for secret in (CANARY, "138 0000 0000", "东街公园"):
        widgets = [kiosk.window, *kiosk.window.findChildren(QWidget)]
        held = [QGuiApplication.clipboard().text(), *(text for widget in widgets for text in drawn(widget))]
        assert not [text for text in held if secret in text]
        assert secret not in kiosk.log.getvalue()
    assert [p for p in gc.get_objects() if isinstance(p, Taxi) and getattr(p, "_session", None) is kiosk.session] == []
    speech = kiosk.kiosk.voices.speech
    assert not speech.speaking
    kiosk.be_quiet()
    speech.again()
    kiosk.settle()
    assert kiosk.spoken() == []
    assert kiosk.voice.forgotten == 1
    kept = [text for text, _, _, keep in kiosk.voice.made if keep]
    assert not any("138" in text for text in kept)


def test_s3_the_next_resident_starts_from_nothing(composed_kiosk: Composed) -> None:
    kiosk = composed_kiosk
    entered(kiosk)
    kiosk.pass_(181)
    kiosk.tap("点一下，我来帮您")
    kiosk.tap("叫出租车")
    kiosk.tap("东街公园")
    assert not any(words in kiosk.words() for words in ("2 个人", "有轮椅", "138"))
    kiosk.bar_tap("back")
    kiosk.bar_tap("back")
    assert kiosk.screen == "home"


def test_s3_what_is_on_its_way_is_shown_at_rest_without_a_place(composed_kiosk: Composed) -> None:
    kiosk = composed_kiosk
    kiosk.taxi_called()
    number = kiosk.kiosk.requests.live()[0].number
    kiosk.clock.call_later(0, kiosk.session.end)
    kiosk.pass_(0)
    assert kiosk.screen == "resting"
    assert f"{number} 号" in kiosk.words()
    assert "东街公园" not in kiosk.words()
    assert kiosk.kiosk.requests.live()[0].events[-1].what == What.RECORDED
