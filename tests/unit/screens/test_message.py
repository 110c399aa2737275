"""留话: up to a minute, heard again before it goes, and nothing of it left when the screen goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.domain.preferences import Preferences
from kiosk.domain.request import Request
from kiosk.errors import StoreFull
from kiosk.screens.message.presenter import Presenter
from kiosk.screens.message.state import Phase, State
from kiosk.services.session import Session, SessionPhase
from tests.fakes.clock import FakeClock
from tests.fakes.recorder import FakeRecorder
from tests.fakes.requests import recorded
from tests.fakes.screens import FakeNavigator, FakeSpeech


class Kept:
    """kiosk.services.messages, answering when a test says so."""

    def __init__(self) -> None:
        self.left: list[tuple[str, bytes, int, str]] = []
        self.done: Callable[[Request], None] = lambda _request: None
        self.failed: Callable[[Exception], None] = lambda _error: None

    def leave(
        self, request_id: str, sound: bytes, seconds: int, *, on_done: Any, on_error: Any, about: str = ""
    ) -> None:
        self.left.append((request_id, sound, seconds, about))
        self.done, self.failed = on_done, on_error


class Table:
    def __init__(self, request_id: str = "r1") -> None:
        self.shown: list[State] = []
        self.clock, self.speech, self.navigator = FakeClock(), FakeSpeech(), FakeNavigator()
        self.recorder, self.kept = FakeRecorder(), Kept()
        self.session = Session(self.clock, Preferences(), idle=180, warning=30)
        self.session.activity()
        self.presenter = Presenter(
            self.shown.append,
            speech=self.speech,
            navigator=self.navigator,
            session=self.session,
            clock=self.clock,
            recorder=self.recorder,
            messages=self.kept,
            request_id=request_id,
            about="taxi",
        )
        self.presenter.open()

    def now(self) -> State:
        return self.shown[-1]

    def spoken(self, seconds: float = 3) -> None:
        self.presenter.pressed("start")
        self.clock.advance(seconds)
        self.presenter.pressed("stop")


def test_s1_who_hears_it_and_for_how_long_is_said_before_a_word_is_spoken() -> None:
    heard = Table().speech.heard()
    assert "只给值班的人听" in heard
    assert "七天" in heard


def test_what_was_said_is_heard_again_and_sent() -> None:
    table = Table()
    table.spoken(13)
    assert (table.now().phase, table.now().length) == (Phase.REVIEW, 13)
    table.presenter.pressed("listen")
    assert table.recorder.played == [b"sound"]
    assert table.now().playing
    table.recorder.ended()
    assert not table.now().playing
    table.presenter.pressed("send")
    assert table.kept.left == [("r1", b"sound", 13, "taxi")]
    assert table.now().keys == ()
    table.kept.done(recorded(id="r1"))
    assert table.now().phase is Phase.SENT
    table.presenter.pressed("done")
    assert table.navigator.went == [("replace", "request", {"request_id": "r1"})]


def test_a_minute_is_counted_down_and_ends_by_itself() -> None:
    table = Table()
    table.presenter.pressed("start")
    assert table.now().left == 60
    table.clock.advance(13)
    assert table.now().left == 47
    table.clock.advance(60)
    assert (table.now().phase, table.now().length) == (Phase.REVIEW, 60)


def test_nothing_is_spoken_while_somebody_speaks_and_the_session_does_not_end() -> None:
    table = Table()
    table.speech.heard()
    table.presenter.pressed("start")
    table.presenter.read_aloud()
    table.clock.advance(50)
    assert table.speech.heard() == ""
    phases = [table.session.phase]
    table.presenter.pressed("stop")
    table.clock.advance(160)
    assert [*phases, table.session.phase] == [SessionPhase.ACTIVE, SessionPhase.WARNED]


def test_it_is_shown_whether_anything_is_heard() -> None:
    table = Table()
    table.presenter.pressed("start")
    assert not table.now().heard
    table.recorder.level(0.4)
    assert table.now().heard
    table.recorder.level(0.0)
    assert not table.now().heard


def test_what_could_not_be_kept_can_be_sent_again() -> None:
    table = Table()
    table.spoken()
    table.presenter.pressed("send")
    table.kept.failed(StoreFull())
    assert table.now().phase is Phase.REVIEW
    table.presenter.pressed("send")
    assert [sound for _, sound, _, _ in table.kept.left] == [b"sound", b"sound"]


def test_a_microphone_that_fails_or_hears_nothing_is_said() -> None:
    table = Table()
    table.recorder.broken = True
    table.presenter.pressed("start")
    assert table.now().phase is Phase.FAILED
    assert "话筒用不了" in table.speech.heard()
    table.recorder.broken, table.recorder.sound = False, b""
    table.presenter.pressed("again")
    table.presenter.pressed("stop")
    assert "没听见声音" in table.speech.heard()


def test_s3_going_back_or_away_forgets_what_was_said() -> None:
    table = Table()
    table.spoken()
    assert table.presenter.back()
    assert table.now().phase is Phase.READY
    assert not table.presenter.back()
    table.presenter.pressed("start")
    table.presenter.close()
    assert not table.recorder.recording
    assert table.presenter._sound == b""


def test_going_back_while_speaking_stops_the_microphone() -> None:
    table = Table()
    table.presenter.pressed("start")
    assert table.presenter.back()
    assert not table.recorder.recording
