"""A second hub beside the first (R4): the same call by the same id, and the kiosk follows whichever hub answered."""

from __future__ import annotations

import threading

import pytest

from kiosk.domain.presence import Presence
from kiosk.domain.question import Question
from kiosk.domain.request import Status, What
from kiosk.errors import HubRefused
from kiosk.ports.journal import Stage
from kiosk.services.alarm import AlarmLane, AlarmPhase
from kiosk.services.alarm.other_hubs import OtherHub, OtherHubs
from tests.fakes.hub import FakeHub, HubBook
from tests.fakes.requests import new_id
from tests.unit.services.test_alarm_lane import Bench, bench
from tests.waiting import until

__all__ = ["bench"]


def start(bench: Bench, second: HubBook) -> AlarmLane:
    hub = OtherHub("second-hub", lambda: FakeHub(second, "kiosk-2"))
    return bench.start(hubs=OtherHubs([hub], new_id))


def steps(book: HubBook) -> list[tuple[str, str, str]]:
    """What a hub was told of the ways, each event once: path, step, by."""
    tried = [e for e in book.events if e.what == What.PATH_TRIED]
    assert len({e.id for e in tried}) == len(tried)
    return [(e.facts["path"], e.facts["step"], e.facts.get("by", "")) for e in tried]


def answered(book: HubBook) -> set[str]:
    """The questions whose answers a hub has heard."""
    return {e.facts["question"] for e in book.events if e.what == What.ANSWER}


def stage(bench: Bench, request_id: str) -> Stage:
    return next(entry.stage for entry in bench.journal.entries if entry.id == request_id)


def accepted(book: HubBook, request_id: str, name: str = "李叔叔") -> None:
    book.desk(request_id, What.ACCEPTED, Status.ACCEPTED, name)


def test_r4_the_first_hub_is_dead_and_somebody_at_the_second_comes(bench: Bench) -> None:
    second = HubBook()
    bench.book.down = True
    lane = start(bench, second)
    lane.press("home")
    state = bench.sees(lambda s: s.gone_out == ("hub",))
    assert (state.phase, state.reached) == (AlarmPhase.UNANSWERED, False)
    assert list(second.submissions) == [state.request_id], "the same id, so that both are one incident"
    accepted(second, state.request_id)
    second.desk(state.request_id, What.SAID, None, "李叔叔", text="马上到")
    assert bench.sees(lambda s: s.words == "马上到").by == "李叔叔"
    assert lane.state.phase is AlarmPhase.ANSWERED
    second.desk(state.request_id, What.DONE, Status.DONE, "李叔叔")
    bench.phase(AlarmPhase.OVER)


def test_the_first_hub_hears_all_of_it_when_it_is_back(bench: Bench) -> None:
    second = HubBook()
    bench.book.down = True
    lane = start(bench, second)
    lane.press("home")
    state = bench.sees(lambda s: s.gone_out == ("hub",))
    accepted(second, state.request_id)
    bench.phase(AlarmPhase.ANSWERED)
    second.desk(state.request_id, What.DONE, Status.DONE, "李叔叔")
    bench.phase(AlarmPhase.OVER)
    lane.close_card()
    assert bench.phase(AlarmPhase.IDLE).request_id == ""
    bench.book.down = False
    wanted = [("second-hub", "out", ""), ("second-hub", "taken", "李叔叔"), ("second-hub", "closed", "李叔叔")]
    until(lambda: steps(bench.book) == wanted, "told")
    until(lambda: stage(bench, state.request_id) is Stage.OVER, "nothing is left to be done")
    assert lane.press("home") != state.request_id, "the next press is another call"


def test_after_it_was_closed_at_the_second_hub_another_press_is_another_call(bench: Bench) -> None:
    second = HubBook()
    bench.book.down = True
    lane = start(bench, second)
    first = lane.press("home")
    bench.sees(lambda s: s.gone_out == ("hub",))
    second.desk(first, What.DONE, Status.DONE, "李叔叔")
    bench.phase(AlarmPhase.OVER)
    again = lane.press("home")
    assert again != first
    until(lambda: again in second.submissions, "called at the second hub too")
    bench.book.down = False
    until(lambda: {first, again} <= set(bench.book.submissions), "the first hub hears of both")


