"""Until the centre has signed, no screen lets anybody think that somebody is promised here."""

from __future__ import annotations

from kiosk.domain.presence import Presence
from kiosk.ports.clock import Cancel
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
