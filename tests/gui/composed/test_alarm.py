"""The alarm key works whatever else is on the glass; pressed twice it sends at once; the bar never calls it off."""

from __future__ import annotations

import threading

import pytest

from kiosk.ports.alarm_button import Press
from kiosk.services.alarm import AlarmPhase
from kiosk.services.session import SessionPhase
from tests.fakes.requests import new_id
from tests.fakes.residents import MemoryResidents
from tests.gui.composed.breaking import breaker, presenter, view
from tests.gui.composed.conftest import PATIENCE, Composed
from tests.gui.composed.test_cards import CANARIES, CODES, known
from tests.gui.composed.ways import ARRIVALS

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


def button(kiosk: Composed) -> None:
    """A press of the red button, on the button's own thread."""
    clock = kiosk.clock
    press = Press(new_id(), new_id(), clock.boot(), clock.monotonic(), clock.now())
    presser = threading.Thread(target=kiosk.kiosk.lane.press, args=("button", press))
    presser.start()
    presser.join()


def test_the_red_button_takes_the_screen_of_a_kiosk_at_rest(composed_kiosk: Composed) -> None:
    composed_kiosk.rest()
    button(composed_kiosk)
    composed_kiosk.until(lambda: composed_kiosk.screen == "alarm", "the alarm takes the screen")
    assert composed_kiosk.alarm() is AlarmPhase.COUNTDOWN
    assert "取消" in composed_kiosk.words()


def test_the_red_button_calls_although_the_alarms_own_screen_cannot_be_drawn(
    composed_kiosk: Composed, monkeypatch: pytest.MonkeyPatch
) -> None:
    kiosk = composed_kiosk
    monkeypatch.setattr(view("alarm"), "render", breaker)
    monkeypatch.setattr(presenter("alarm"), "__init__", breaker)
    button(kiosk)
    kiosk.pass_(6)
    kiosk.until(lambda: kiosk.alarm() in SENT, "it is sent although nothing shows it")
    kiosk.bar()


def test_the_alarm_key_stands_and_works_when_the_screen_behind_it_has_crashed(
    composed_kiosk: Composed, monkeypatch: pytest.MonkeyPatch
) -> None:
    kiosk = composed_kiosk
    before = kiosk.bar()
    monkeypatch.setattr(view("taxi"), "render", breaker)
    kiosk.tap("叫出租车")
    assert kiosk.screen == "trouble"
    assert kiosk.bar() == before
    kiosk.touch(kiosk.window.bar.key("alarm"), 0.03)
    assert (kiosk.screen, kiosk.alarm()) == ("alarm", AlarmPhase.COUNTDOWN)
    assert kiosk.bar() == before


def test_the_alarm_works_in_somebody_elses_session_and_says_nothing_of_them(composed_kiosk: Composed) -> None:
    """S2: it needs no login and no consent; who presses is a guest to it."""
    kiosk = composed_kiosk
    kiosk.kiosk.known_cards._hub = MemoryResidents([known("a")])
    before = kiosk.bar()
    kiosk.kiosk.cards.scanned(CODES["a"])
    kiosk.until(lambda: kiosk.window.known, "the card is known")
    assert kiosk.bar() == before
    kiosk.touch(kiosk.window.bar.key("alarm"), 0.03)
    assert (kiosk.screen, kiosk.alarm()) == ("alarm", AlarmPhase.COUNTDOWN)
    assert kiosk.bar() == before
    assert CANARIES["a"] not in kiosk.words()


def test_the_alarm_works_during_an_update(composed_kiosk: Composed, monkeypatch: pytest.MonkeyPatch) -> None:
    kiosk, updating, go_on = composed_kiosk, threading.Event(), threading.Event()

    def slow(*_: object) -> None:
        updating.set()
        go_on.wait(PATIENCE)

    service = kiosk.kiosk.content.service
    service._run(slow, lambda _done: None, lambda _error: None)
    try:
        assert updating.wait(PATIENCE)
        assert service.busy
        before = kiosk.bar()
        kiosk.touch(kiosk.window.bar.key("alarm"), 0.03)
        assert (kiosk.screen, kiosk.alarm()) == ("alarm", AlarmPhase.COUNTDOWN)
        kiosk.touch(kiosk.window.bar.key("alarm"), 0.03)
        kiosk.until(lambda: kiosk.alarm() in SENT, "it is sent while the update goes on")
        assert service.busy
        assert kiosk.bar() == before
    finally:
        go_on.set()


def test_who_is_afraid_is_not_given_away_by_a_held_key(composed_kiosk: Composed) -> None:
    kiosk = composed_kiosk
    key = kiosk.window.bar.key("alarm")
    kiosk.touch(key, 0.03)
    kiosk.touch(key, 0.03)
    kiosk.until(lambda: kiosk.alarm() in SENT, "it is sent")
    kiosk.tap("告诉他们怎么了")
    kiosk.tap("我害怕")
    kiosk.be_quiet()
    kiosk.touch(kiosk.key("我按错了"), 1.5)
    kiosk.bar_tap("home")
    assert kiosk.spoken() == []
    assert kiosk.player.playing == ""
