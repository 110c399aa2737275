"""What a resident reads and hears while every way is dead, or while some go out: never more than is true (R4)."""

from __future__ import annotations

import dataclasses

import pytest

from kiosk.services.alarm import AlarmPhase, AlarmState
from kiosk.services.alarm.paths import ATTEMPTS, Paths
from tests.fakes.screens import LaneState
from tests.unit.screens.test_alarm import Table
from tests.unit.services.test_alarm_lane import Bench, bench
from tests.unit.services.test_alarm_paths import FakePath, FakeTelephone
from tests.waiting import until

__all__ = ["bench"]
CLAIMS = ("已送到", "接了", "马上来", "响了", "通了", "收到了", "发给", "在路上", "好了，没事了")


def words_of(state: AlarmState) -> str:
    table = Table()
    known = {f.name for f in dataclasses.fields(LaneState)}
    table.lane.turn(**{n: v for n, v in vars(state).items() if n in known})
    return table.all_words()


def test_r4_with_every_way_dead_the_screen_says_so_and_whom_to_call(bench: Bench) -> None:
    dead = [FakePath(failures=10**6), FakeTelephone("phone", failures=10**6)]
    bench.book.down = True
    lane = bench.start(paths=Paths(dead, 0.01))
    lane.press("home")
    bench.phase(AlarmPhase.UNANSWERED)
    until(lambda: all(one.failures == 10**6 - ATTEMPTS for one in dead), "each was tried as often as it is to be")
    for state in (*bench.seen, lane.state):
        words = words_of(state)
        assert not [claim for claim in CLAIMS if claim in words], (state.phase, words)
    last = words_of(lane.state)
    for wanted in ("还没有人接", "请告诉旁边的人，打 120。", "我还在接着叫", "021-00000000"):
        assert wanted in last


@pytest.mark.parametrize(
    ("out", "told", "not_told"),
    [
        (("sip",), ["值班电话通了"], ["有人接了"]),
        (("relay", "sms", "hub", "sip"), ["值班电话通了", "另一个值班台收到了"], ["警铃", "短信"]),
        (("hologram",), [], ["hologram"]),
    ],
)
def test_what_went_out_is_said_the_most_hopeful_first(
    out: tuple[str, ...], told: list[str], not_told: list[str]
) -> None:
    words = words_of(AlarmState(phase=AlarmPhase.UNANSWERED, gone_out=out, number=12))
    assert "还没有人接" in words
    assert all(one in words for one in told)
    assert not any(one in words for one in not_told)