def test_somebody_at_the_first_hub_comes_and_the_second_reads_so(bench: Bench) -> None:
    second = HubBook()
    bench.book.attend(Presence(0, ("王阿姨",), "17:00"))
    lane = start(bench, second)
    lane.press("home")
    state = bench.sees(lambda s: s.gone_out == ("hub",))
    accepted(bench.book, state.request_id, "王阿姨")
    assert bench.phase(AlarmPhase.ANSWERED).by == "王阿姨"
    until(lambda: ("first-hub", "taken", "王阿姨") in steps(second), "told")
    lane.answer("where", "chest")
    until(lambda: any(e.what == What.ANSWER for e in second.events), "what is answered goes to both")
    bench.book.desk(state.request_id, What.DONE, Status.DONE, "王阿姨")
    bench.phase(AlarmPhase.OVER)
    until(lambda: ("first-hub", "closed", "王阿姨") in steps(second), "told")
    until(lambda: not any(t.name == "alarm-second-hub" for t in threading.enumerate()), "then it is left alone")
    assert steps(second).count(("first-hub", "taken", "王阿姨")) == 1


def ask(book: HubBook, request_id: str, name: str, text: str) -> str:
    question = new_id()
    book.desk(request_id, What.ASKED, None, name, question=question, text=text, answers=["能", "不能"])
    return question


def test_what_the_second_hubs_desk_asks_is_shown_and_its_answer_told_there(bench: Bench) -> None:
    second = HubBook()
    bench.book.down = True
    lane = start(bench, second)
    lane.press("home")
    request_id = bench.sees(lambda s: s.gone_out == ("hub",)).request_id
    accepted(second, request_id)
    ident = ask(second, request_id, "李叔叔", "您能站起来吗？")
    question = bench.sees(lambda s: s.question is not None).question
    assert question == Question(ident, "您能站起来吗？", ("能", "不能"), "李叔叔")
    lane.answer(question.id, "不能", question.text)
    told = bench.sees(lambda s: s.question is not None and s.question.told).question
    assert told is not None
    assert told.answer == "不能"
    (answer,) = [e for e in second.events if e.what == What.ANSWER]
    assert answer.facts == {"question": ident, "answer": "不能", "text": "您能站起来吗？"}
    bench.book.down = False
    until(lambda: ("second-hub", "heard", "") in steps(bench.book), "the first desk reads it too")
    assert ("second-hub", "asked", "李叔叔") in steps(bench.book)


def test_whichever_desk_asked_last_has_the_page_and_then_the_one_that_still_waits(bench: Bench) -> None:
    second = HubBook()
    bench.book.attend(Presence(0, ("王阿姨",), "17:00"))
    lane = start(bench, second)
    lane.press("home")
    request_id = bench.sees(lambda s: s.gone_out == ("hub",)).request_id
    ask(second, request_id, "李叔叔", "您能站起来吗？")
    bench.sees(lambda s: s.question is not None and s.question.by == "李叔叔")
    until(lambda: ("second-hub", "asked", "李叔叔") in steps(bench.book), "the first desk reads it before it asks")
    ident = ask(bench.book, request_id, "王阿姨", "要不要拿水？")
    question = bench.sees(lambda s: s.question is not None and s.question.by == "王阿姨").question
    assert question is not None
    lane.answer(ident, "能", question.text)
    bench.sees(lambda s: s.question is not None and s.question.by == "李叔叔")  # who asked before still waits
    until(lambda: ident in answered(bench.book) & answered(second), "what is answered goes to both")
    assert ("second-hub", "heard", "") not in steps(bench.book)


def test_two_desks_that_ask_in_one_moment_are_both_answered(bench: Bench) -> None:
    """Whichever is shown first, the other is not lost behind its answer."""
    second = HubBook()
    bench.book.attend(Presence(0, ("王阿姨",), "17:00"))
    lane = start(bench, second)
    lane.press("home")
    request_id = bench.sees(lambda s: s.gone_out == ("hub",)).request_id
    asked = {ask(second, request_id, "李叔叔", "您能站起来吗？"), ask(bench.book, request_id, "王阿姨", "要不要拿水？")}
    until(lambda: ("second-hub", "asked", "李叔叔") in steps(bench.book), "both are known")
    for _each in asked:
        open_one = bench.sees(lambda s: s.question is not None and not s.question.answer).question
        assert open_one is not None
        lane.answer(open_one.id, "能", open_one.text)
    until(lambda: answered(bench.book) == answered(second) == asked, "each desk hears both answers")
    assert bench.sees(lambda s: s.question is not None and s.question.told).question


