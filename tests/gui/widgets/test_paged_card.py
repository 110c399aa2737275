from __future__ import annotations

from kiosk.ui.theme import Kit
from kiosk.ui.widgets.answer_card import AnswerCard
from kiosk.ui.widgets.big_key import BigKey
from tests.gui.fingers import shown, texts

LINES = ["多少：〇〇〇 元", "要带：身份证", "去哪：街道社区事务受理中心"]


def test_all_is_on_one_page_where_it_fits(kit: Kit) -> None:
    card = AnswerCard(kit, "每月可以领一笔钱。", LINES)
    shown(card, 1000, card.whole_height(1000))
    assert len(texts(card)) == 4
    assert all(key.isHidden() for key in card.findChildren(BigKey))


def test_what_does_not_fit_is_a_page_further_and_nothing_is_lost(kit: Kit) -> None:
    card = AnswerCard(kit, "每月可以领一笔钱。", LINES)
    shown(card, 700, card.needs_height(700))
    more = next(key for key in card.findChildren(BigKey) if not key.isHidden())
    said: list[str] = []
    for _ in range(4):
        said += texts(card)
        more.click()
    assert all(line in said for line in ["每月可以领一笔钱。", *LINES])
    assert card.needs_height(700) < card.whole_height(700)


def test_the_last_page_leads_back_to_the_first(kit: Kit) -> None:
    card = AnswerCard(kit, "每月可以领一笔钱。", LINES)
    shown(card, 700, card.needs_height(700))
    more = next(key for key in card.findChildren(BigKey) if not key.isHidden())
    while "从头看" not in more.accessibleName():
        more.click()
    more.click()
    assert texts(card) == ["每月可以领一笔钱。"]
