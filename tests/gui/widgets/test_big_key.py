from __future__ import annotations

import pytest

from kiosk.domain.preferences import TextSize
from kiosk.text import Translator
from kiosk.ui.pieces import Box, Picture, Words
from kiosk.ui.theme import DISPLAYS, Kit, Look, make_kit
from kiosk.ui.widgets.big_key import BigKey, IconAt, KeyKind, level
from tests.gui.fingers import shown, texts


def pictures(key: BigKey) -> list[str]:
    return [p.name for p in key.pieces() if isinstance(p, Picture)]


def words(key: BigKey) -> Words:
    return next(p for p in key.pieces() if isinstance(p, Words))


def test_main_is_filled_in_its_services_colour_and_others_are_outlined(kit: Kit) -> None:
    main, other = BigKey(kit, "对", kind=KeyKind.MAIN, service="taxi"), BigKey(kit, "不")
    for key in (main, other):
        shown(key, 400, 150)
    grounds = [next(p for p in key.pieces() if isinstance(p, Box)) for key in (main, other)]
    assert (grounds[0].fill, grounds[1].fill, grounds[1].edge) == ("#7A3E06", "#FFFFFF", "#6B7685")


@pytest.mark.parametrize("size", TextSize)
@pytest.mark.parametrize("text", ["好", "两个人、轮椅、晚点走", "Two people or a wheelchair"])
def test_u2_words_are_never_cut_however_large(kit: Kit, size: TextSize, text: str) -> None:
    large = make_kit(DISPLAYS["21"], Look(text_size=size), Translator())
    key = BigKey(large, text, "volunteer")
    width = key.needs_width()
    shown(key, width, key.needs_height(width))
    assert words(key).setting.fits
    assert "".join(texts(key)).replace(" ", "") == text.replace(" ", "")
    assert words(key).setting.px >= large.metrics.type(key.type).floor


def test_u6_it_never_asks_for_less_than_a_fingertip(kit: Kit) -> None:
    key = BigKey(kit, "一")
    assert key.needs_width() >= kit.metrics.mm(20)
    assert key.needs_height(key.needs_width()) >= kit.metrics.mm(20)


def test_u5_a_choice_that_is_made_has_a_tick_and_is_told(kit: Kit) -> None:
    key = BigKey(kit, "轮椅")
    shown(key, 400, 150)
    assert pictures(key) == []
    key.set_selected(True)
    assert pictures(key) == ["check"]
    assert key.isChecked()


def test_u5_the_alarm_has_a_ring(kit: Kit) -> None:
    key = BigKey(kit, "现在就叫", kind=KeyKind.ALARM)
    shown(key, 600, 150)
    assert [p for p in key.pieces() if isinstance(p, Box) and p.fill is None and p.edge == "#FFFFFF"]


def test_its_icon_goes_where_it_is_placed(kit: Kit) -> None:
    key = BigKey(kit, "首页", "home")
    shown(key, 400, 260)
    icon = next(p for p in key.pieces() if isinstance(p, Picture))
    assert icon.rect.right() <= words(key).ink().left()
    key.place_icon(IconAt.ABOVE)
    icon = next(p for p in key.pieces() if isinstance(p, Picture))
    assert icon.rect.bottom() <= words(key).ink().top() + words(key).setting.px * 0.1
    key.place_icon(IconAt.NONE)
    assert pictures(key) == []


def test_neighbours_get_one_size_of_words(kit: Kit) -> None:
    keys = [BigKey(kit, "好"), BigKey(kit, "两个人、轮椅、晚点走")]
    for key in keys:
        shown(key, 420, 100)
    level(keys, [(420, 100), (420, 100)])
    assert words(keys[0]).setting.px == words(keys[1]).setting.px


def test_a_key_with_an_icon_alone_still_has_a_name(kit: Kit) -> None:
    key = BigKey(kit, "", "backspace", name="擦掉一个")
    shown(key, 200, 120)
    assert key.accessibleName() == "擦掉一个"
    assert pictures(key) == ["backspace"]


def test_new_words_are_new_name(kit: Kit) -> None:
    key = BigKey(kit, "看下面", "arrow-right")
    key.set_word("看上面", "arrow-left")
    shown(key, 400, 150)
    assert (key.accessibleName(), pictures(key)) == ("看上面", ["arrow-left"])
