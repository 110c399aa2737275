from __future__ import annotations

from itertools import pairwise

from kiosk.ui.held import held
from kiosk.ui.pieces import Words
from kiosk.ui.theme import Kit
from kiosk.ui.widgets.big_key import BigKey, KeyKind
from kiosk.ui.widgets.column import Column, Row
from kiosk.ui.widgets.text_block import TextBlock
from tests.gui.fingers import shown


def keys(kit: Kit) -> list[BigKey]:
    return [BigKey(kit, "对，叫车", kind=KeyKind.MAIN, service="taxi"), BigKey(kit, "换个地方"), BigKey(kit, "不坐了")]


def test_what_grows_takes_the_rest(kit: Kit) -> None:
    items = keys(kit)
    column = Column(kit, items, grow=[0])
    shown(column, 700, 740)
    assert items[0].height() > items[1].height() == items[2].height()
    assert items[2].geometry().bottom() >= 735
    assert items[1].y() - items[0].geometry().bottom() >= kit.metrics.gap


def test_keys_stand_in_pairs_where_height_is_short(kit: Kit) -> None:
    items = keys(kit)
    column = Column(kit, items)
    shown(column, 700, column.whole_height(700))
    assert items[1].y() == items[2].y()
    assert items[0].y() < items[1].y()


def test_words_said_elsewhere_give_way_and_come_back(kit: Kit) -> None:
    words = TextBlock(kit, "不着急。按错了，请点取消。")
    items = keys(kit)
    column = Column(kit, [words, *items], optional=[0])
    shown(column, 700, column.whole_height(700))
    assert words.isHidden()
    shown(column, 700, 740)
    assert not words.isHidden()


def test_at_last_the_column_turns_pages_and_loses_nothing(kit: Kit) -> None:
    items = [BigKey(kit, f"第{n}样要选的东西很长") for n in "一二三四五"]
    column = Column(kit, items)
    shown(column, 420, column.needs_height(420))
    more = next(k for k in column.findChildren(BigKey) if k not in items)
    seen = set()
    for _ in range(5):
        seen |= {key.word for key in items if not key.isHidden()}
        assert all(key.geometry().bottom() < column.height() for key in items if not key.isHidden())
        more.click()
    assert seen == {key.word for key in items}


def test_where_pages_must_turn_what_may_give_way_comes_last(kit: Kit) -> None:
    words = TextBlock(kit, "不着急。按错了，请点取消。")
    items = [BigKey(kit, f"第{n}样要选的东西很长") for n in "一二三四五"]
    column = Column(kit, [words, *items], optional=[0])
    shown(column, 420, column.needs_height(420))
    assert words.isHidden()
    assert not items[0].isHidden()


def test_words_give_way_before_a_key_tears_a_word(kit: Kit) -> None:
    words = TextBlock(kit, "不着急。按错了，请点取消。")
    items = [BigKey(kit, word) for word in ("告诉他们怎么了", "我按错了")]
    column = Column(kit, [words, *items], optional=[0])
    width = sum(key.needs_width() for key in items) + kit.metrics.gap
    whole = sum(key.whole_width() for key in items) + kit.metrics.gap
    assert width < whole
    shown(column, width, Column(kit, [BigKey(kit, key.word) for key in items]).likes_height(width))
    assert words.isHidden()
    assert items[0].y() < items[1].y()


def test_hidden_items_take_no_room(kit: Kit) -> None:
    items = keys(kit)
    column = Column(kit, items, grow=[0])
    shown(column, 700, 740)
    before = items[0].height()
    items[2].hide()
    column.arrange()
    assert items[0].height() > before


def test_a_row_is_side_by_side_and_gives_way_to_words(kit: Kit) -> None:
    items = [BigKey(kit, "打印", "printer"), BigKey(kit, "没看到车"), BigKey(kit, "不坐了")]
    row = Row(kit, items, shares=(1, 1.3, 1))
    shown(row, 940, 150)
    assert len({item.y() for item in items}) == 1
    shown(row, 420, row.whole_height(420))
    assert len({item.y() for item in items}) > 1


def test_keys_side_by_side_have_their_icons_alike_and_no_torn_word(kit: Kit) -> None:
    one, other = BigKey(kit, "过一会儿再叫", "clock"), BigKey(kit, "打电话", "phone")
    row = Row(kit, [one, other])
    shown(row, 780, 220)
    assert not one.icon_above()
    assert not other.icon_above()
    for key in (one, other):
        (words,) = (piece for piece in key.pieces() if isinstance(piece, Words))
        assert not any(held(a, b) for a, b in pairwise(words.setting.lines))
