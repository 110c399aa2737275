from __future__ import annotations

import pytest

from kiosk.domain.preferences import TextSize
from kiosk.text import Translator
from kiosk.ui.pieces import Words
from kiosk.ui.theme import DISPLAYS, Kit, Look, make_kit
from kiosk.ui.widgets.big_key import BigKey
from kiosk.ui.widgets.choice_page import ChoicePage
from kiosk.ui.widgets.key_tile import KeyTile
from tests.gui.fingers import Count, shown, texts


def page(kit: Kit, count: int) -> ChoicePage:
    tiles = [KeyTile(kit, "pin", f"地方{n}", service="taxi", plain=True) for n in range(count)]
    return ChoicePage(kit, tiles)


def seen(made: ChoicePage) -> list[str]:
    return [tile.word for tile in made.tiles if not tile.isHidden()]


def arrows(made: ChoicePage) -> dict[str, BigKey]:
    return {key.accessibleName(): key for key in made.findChildren(BigKey) if not key.isHidden()}


def test_u6_six_on_a_page_and_the_rest_behind_a_big_arrow(kit: Kit) -> None:
    made = page(kit, 8)
    shown(made, 1808, 750)
    assert len(seen(made)) == 6
    assert (made.page, made.pages) == (1, 2)
    assert list(arrows(made)) == ["下一页"]
    assert texts(made) == ["第 1 页，共 2 页"]


def test_turning_shows_the_rest_and_tells(kit: Kit, qapp: object) -> None:
    made = page(kit, 8)
    shown(made, 1808, 750)
    turned = Count()
    made.turned.connect(turned)
    arrows(made)["下一页"].click()
    assert seen(made) == ["地方6", "地方7"]
    assert turned.calls == [(2, 2)]
    assert list(arrows(made)) == ["上一页"]
    made.turn(1)
    assert made.page == 2


def test_one_page_has_no_arrows(kit: Kit) -> None:
    made = page(kit, 6)
    shown(made, 1808, 750)
    assert arrows(made) == {}
    assert texts(made) == []


@pytest.mark.parametrize(
    ("name", "turned", "most"), [("10", False, 4), ("10", True, 2), ("21", False, 6), ("32", True, 6)]
)
def test_u6_six_four_or_two_by_width(kit: Kit, name: str, turned: bool, most: int) -> None:
    display = DISPLAYS[name].turned() if turned else DISPLAYS[name]
    made = page(make_kit(display, Look(), Translator()), 12)
    shown(made, display.width_px - 100, round(display.height_px * 0.65))
    assert len(seen(made)) == most


def test_u2_fewer_on_a_page_where_the_words_are_large(kit: Kit) -> None:
    huge = make_kit(DISPLAYS["21"], Look(text_size=TextSize.HUGE), Translator())
    tiles = [KeyTile(huge, "doctor", "看病预约", "挂号、改期、配药", service="doctor") for _ in range(6)]
    made = ChoicePage(huge, tiles)
    shown(made, 1808, 720)
    assert len(seen(made)) < 6
    shown_tiles = [tile for tile in made.tiles if not tile.isHidden()]
    assert all(tile.fits(tile.width(), tile.height()) for tile in shown_tiles)


def test_tiles_do_not_overlap_and_keep_3_mm(kit: Kit) -> None:
    made = page(kit, 6)
    shown(made, 1808, 750)
    rects = [tile.geometry() for tile in made.tiles]
    gap = kit.metrics.mm(3) // 2
    for number, one in enumerate(rects):
        for other in rects[number + 1 :]:
            assert not one.adjusted(-gap, -gap, gap, gap).intersects(
                other.adjusted(-gap + 1, -gap + 1, gap - 1, gap - 1)
            )


def test_great_words_are_of_one_size(kit: Kit) -> None:
    tiles = [KeyTile(kit, "taxi", word, service="taxi") for word in ("叫出租车", "一个名字很长很长的服务")]
    made = ChoicePage(kit, tiles)
    shown(made, 1200, 400)
    assert tiles[0].cap == tiles[1].cap


def test_two_tiles_share_the_whole_page(kit: Kit) -> None:
    made = page(kit, 2)
    shown(made, 1808, 750)
    one, two = made.tiles
    assert (one.x(), two.geometry().right()) == (0, 1807)
    assert one.width() == two.width()


def test_no_tile_breaks_its_word_while_another_layout_keeps_it_whole(kit: Kit) -> None:
    names = ("医院", "社区卫生中心", "菜场", "公园", "银行", "说给志愿者听")
    made = ChoicePage(kit, [KeyTile(kit, "pin", name, "正门", plain=True) for name in names])
    shown(made, 1640, 750)
    assert all(tile.upright for tile in made.tiles)
    words = [next(p for p in tile.pieces() if isinstance(p, Words)) for tile in made.tiles]
    assert [w.setting.lines for w in words] == [(name,) for name in names]
