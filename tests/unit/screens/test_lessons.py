"""学手机: the way from the course to the card, hints, 做给我看, 有人要用, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from kiosk.adapters.lessons import load_lessons
from kiosk.content.lessons.check import Lessons
from kiosk.content.lessons.errors import LessonError
from kiosk.content.lessons.run import Place, Stage
from kiosk.domain.card import make
from kiosk.domain.learning import Fact, Learnt
from kiosk.domain.preferences import Preferences
from kiosk.domain.slip import Slip
from kiosk.errors import StoreError
from kiosk.screens.lessons.presenter import HESITATES, Presenter
from kiosk.screens.lessons.state import Handset, Layout, State
from kiosk.services.learning import Learning
from kiosk.services.lessons import PAUSED_SECONDS, LessonShelf
from kiosk.services.residents import WhoIsHere
from kiosk.services.session import Session
from kiosk.text import Translator
from tests.fakes.clock import FakeClock
from tests.fakes.learned import MemoryLearned, MemoryLessonsHub, MemoryPaused
from tests.fakes.requests import new_id
from tests.fakes.residents import Known, MemoryResidents
from tests.fakes.screens import FakeNavigator, FakeSpeech
from tests.fakes.tasks import InlineTasks

LESSONS = load_lessons()
CARD = make(Random(7))
t = Translator()


class Room:
    def __init__(self, read: Callable[[], Lessons] = lambda: LESSONS) -> None:
        self.clock, self.speech, self.navigator = FakeClock(), FakeSpeech(), FakeNavigator()
        self.session = Session(self.clock, Preferences(), idle=180, warning=30)
        self.session.activity()
        self.places = MemoryPaused()
        self._read = read
        self.shelf = self.new_shelf()
        tasks = InlineTasks()
        self.residents = WhoIsHere(MemoryResidents([Known("r", (CARD,))]), tasks, self.session)
        self.kept, self.hub = MemoryLearned(), MemoryLessonsHub({"r"})
        self.learning = Learning(self.session, self.residents, self.kept, self.hub, tasks, self.clock, new_id)
        self.given: list[None] = []
        self.practised: list[tuple[str, str]] = []
        self.shown: list[State] = []

    def new_shelf(self) -> LessonShelf:
        """As after a start."""
        return LessonShelf(self._read, InlineTasks(), self.clock, self.places)

    def screen(self, **args: Any) -> Presenter:
        made = Presenter(
            self.shown.append, speech=self.speech, navigator=self.navigator, session=self.session, clock=self.clock,
            shelf=self.shelf, progress=self.learning, give=lambda: self.given.append(None),
            practise=lambda lesson, service: self.practised.append((lesson, service)), prints=True, **args,
        )  # fmt: skip
        made.open()
        return made

    def begun(self, lesson: str = "call") -> Presenter:
        made = self.screen(lesson=lesson)
        made.pressed("begin")
        return made

    def now(self) -> State:
        return self.shown[-1]

    def handset(self) -> Handset:
        found = self.now().handset
        assert found is not None
        return found

    def choices(self) -> dict[str, str]:
        return {t(one.words): one.id for one in self.now().choices}

    def key_ids(self) -> set[str]:
        return {key.id for key in self.now().keys}


@pytest.fixture
def room() -> Room:
    return Room()


def said(room: Room) -> str:
    """What stands on the first key."""
    first = room.now().choices[0]
    return " ".join(t(words) for words in (first.words, first.detail) if words is not None)


def do_step(made: Presenter, room: Room) -> None:
    """What the lesson asks for, tap by tap."""
    if "on" in room.key_ids():
        made.pressed("on")
        return
    number = room.now().number
    for _ in range(40):
        if room.now().layout is not Layout.STEP or room.now().number != number or room.now().handset is None:
            return
        made.touched(room.handset().first)
    raise AssertionError("the step never ends")


def to_quiz(made: Presenter, room: Room) -> None:
    for _ in range(60):
        if room.now().layout is Layout.QUESTION:
            return
        if room.now().layout is Layout.STEP:
            do_step(made, room)
        else:
            made.pressed("on")
    raise AssertionError("no questions come")


def answer_all(made: Presenter, room: Room, lesson: str = "call") -> None:
    for question in LESSONS.lessons[lesson].quiz:
        made.chosen(str(next(n for n, choice in enumerate(question.choices) if choice.right)))
        made.pressed("on")


def test_u22_the_next_lesson_is_one_tap_from_the_course(room: Room) -> None:
    made = room.screen()
    first = room.now().choices[0]
    assert (first.id, first.main, t(first.words)) == ("go-on", True, LESSONS.lessons[next(iter(LESSONS.lessons))].title)
    made.chosen("go-on")
    assert "begin" in room.key_ids()


def test_a_whole_lesson_from_level_to_card(room: Room) -> None:
    made = room.screen()
    made.chosen("touch")
    made.chosen("call")
    made.pressed("begin")
    assert "第 5 课：打电话" in t(room.now().title)
    to_quiz(made, room)
    assert "学完了" in room.speech.heard()
    answer_all(made, room)
    assert room.now().layout is Layout.TICKS
    made.ticked(0)
    assert room.now().ticks[0].on
    made.pressed("on")
    assert room.now().layout is Layout.ROWS
    made.pressed("print")
    _, name, args = room.navigator.went[-1]
    assert name == "slip"
    assert isinstance(args["slip"], Slip)
    assert "绿色" not in args["slip"].qr
    assert args["slip"].qr.startswith("打电话\n点画着听筒")
    assert room.learning.done() == {"call"}


def test_the_hint_comes_to_who_hesitates_and_the_ring_with_it(room: Room) -> None:
    made = room.begun()
    made.pressed("on")
    room.speech.heard()
    assert room.handset().ring == ""
    room.clock.advance(HESITATES - 1)
    assert room.speech.heard() == ""
    room.clock.advance(1)
    assert "画着听筒" in room.speech.heard()
    assert room.handset().ring == "phone"
    room.clock.advance(60)
    assert room.speech.heard() == ""  # once is enough


def test_a_wrong_tap_is_explained_and_changes_nothing(room: Room) -> None:
    made = room.begun()
    made.pressed("on")
    before = room.handset()
    room.speech.heard()
    made.touched("message")
    said = room.speech.heard()
    assert "信封是短信" in said
    assert "不要紧" in said
    assert room.now().number == 2
    assert room.handset().phone == before.phone
    made.touched("camera")
    assert room.handset().ring == "phone"  # twice: shown where
    made.touched("wechat")
    assert "on" in room.key_ids()  # three times: nobody is kept
    made.pressed("on")
    assert room.now().number == 3


def test_what_the_lesson_itself_says_of_a_wrong_tap_comes_first(room: Room) -> None:
    made = room.begun("stranger-call")
    for _ in range(3):
        do_step(made, room)
    made.touched("transfer")
    assert "钱转出去很难回来" in room.speech.heard()


def test_show_me_plays_the_step_and_gives_it_back(room: Room) -> None:
    made = room.begun()
    made.pressed("on")
    do_step(made, room)
    do_step(made, room)
    assert t(room.now().lead).startswith("请按数字")
    made.pressed("show")
    assert room.handset().watching
    made.touched("green")  # a tap stops it, and counts for nothing
    assert not room.handset().watching
    made.pressed("show")
    typed = []
    for _ in range(30):
        room.clock.advance(0.5)
        typed.append(room.handset().phone.typed.get("number", ""))
    assert "02" in typed
    assert not room.handset().watching
    assert "现在您来试一试" in room.speech.heard()
    assert room.handset().phone.typed.get("number", "") == ""
    assert room.handset().ring == "number=0"


def test_somebody_waits_one_key_keeps_the_place_and_gives_the_kiosk_away(room: Room) -> None:
    made = room.begun()
    made.pressed("on")
    do_step(made, room)
    made.pressed("give")
    assert len(room.given) == 1
    made.close()
    room.session.end()  # the next person's session
    room.session.activity()
    other = room.screen()
    assert t(room.now().choices[0].detail or room.now().title) == "刚才停下的，接着学"
    other.chosen("go-on")
    assert (room.now().number, t(room.now().title)) == (3, "第 5 课：打电话")
    other.close()
    assert room.shelf.paused() is None


def test_a_paused_lesson_is_nobody_s_after_the_class(room: Room) -> None:
    room.shelf.pause(Place("call", Stage.STEP, 0, 2))
    room.clock.advance(PAUSED_SECONDS + 1)
    assert room.shelf.paused() is None
    for name in ("a", "b", "c", "d"):
        room.shelf.pause(Place(name))
    assert room.shelf.paused() == Place("d")
    room.shelf.resumed("d")
    assert room.shelf.paused() == Place("c")


def test_a_paused_lesson_outlives_a_restart_of_the_program_and_not_of_the_machine(room: Room) -> None:
    room.shelf.pause(place := Place("call", Stage.STEP, 0, 2))
    again = room.new_shelf()
    again.start()
    assert again.paused() == place
    room.clock.reboot()
    last = room.new_shelf()
    last.start()
    assert last.paused() is None
    assert room.places.places == ()


def test_a_paused_lesson_that_is_found_late_is_offered_on_the_open_page(room: Room) -> None:
    """Right after a restart the page may be there before the database is."""
    room.shelf.pause(Place("call", Stage.STEP, 0, 2))
    room.shelf = room.new_shelf()
    made = room.screen()
    assert "go-on" in room.choices().values()  # the course's first lesson
    assert "刚才停下的" not in said(room)
    room.shelf.start()
    assert "刚才停下的" in said(room)
    made.close()
    shown = len(room.shown)
    room.shelf.start()
    assert len(room.shown) == shown, "a page that is left hears nothing more"


def test_a_place_that_cannot_be_kept_is_kept_while_the_kiosk_runs(room: Room) -> None:
    room.places.trouble = StoreError("full")
    room.shelf.start()
    room.shelf.pause(Place("call"))
    assert room.shelf.paused() == Place("call")
    room.places.trouble = None
    room.shelf.pause(Place("volume"))
    assert [one.place.lesson for one in room.places.places] == ["volume", "call"]


def test_a_rest_keeps_the_step(room: Room) -> None:
    made = room.begun()
    made.pressed("on")
    made.pressed("pause")
    assert room.key_ids() == {"resume", "give", "leave"}
    room.clock.advance(HESITATES * 2)
    made.pressed("resume")
    assert room.now().number == 2


def test_the_session_keeps_the_place_over_a_visit_elsewhere_and_its_end_takes_it(room: Room) -> None:
    made = room.begun()
    made.pressed("on")
    made.close()
    assert room.screen().state.number == 2
    room.session.end()
    room.session.activity()
    assert room.screen().state.page == "start"
    assert room.learning.done() == frozenset()


def test_a_wrong_answer_may_be_tried_again(room: Room) -> None:
    made = room.begun()
    to_quiz(made, room)
    room.speech.heard()
    made.chosen("0")
    assert "再想一想" in room.speech.heard()
    assert room.now().layout is Layout.QUESTION
    made.chosen("1")
    assert room.now().page == "right"


def test_back_goes_step_by_step_then_to_the_lesson_then_to_the_course(room: Room) -> None:
    made = room.begun()
    made.pressed("on")
    assert made.back()
    assert room.now().number == 1
    assert made.back()
    assert room.now().page == "intro"
    assert made.back()
    assert room.now().page == "start"
    assert not made.back()


def test_lessons_that_cannot_be_read_lead_to_a_person_and_can_be_tried_again() -> None:
    broken = [True]

    def read() -> Lessons:
        if broken[0]:
            raise LessonError("no lessons")
        return LESSONS

    room = Room(read)
    made = room.screen()
    assert room.now().page == "missing"
    made.pressed("help")
    assert room.navigator.went[-1][1:] == ("volunteer", {"screen": "lessons", "about": "lessons"})
    broken[0] = False
    made.pressed("again")
    assert room.now().page == "start"


def test_a_lesson_that_is_not_there_is_the_course(room: Room) -> None:
    room.screen(lesson="no-such-lesson")
    assert room.now().page == "start"


def test_keys_that_are_not_shown_do_nothing(room: Room) -> None:
    made = room.screen()
    for key in ("begin", "on", "show", "print", "real", "practise", "nonsense"):
        made.pressed(key)
    made.touched("phone")
    made.chosen("nonsense")
    made.ticked(3)
    assert (room.now().page, room.navigator.went) == ("start", [])


def test_with_a_card_what_was_done_is_there_and_what_is_due_comes_first(room: Room) -> None:
    for lesson in ("call", "stranger-call"):
        room.hub.facts += (Fact(new_id(), "r", lesson, Learnt.DONE, room.clock.now() - timedelta(days=1.5)),)
    made = room.screen()
    room.residents.card(CARD, lambda _who: None, _never)
    assert t(room.now().choices[0].detail or room.now().title) == "学过的，再练一练"
    made.chosen("go-on")
    assert room.now().layout is Layout.QUESTION
    lesson = room.learning.due()[0]
    answer_all(made, room, lesson)
    assert room.now().page == "done"  # a review is the questions alone
    assert lesson not in room.learning.due()
    assert room.hub.facts[-1].what is Learnt.REVIEW


def test_the_stamp_book_and_a_certificate_to_print(room: Room) -> None:
    room.hub.facts = (Fact(new_id(), "r", "call", Learnt.DONE, room.clock.now()),)
    room.residents.card(CARD, lambda _who: None, _never)
    made = room.screen()
    made.chosen("stamps")
    done = [picture for level in room.now().stamps for picture, done in level.stamps if done]
    assert done == ["phone"]
    made.pressed("certificate")
    _, name, args = room.navigator.went[-1]
    assert name == "slip"
    words = " ".join(t(line.words) for line in args["slip"].lines)
    assert "学习证书" in words
    assert "学了 1 课" in words


def test_without_a_card_the_stamp_book_asks_for_one(room: Room) -> None:
    made = room.screen()
    made.chosen("stamps")
    assert room.key_ids() == {"card"}
    made.pressed("card")
    assert room.navigator.went[-1][1] == "who"


def _never(error: Exception) -> None:
    raise error
