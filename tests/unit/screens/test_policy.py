"""The way through the policies: answers with their source, questions that may be skipped, and never a bare no."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta, timezone
from typing import Any

import pytest

from kiosk.adapters.policy_cards import load_cards
from kiosk.content.package.quarter import Contact, Quarter
from kiosk.content.policy.cards import CLOSING, Card, Checked, cites, section
from kiosk.content.policy.errors import CardError
from kiosk.content.policy.rules_ask import Question
from kiosk.content.policy.rules_facts import FACTS
from kiosk.content.policy.rules_profile import Profile
from kiosk.domain.details import Consultation
from kiosk.domain.preferences import Preferences
from kiosk.screens.policy.answers import answers
from kiosk.screens.policy.draft import Around, Draft, Page
from kiosk.screens.policy.presenter import DRAFT, Presenter
from kiosk.screens.policy.slips import card_slip, list_slip
from kiosk.screens.policy.state import State
from kiosk.screens.policy.wording import PARTS, TOPIC_PICTURES, picture
from kiosk.services.policies import Policies
from kiosk.services.quarter import QuarterBoard
from kiosk.services.session import Session
from kiosk.text import Message
from tests.fakes.advice import GivenAdvice, GivenNews
from tests.fakes.clock import FakeClock
from tests.fakes.requests import recorded
from tests.fakes.screens import ZH, FakeNavigator, FakeSpeech
from tests.fakes.tasks import InlineTasks, ManualTasks

CARDS = load_cards()
TODAY = date(2026, 11, 20)
OPEN_QUESTION = "想问一问政策"
AROUND = Around(CARDS, CARDS[:2], TODAY)


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
    """The screen with the project's own cards; `tap` a great key by its id, `press` another one."""

    def __init__(self, read: Callable[[], tuple[Card, ...]] = lambda: CARDS) -> None:
        self.shown: list[State] = []
        self.speech, self.navigator, self.desk = FakeSpeech(), FakeNavigator(), Desk()
        self.tasks, self.clock = ManualTasks(), FakeClock()
        self.session = Session(self.clock, Preferences())
        self.policies = Policies(read, self.tasks)
        self.advisor, self.news, self.listens = GivenAdvice(), GivenNews(), False
        self.in_quarter = Quarter()
        self.quarter = QuarterBoard(lambda: self.in_quarter, InlineTasks(), self.clock)
        self.screen = self.opened()
        self.tasks.run()

    def opened(self, **args: Any) -> Presenter:
        made = Presenter(
            self.shown.append,
            speech=self.speech,
            navigator=self.navigator,
            session=self.session,
            clock=self.clock,
            requests=self.desk,
            policies=self.policies,
            advisor=self.advisor,
            news=self.news,
            quarter=self.quarter,
            listens=self.listens,
            zone=timezone(timedelta(hours=8)),
            **args,
        )
        made.open()
        return made

    @property
    def state(self) -> State:
        return self.shown[-1]

    def tap(self, *choices: str) -> None:
        for choice in choices:
            assert choice in {c.id for c in self.state.choices}
            self.screen.chosen(choice)
            self.tasks.run()

    def press(self, key: str) -> None:
        assert key in {k.id for k in self.state.keys}
        self.screen.pressed(key)
        self.tasks.run()

    def words(self) -> str:
        return " ".join(ZH(m) for m in self.state.aloud)


@pytest.fixture
def room() -> Room:
    return Room()


# the cards


def test_u22_a_card_asked_often_is_one_tap_away_and_its_answer_is_said_at_once(room: Room) -> None:
    room.speech.heard()
    room.tap("allowance")
    heard = room.speech.heard()
    assert "上海有老年综合津贴，按年龄发。" in heard
    assert heard.endswith(CLOSING)


def test_u22_every_card_is_two_taps_away_by_its_topic() -> None:
    room = Room()
    for card in CARDS:
        room.tap(card.topic, card.id)
        assert room.state.page == Page.CARD
        assert room.screen.back()
        assert room.screen.back()
    assert room.state.page == Page.START
    assert not room.screen.back()


@pytest.mark.parametrize("part", PARTS)
def test_each_part_is_shown_and_ends_with_who_has_the_last_word(room: Room, part: str) -> None:
    """U11: what concerns benefits is shown, and spoken on 念给我听."""
    room.tap("law", "legal-aid")
    room.speech.heard()
    room.tap(part)
    card = next(card for card in CARDS if card.id == "legal-aid")
    first = section(card, part, TODAY)[0]
    assert first in room.words()
    assert CLOSING in room.words()
    assert first not in room.speech.heard()
    room.press("read")
    assert first in room.speech.heard()


def test_what_nobody_knows_is_a_question_for_the_window(room: Room) -> None:
    room.tap("allowance", "bring")
    assert "请问窗口" in room.words()
    assert next(key.id for key in room.state.keys if key.main) == "ask"


def test_the_source_names_every_document_and_article(room: Room) -> None:
    room.tap("law", "legal-aid")
    room.press("source")
    card = next(card for card in CARDS if card.id == "legal-aid")
    assert all(cite.article in room.words() and cite.source.document in room.words() for cite in cites(card))
    assert "2022 年 1 月 1 日起" in room.words()


