"""U10 and U12: everything can be heard, the strip changes how things look and sound at once, and all goes back."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage

from kiosk.domain.preferences import Palette
from kiosk.ui.grey import far
from kiosk.ui.tokens import PALETTES
from tests.gui.composed.conftest import Composed
from tests.gui.composed.ways import ARRIVALS


def picture(kiosk: Composed) -> QImage:
    """The screen without the title, whose clock goes on."""
    assert kiosk.window.view is not None
    return kiosk.window.view.grab().toImage()


def paper(kiosk: Composed) -> QColor:
    image = kiosk.window.grab().toImage()
    return image.pixelColor(3, image.height() // 2)


def tallest(kiosk: Composed) -> int:
    """Height of the largest key's letters on the strip, in pixels."""
    from kiosk.ui.pieces import Words

    return max(p.setting.px for p in kiosk.key("再说一遍").pieces() if isinstance(p, Words))


DIGITS = "0123456789 "


@pytest.mark.parametrize("screen", list(ARRIVALS))
def test_u10_listen_reads_everything_that_the_screen_holds(composed_kiosk: Composed, screen: str) -> None:
    kiosk = composed_kiosk
    ARRIVALS[screen](kiosk)
    if screen == "idle":  # the key itself gives the session back, and reads what lies beneath
        screen = "home"
    kiosk.be_quiet()
    kiosk.bar_tap("listen")
    assert kiosk.window.listening
    page = kiosk.navigator._page.presenter
    assert page is not None
    for message in page.state.aloud:
        words = kiosk.window.kit.words(message)
        kiosk.until_spoken(words.lstrip(DIGITS) if message.key == "alarm.in_seconds" else words)  # a second may pass
    kiosk.bar_tap("listen")
    assert not kiosk.window.listening


def test_u10_every_key_of_a_page_is_among_what_is_read(composed_kiosk: Composed) -> None:
    for way in ("home", "taxi", "volunteer"):
        composed_kiosk.bar_tap("home")
        ARRIVALS[way](composed_kiosk)
        composed_kiosk.be_quiet()
        composed_kiosk.bar_tap("listen")
        view = composed_kiosk.window.view
        assert view is not None
        keys = [k for k in composed_kiosk.all_keys() if view.isAncestorOf(k)]
        assert keys
        for key in keys:
            if key.accessibleName() not in ("下一页", "上一页"):
                composed_kiosk.until_spoken(key.accessibleName().split("，")[0])
        composed_kiosk.bar_tap("listen")


def test_u10_louder_slower_and_again(composed_kiosk: Composed) -> None:
    kiosk = composed_kiosk
    kiosk.bar_tap("listen")
    first = kiosk.session.preferences
    kiosk.tap("响一点")
    kiosk.until(lambda: kiosk.player.heard[-1] == ("这样响，可以吗？", first.louder().volume), "it is said louder")
    kiosk.tap("慢一点")
    kiosk.until_heard("这样快慢，可以吗？")
    assert ("这样快慢，可以吗？", "zh_CN", first.slower().rate) in {made[:3] for made in kiosk.voice.made}
    kiosk.be_quiet()
    kiosk.tap("再说一遍")
    kiosk.until_spoken("叫出租车")


def test_u10_larger_colours_and_language_change_what_is_seen_at_once(composed_kiosk: Composed) -> None:
    kiosk = composed_kiosk
    kiosk.bar_tap("listen")
    small, size = picture(kiosk), tallest(kiosk)
    kiosk.tap("大一点")
    assert picture(kiosk) != small
    assert tallest(kiosk) > size
    assert paper(kiosk) == QColor(PALETTES[Palette.LIGHT].paper)
    kiosk.tap("换颜色")
    assert paper(kiosk) == QColor(PALETTES[Palette.DARK].paper)
    kiosk.tap("换颜色")
    assert paper(kiosk) == QColor(PALETTES[Palette.CONTRAST].paper)
    assert "叫出租车" in kiosk.words()
    kiosk.tap("English")
    assert "Call a taxi" in kiosk.words()
    assert not any(
        "\u4e00" <= c <= "\u9fff" for key in kiosk.all_keys() for c in key.accessibleName().replace("中文", "")
    )
    assert kiosk.voice.made[-1][1] == "en"
    assert kiosk.window.listening


def test_u10_a_held_key_is_read_and_the_next_tap_acts(composed_kiosk: Composed) -> None:
    kiosk = composed_kiosk
    kiosk.be_quiet()
    kiosk.pass_(1)
    kiosk.touch(kiosk.key("叫出租车"), 1.3)
    assert kiosk.screen == "home"
    kiosk.until_spoken("再点一下就办。")
    assert kiosk.spoken()[0].startswith("叫出租车")
    kiosk.touch(kiosk.key("叫出租车"))
    assert kiosk.screen == "taxi"


def test_u10_the_alarm_key_acts_after_a_long_press(composed_kiosk: Composed) -> None:
    composed_kiosk.touch(composed_kiosk.window.bar.key("alarm"), 4.0)
    assert composed_kiosk.screen == "alarm"


def test_u10_again_after_a_held_key_says_what_was_said_before(composed_kiosk: Composed) -> None:
    kiosk = composed_kiosk
    kiosk.bar_tap("listen")
    kiosk.touch(kiosk.key("我的事情"), 1.3)
    kiosk.be_quiet()
    kiosk.tap("再说一遍")
    kiosk.until_spoken("看病预约")


def test_u10_a_touch_silences_at_once(composed_kiosk: Composed) -> None:
    kiosk = composed_kiosk
    kiosk.bar_tap("listen")
    kiosk.until(lambda: kiosk.player.playing, "something is said")
    at = kiosk.down(kiosk.key("叫出租车"))
    assert kiosk.player.playing == ""
    assert not kiosk.kiosk.voices.speech.speaking
    kiosk.be_quiet()
    kiosk.pass_(1)
    assert kiosk.player.heard == []
    kiosk.up(at)


def test_u12_everything_goes_back_at_the_end(composed_kiosk: Composed) -> None:
    kiosk = composed_kiosk
    before, defaults = picture(kiosk), kiosk.session.preferences
    kiosk.bar_tap("listen")
    for key in ("响一点", "慢一点", "大一点", "换颜色", "English"):
        kiosk.tap(key)
    assert kiosk.session.preferences not in (defaults, None)
    kiosk.rest()
    assert kiosk.session.preferences == defaults
    assert not kiosk.window.listening
    assert paper(kiosk) == QColor(PALETTES[Palette.LIGHT].paper)
    kiosk.tap("点一下，我来帮您")
    assert far(picture(kiosk), before) == 0  # Qt may smooth a large letter's edge a shade otherwise
    kiosk.be_quiet()
    kiosk.bar_tap("back")
    kiosk.until(lambda: kiosk.player.heard, "why is said")
    assert kiosk.voice.made[-1][1:3] == ("zh_CN", defaults.rate)
    assert kiosk.player.heard[-1][1] == defaults.volume
