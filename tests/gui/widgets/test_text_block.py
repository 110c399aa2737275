from __future__ import annotations

import pytest

from kiosk.domain.preferences import TextSize
from kiosk.text import Translator
from kiosk.ui.metrics import LEADING
from kiosk.ui.pieces import Words
from kiosk.ui.theme import DISPLAYS, Kit, Look, Type, make_kit
from kiosk.ui.widgets.text_block import TextBlock
from tests.gui.fingers import shown

LONG = "满六十五周岁的上海户口老人，每个月都可以领到一笔钱，到街道社区事务受理中心去办就可以了。"


def words(block: TextBlock) -> Words:
    return next(p for p in block.pieces() if isinstance(p, Words))


@pytest.mark.parametrize("size", TextSize)
def test_u3_at_most_25_characters_a_line(qapp: object, size: TextSize) -> None:
    kit = make_kit(DISPLAYS["32"], Look(text_size=size), Translator())
    block = TextBlock(kit, LONG)
    shown(block, 1900, 700)
    assert max(len(line) for line in words(block).setting.lines) <= 25
    assert words(block).setting.fits


def test_u3_lines_are_spaced_by_half_and_left_aligned(kit: Kit) -> None:
    block = TextBlock(kit, LONG)
    shown(block, 900, 600)
    setting = words(block).setting
    assert setting.height == pytest.approx(((len(setting.lines) - 1) * 1.5 + 1.12) * setting.px)
    assert LEADING == 1.5
    assert not words(block).centred


def test_u1_quiet_words_have_their_size_too(kit: Kit) -> None:
    block = TextBlock(kit, LONG, type_=Type.SMALL, quiet=True)
    shown(block, 900, 600)
    assert words(block).setting.px >= kit.metrics.kou_px(0.7)
    assert words(block).colour == kit.colours.quiet


def test_the_height_it_asks_for_is_enough(kit: Kit) -> None:
    block = TextBlock(kit, LONG)
    shown(block, 700, block.needs_height(700))
    assert words(block).setting.fits


def test_no_words_take_no_room(kit: Kit) -> None:
    block = TextBlock(kit)
    assert (block.needs_height(500), block.needs_width(), block.pieces()) == (0, 0, [])


def test_new_words_are_told(kit: Kit) -> None:
    block = TextBlock(kit, "请稍等")
    block.set_text("好了")
    assert block.accessibleName() == "好了"
