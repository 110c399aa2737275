"""Ways to and from the policies: a question's card, the very article, a visit, a message, what is new."""

from __future__ import annotations

import pytest

from kiosk.content.policy.cards import CLOSING
from kiosk.content.policy.cards_find import place_of
from kiosk.content.policy.rules_profile import Profile
from kiosk.screens.policy.draft import Page
from kiosk.screens.policy.presenter import DRAFT
from kiosk.screens.policy.slips import card_slip
from tests.fakes.advice import leaf
from tests.unit.screens.test_policy import AROUND, CARDS, Room


@pytest.fixture
def room() -> Room:
    return Room()


# what a question leads to, and where it is written


def test_a_card_that_was_found_by_a_question_stands_alone_and_back_leads_to_the_question(room: Room) -> None:
    room.screen.close()
    room.screen = room.opened(card="lift")
    assert room.state.page == Page.CARD
    room.tap("who")
    assert room.screen.back()
    assert not room.screen.back()


def test_on_the_way_back_to_it_what_was_turned_to_is_still_there(room: Room) -> None:
    room.screen.close()
    room.screen = room.opened(card="lift")
    room.tap("who")
    room.screen.close()
    room.screen = room.opened(card="lift")
    assert room.state.page == Page.SECTION
    room.screen.close()
    room.screen = room.opened(start=True)
    assert room.state.page == Page.START


def test_the_very_article_opens_where_the_text_is_here(room: Room) -> None:
    card = next(card for card in CARDS if card.id == "lift")
    doc, article = place_of(card.answer.cite)
    room.advisor.leaves[doc, article] = leaf(article, doc=doc)
    room.tap("home", "lift")
    room.press("source")
    _, name, args = room.navigator.went[-1]
    assert (name, args["doc"], args["article"]) == ("reader", doc, article)
    assert args["places"][0] == (doc, article)


def test_without_the_text_it_says_where_it_is_written(room: Room) -> None:
    room.tap("home", "lift")
    room.press("source")
    assert room.state.page == Page.SOURCE


def test_a_question_is_typed_anew(room: Room) -> None:
    room.session.keep("ask", "an old one")
    room.press("type")
    assert room.navigator.went[-1][1] == "ask"
    assert room.session.kept("ask") is None


def test_a_message_can_be_left_where_somebody_listens(room: Room) -> None:
    assert "message" not in {key.id for key in room.state.keys}
    room.screen.close()
    room.listens = True
    room.screen = room.opened()
    room.press("message")
    assert room.navigator.went[-1] == ("go", "message", {"about": "policy"})


def test_a_visit_is_arranged_by_a_person_who_knows_for_what(room: Room) -> None:
    room.tap("check")
    while room.state.page == Page.QUESTION:
        room.tap(room.state.choices[0].id)
    room.press("visit")
    assert room.desk.asked[-1].question == "想约个时间去办"
    assert room.desk.asked[-1].found


def test_what_is_opened_and_handed_on_is_counted(room: Room) -> None:
    room.tap("home", "lift")
    room.press("ask")
    assert room.advisor.cards_opened == ["lift"]
    assert room.advisor.people == ["lift"]


def test_a_cards_slip_has_its_words_in_a_code_for_the_family() -> None:
    for card in CARDS:
        slip = card_slip(card, AROUND)
        assert card.names.official in slip.qr
        assert slip.qr.endswith(CLOSING)
        assert len(slip.qr) <= 220
        assert slip.qr_words is not None


# what is new for who stands there


def questioned(room: Room) -> None:
    room.tap("check")
    while room.state.page == Page.QUESTION:
        room.tap(room.state.choices[0].id)


def test_answers_are_remembered_only_when_the_resident_says_so(room: Room) -> None:
    questioned(room)
    assert "keep" not in {key.id for key in room.state.keys}
    room.screen.close()
    room.news.keeps = True
    room.session.drop(DRAFT)
    room.screen = room.opened()
    questioned(room)
    assert room.news.remembered == []
    room.speech.heard()
    room.press("keep")
    assert len(room.news.remembered) == 1
    assert "记住了" in room.speech.heard()
    assert "keep" not in {key.id for key in room.state.keys}


def test_what_is_new_is_shown_only_to_who_opened_their_card(room: Room) -> None:
    assert "news" not in {choice.id for choice in room.state.choices}
    room.screen.close()
    room.news.any = True
    room.screen = room.opened()
    room.tap("news")
    assert room.navigator.went[-1] == ("go", "who", {"then": "policy", "then_args": {"see_news": True}})
    room.news.profile = Profile({"age": 80, "registered": "shanghai"})
    room.screen.close()
    room.screen = room.opened(see_news=True)
    assert room.state.page == Page.RESULTS
    assert room.state.quiet
    assert room.news.remembered == [room.news.profile]
