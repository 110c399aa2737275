from __future__ import annotations

from kiosk.ui.pieces import Picture, Words
from kiosk.ui.theme import Kit
from kiosk.ui.widgets.answer_card import AnswerCard
from tests.gui.fingers import shown, texts


def test_the_great_sentence_stands_above_its_lines(kit: Kit) -> None:
    card = AnswerCard(kit, "已经叫了", ["请在大门口等。"], "check", service="taxi")
    shown(card, 900, 700)
    assert texts(card) == ["已经叫了", "请在大门口等。"]
    sizes = [p.setting.px for p in card.pieces() if isinstance(p, Words)]
    assert sizes[0] > sizes[1]
    assert [p.name for p in card.pieces() if isinstance(p, Picture)] == ["check"]


def test_the_icon_gives_way_before_the_words(kit: Kit) -> None:
    card = AnswerCard(kit, "已经叫了", ["请在大门口等。"], "check")
    shown(card, 900, card.whole_height(900))
    assert [p for p in card.pieces() if isinstance(p, Picture)] == []
    assert texts(card) == ["已经叫了", "请在大门口等。"]


def test_u9_its_name_is_its_words(kit: Kit) -> None:
    assert AnswerCard(kit, "已经叫了。", ["请在大门口等。"]).accessibleName() == "已经叫了。请在大门口等"
