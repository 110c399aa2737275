"""An official text, article by article: nothing of it is left out, and where there is none it says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.content.policy.pieces import GLANCE, pieces
from kiosk.domain.details import Consultation
from kiosk.domain.preferences import Preferences
from kiosk.errors import StoreFull
from kiosk.screens.reader.presenter import Presenter
from kiosk.screens.reader.state import State
from kiosk.services.session import Session
from tests.fakes.advice import GivenAdvice, leaf
from tests.fakes.clock import FakeClock
from tests.fakes.requests import recorded
from tests.fakes.screens import ZH, FakeNavigator, FakeSpeech

LONG = "老人满七十周岁，户口在本市，住满一年的，每月可以领取茶点补贴；住在别处的，由街道上门办理。"


class Room:
    def __init__(self) -> None:
        self.shown: list[State] = []
        self.speech, self.navigator, self.advice = FakeSpeech(), FakeNavigator(), GivenAdvice()
        self.session = Session(FakeClock(), Preferences())
        self.asked: list[Consultation] = []
        self.error: Exception | None = None
        self.advice.leaves = {
            ("tea", "第三条"): leaf("第三条", after="第四条"),
            ("tea", "第四条"): leaf("第四条", text=LONG, before="第三条", after="第五条"),
            ("law", "第九条"): leaf("第九条", doc="law", before="第八条"),
        }

    def open(self, **args: Any) -> Presenter:
        made = Presenter(
            self.shown.append,
            speech=self.speech,
            navigator=self.navigator,
            session=self.session,
            requests=self,
            advisor=self.advice,
            **{"doc": "tea", "article": "第四条", **args},
        )
        made.open()
        return made

    def consult(self, question: Consultation, *, on_done: Callable[..., None], on_error: Callable[..., None]) -> None:
        self.asked.append(question)
        if self.error:
            on_error(self.error)
        else:
            on_done(recorded(question, number=21))

    @property
    def state(self) -> State:
        return self.shown[-1]


@pytest.fixture
def room() -> Room:
    return Room()


def test_an_article_says_where_it_stands_and_is_read_when_asked_for(room: Room) -> None:
    screen = room.open()
    assert ZH(room.state.big) == "第四条"
    assert [ZH(line) for line in room.state.lines] == ["《样板市茶点补贴办法》第二章 谁有", "2020 年 3 月 1 日起"]
    assert LONG not in room.speech.heard()
    screen.pressed("read")
    assert room.speech.heard().replace(" ", "") == LONG


def test_before_and_after_turn_to_the_neighbours_and_stop_at_the_ends(room: Room) -> None:
    screen = room.open()
    screen.pressed("before")
    assert ZH(room.state.big) == "第三条"
    assert "before" not in {key.id for key in room.state.keys}
    screen.pressed("before")
    assert ZH(room.state.big) == "第三条"
    screen.pressed("after")
    assert ZH(room.state.big) == "第四条"


def test_further_places_of_a_card_are_gone_through(room: Room) -> None:
    screen = room.open(places=(("tea", "第四条"), ("law", "第九条")))
    screen.pressed("more")
    assert ZH(room.state.big) == "第九条"
    screen.pressed("before")  # there is no such article in the library
    assert "没有这份原文" in ZH(room.state.big)


def test_a_text_that_is_not_here_leaves_a_person(room: Room) -> None:
    screen = room.open(article="第九十九条")
    assert "没有这份原文" in ZH(room.state.big)
    screen.pressed("person")
    assert room.navigator.went[-1][1] == "request"


def test_a_person_is_told_which_article(room: Room) -> None:
    screen = room.open()
    screen.pressed("person")
    assert room.asked[0].found == ("样板市茶点补贴办法 第四条",)


def test_a_full_disk_leads_to_somebody_who_helps(room: Room) -> None:
    screen = room.open()
    room.error = StoreFull()
    screen.pressed("person")
    assert room.navigator.went[-1][1] == "volunteer"


def test_after_a_look_elsewhere_the_same_article_is_open(room: Room) -> None:
    screen = room.open()
    screen.pressed("before")
    screen.close()
    room.open()
    assert ZH(room.state.big) == "第三条"


@given(st.text(alphabet="老人茶点，。；、：（）一二\n", max_size=400))
def test_nothing_is_left_out_and_nothing_is_longer_than_a_glance(text: str) -> None:
    found = list(pieces(text))
    assert all(0 < len(piece) <= GLANCE for piece in found)
    assert "".join(found) == text.replace("\n", "")


def test_a_sentence_without_a_comma_is_cut_and_whole() -> None:
    assert "".join(pieces("老" * 100)) == "老" * 100
