"""U15: the five keys of the bar are always there, always in the same place, and say why when they cannot act."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.preferences import Palette, TextSize
from kiosk.services.session import SessionPhase
from tests.gui.composed.conftest import BAR, Composed
from tests.gui.composed.ways import ARRIVALS

LOOKS = [
    (TextSize.STANDARD, Palette.LIGHT, "zh_CN"),
    (TextSize.LARGE, Palette.DARK, "en"),
    (TextSize.HUGE, Palette.CONTRAST, "zh_CN"),
]


@pytest.mark.parametrize("screen", [s for s in ARRIVALS if s != "home"])
def test_u15_the_keys_stand_where_they_stood_at_home(composed_kiosk: Composed, screen: str) -> None:
    at_home = composed_kiosk.bar()
    assert [name for name, _, _ in at_home] == list(BAR)
    ARRIVALS[screen](composed_kiosk)
    assert composed_kiosk.screen == screen or composed_kiosk.covered()
    assert composed_kiosk.bar() == at_home


@pytest.mark.parametrize(("size", "palette", "language"), LOOKS)
def test_u15_also_in_another_look(composed_kiosk: Composed, size: TextSize, palette: Palette, language: str) -> None:
    kiosk = composed_kiosk
    look = replace(kiosk.session.preferences, text_size=size, palette=palette, language=language)
    kiosk.session.change(look)
    kiosk.settle()
    at_home = kiosk.bar()
    for screen in ("taxi", "mine", "lessons", "volunteer"):
        kiosk.navigator.go(screen)
        assert kiosk.bar() == at_home, screen
    kiosk.bar_tap("alarm")
    assert kiosk.bar() == at_home
    assert {name for name, _, _ in at_home} == set(BAR)


def test_u15_the_strip_of_listening_moves_no_key_of_the_bar(composed_kiosk: Composed) -> None:
    before = composed_kiosk.bar()
    composed_kiosk.bar_tap("listen")
    assert composed_kiosk.window.listening
    assert composed_kiosk.bar() == before


@pytest.mark.parametrize("name", ["back", "home"])
def test_u15_back_and_home_say_why_at_home(composed_kiosk: Composed, name: str) -> None:
    composed_kiosk.be_quiet()
    composed_kiosk.bar_tap(name)
    assert composed_kiosk.screen == "home"
    assert "您已经在首页了" in composed_kiosk.words()
    composed_kiosk.until_heard("您已经在首页了。")
    composed_kiosk.pass_(5)
    assert "您已经在首页了" not in composed_kiosk.words()


@pytest.mark.parametrize(("name", "screen"), [("back", "home"), ("home", "home"), ("volunteer", "volunteer")])
def test_at_rest_the_bar_wakes_the_kiosk(composed_kiosk: Composed, name: str, screen: str) -> None:
    """A session begins with it: nobody's screen stays for ever."""
    composed_kiosk.rest()
    composed_kiosk.bar_tap(name)
    assert composed_kiosk.screen == screen
    assert composed_kiosk.phase() is SessionPhase.ACTIVE
    composed_kiosk.pass_(200)
    assert composed_kiosk.phase() is SessionPhase.RESTING


def test_u12_what_is_changed_at_rest_goes_back_too(composed_kiosk: Composed) -> None:
    composed_kiosk.rest()
    before = composed_kiosk.session.preferences
    composed_kiosk.bar_tap("listen")
    composed_kiosk.tap("大一点")
    assert composed_kiosk.session.preferences != before
    composed_kiosk.pass_(200)
    assert composed_kiosk.screen == "resting"
    assert composed_kiosk.session.preferences == before
    assert not composed_kiosk.window.listening


def test_nobody_is_sent_back_to_the_resting_screen(composed_kiosk: Composed) -> None:
    composed_kiosk.rest()
    composed_kiosk.bar_tap("volunteer")
    composed_kiosk.bar_tap("back")
    assert composed_kiosk.screen == "home"


@pytest.mark.parametrize("name", BAR)
def test_u15_every_key_acts_on_the_warning(composed_kiosk: Composed, name: str) -> None:
    composed_kiosk.tap("叫出租车")
    composed_kiosk.pass_(151)
    assert composed_kiosk.covered()
    composed_kiosk.bar_tap(name)
    expected = {"back": "taxi", "home": "home", "listen": "taxi", "volunteer": "volunteer", "alarm": "alarm"}
    assert composed_kiosk.screen == expected[name]
    assert composed_kiosk.phase() is SessionPhase.ACTIVE
    assert not composed_kiosk.covered()
