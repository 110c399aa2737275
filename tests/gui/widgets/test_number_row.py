from __future__ import annotations

from kiosk.domain.preferences import TextSize
from kiosk.text import Translator
from kiosk.ui.metrics import DISPLAYS
from kiosk.ui.pieces import Words
from kiosk.ui.theme import Kit, Look, make_kit
from kiosk.ui.widgets.number_row import NumberRow
from tests.gui.fingers import shown, texts

NAME, NUMBER, SHORT = "东街社区中心值班", "021-00000000", "值班电话"


def row(kit: Kit, width: int, height: int = 0) -> NumberRow:
    made = NumberRow(kit, NUMBER, NAME, SHORT)
    shown(made, width, height or made.needs_height(width))
    return made


def words(made: NumberRow) -> list[Words]:
    return [piece for piece in made.pieces() if isinstance(piece, Words)]


def test_name_and_number_share_a_line(kit: Kit) -> None:
    made = row(kit, 1200)
    name, number = words(made)
    assert texts(made) == [NAME, NUMBER]
    assert name.rect.right() < number.rect.left()
    assert all(len(piece.setting.lines) == 1 and piece.setting.fits for piece in (name, number))


def test_the_short_name_stands_where_the_whole_has_no_room(qapp: object) -> None:
    kit = make_kit(DISPLAYS["10"].turned(), Look(text_size=TextSize.HUGE), Translator())
    made = row(kit, 746)
    assert texts(made) == [SHORT, NUMBER]
    assert made.accessibleName() == f"{NAME}，{NUMBER}"


def test_with_height_the_whole_name_stands_above(qapp: object) -> None:
    kit = make_kit(DISPLAYS["10"].turned(), Look(text_size=TextSize.HUGE), Translator())
    made = row(kit, 746, NumberRow(kit, NUMBER, NAME, SHORT).likes_height(746))
    name, number = words(made)
    assert texts(made) == [NAME, NUMBER]
    assert name.rect.bottom() <= number.rect.top()


def test_where_no_name_shares_its_line_it_still_needs_what_it_shows(kit: Kit) -> None:
    narrow = NumberRow(kit, NUMBER, NAME, SHORT).needs_width()
    made = row(kit, narrow)
    assert all(piece.setting.fits for piece in words(made))
    assert texts(made) == [NAME, NUMBER]
