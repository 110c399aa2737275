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
    shown(card, 520, card.whole_height(520))
    assert [p for p in card.pieces() if isinstance(p, Picture)] == []
    assert texts(card) == ["已经叫了", "请在大门口等。"]


def test_the_picture_stands_beside_the_words_where_that_costs_them_nothing(kit: Kit) -> None:
    card, bare = (AnswerCard(kit, "已经叫了", ["请在大门口等。"], icon) for icon in ("check", ""))
    for made in (card, bare):
        shown(made, 1000, 300)
    picture = next(p for p in card.pieces() if isinstance(p, Picture))
    words = [p for p in card.pieces() if isinstance(p, Words)]
    assert all(picture.rect.right() < p.rect.left() for p in words)
    assert [p.setting.px for p in words] == [p.setting.px for p in bare.pieces() if isinstance(p, Words)]


def test_u9_its_name_is_its_words(kit: Kit) -> None:
    assert AnswerCard(kit, "已经叫了。", ["请在大门口等。"]).accessibleName() == "已经叫了。请在大门口等"
