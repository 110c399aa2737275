from __future__ import annotations

from kiosk.ui.pieces import Box, Words
from kiosk.ui.theme import Kit, contrast
from kiosk.ui.widgets.big_panel import BigPanel
from tests.gui.fingers import shown, texts


def panel(kit: Kit) -> BigPanel:
    return BigPanel(kit, "沪A·00000", above="请看车牌，在大门口等", below="绿色出租车")


def test_the_plate_is_130_px_or_more_in_the_drawing(kit: Kit) -> None:
    made = panel(kit)
    shown(made, 940, 560)
    plate = [p for p in made.pieces() if isinstance(p, Words)][1]
    assert plate.setting.px >= 130
    assert plate.setting.lines == ("沪A·00000",)


def test_it_needs_what_it_shows(kit: Kit) -> None:
    made = panel(kit)
    width = made.needs_width()
    shown(made, width, made.needs_height(width))
    assert all(p.setting.fits for p in made.pieces() if isinstance(p, Words))


def test_it_is_read_from_top_to_bottom(kit: Kit) -> None:
    made = panel(kit)
    shown(made, 940, 560)
    assert texts(made) == ["请看车牌，在大门口等", "沪A·00000", "绿色出租车"]
    assert made.accessibleName() == "请看车牌，在大门口等，沪A·00000，绿色出租车"


def test_u4_it_is_a_dark_panel_with_light_words(kit: Kit) -> None:
    made = panel(kit)
    shown(made, 940, 560)
    ground = next(p for p in made.pieces() if isinstance(p, Box))
    word = next(p for p in made.pieces() if isinstance(p, Words))
    assert ground.fill is not None
    assert contrast(word.colour, ground.fill) >= 7


def test_words_can_be_replaced(kit: Kit) -> None:
    made = panel(kit)
    shown(made, 940, 560)
    made.set_words("12 号")
    assert texts(made) == ["12 号"]
