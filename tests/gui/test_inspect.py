"""The inspector finds what is wrong, and our own widgets are right at every size (U1 to U6, U8, U9, U24)."""

from __future__ import annotations

from itertools import product
from typing import cast

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from kiosk.domain.preferences import Palette, TextSize
from kiosk.text import Translator
from kiosk.ui.drawn import Canvas, Drawn
from kiosk.ui.inspect import inspect
from kiosk.ui.inspect_keys import hit_chance
from kiosk.ui.pieces import Piece, Words
from kiosk.ui.theme import DISPLAYS, Display, Kit, Look, Type, make_kit
from kiosk.ui.view import View
from kiosk.ui.widgets.big_key import BigKey
from kiosk.ui.window import KioskWindow
from tests.gui.samples import SAMPLES

TURNED = [d for one in DISPLAYS.values() for d in (one, one.turned())]


class Wrong(Canvas):
    """A widget of the test's own: pale, cut off, overlapping."""

    def __init__(self, kit: Kit, colour: str, width: float) -> None:
        super().__init__()
        self.set_up(kit)
        self._colour, self._width = colour, width

    def compose(self, rect: QRectF) -> list[Piece]:
        place = QRectF(0, 0, self._width, rect.height())
        return [self.words("很长很长的一句话", place, Type.BODY, self._colour, "#FBF7F0", lines=1)]


def body(window: KioskWindow, widget: Canvas) -> None:
    view = View(window.kit)
    view.fill(widget)
    window.show_view(view, motion=False)


def rules(window: KioskWindow) -> set[str]:
    return {finding.rule for finding in inspect(window)}


def test_u2_words_that_do_not_fit_are_found(window: KioskWindow, kit: Kit) -> None:
    body(window, Wrong(kit, "#1F2A37", 100))
    assert rules(window) == {"U2"}
    body(window, Wrong(kit, "#1F2A37", 1000))
    assert rules(window) == set()


def test_u4_pale_words_are_found(window: KioskWindow, kit: Kit) -> None:
    body(window, Wrong(kit, "#8A8A8A", 1000))
    assert rules(window) == {"U4"}


def test_u6_u8_small_and_crowded_keys_are_found(window: KioskWindow, kit: Kit) -> None:
    view = View(kit)
    window.show_view(view, motion=False)
    for number, left in enumerate((100, 155)):
        key = BigKey(kit, "", "check", name=f"键{number}", parent=view)
        key.setGeometry(left, 100, 50, 50)
        key.show()
    found = inspect(window)
    assert {f.rule for f in found} >= {"U6", "U8"}
    assert any("from" in f.what for f in found)


def test_u9_a_key_without_a_name_or_with_anothers_is_found(window: KioskWindow, kit: Kit) -> None:
    view = View(kit)
    window.show_view(view, motion=False)
    for left, name in ((100, "一"), (500, "一"), (900, "三")):
        key = BigKey(kit, name, parent=view)
        key.setGeometry(left, 100, 300, 150)
        key.rename("" if name == "三" else name)
        key.show()
    assert {f.what for f in inspect(window) if f.rule == "U9"} == {"has the name of another key", "has no name"}


def test_a_default_looking_control_is_found(window: KioskWindow) -> None:
    plain = QPushButton("OK", window)
    plain.show()
    assert "look" in rules(window)


def test_u5_red_without_the_ring_is_found(window: KioskWindow, kit: Kit) -> None:
    view = View(kit)
    window.show_view(view, motion=False)
    key = BigKey(kit, "好的", service="alarm", parent=view)
    key.set_selected(True)
    key.setGeometry(100, 100, 300, 150)
    key.show()
    assert "U5" in rules(window)


def test_u25_a_key_out_of_reach_is_found(qapp: QApplication) -> None:
    kit = make_kit(Display(32, 1080, 1920, mount_mm=700), Look(), Translator())
    window = KioskWindow(kit)
    window.show()
    key = BigKey(kit, "太高", parent=window)
    key.setGeometry(100, 50, 300, 150)
    key.show()
    assert "U25" in rules(window)
    window.may_close = True
    window.close()


def test_u8_is_the_share_of_scattered_taps_that_hit() -> None:
    assert hit_chance(20, 20) > 0.999
    assert hit_chance(15, 15) == pytest.approx(0.989, abs=0.001)
    assert hit_chance(15.5, 15.5) > 0.99


@pytest.fixture(params=list(product(TURNED, TextSize)), ids=lambda p: f"{p[0].width_px}x{p[0].height_px}-{p[1]}")
def shape(request: pytest.FixtureRequest) -> tuple[Display, TextSize]:
    return cast(tuple[Display, TextSize], request.param)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_u24_every_sample_is_right_at_every_size(
    qapp: QApplication, shape: tuple[Display, TextSize], language: str
) -> None:
    display, size = shape
    kit = make_kit(display, Look(text_size=size, language=language), Translator(language))
    window = KioskWindow(kit)
    window.set_time("上午 9:30")
    window.set_duty("志愿者在：王阿姨", "王阿姨")
    window.show()
    found = []
    for sample in SAMPLES:
        shown = sample(kit)
        window.set_band(shown.band)
        window.show_view(shown.view, motion=False)
        window.set_listening(shown.listening)
        found += [(sample.__name__, finding) for finding in inspect(window)]
    window.may_close = True
    window.close()
    window.deleteLater()
    QApplication.processEvents()
    assert found == []


@pytest.mark.parametrize("palette", Palette)
def test_u4_every_sample_is_right_in_every_palette(qapp: QApplication, palette: Palette) -> None:
    kit = make_kit(DISPLAYS["21"], Look(palette=palette), Translator())
    window = KioskWindow(kit)
    window.show()
    for sample in SAMPLES:
        window.show_view(sample(kit).view, motion=False)
        assert inspect(window) == [], sample.__name__
    window.may_close = True
    window.close()


def _drawn(window: KioskWindow) -> list[Drawn]:
    return [w for w in window.findChildren(QWidget) if isinstance(w, Drawn) and w.isVisible()]


def _words(widget: Drawn) -> list[Words]:
    return [piece for piece in widget.pieces() if isinstance(piece, Words) and piece.setting.lines]


@pytest.mark.parametrize("palette", Palette)
def test_the_pieces_tell_the_truth_about_their_grounds(qapp: QApplication, palette: Palette) -> None:
    """The colour a piece names as its ground is what lies there in the picture: contrast is not computed on a wish."""
    kit = make_kit(DISPLAYS["21"], Look(palette=palette), Translator())
    window = KioskWindow(kit)
    window.show()
    checked = 0
    for sample in SAMPLES:
        window.show_view(sample(kit).view, motion=False)
        picture = window.grab().toImage()
        for widget in _drawn(window):
            for words in _words(widget):
                at = widget.mapTo(window, words.ink().topLeft().toPoint())
                seen = picture.pixelColor(at.x() - 3, at.y() + round(words.setting.px * 0.5))
                assert seen.name().upper() == words.ground.upper(), (sample.__name__, words.setting.lines)
                checked += 1
    window.may_close = True
    window.close()
    assert checked > 60
