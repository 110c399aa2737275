"""A composed kiosk: real window, store, alarm lane and sync without a hub; time moves when a test says so."""

from __future__ import annotations

import gc
import io
import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.bootstrap import voice as voice_module
from kiosk.bootstrap.discreet import DiscreetFormatter
from kiosk.bootstrap.kiosk import Kiosk
from kiosk.config import DEMO_FILE, load
from kiosk.ports.clock import Cancel
from kiosk.services.alarm import AlarmPhase
from kiosk.services.session import SessionPhase
from kiosk.services.sync import Trouble
from kiosk.ui.pieces import Words
from kiosk.ui.widgets.tap_area import TapArea, centre_of
from tests.fakes.clock import FakeClock
from tests.fakes.voice import FakePlayer, FakeVoice

PATIENCE = 40.0
BAR = ("back", "home", "listen", "volunteer", "alarm")


class LoopClock(FakeClock):
    """What breaks in a call reaches the last resort, as from Qt's own loop."""

    def call_later(self, seconds: float, call: Callable[[], None]) -> Cancel:
        def guarded() -> None:
            try:
                call()
            except Exception as error:  # noqa: BLE001 - it goes where Qt would send it
                sys.excepthook(type(error), error, error.__traceback__)

        return super().call_later(seconds, guarded)


class ClockPace:
    """The touches' time is the tests' time."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.monotonic()

    def later(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        return self._clock.call_later(seconds, call)


class Composed:
    """`tap` presses a key by (a part of) its name, through the window, as a finger would."""

    def __init__(self, kiosk: Kiosk, clock: FakeClock, voice: FakeVoice, player: FakePlayer, log: io.StringIO) -> None:
        self.kiosk, self.clock, self.voice, self.player = kiosk, clock, voice, player
        self.log = log
        self.unforeseen: list[BaseException] = []
        self.exits: list[int] = []
        self.window, self.navigator, self.session = kiosk.window, kiosk.navigator, kiosk.session

    # where it stands

    @property
    def screen(self) -> str:
        return self.navigator.current

    def covered(self) -> bool:
        return self.navigator.covered

    def phase(self) -> SessionPhase:
        return self.session.phase

    def alarm(self) -> AlarmPhase:
        return self.kiosk.lane.state.phase

    def shown(self) -> list[QWidget]:
        return [w for w in (self.window, *self.window.findChildren(QWidget)) if w.isVisible()]

    def words(self) -> str:
        """Everything that can be read on the glass."""
        return " ".join(text for widget in self.shown() for text in drawn(widget))

    def page_words(self) -> str:
        """Without title and bar, whose clock goes on."""
        view = self.window.view
        assert view is not None
        return " ".join(text for w in self.shown() if w is view or view.isAncestorOf(w) for text in drawn(w))

    def all_keys(self) -> list[TapArea]:
        return [w for w in self.shown() if isinstance(w, TapArea)]

    def key(self, name: str) -> TapArea:
        """The key of this name; those of the bar only when the screen has none."""
        found = [key for key in self.all_keys() if name in key.accessibleName()]
        assert found, f"no key {name!r} among {[k.accessibleName() for k in self.all_keys()]}"
        exact = [key for key in found if key.accessibleName() == name] or found
        return next((key for key in exact if key.parentWidget() is not self.window.bar), exact[0])

    def bar(self) -> list[tuple[str, QRect, str]]:
        """Name, place and words of the five keys, as they stand from left to right."""
        keys = [(name, self.window.bar.key(name)) for name in BAR]
        found = [(n, QRect(k.mapTo(self.window, QPoint()), k.size()), k.accessibleName()) for n, k in keys]
        assert all(k.isVisible() and k.isEnabled() for _, k in keys)
        return sorted(found, key=lambda one: (one[1].y(), one[1].x()))

    # a finger

    def down(self, key: TapArea) -> QPoint:
        at = centre_of(key)
        QTest.mousePress(self.window.windowHandle(), Qt.MouseButton.LeftButton, pos=at)
        self.settle()
        return at

    def up(self, at: QPoint) -> None:
        QTest.mouseRelease(self.window.windowHandle(), Qt.MouseButton.LeftButton, pos=at)
        self.settle()

    def touch(self, key: TapArea, seconds: float = 0.15) -> None:
        """Down, and up where the finger is, whatever stands there by then."""
        at = self.down(key)
        self.pass_(seconds)
        self.up(at)

    def tap(self, name: str) -> None:
        """A second after the last change, so that a screen is never too young to be tapped (U7)."""
        self.pass_(1)
        self.touch(self.key(name))

    def bar_tap(self, name: str) -> None:
        self.pass_(1)
        self.touch(self.window.bar.key(name))

    # time

    def pass_(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.settle()

    def settle(self) -> None:
        """What Qt has put off is done: also the end of widgets that went."""
        for _ in range(3):
            QApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def until(self, condition: Callable[[], object], what: str) -> None:
        """The kiosk's threads need real time: ends as soon as the condition holds."""
        tick, ends = threading.Event(), time.monotonic() + PATIENCE
        self.settle()
        while not condition():
            assert time.monotonic() < ends, what
            tick.wait(0.005)
            self.settle()

    # the voice

    def spoken(self) -> list[str]:
        """Every sentence that was asked for, in the order in which they were made."""
        return [made[0] for made in self.voice.made]

    def until_spoken(self, sentence: str) -> None:
        self.until(lambda: any(sentence in said for said in self.spoken()), f"{sentence} is spoken: {self.spoken()}")

    def until_heard(self, sentence: str) -> None:
        self.until(lambda: self.player.playing == sentence, f"{sentence} is heard, not {self.player.playing!r}")

    def be_quiet(self) -> None:
        self.kiosk.voices.speech.stop()
        self.voice.made.clear()
        self.player.heard.clear()

    # ways

    def taxi_called(self) -> None:
        """By three taps, as a guest."""
        self.tap("叫出租车")
        self.tap("东街公园")
        self.tap("对，叫车")
        self.until(lambda: self.screen == "request" or self.unforeseen, "the request's screen opens")

    def call_off(self) -> None:
        """取消 in time. The lane's own thread tells the screen when cancelling is possible, within a second."""
        self.pass_(1.5)
        self.until(lambda: self.navigator._page.presenter.state.cancel_ready, "the screen knows")  # type: ignore[union-attr]
        self.tap("取消")
        self.until(lambda: "取消了" in self.page_words(), "the card says so")

    def rest(self) -> None:
        """Everybody has gone."""
        self.pass_(181)
        assert self.screen == "resting"


