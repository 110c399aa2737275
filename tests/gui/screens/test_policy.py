"""Ways through the policies by real clicks, with the project's own cards."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.adapters.policy_cards import load_cards
from kiosk.content.policy.cards import Card
from kiosk.domain.details import Consultation
from kiosk.domain.preferences import Palette, TextSize
from kiosk.screens.policy.draft import Around, Draft, Page
from kiosk.screens.policy.wording import PARTS, picture
from kiosk.screens.specimens import Specimen
from kiosk.text import Message
from kiosk.ui.inspect import inspect
from kiosk.ui.kit import Look
from kiosk.ui.metrics import DISPLAYS
from tests.gui.screens.conftest import Room
from tests.gui.screens.test_specimens import close, pages, shown, window_for

CARDS = load_cards()


def title(room: Room) -> str:
    """Which page stands there, by the key of its title."""
    words = room.navigator.title
    return words.key if isinstance(words, Message) else words


def test_u22_a_policy_is_answered_with_two_taps(room: Room) -> None:
    room.tap("政策咨询")
    room.tap("老人津贴")
    heard = room.speech.heard()
    assert "上海有老年综合津贴，按年龄发。" in heard
    assert heard.endswith("以受理中心说的为准。")


def test_it_says_its_name_once_on_entering(room: Room) -> None:
    room.tap("政策咨询")
    assert room.speech.heard().count("政策咨询") == 1


def test_u22_by_its_topic_it_takes_three(room: Room) -> None:
    room.tap("政策咨询")
    room.tap("看病医保")
    room.tap("看病太贵")
    assert "困难家庭看病，自己付的部分还能再补。" in room.speech.heard()


def test_from_the_questions_to_a_printed_list(room: Room) -> None:
    room.tap("政策咨询")
    room.tap("看看我能办什么")
    room.tap("60 岁以上")
    while title(room) == "policy.title_question":
        room.tap("说不准")
    room.tap("打印要带的")
    room.tap("打印")
    assert len(room.printer.printed) == 1
    room.bar_tap("back")
    assert title(room) == "policy.title_results"


def test_u23_a_guests_question_reaches_a_person_with_what_was_found(room: Room) -> None:
    room.tap("政策咨询")
    room.tap("老人津贴")
    room.tap("问一问人")
    assert room.navigator.current == "request"
    (request,) = room.requests.live()
    assert isinstance(request.details, Consultation)
    assert request.details.question == "老年综合津贴"
    room.bar_tap("back")
    assert room.navigator.current == "policy"


def test_the_end_of_a_session_takes_the_answers_along(room: Room) -> None:
    room.tap("政策咨询")
    room.tap("看看我能办什么")
    room.tap("60 岁以上")
    room.session.end()
    assert room.session.kept("policy") is None


LONGEST = sorted(CARDS, key=lambda card: sum(len(fact.say) for part in PARTS for fact in card.sections[part]))[-2:]


@pytest.mark.parametrize("card", LONGEST, ids=lambda card: card.id)
@pytest.mark.parametrize("look", [Look(), Look(Palette.DARK, TextSize.HUGE)], ids=["standard", "huge"])
def test_a_rows_the_longest_cards_fit_every_page(app: QApplication, card: Card, look: Look) -> None:
    """U1 to U9 with true words; the specimens' are short."""
    window = window_for(DISPLAYS["10"], look)
    around = Around(CARDS, CARDS[:2], date(2026, 11, 20))
    drafts = [Draft(page=Page.CARD, card=card.id), Draft(page=Page.SOURCE, card=card.id)]
    drafts += [Draft(page=Page.SECTION, card=card.id, section=part) for part in PARTS]
    faults = []
    for draft in drafts:
        shown(window, Specimen("policy", draft.page, picture(draft, around)))
        for page in pages(window):
            faults += [f"{draft.page} {draft.section} {page}: {f.rule} {f.where}: {f.what}" for f in inspect(window)]
    close(window)
    assert faults == []
