"""A question key by key: words to choose, an answer with its source, or a person; and nothing of it left behind."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.adapters.policy_cards import load_cards
from kiosk.content.policy.advice import Advice
from kiosk.content.policy.cards import CLOSING
from kiosk.domain.details import Consultation
from kiosk.domain.preferences import Preferences
from kiosk.errors import StoreFull
from kiosk.screens.ask.presenter import DRAFT, MOST_KEYS, MOST_TYPED, Presenter
from kiosk.screens.ask.state import Layout, State
from kiosk.services.requests import asked_here
from kiosk.services.session import Session
from kiosk.services.typing import Typing
from tests.fakes.advice import GivenAdvice, leaf
from tests.fakes.candidates import MemoryCandidates
from tests.fakes.clock import FakeClock
from tests.fakes.requests import recorded
from tests.fakes.screens import ZH, FakeNavigator, FakeSpeech
from tests.fakes.tasks import ManualTasks

CARDS = {card.id: card for card in load_cards()}
QUESTION = "打官司没钱怎么办"
PASSAGE = leaf("第二十二条").passage


class Desk:
    """Takes a question at once, or fails with what a test gives."""

    def __init__(self) -> None:
        self.asked: list[Consultation] = []
        self.error: Exception | None = None

    def consult(self, question: Consultation, *, on_done: Callable[..., None], on_error: Callable[..., None]) -> None:
        self.asked.append(question)
        if self.error is not None:
            on_error(self.error)
        else:
            on_done(recorded(question, number=21))


class Room:
    """The screen; `type` presses keys, `pick` chooses a word, `press` another key."""

    def __init__(self, *, listens: bool = True) -> None:
        self.shown: list[State] = []
        self.speech, self.navigator, self.desk = FakeSpeech(), FakeNavigator(), Desk()
        self.advice, self.tasks, self.listens = GivenAdvice(), ManualTasks(), listens
        self.session = Session(FakeClock(), Preferences())
        self.screen = self.opened()
        self.tasks.run()

    def opened(self) -> Presenter:
        made = Presenter(
            self.shown.append,
            speech=self.speech,
            navigator=self.navigator,
            session=self.session,
            clock=FakeClock(),
            requests=self.desk,
            typing=Typing(MemoryCandidates(), lambda: ((QUESTION, "老龄补贴"), ()), self.tasks),
            advisor=self.advice,
            listens=self.listens,
        )
        made.open()
        return made

    @property
    def state(self) -> State:
        return self.shown[-1]

    def layout(self) -> Layout:
        return self.state.layout

    def went(self) -> tuple[str, str, dict[str, object]]:
        """Where it led last."""
        how, screen, args = self.navigator.went[-1]
        return how, screen, dict(args)

    def type(self, keys: str) -> None:
        for key in keys:
            self.screen.keyed(key)
        self.tasks.run()

    def pick(self, word: str) -> None:
        self.screen.picked(self.state.words.index(word))
        self.tasks.run()

    def press(self, key: str) -> None:
        assert key in {k.id for k in self.state.keys}
        self.screen.pressed(key)
        self.tasks.run()

    def ask(self, question: str = QUESTION, **answer: tuple[object, ...]) -> None:
        """As if it had been typed."""
        self.advice.answers[question] = Advice(question, **answer)  # type: ignore[arg-type]  # cards or passages
        self.type("dgsmqzmb")
        self.pick(question)
        self.press("go")


@pytest.fixture
def room() -> Room:
    return Room()


# typing


def test_initials_of_a_policy_are_enough(room: Room) -> None:
    room.type("llbt")
    assert room.state.words[0] == "老龄补贴"
    room.pick("老龄补贴")
    assert (room.state.typed, room.state.spelling, room.state.words) == ("老龄补贴", "", ())


def test_what_a_word_does_not_stand_for_is_still_to_be_chosen_for(room: Room) -> None:
    room.type("laoling")
    room.pick("老")
    assert (room.state.typed, room.state.spelling) == ("老", "ling")


def test_erase_takes_a_key_and_then_a_word(room: Room) -> None:
    room.type("llbt")
    room.pick("老龄补贴")
    room.type("l")
    for left in (("老龄补贴", ""), ("老龄补", "")):
        room.screen.keyed("erase")
        assert (room.state.typed, room.state.spelling) == left
    for _ in range(5):
        room.screen.keyed("erase")
    assert room.state.typed == ""


def test_nine_keys_are_read_as_the_sound_that_was_chosen(room: Room) -> None:
    room.type("526")
    room.screen.sounded(room.state.sounds.index("lao"))
    room.tasks.run()
    assert room.state.spelling == "lao"
    assert room.state.sounds == ()


def test_a_late_answer_does_not_change_what_was_typed_since(room: Room) -> None:
    room.screen.keyed("l")
    room.screen.keyed("a")
    room.tasks.run()
    assert room.state.spelling == "la"


def test_no_more_is_taken_than_a_question_may_have(room: Room) -> None:
    room.type("a" * 100)
    assert len(room.state.spelling) == MOST_KEYS
    for _ in range(MOST_KEYS):
        room.screen.keyed("erase")
    for _ in range(20):
        room.type("llbt")
        if "老龄补贴" in room.state.words:
            room.pick("老龄补贴")
    assert len(room.state.typed) <= MOST_TYPED


@pytest.mark.parametrize("place", [-1, 99])
def test_a_word_that_is_not_there_cannot_be_chosen(room: Room, place: int) -> None:
    room.type("lao")
    room.screen.picked(place)
    room.screen.sounded(place)
    assert (room.state.typed, room.state.spelling) == ("", "lao")


def test_keys_that_are_no_word_yet_count_as_the_first_one(room: Room) -> None:
    room.type("llbt")
    room.press("go")
    assert room.advice.asked == ["老龄补贴"]


def test_nothing_typed_asks_nothing_and_says_what_to_do(room: Room) -> None:
    room.speech.heard()
    room.press("go")
    room.type("iii")
    room.press("go")
    assert room.advice.asked == []
    assert "打拼音" in room.speech.heard()


# answers


def test_the_cards_answer_is_said_at_once_and_the_question_only_when_asked_for(room: Room) -> None:
    room.speech.heard()
    room.ask(cards=(CARDS["legal-aid"],), passages=(PASSAGE,))
    heard = room.speech.heard()
    assert heard.endswith(CLOSING)
    assert "法律援助" in heard
    assert QUESTION not in heard
    assert any(message.personal and QUESTION in ZH(message) for message in room.state.aloud)


def test_a_card_and_the_article_are_one_tap_away(room: Room) -> None:
    room.ask(cards=(CARDS["legal-aid"],), passages=(PASSAGE,))
    card, text = (choice.id for choice in room.state.choices)
    room.screen.chosen(card)
    assert room.went() == ("go", "policy", {"card": "legal-aid"})
    room.screen.chosen(text)
    assert room.went() == ("go", "reader", {"doc": "tea", "article": "第二十二条"})
    room.screen.chosen("card:nothing")
    assert room.went()[1] == "reader"


def test_an_article_alone_answers_with_its_source(room: Room) -> None:
    room.speech.heard()
    room.ask(passages=(PASSAGE,))
    assert "第二十二条里说了这件事。" in room.speech.heard()
    assert any("样板市茶点补贴办法" in ZH(line) for line in room.state.lines)


def test_at_most_three_are_offered(room: Room) -> None:
    room.ask(cards=tuple(CARDS.values())[:3], passages=(PASSAGE,) * 3)
    assert len(room.state.choices) == 3


def test_the_answers_are_still_there_after_a_card(room: Room) -> None:
    room.ask(cards=(CARDS["legal-aid"],))
    room.screen.close()
    room.screen = room.opened()
    assert room.layout() is Layout.ANSWERS
    assert room.screen.back()
    assert room.layout() is Layout.TYPE
    assert room.state.typed == QUESTION
    assert not room.screen.back()


def test_back_while_it_is_looked_for_drops_the_answer(room: Room) -> None:
    room.advice.waiting = []
    room.type("llbt")
    room.press("go")
    assert room.layout() is Layout.WORDS
    assert room.screen.back()
    room.advice.waiting[0]()
    assert room.layout() is Layout.TYPE


# nothing found, and a person


def test_what_nothing_answers_is_said_and_a_person_is_offered(room: Room) -> None:
    room.speech.heard()
    room.ask()
    assert "答不上来" in room.speech.heard()
    assert room.state.keys[0].id == "person"
    assert room.state.keys[0].main
    room.press("person")
    assert room.desk.asked == [Consultation(QUESTION)]
    assert room.went()[1] == "request"
    request = room.went()[2]["request_id"]
    assert room.session.kept(asked_here(str(request))) is True
    assert room.advice.people == [""]


def test_a_person_is_told_what_was_found(room: Room) -> None:
    room.ask(cards=(CARDS["legal-aid"],), passages=(PASSAGE,))
    room.press("person")
    (asked,) = room.desk.asked
    assert asked.found == (CARDS["legal-aid"].names.official, "样板市茶点补贴办法 第二十二条")


def test_who_cannot_type_finds_pictures_and_a_message(room: Room) -> None:
    room.ask()
    room.press("pictures")
    assert room.went() == ("replace", "policy", {"start": True})
    room.press("message")
    assert room.went() == ("go", "message", {"about": "policy"})


def test_without_a_microphone_no_key_leaves_a_message() -> None:
    room = Room(listens=False)
    room.ask()
    assert "message" not in {key.id for key in room.state.keys}


def test_a_full_disk_is_said_and_the_question_stays(room: Room) -> None:
    room.ask()
    room.desk.error = StoreFull()
    room.speech.heard()
    room.press("person")
    assert room.state.problem is not None
    assert "机器记满了" in room.speech.heard()
    assert room.state.question is not None
    room.desk.error = None
    room.press("person")
    assert room.went()[1] == "request"


def test_cards_that_cannot_be_read_leave_a_person(room: Room) -> None:
    room.advice.error = StoreFull()
    room.ask()
    assert room.state.keys[0].id == "person"
    assert room.state.problem is not None


def test_s3_the_end_of_a_session_takes_all_of_it(room: Room) -> None:
    room.ask(cards=(CARDS["legal-aid"],))
    room.session.activity()
    room.session.end()
    assert room.session.kept(DRAFT) is None
    room.screen.close()
    room.screen = room.opened()
    assert (room.layout(), room.state.typed, room.state.words) == (Layout.TYPE, "", ())