def test_a_card_is_printed_with_its_answer_and_the_last_word(room: Room) -> None:
    room.tap("law", "legal-aid")
    room.press("print")
    ((_, screen, args),) = room.navigator.went
    words = [ZH(line.words) for line in args["slip"].lines]
    assert screen == "slip"
    assert "请不起律师，可以申请免费的律师。" in words
    assert words[-2:] == ["《中华人民共和国法律援助法》第二条", CLOSING]


def test_a_question_for_a_person_takes_along_what_was_found(room: Room) -> None:
    room.tap("law", "legal-aid")
    room.press("ask")
    (asked,) = room.desk.asked
    assert (asked.question, asked.topic) == ("法律援助", "打官司没钱")
    assert asked.found[0] == "《中华人民共和国法律援助法》第二条"
    assert room.navigator.went[-1][1] == "request"


# a draft's amounts


def states_of(card: Card, on: date) -> Iterator[State]:
    """Every page that can be shown of a card."""
    around = Around((card,), (card,), on)
    pages = [Draft(page=Page.CARD, card=card.id), Draft(page=Page.SOURCE, card=card.id), Draft(),
             Draft(page=Page.TOPIC, topic=card.topic), Draft(page=Page.RESULT, card=card.id),
             Draft(page=Page.RESULTS), Draft(page=Page.OTHERS)]  # fmt: skip
    for draft in (*pages, *(Draft(page=Page.SECTION, card=card.id, section=part) for part in PARTS)):
        yield picture(draft, around)


def all_words(card: Card, on: date) -> set[str]:
    around = Around((card,), (card,), on)
    slips = (card_slip(card, around), list_slip((card,), around))
    messages: list[Message] = [line.words for slip in slips for line in slip.lines]
    for state in states_of(card, on):
        messages += [*state.say, *state.aloud, *state.told, *(row.words for row in state.rows)]
    return {ZH(message) for message in messages}


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_no_amount_of_a_draft_is_shown_or_said(card: Card) -> None:
    """Each amount is replaced by one that stands nowhere else, so that a leak could not hide; checked, it is shown."""
    marked = replace(
        card,
        amounts={name: tuple(replace(v, value=f"98765{n}") for n, v in enumerate(values))
                 for name, values in card.amounts.items()},
    )  # fmt: skip
    assert not any("98765" in words for words in all_words(replace(marked, checked=None), TODAY))
    old = replace(marked, checked=Checked("王阿姨", date(2025, 11, 19)))
    assert not any("98765" in words for words in all_words(old, TODAY))
    known = any(value.holds(TODAY) for values in card.amounts.values() for value in values)
    fresh = all_words(replace(marked, checked=Checked("王阿姨", TODAY)), TODAY)
    assert any("98765" in words for words in fresh) == known


# the questions


def answer_all(room: Room, skip: bool = False) -> int:
    """Answers each question with its first answer, or skips it; how many there were."""
    count = 0
    while room.state.page == Page.QUESTION:
        room.tap("unsure" if skip else room.state.choices[0].id)
        count += 1
    return count


def test_at_most_six_questions_and_then_what_fits(room: Room) -> None:
    room.tap("check")
    assert 1 <= answer_all(room) <= 6
    assert room.state.page == Page.RESULTS
    assert "很可能可以办" in room.words()


def test_who_is_sure_of_nothing_still_sees_what_may_fit(room: Room) -> None:
    room.tap("check")
    assert 1 <= answer_all(room, skip=True) <= 6
    assert room.state.page == Page.RESULTS
    assert {ZH(c.detail) for c in room.state.choices if c.detail} == {"也许可以"}


def test_u11_nothing_that_came_of_the_answers_is_said_unasked(room: Room) -> None:
    room.tap("check")
    answer_all(room)
    heard = room.speech.heard()
    names = {card.names.everyday[0] for card in CARDS}
    assert not [name for name in names if name in heard]
    fits = room.state.choices[0].id
    room.tap(fits)
    assert room.state.page == Page.RESULT
    heard = room.speech.heard()
    assert "可以办" not in heard
    room.press("read")
    assert "可以办" in room.speech.heard()
    room.press("card")
    card = next(card for card in CARDS if card.id == fits)
    assert card.answer.say not in room.speech.heard()
    assert card.answer.say in room.words()


def test_a_no_comes_only_when_asked_for_with_its_reason_and_never_alone(room: Room) -> None:
    room.tap("check")
    while room.state.page == Page.QUESTION:
        room.tap("0")  # the youngest
    assert "看起来不符合" not in room.words()
    room.tap("others")
    room.tap("elder-doctor")
    words = room.words()
    assert "看起来不符合" in words
    assert "好像不合：满六十岁" in words
    assert "窗口问一问不吃亏。" in words
    assert next(key.id for key in room.state.keys if key.main) == "ask"


def test_back_asks_the_question_before_again(room: Room) -> None:
    room.tap("check")
    first = room.state
    room.tap("1")
    assert room.state != first
    assert room.screen.back()
    assert room.state == first
    assert room.screen.back()
    assert room.state.page == Page.START


