"""The slip's screen: nothing is printed unasked, nothing waits, and every ending says what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from kiosk.domain.slip import Line, Slip
from kiosk.errors import PrinterError
from kiosk.screens.slip.presenter import Presenter
from kiosk.screens.slip.state import Paper, Phase, State
from kiosk.text import msg, verbatim
from tests.fakes.screens import ZH, FakeNavigator, FakeSpeech

SLIP = Slip(msg("slip.appointment"), (Line(verbatim("东街医院"), "hospital"),), number=12)


@dataclass
class FakeSlips:
    """Printing ends when a test says so."""

    available: bool = True
    asked: list[tuple[Slip, Callable[[], None], Callable[[Exception], None]]] = field(default_factory=list)

    def print(self, slip: Slip, on_done: Callable[[], None], on_error: Callable[[Exception], None]) -> None:
        self.asked.append((slip, on_done, on_error))


class Room:
    def __init__(self, *, available: bool = True) -> None:
        self.shown: list[State] = []
        self.speech, self.navigator, self.slips = FakeSpeech(), FakeNavigator(), FakeSlips(available)
        self.presenter = Presenter(
            self.shown.append,
            speech=self.speech,
            navigator=self.navigator,
            slips=self.slips,
            paper=Paper(),
            slip=SLIP,
        )
        self.presenter.open()

    def phase(self) -> Phase:
        return self.shown[-1].phase


def test_u11_slip_is_shown_and_read_only_when_asked() -> None:
    room = Room()
    assert room.phase() is Phase.READY
    assert "东街医院" not in room.speech.heard()
    room.presenter.pressed("read")
    heard = room.speech.heard()
    assert "东街医院" in heard
    assert "12 号" in heard
    assert "志愿者不会要钱" in heard
    assert room.slips.asked == []


def test_printing_prints_just_this_slip_and_says_when_it_is_out() -> None:
    room = Room()
    room.presenter.pressed("print_it")
    room.presenter.pressed("print_it")  # a second tap is no second slip
    ((slip, done, _),) = room.slips.asked
    assert slip is SLIP
    assert room.phase() is Phase.PRINTING
    room.speech.heard()
    done()
    assert room.phase() is Phase.PRINTED
    assert "打好了" in room.speech.heard()


@pytest.mark.parametrize("key", ["paper", "line", "stopped", "busy", "none"])
def test_u18_what_the_printer_lacks_is_said_with_what_to_do(key: str) -> None:
    room = Room()
    room.presenter.pressed("print_it")
    room.speech.heard()
    room.slips.asked[0][2](PrinterError(key, msg(f"error.printer_{key}")))
    assert room.phase() is Phase.FAILED
    assert ZH(msg(f"error.printer_{key}")) in room.speech.heard()
    assert {"help", "print_it", "leave"} <= {k.id for k in room.shown[-1].keys}
    room.presenter.pressed("help")
    assert room.navigator.went == [("go", "volunteer", {"screen": "slip", "about": "slip"})]


def test_who_leaves_while_it_prints_hears_no_more_of_it() -> None:
    room = Room()
    room.presenter.pressed("print_it")
    room.presenter.pressed("leave")
    room.presenter.close()
    room.speech.heard()
    room.slips.asked[0][1]()
    assert room.navigator.went == [("back", "", {})]
    assert room.speech.heard() == ""
    assert room.phase() is Phase.PRINTING


def test_without_a_printer_there_is_no_key_to_print() -> None:
    room = Room(available=False)
    assert room.phase() is Phase.NONE
    room.presenter.pressed("print_it")
    assert room.slips.asked == []
    assert "志愿者可以帮您写" in room.speech.heard()


@pytest.mark.parametrize("phase", Phase)
def test_u10_all_that_is_shown_can_be_heard(phase: Phase) -> None:
    state = State(SLIP, phase=phase, problem=msg("error.printer_paper") if phase is Phase.FAILED else None)
    aloud = [ZH(m) for m in state.aloud]
    assert {"东街医院", "12 号", "看病预约"} <= set(aloud)
    assert all(ZH(key.words) in aloud for key in state.keys)
