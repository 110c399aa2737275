"""The alarm's screen: the truth of each moment, and a way to stop that no panic tap finds."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kiosk.content.first_aid.card import AidCard, Review, Source, Step
from kiosk.domain.preferences import Preferences
from kiosk.screens.alarm.aid import Plan
from kiosk.screens.alarm.presenter import Presenter
from kiosk.screens.alarm.state import CALL_120, Page, Phase, Phone, State
from kiosk.services.session import Adjust, Session, SessionPhase
from kiosk.text import verbatim
from tests.fakes.clock import FakeClock
from tests.fakes.screens import ZH, FakeLane, FakeNavigator, FakeSpeech

CHECKED = Review("某医师", date(2026, 10, 1))


class Table:
    def __init__(self, **more: Any) -> None:
        self.more = more
        self.shown: list[State] = []
        self.speech, self.navigator, self.lane = FakeSpeech(), FakeNavigator(), FakeLane()
        self.clock = FakeClock()
        self.session = Session(self.clock, Preferences())
        self.session.activity()
        self.build()

    def build(self) -> None:
        self.presenter = Presenter(
            self.shown.append,
            speech=self.speech,
            navigator=self.navigator,
            session=self.session,
            lane=self.lane,
            phones=(Phone("值班", "021-00000000"),),
            countdown=5,
            **self.more,
        )
        self.presenter.open()

    def phase(self) -> SessionPhase:
        return self.session.phase

    def now(self) -> State:
        return self.shown[-1]

    def turns(self, **changes: Any) -> str:
        self.speech.heard()
        self.lane.turn(**changes)
        return self.speech.heard()

    def all_words(self) -> str:
        return " ".join(ZH(m) for m in self.now().aloud)


@pytest.fixture
def table() -> Table:
    return Table()


def test_the_countdown_names_120_from_the_first_second(table: Table) -> None:
    heard = table.speech.heard()
    assert "5 秒后叫值班的人" in heard
    assert "120" in heard
    assert table.now().shows_ambulance


def test_seconds_are_shown_and_not_said(table: Table) -> None:
    assert table.turns(seconds_left=3, cancel_ready=True) == ""
    assert table.now().left == 3
    assert table.now().total == 5


def test_u16_cancel_is_deaf_in_its_first_second(table: Table) -> None:
    table.presenter.pressed("cancel")
    assert table.lane.asked == []
    table.turns(seconds_left=4, cancel_ready=True)
    table.presenter.pressed("cancel")
    assert table.lane.asked == ["cancel"]
    assert "取消了，没有叫人" in table.turns(phase="cancelled")
    table.presenter.pressed("home")
    assert table.navigator.went == [("home", "", {})]


def test_u16_cancelled_is_said_once_no_restart_can_call_after_all(table: Table) -> None:
    """The countdown has stopped at once, and so it says; until the journal has it, no more than that."""
    assert table.turns(phase="cancelled", kept=False) == ""
    assert "停下了，没有叫人" in table.all_words()
    assert "取消了" not in table.all_words()
    heard = table.turns(stalled=True)
    assert "万一它断电重开，会再去叫人" in heard
    assert "取消了" not in heard
    assert "取消了，没有叫人" in table.turns(kept=True, stalled=False)
    assert "断电" not in table.all_words()


def test_u16_call_now_sends_at_once(table: Table) -> None:
    table.presenter.pressed("now")
    assert table.lane.asked == ["send_now"]


def test_each_moment_is_told_as_it_is_and_never_earlier(table: Table) -> None:
    heard = table.turns(phase="calling", seconds_left=0)
    assert "正在呼叫" in heard
    assert "已记下" not in table.all_words()
    assert "已记下" in table.turns(written=True)
    assert "值班台" not in table.all_words()
    assert "已送到值班台" in table.turns(phase="reached")
    assert "王阿姨" not in table.all_words()
    assert "王阿姨接了" in table.turns(phase="answered", by="王阿姨")
    assert "在路上" not in table.all_words()
    assert "王阿姨在路上了" in table.turns(phase="coming")
    assert "值班的人说：我来了" in table.turns(words="我来了")
    assert "没事了" in table.turns(phase="over")


def test_nobody_answers_says_so_and_whom_to_ring(table: Table) -> None:
    heard = table.turns(phase="unanswered")
    assert "还没有人接" in heard
    assert "请告诉旁边的人，打 120" in heard
    assert "我还在接着叫" in heard
    assert table.now().shows_phones
    assert "021-00000000" in table.all_words()
    assert "值班" in table.all_words()


def test_r4_no_desk_listens_is_said_and_the_numbers_stand_there_at_once(table: Table) -> None:
    assert "值班台现在没有人" in table.turns(phase="calling", listening=0)
    assert table.now().shows_phones


def test_r5_a_call_found_after_a_restart_says_that_it_goes_on(table: Table) -> None:
    assert "刚才没叫完" in table.turns(phase="calling", late=True)


@pytest.mark.parametrize("phase", ["countdown", "calling", "reached", "unanswered"])
def test_back_and_home_do_not_cancel_and_say_how_to(table: Table, phase: str) -> None:
    table.turns(phase=phase)
    assert table.presenter.back()
    assert table.presenter.home()
    assert "还在叫人" in table.speech.heard()
    assert table.lane.asked == []
    table.turns(phase="answered", by="王阿姨")
    assert not table.presenter.back()
    assert not table.presenter.home()


def test_a_wrong_press_is_confirmed_before_help_is_sent_home(table: Table) -> None:
    table.turns(phase="reached")
    table.presenter.pressed("wrong")
    assert "真的没事吗？" in table.speech.heard()
    assert table.lane.asked == []
    table.presenter.pressed("go_on")
    assert not table.now().asking
    table.presenter.pressed("wrong")
    assert table.turns(phase="unanswered") == ""
    assert table.now().asking
    table.presenter.pressed("wrong_yes")
    assert table.lane.asked == ["wrong_press"]
    table.presenter.pressed("wrong_yes")
    assert table.lane.asked == ["wrong_press"]


@pytest.mark.parametrize("phase", ["calling", "reached", "unanswered"])
def test_who_pressed_it_by_mistake_may_leave_although_nobody_has_closed_it(table: Table, phase: str) -> None:
    """A kiosk that belongs to no hub, or whose hub is dead, would show nothing else for ever."""
    table.turns(phase=phase)
    table.presenter.pressed("wrong")
    table.presenter.pressed("wrong_yes")
    assert not table.presenter.back()
    assert not table.presenter.home()
    assert not table.session._holds


def test_an_alarm_keeps_the_session_and_is_put_away_at_its_end(table: Table) -> None:
    table.turns(phase="calling")
    table.clock.advance(3600)
    assert table.phase() is SessionPhase.ACTIVE
    table.turns(phase="over")
    table.presenter.close()
    assert table.lane.asked == ["close_card"]
    drawn = len(table.shown)
    table.lane.turn(phase="idle")
    assert len(table.shown) == drawn


def test_leaving_an_answered_alarm_leaves_it_alone(table: Table) -> None:
    table.turns(phase="answered", by="王阿姨")
    table.presenter.close()
    assert table.lane.asked == []


def test_an_idle_lane_shows_nobody_was_called() -> None:
    table = Table()
    table.lane.turn(phase="idle")
    assert table.now().phase is Phase.COUNTDOWN


# --- what is wrong: one question at a time, which may be left alone ---


def sent(table: Table) -> None:
    table.turns(phase="reached", seconds_left=0)


def test_the_question_is_asked_aloud_while_nobody_has_answered_and_only_until_it_is(table: Table) -> None:
    assert "哪里不舒服" in table.turns(phase="reached", seconds_left=0)
    table.presenter.pressed("where")
    table.presenter.answered("fall")
    table.presenter.answered("no")
    table.speech.heard()
    assert "哪里不舒服" not in table.turns(phase="unanswered")
    assert "哪里不舒服" not in table.turns(phase="reached")


def test_answers_travel_as_they_come(table: Table) -> None:
    sent(table)
    table.presenter.pressed("where")
    assert table.now().page is Page.WHERE
    table.presenter.answered("fall")
    assert table.lane.asked == ["where=fall"]
    assert table.now().page is Page.TALK
    table.presenter.answered("yes")
    assert table.lane.asked == ["where=fall", "talk=yes"]
    assert [key for key, _ in table.now().keys] == ["wrong"]


@pytest.mark.parametrize("sign", sorted(CALL_120))
def test_120_comes_before_all_else_for_signs_of_danger(table: Table, sign: str) -> None:
    """Said first, and the desk is called beside it, never instead."""
    sent(table)
    table.presenter.pressed("where")
    table.speech.heard()
    table.presenter.answered(sign)
    assert table.now().page is Page.URGENT
    assert table.speech.heard().startswith("请马上打 120")
    assert table.now().shows_ambulance


def test_a_question_may_be_left_alone_and_never_hides_the_truth(table: Table) -> None:
    sent(table)
    table.presenter.pressed("where")
    assert "王阿姨接了" in table.turns(phase="answered", by="王阿姨")
    assert table.now().page is Page.WHERE
    assert table.presenter.back()
    assert table.now().page is Page.MOMENT
    assert table.lane.asked == []


def test_who_is_afraid_hears_nothing_until_wanted(table: Table) -> None:
    sent(table)
    table.presenter.pressed("where")
    table.presenter.answered("afraid")
    assert table.now().quiet
    assert table.turns(phase="answered", by="王阿姨") == ""
    table.speech.aside(verbatim("再点一下"))  # somebody else's words, such as a held key's
    assert table.speech.heard() == ""
    mutes = [table.speech.muted]
    table.presenter.close()
    mutes.append(table.speech.muted)
    table.build()
    mutes.append(table.speech.muted)
    assert mutes == [True, False, True]  # the next screen may speak; this one built anew gives nobody away
    table.presenter.pressed("sound")
    assert "王阿姨接了" in table.speech.heard()
    assert not table.now().quiet


def test_u17_what_was_answered_is_not_asked_again_when_the_screen_is_built_anew(table: Table) -> None:
    sent(table)
    table.lane.answer("where", "fall")
    again = Table()
    again.turns(phase="reached", answers=(("where", "fall"),))
    assert [key for key, _ in again.now().keys] == ["talk", "wrong"]
    assert [key for key, _ in table.now().keys] == ["talk", "wrong"]


def test_an_answer_that_is_not_on_the_page_is_none(table: Table) -> None:
    sent(table)
    table.presenter.answered("fall")
    table.presenter.pressed("where")
    table.presenter.answered("yes")
    assert table.lane.asked == []


def test_the_next_alarm_begins_without_a_question(table: Table) -> None:
    sent(table)
    table.presenter.pressed("where")
    table.turns(phase="countdown", seconds_left=5, answers=())
    assert table.now().page is Page.MOMENT


# --- first aid: only what a clinician vouches for, step by step, while waiting ---


def a_card(id_: str, signs: tuple[str, ...], steps: int = 2, review: Review | None = CHECKED) -> AidCard:
    source = Source("样板文件", "", date(2024, 5, 28))
    made = tuple(Step({"zh_CN": f"做第{n}件。", "en": f"Do {n}."}, source, "", n == 1, n) for n in range(1, steps + 1))
    return AidCard(id_, "fall", {"zh_CN": f"卡{id_}", "en": id_}, signs, made, review, f"{id_}.yaml")


def aided(*cards: AidCard, plan: Plan | None = None) -> Table:
    table = Table(first_aid=lambda: cards, plan=plan)
    sent(table)
    return table


def keys(table: Table) -> list[str]:
    return [key for key, _ in table.now().keys]


def test_without_a_card_nothing_is_offered(table: Table) -> None:
    sent(table)
    assert keys(table) == ["where", "wrong"]


def test_a_draft_is_not_shown_whoever_hands_it_over() -> None:
    table = aided(a_card("draft", ("fall",), review=None))
    assert keys(table) == ["where", "wrong"]
    table.presenter.pressed("aid")
    assert table.now().page is Page.MOMENT


def test_a_card_that_fits_the_answer_begins_by_itself_and_is_said_step_by_step() -> None:
    table = aided(a_card("fall", ("fall",)), a_card("bleeding", ("bleeding",)))
    table.presenter.pressed("where")
    table.presenter.answered("fall")
    table.presenter.answered("no")
    assert table.now().page is Page.AID
    assert "做第1件" in table.speech.heard()
    assert "某医师看过，2026 年 10 月" in table.all_words()
    assert "第 1 步，共 2 步" in table.all_words()
    table.presenter.pressed("next")
    assert table.speech.heard() == "做第2件。"
    assert keys(table) == ["skip", "before"]
    table.presenter.pressed("before")
    assert "做第1件" in table.speech.heard()
    assert table.lane.asked == ["where=fall", "talk=no"]  # what is read travels nowhere
    assert table.presenter.back()
    assert table.now().page is Page.MOMENT
    assert keys(table) == ["aid", "wrong"]


def test_where_several_cards_fit_one_chooses_by_its_picture() -> None:
    table = aided(a_card("choking", ("breath",)), a_card("no-breath", ("breath",)), a_card("fall", ("fall",)))
    table.presenter.pressed("aid")
    assert [code for code, _ in table.now().choices] == ["choking", "no-breath", "fall"]
    table.presenter.pressed("skip")
    table.presenter.pressed("where")
    table.presenter.answered("breath")
    assert table.now().page is Page.URGENT  # 120 before all else
    table.presenter.pressed("skip")
    table.presenter.pressed("aid")
    assert [code for code, _ in table.now().choices] == ["choking", "no-breath"]
    table.presenter.answered("no-breath")
    assert table.now().page is Page.AID
    assert "where=no-breath" not in table.lane.asked


def test_the_truth_of_the_moment_is_said_and_stands_beside_a_card() -> None:
    table = aided(a_card("fall", ("fall",)))
    table.presenter.pressed("aid")
    assert "王阿姨在路上了" in table.turns(phase="coming", by="王阿姨")
    assert table.now().page is Page.AID
    assert "王阿姨在路上了" in table.all_words()
    table.turns(phase="over")
    assert table.now().page is Page.MOMENT


def test_the_floor_plan_is_shown_with_its_step_alone_and_said_in_words() -> None:
    table = aided(a_card("aed", ()), plan=Plan("plan.svg", (0.1, 0.2), (0.3, 0.4), "门口"))
    table.presenter.pressed("aid")
    assert "除颤器在门口" in table.speech.heard()
    table.presenter.pressed("next")
    assert table.now().plan_words == ()


def test_a_card_whose_review_has_run_out_meanwhile_is_put_away() -> None:
    cards = [a_card("fall", ("fall",))]
    table = Table(first_aid=lambda: tuple(cards))
    sent(table)
    table.presenter.pressed("aid")
    assert table.now().page is Page.AID
    cards.clear()
    table.turns(phase="unanswered")
    assert table.now().page is Page.MOMENT
    assert "aid" not in keys(table)


def test_a_card_follows_the_language_and_survives_a_screen_that_is_built_anew() -> None:
    table = aided(a_card("fall", ("fall",)))
    table.presenter.pressed("aid")
    table.presenter.pressed("next")
    table.session.adjust(Adjust.LANGUAGE)
    assert "Do 2." in table.all_words()
    table.build()
    assert table.now().page is Page.AID
    assert table.now().step == 1


def test_who_is_afraid_is_read_nothing() -> None:
    table = aided(a_card("fall", ("fall",)))
    table.presenter.pressed("where")
    table.presenter.answered("afraid")
    assert keys(table) == ["sound", "wrong"]
    assert table.speech.heard().count("做第") == 0
