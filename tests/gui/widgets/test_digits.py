from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetricsF

from kiosk.text import Translator
from kiosk.ui.fonts import font
from kiosk.ui.pieces import Box, Words
from kiosk.ui.theme import DISPLAYS, Display, Kit, Look, make_kit
from kiosk.ui.widgets.digits import DIGIT_RATIO, Digits
from tests.gui.fingers import shown


def number(digits: Digits) -> Words:
    return next(p for p in digits.pieces() if isinstance(p, Words) and p.setting.lines == ("120",))


def test_the_ratio_is_the_fonts(qapp: object) -> None:
    height = QFontMetricsF(font(1000, True)).tightBoundingRect("1").height() / 1000
    assert height >= DIGIT_RATIO - 0.005


@pytest.mark.parametrize("height_mm", [30, 40])
@pytest.mark.parametrize("display", [d for one in DISPLAYS.values() for d in (one, one.turned())], ids=str)
def test_120_is_at_least_30_mm_high_on_the_screen(qapp: object, display: Display, height_mm: float) -> None:
    kit = make_kit(display, Look(), Translator())
    digits = Digits(kit, "120", height_mm=height_mm)
    width = digits.needs_width() + 40
    shown(digits, width, digits.needs_height(width) + 20)
    picture = digits.grab().toImage()
    ground = picture.pixelColor(0, 0).name()
    rows = [
        y for y in range(picture.height())
        if any(picture.pixelColor(x, y).lightness() < 110 for x in range(0, picture.width(), 3))
    ]  # fmt: skip
    assert ground != "#a3161a"
    assert (max(rows) - min(rows) + 1) / display.px_per_mm >= height_mm - 0.3


def test_words_stand_before_it_or_above(kit: Kit) -> None:
    digits = Digits(kit, "120", before="胸痛、喘不上气，请打")
    shown(digits, 950, 160)
    words = next(p for p in digits.pieces() if isinstance(p, Words) and p.setting.lines != ("120",))
    assert words.ink().right() < number(digits).ink().left()
    shown(digits, 420, 400)
    words = next(p for p in digits.pieces() if isinstance(p, Words) and p.setting.lines != ("120",))
    assert words.ink().bottom() < number(digits).ink().bottom()
    assert digits.accessibleName() == "胸痛、喘不上气，请打120"


def test_where_there_is_room_it_is_a_card_with_larger_digits(kit: Kit) -> None:
    digits = Digits(kit, "120", before="胸痛、喘不上气，请打")
    shown(digits, 800, 560)
    card = next(p for p in digits.pieces() if isinstance(p, Box))
    assert number(digits).setting.px > digits.px * 1.3
    assert all(card.rect.contains(p.ink()) for p in digits.pieces() if isinstance(p, Words))
