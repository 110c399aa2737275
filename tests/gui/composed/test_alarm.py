"""The alarm key works whatever else is on the glass; pressed twice it sends at once; the bar never calls it off."""

from __future__ import annotations

import pytest

from kiosk.services.alarm import AlarmPhase
from kiosk.services.session import SessionPhase
from tests.gui.composed.breaking import ARRIVALS
from tests.gui.composed.conftest import Composed

SENT = (AlarmPhase.CALLING, AlarmPhase.UNANSWERED)  # without a hub


@pytest.mark.parametrize("screen", [s for s in ARRIVALS if s != "alarm"])
def test_the_alarm_starts_from_every_screen(composed_kiosk: Composed, screen: str) -> None:
    ARRIVALS[screen](composed_kiosk)
    composed_kiosk.touch(composed_kiosk.window.bar.key("alarm"), 0.03)
    assert (composed_kiosk.screen, composed_kiosk.alarm()) == ("alarm", AlarmPhase.COUNTDOWN)
    assert not composed_kiosk.covered()
    assert composed_kiosk.phase() is SessionPhase.ACTIVE
    assert "120" in composed_kiosk.words()
    assert "秒后叫值班的人" in composed_kiosk.words()


def test_a_second_press_sends_at_once(composed_kiosk: Composed) -> None:
    key = composed_kiosk.window.bar.key("alarm")
    composed_kiosk.touch(key, 0.03)
    assert composed_kiosk.alarm() is AlarmPhase.COUNTDOWN
    composed_kiosk.touch(key, 0.03)
    assert composed_kiosk.alarm() in SENT
    composed_kiosk.until(lambda: composed_kiosk.kiosk.lane.state.written, "it is in the journal")


@pytest.mark.parametrize("name", ["back", "home"])
def test_u15_back_and_home_do_not_call_it_off(composed_kiosk: Composed, name: str) -> None:
    kiosk = composed_kiosk
    kiosk.bar_tap("alarm")
    kiosk.bar_tap(name)
    assert (kiosk.screen, kiosk.alarm()) == ("alarm", AlarmPhase.COUNTDOWN)
    assert "还在叫人" in kiosk.words()
    kiosk.pass_(5)
    kiosk.until(lambda: kiosk.alarm() in SENT, "it is sent when its time has come")
    kiosk.bar_tap(name)
    assert kiosk.screen == "alarm"


def test_u16_cancel_is_deaf_in_the_first_second_and_then_stops_it(composed_kiosk: Composed) -> None:
    kiosk = composed_kiosk
    kiosk.touch(kiosk.window.bar.key("alarm"), 0.03)
    kiosk.pass_(0.65)
    kiosk.touch(kiosk.key("取消"), 0.11)
    assert kiosk.alarm() is AlarmPhase.COUNTDOWN
    kiosk.call_off()
    assert kiosk.alarm() is AlarmPhase.CANCELLED


def test_the_alarm_needs_neither_store_nor_voice(composed_kiosk: Composed, monkeypatch: pytest.MonkeyPatch) -> None:
    kiosk = composed_kiosk

    def refuse(*_: object, **__: object) -> None:
        raise OSError("gone")

    for name in ("say", "aside", "chime"):
        monkeypatch.setattr(kiosk.kiosk.voices.speech, name, refuse)
    monkeypatch.setattr(kiosk.kiosk.store, "mirror", refuse)
    monkeypatch.setattr(kiosk.kiosk.requests, "live", refuse)
    kiosk.touch(kiosk.window.bar.key("alarm"), 0.03)
    assert kiosk.alarm() is AlarmPhase.COUNTDOWN


def test_an_alarm_found_after_a_restart_wakes_the_kiosk(composed_kiosk: Composed) -> None:
    """R5: raised by nobody's finger, it takes the screen and begins a session, so that its card may end."""
    kiosk = composed_kiosk
    kiosk.rest()
    kiosk.kiosk.lane.press("home")
    kiosk.until(lambda: kiosk.screen == "alarm", "the alarm takes the screen")
    assert kiosk.phase() is SessionPhase.ACTIVE
    kiosk.call_off()
    kiosk.pass_(181)
    assert kiosk.screen == "resting"