def test_one_request_at_two_addresses_asks_once(bench: Bench) -> None:
    """With `url` it is the same hub: what its desk asks comes over both lines."""
    bench.book.attend(Presence(0, ("王阿姨",), "17:00"))
    lane = start(bench, bench.book)
    lane.press("home")
    request_id = bench.sees(lambda s: s.gone_out == ("hub",)).request_id
    ident = ask(bench.book, request_id, "王阿姨", "您能站起来吗？")
    until(lambda: ("second-hub", "asked", "王阿姨") in steps(bench.book), "heard on both")
    lane.answer(ident, "能", "您能站起来吗？")
    told = bench.sees(lambda s: s.question is not None and s.question.told).question
    assert told is not None
    assert (told.id, told.by, told.answer) == (ident, "王阿姨", "能")
    assert [e.facts["answer"] for e in bench.book.events if e.what == What.ANSWER] == ["能"]


def test_who_lets_it_go_at_the_second_hub_is_not_said_to_come(bench: Bench) -> None:
    second = HubBook()
    bench.book.down = True
    lane = start(bench, second)
    lane.press("home")
    state = bench.sees(lambda s: s.gone_out == ("hub",))
    accepted(second, state.request_id)
    bench.phase(AlarmPhase.ANSWERED)
    second.desk(state.request_id, What.RELEASED, Status.DELIVERED, "李叔叔")
    bench.phase(AlarmPhase.UNANSWERED)
    accepted(second, state.request_id)
    assert bench.phase(AlarmPhase.ANSWERED).by == "李叔叔"


def test_two_addresses_of_one_hub_are_one_request(bench: Bench) -> None:
    """Both processes have one database: nothing is there twice, and neither is told of the other's person."""
    bench.book.attend(Presence(0, (), ""))
    lane = start(bench, bench.book)
    lane.press("home")
    state = bench.sees(lambda s: s.gone_out == ("hub",))
    lane.answer("where", "fall")
    until(lambda: any(e.what == What.ANSWER for e in bench.book.events), "told")
    accepted(bench.book, state.request_id, "王阿姨")
    bench.phase(AlarmPhase.ANSWERED)
    bench.book.desk(state.request_id, What.DONE, Status.DONE, "王阿姨")
    bench.phase(AlarmPhase.OVER)
    until(lambda: not any(t.name == "alarm-second-hub" for t in threading.enumerate()), "left alone")
    assert len(bench.book.submissions) == 1
    ids = [e.id for e in bench.book.events]
    assert len(ids) == len(set(ids))


def test_a_second_hub_that_refuses_or_forgets_is_asked_again(bench: Bench) -> None:
    second = HubBook(revoked=True)
    bench.book.down = True
    lane = start(bench, second)
    lane.press("home")
    until(lambda: second.calls.count("submit") > 2, "asked again and again")
    assert lane.state.gone_out == ()
    second.revoked = False
    state = bench.sees(lambda s: s.gone_out == ("hub",))
    second.restore(0)
    until(lambda: state.request_id in second.statuses, "called anew after a backup")
    second.refusals["add_event"] = "invalid"
    lane.answer("where", "fall")
    until(lambda: "add_event" in second.calls, "offered")
    accepted(second, state.request_id)
    assert bench.phase(AlarmPhase.ANSWERED).by == "李叔叔", "one event that it does not take stops nothing"


def test_a_defect_in_one_follower_stops_nothing(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    second, broken = HubBook(), [RuntimeError("a defect"), HubRefused("x", code="conflict")]
    whole = FakeHub.submit

    def submit(self: FakeHub, *args: object, **more: object) -> object:
        if self.channel == "kiosk-2" and broken:
            raise broken.pop()
        return whole(self, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(FakeHub, "submit", submit)
    bench.book.down = True
    start(bench, second).press("home")
    bench.sees(lambda s: s.gone_out == ("hub",))
    assert broken == []


def test_the_journal_keeps_it_until_the_first_hub_was_told(bench: Bench) -> None:
    second = HubBook()
    bench.book.down = True
    lane = start(bench, second)
    lane.press("home")
    state = bench.sees(lambda s: s.gone_out == ("hub",))
    second.desk(state.request_id, What.DONE, Status.DONE, "李叔叔")
    bench.phase(AlarmPhase.OVER)
    assert stage(bench, state.request_id) is Stage.FIRED
    lane.close()
    again = start(bench, second)
    assert bench.phase(AlarmPhase.OVER).request_id == state.request_id, "the second hub still knows"
    assert again.state.reached is False