def drawn(widget: QWidget) -> Iterator[str]:
    """What a widget draws, says by its name, or holds."""
    for piece in getattr(widget, "pieces", list)():
        if isinstance(piece, Words):
            yield "".join(piece.setting.lines)
    yield from (widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle(), widget.toolTip())
    text = widget.property("text")
    if isinstance(text, str):
        yield text


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the kiosk's log would hold, of every level."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(DiscreetFormatter())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.setLevel(before)
    root.removeHandler(handler)


@pytest.fixture
def kiosk_maker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication, log: io.StringIO
) -> Iterator[Callable[[], Composed]]:
    """Starts a kiosk, with its database open. Its own last resort is in force."""
    made: list[Composed] = []
    clock, voice, player = LoopClock(), FakeVoice(), FakePlayer()
    monkeypatch.setattr("kiosk.adapters.clock.SystemClock", lambda _later: clock)
    monkeypatch.setattr("kiosk.ui.kit.QtPace", lambda: ClockPace(clock))
    monkeypatch.setattr(voice_module, "WorkerVoice", lambda *_, **__: voice)
    monkeypatch.setattr(voice_module, "QtPlayer", lambda: player)
    folder = tmp_path / "kiosk"
    folder.mkdir(mode=0o700)
    environ = {"SILVER_KEY_KIOSK_STATE_DIR": str(folder), "SILVER_KEY_DISPLAY_MOTION": "false"}

    def make() -> Composed:
        kiosk = Kiosk(load(DEMO_FILE, environ))
        composed = Composed(kiosk, clock, voice, player, log)
        made.append(composed)
        monkeypatch.setattr("os._exit", composed.exits.append)
        monkeypatch.setattr(sys, "excepthook", noting(composed))
        monkeypatch.setattr(kiosk, "unforeseen", noting(composed))
        kiosk.start()
        composed.pass_(0)
        composed.until(lambda: kiosk.sync.trouble is Trouble.NOT_ENROLLED, "the database is open, sync knows no hub")
        return composed

    yield make
    for composed in made:
        composed.kiosk.close()
        composed.window.deleteLater()
        composed.settle()
    gc.unfreeze()  # a kiosk keeps for ever what it began with; hundreds of them are made here


@pytest.fixture
def composed_kiosk(kiosk_maker: Callable[[], Composed]) -> Composed:
    """A kiosk on its home screen."""
    return kiosk_maker()


def noting(
    composed: Composed,
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """The kiosk's last resort, with a note for the test."""
    real = composed.kiosk.unforeseen

    def unforeseen(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        composed.unforeseen.append(error)
        real(kind, error, trace)

    return unforeseen
