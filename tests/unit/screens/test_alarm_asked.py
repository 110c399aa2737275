"""What the desk asks and does while help is called: shown, spoken, true, and never in the way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.question import Question
from kiosk.screens.alarm.state import Page
from tests.unit.screens.test_alarm import Table, table

__all__ = ["table"]
QUESTION = Question("q1", "您能站起来吗？", ("能", "不能", "不敢试"), "王阿姨")


def test_the_desks_question_takes_the_page_is_spoken_and_answered_by_one_tap(table: Table) -> None:
    table.turns(phase="answered", by="王阿姨")
    heard = table.turns(question=QUESTION)
    assert "王阿姨问您 您能站起来吗？ 能 不能 不敢试" in heard
    assert table.now().page is Page.ASKED
    assert table.now().shows_ambulance
    for words in ("王阿姨接了", "120", "您能站起来吗？", "不敢试"):
        assert words in table.all_words(), words
    table.presenter.answered("asked_1")
    assert table.lane.asked == ["q1=不能"]
    assert table.now().page is Page.MOMENT
    assert "正在告诉值班台：不能" in table.all_words()
    table.speech.heard()
    assert table.turns(question=replace(QUESTION, answer="不能", told=True)) == "", "only shown"
    assert "值班台知道了：不能" in table.all_words()
    table.presenter.answered("asked_0")
    assert table.lane.asked == ["q1=不能"], "once"


def test_the_desks_question_may_be_left_alone_and_found_again(table: Table) -> None:
    table.turns(phase="reached")
    table.presenter.pressed("where")
    table.turns(question=QUESTION)
    assert table.presenter.back()
    assert table.now().page is Page.WHERE, "what it came over"
    table.presenter.pressed("skip")
    assert table.now().keys[0][0] == "asked"
    table.turns(written=True)
    assert table.now().page is Page.MOMENT, "the same question does not come back by itself"
    table.presenter.close()
    table.build()
    assert table.now().page is Page.MOMENT, "nor with a new screen"
    table.presenter.pressed("asked")
    assert table.now().page is Page.ASKED
    assert table.lane.asked == []
    table.presenter.pressed("skip")
    table.turns(question=replace(QUESTION, id="q2", text="冷吗？"))
    assert table.now().page is Page.ASKED


def test_a_question_that_came_while_the_screen_was_away_is_there_when_it_is_back(table: Table) -> None:
    table.turns(phase="reached")
    table.presenter.close()
    table.lane.turn(question=QUESTION)
    table.build()
    assert table.now().page is Page.ASKED
    assert "您能站起来吗？" in table.speech.heard()


def test_u_the_desks_question_is_silent_for_somebody_afraid(table: Table) -> None:
    table.turns(phase="answered", by="王阿姨", answers=(("where", "afraid"),))
    assert table.turns(question=QUESTION) == ""
    assert table.now().page is Page.ASKED
    table.presenter.answered("asked_0")
    assert table.speech.heard() == ""
    assert table.lane.asked == ["q1=能"]


def test_a_question_never_outlives_the_alarm_nor_what_is_true_of_it(table: Table) -> None:
    table.turns(phase="reached", question=QUESTION)
    assert "王阿姨接了" in table.turns(phase="answered", by="王阿姨")
    assert table.now().page is Page.ASKED
    assert "没事了" in table.turns(phase="over")
    assert table.now().page is Page.MOMENT
    assert table.now().keys == (("home", table.now().keys[0][1]),)


COMES = ("来了", "马上来", "在路上", "会来", "就来")


@pytest.mark.parametrize(
    ("turn", "words"),
    [
        ("group", "正在叫下一组值班的人"),
        ("everyone", "正在叫所有的值班台"),
        ("phones", "请值班台打电话找人了"),
        ("phoning", "正在打电话找人"),
        ("outside", "值班的人没接，还在叫"),
        ("stopped", "演练到这里"),
    ],
)
def test_r4_what_the_hub_does_is_said_and_nobody_is_promised(table: Table, turn: str, words: str) -> None:
    table.turns(phase="reached")
    heard = table.turns(phase="unanswered", turn=turn)
    assert "还没有人接" in heard
    assert words in heard
    assert "打 120" in heard
    assert "021-00000000" in table.all_words(), "whom to ring"
    assert not [claim for claim in COMES if claim in heard + table.all_words()]
    table.turns(phase="answered", by="王阿姨")
    assert words not in table.all_words(), "somebody has it now"


def test_while_a_telephone_talks_the_screen_says_so_and_speaks_again_after(table: Table) -> None:
    table.turns(phase="answered")
    table.turns(on_phone=True)
    assert "电话通着" in table.all_words()
    assert "有人接了" in table.turns(on_phone=False)
    assert "电话通着" not in table.all_words()
