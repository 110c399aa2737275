from __future__ import annotations

from PySide6.QtCore import QRectF

from kiosk.domain.preferences import Palette
from kiosk.text import Translator
from kiosk.ui.pieces import Box, Picture, Words
from kiosk.ui.theme import DISPLAYS, Kit, Look, make_kit
from kiosk.ui.widgets.key_tile import KeyTile
from tests.gui.fingers import shown, texts


def tile(kit: Kit, service: str = "taxi", *, plain: bool = False) -> KeyTile:
    return KeyTile(kit, "taxi", "叫出租车", "去医院、回家", service=service, plain=plain)


def test_it_shows_icon_word_and_sub_and_is_named_by_them(kit: Kit) -> None:
    made = tile(kit)
    shown(made, 600, 360)
    assert texts(made) == ["叫出租车", "去医院、回家"]
    assert [p.name for p in made.pieces() if isinstance(p, Picture)] == ["taxi"]
    assert made.accessibleName() == "叫出租车，去医院、回家"


def test_the_word_is_as_great_as_drawn_where_there_is_room(kit: Kit) -> None:
    made = tile(kit)
    shown(made, 600, 370)
    word = next(p for p in made.pieces() if isinstance(p, Words))
    assert word.setting.px == 84


def test_u5_the_alarm_has_a_white_ring_and_acts_after_any_press(kit: Kit) -> None:
    alarm, other = tile(kit, "alarm"), tile(kit)
    for made in (alarm, other):
        shown(made, 600, 360)
    rings = [p for p in alarm.pieces() if isinstance(p, Box) and p.fill is None and p.edge == "#FFFFFF"]
    assert len(rings) == 1
    assert alarm.eager
    assert not other.eager
    assert len(alarm.pieces()) == len(other.pieces()) + 1


def test_pressed_looks_different_in_grey(kit: Kit) -> None:
    made = tile(kit)
    shown(made, 600, 360)
    calm = made.grab().toImage().convertToFormat(made.grab().toImage().Format.Format_Grayscale8)
    made._set_pressed(True)
    pressed = made.grab().toImage().convertToFormat(calm.format())
    assert calm != pressed


def test_it_keeps_to_its_size(kit: Kit) -> None:
    made = tile(kit)
    width = made.needs_width()
    shown(made, width, made.needs_height(width))
    words = [p for p in made.pieces() if isinstance(p, Words)]
    assert all(p.setting.fits and QRectF(made.rect()).contains(p.ink()) for p in words)


def test_u4_high_contrast_tiles_are_outlined_not_glaring(kit: Kit) -> None:
    strong = make_kit(DISPLAYS["21"], Look(palette=Palette.CONTRAST), Translator())
    made = tile(strong)
    shown(made, 600, 360)
    ground = next(p for p in made.pieces() if isinstance(p, Box))
    assert (ground.fill, ground.edge) == ("#000000", "#FFE600")


def test_neighbours_can_be_levelled(kit: Kit) -> None:
    made = tile(kit)
    shown(made, 600, 370)
    made.level(60)
    assert next(p for p in made.pieces() if isinstance(p, Words)).setting.px == 60


def test_in_great_room_a_plain_tile_shows_its_picture_on_a_disc_above_the_words(kit: Kit) -> None:
    made = KeyTile(kit, "taxi", "12 号 叫出租车", "车在路上", service="mine", plain=True, great=True)
    shown(made, 880, 700)
    picture = next(p for p in made.pieces() if isinstance(p, Picture))
    word = next(p for p in made.pieces() if isinstance(p, Words))
    assert picture.rect.width() > 130
    assert picture.rect.bottom() < word.ink().top()
    assert picture.ground == kit.colours.shelf


def test_a_word_that_would_break_beside_its_picture_says_so(kit: Kit) -> None:
    made = KeyTile(kit, "place", "社区卫生中心", "正门", plain=True)
    assert made.breaks(500, 360)
    assert not made.breaks(900, 360)
    shown(made, 500, 360)
    made.stand(upright=True)
    assert next(p.setting.lines for p in made.pieces() if isinstance(p, Words)) == ("社区卫生中心",)