def test_enough_ends_the_questions_and_back_leads_past_them(room: Room) -> None:
    room.tap("check")
    assert "enough" not in {key.id for key in room.state.keys}
    room.tap("1")
    room.press("enough")
    assert room.state.page == Page.RESULTS
    assert room.screen.back()
    assert room.state.page == Page.START


def test_nothing_of_the_answers_goes_to_a_person_or_stays_after_the_session(room: Room) -> None:
    room.tap("check")
    answer_all(room)
    room.press("ask")
    (asked,) = room.desk.asked
    assert asked.question == OPEN_QUESTION
    assert set(asked.found) <= {card.names.official for card in CARDS}
    kept = room.session.kept(DRAFT)
    assert isinstance(kept, Draft)
    assert "age" not in repr(kept.profile) or "profile" not in repr(kept)
    room.session.activity()
    room.session.end()
    assert room.session.kept(DRAFT) is None


def test_a_visit_elsewhere_loses_nothing(room: Room) -> None:
    room.tap("law", "legal-aid", "bring")
    before = room.state
    room.screen.close()
    again = room.opened()
    assert again.state == before


def test_the_list_of_documents_names_what_fits(room: Room) -> None:
    room.tap("check")
    answer_all(room)
    room.press("print")
    slip = room.navigator.went[-1][2]["slip"]
    assert ZH(slip.title) == "要带的东西"
    assert 1 <= sum(line.great for line in slip.lines) <= 4


@pytest.mark.parametrize("fact", FACTS)
def test_every_fact_has_its_question_and_answers_in_words(fact: str) -> None:
    values = FACTS[fact].answers() or (0, 2, 5)
    state = picture(Draft(page=Page.QUESTION, question=Question(fact, values, ())), AROUND)
    words = [ZH(choice.words) for choice in state.choices]
    assert len(set(words)) == len(values) + 1
    assert ZH(state.lead).endswith(("？", "。"))


@pytest.mark.parametrize(
    ("values", "words"),
    [((0, 60), ["不到 60 岁", "60 岁以上"]), ((0, 60, 70), ["不到 60 岁", "60 到 69 岁", "70 岁以上"])],
)
def test_an_age_is_a_band(values: tuple[int, ...], words: list[str]) -> None:
    assert [ZH(choice.words) for choice in answers(Question("age", values, ()))] == words


@pytest.mark.parametrize("fact", [fact for fact in FACTS if FACTS[fact].kind != "number"])
@pytest.mark.parametrize("given", [0, 1])
def test_u18_every_verdict_has_its_reason_in_words(fact: str, given: int) -> None:
    profile = Profile({fact: FACTS[fact].answers()[given], "age": 59 + given})
    for card in CARDS:
        state = picture(Draft(page=Page.RESULT, card=card.id, profile=profile), AROUND)
        assert all(len(ZH(line)) <= 20 for line in state.lines)
        assert all(ZH(message) for message in state.aloud)


# without cards


def test_loading_is_said_and_a_person_offered_meanwhile() -> None:
    room = Room.__new__(Room)
    Room.__init__(room, lambda: CARDS)
    waiting = ManualTasks()
    room.policies = Policies(lambda: CARDS, waiting)
    room.opened()
    assert room.state.page == "loading"
    assert [key.id for key in room.state.keys] == ["ask"]
    waiting.run()
    assert room.state.page == Page.START


def test_u18_without_cards_a_person_is_offered_and_it_may_be_tried_again() -> None:
    faults = [CardError("broken.yaml:3: not a card")]

    def read() -> tuple[Card, ...]:
        if faults:
            raise faults.pop()
        return CARDS

    room = Room(read)
    assert room.state.page == "missing"
    assert "现在查不到政策" in room.speech.heard()
    room.press("ask")
    assert room.desk.asked == [Consultation(OPEN_QUESTION)]
    room.press("help")
    assert room.navigator.went[-1] == ("go", "volunteer", {"screen": "policy", "about": "policy"})
    room.press("again")
    assert room.state.page == Page.START


def test_what_is_opened_most_comes_first_and_one_resident_is_not_told_of(room: Room) -> None:
    """S3: what a single resident looked at does not stand on the first page for the next."""
    for times in range(1, 6):
        room.tap("travel", "taxi-rights")
        room.screen.back()
        room.screen.back()
        assert ("taxi-rights" in [choice.id for choice in room.state.choices[1:3]]) == (times == 5)


def test_every_topic_of_the_cards_has_a_picture() -> None:
    assert {card.topic for card in CARDS} <= set(TOPIC_PICTURES)


def test_notices_and_telephones_have_a_key_where_there_are_any(room: Room) -> None:
    assert "quarter" not in {key.id for key in room.state.keys}
    room.in_quarter = Quarter(
        (), (Contact("lamps", "repair", {"zh_CN": "样板修灯铺"}, "021-00000000", {}, {}, "名单", date(2026, 11, 1)),)
    )
    room.quarter.start()
    assert "quarter" in {key.id for key in room.state.keys}
    room.screen.pressed("quarter")
    assert room.navigator.went[-1] == ("go", "quarter", {})
