"""Until the centre has signed, no screen lets anybody think that somebody is promised here."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.presence import Presence
from kiosk.ports.clock import Cancel
from kiosk.screens.alarm.state import Phase, State
from kiosk.services.duty import Duty
from kiosk.text import Translator
from tests.fakes.clock import FakeClock


class Board:
    def __init__(self, current: Presence) -> None:
        self.current = current

    def watch(self, _listener: object) -> Cancel:
        return lambda: None


def line(presence: Presence) -> str:
    return Translator("zh_CN")(Duty(Board(presence), FakeClock()).line())


def test_nobody_promised_is_said_with_what_to_do() -> None:
    assert line(Presence(0, promised=False)) == "还没有开通值班，急事打 120"
    assert line(Presence(0)) == "现在没有志愿者"


def test_who_is_there_is_said_all_the_same() -> None:
    assert "王阿姨" in line(Presence(1, ("王阿姨",), promised=False))


def test_the_alarm_says_so_from_its_first_second_and_that_the_outside_has_it() -> None:
    """Said while help is being called; once somebody is coming it is not true any more that nobody is there."""
    say = Translator("zh_CN")

    def notes(**changes: object) -> list[str]:
        return [say(note) for note in replace(State(Phase.COUNTDOWN), **changes).notes]  # type: ignore[arg-type]  # its fields

    assert notes(unpromised=True, unattended=True) == ["这里还没开通值班，请打 120。"]
    assert "这里还没开通值班，请打 120。" in notes(unpromised=True, phase=Phase.UNANSWERED)
    assert notes(unpromised=True, phase=Phase.ANSWERED) == []
    assert "外面的急救平台知道了。" in notes(phase=Phase.UNANSWERED, gone_out=("outside", "cap"))
