from __future__ import annotations

import pytest

from kiosk.domain.preferences import TextSize
from kiosk.text import Translator
from kiosk.ui.theme import DISPLAYS, Kit, Look, make_kit
from kiosk.ui.widgets.listen_strip import KEYS, ListenStrip
from tests.gui.fingers import Count, shown


def strip(kit: Kit) -> ListenStrip:
    made = ListenStrip(kit)
    width = kit.metrics.display.width_px
    shown(made, width, made.needs_height(width))
    return made


def test_u10_six_keys_in_one_row(kit: Kit) -> None:
    made = strip(kit)
    names = [made.key(name).accessibleName() for name in KEYS]
    assert names == ["再说一遍", "响一点", "慢一点", "大一点", "换颜色", "English"]
    assert len({made.key(name).y() for name in KEYS}) == 1


@pytest.mark.parametrize("name", KEYS)
def test_each_key_has_its_signal(kit: Kit, name: str) -> None:
    made, heard = strip(kit), Count()
    getattr(made, name).connect(heard)
    made.key(name).click()
    assert len(heard) == 1


def test_u2_more_rows_where_words_are_large(qapp: object) -> None:
    made = strip(make_kit(DISPLAYS["21"], Look(text_size=TextSize.HUGE), Translator()))
    assert len({made.key(name).y() for name in KEYS}) > 1


def test_u6_keys_are_a_fingertip_high(kit: Kit) -> None:
    made = strip(kit)
    assert all(made.key(name).height() >= kit.metrics.mm(20) for name in KEYS)
