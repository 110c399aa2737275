"""A kiosk's window with real screens, real services and no threads: a finger taps, time moves when a test says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kiosk.adapters.lessons import load_lessons
from kiosk.adapters.policy_advice import LibraryAdvice
from kiosk.adapters.policy_cards import load_cards
from kiosk.bootstrap.bar import Bar
from kiosk.bootstrap.cards import Cards
from kiosk.bootstrap.helping import HelperBeside
from kiosk.bootstrap.lessons import Classroom, Teaching
from kiosk.bootstrap.policy_cards import NamesAndSayings
from kiosk.bootstrap.screens import Parts, makers
from kiosk.config import DEMO_FILE, load
from kiosk.content.package.quarter import Quarter
from kiosk.domain.preferences import Preferences
from kiosk.domain.request import Actor, Event, Role, Status
from kiosk.domain.slip import Slip
from kiosk.services.advice import Advisor
from kiosk.services.appointments import Bookings
from kiosk.services.content_updates import ContentService
from kiosk.services.duty import Duty
from kiosk.services.helping import Helping
from kiosk.services.learning import Learning
from kiosk.services.lessons import LessonShelf
from kiosk.services.policies import Policies
from kiosk.services.policy_news import PolicyNews
from kiosk.services.practice import Practice
from kiosk.services.quarter import QuarterBoard
from kiosk.services.requests import Requests
from kiosk.services.residents import WhoIsHere
from kiosk.services.session import Session
from kiosk.services.slips import Slips
from kiosk.services.steps import Steps
from kiosk.services.typing import Typing
from kiosk.text import Translator
from kiosk.ui.app import choose_platform, create_app
from kiosk.ui.kit import Kit, Look, make_kit
from kiosk.ui.metrics import DISPLAYS
from kiosk.ui.navigator import QtNavigator
from kiosk.ui.slip_picture import SlipPicture
from kiosk.ui.widgets.tap_area import TapArea
from kiosk.ui.window import KioskWindow
from tests.fakes.appointments import MemoryAppointments
from tests.fakes.candidates import MemoryCandidates
from tests.fakes.clock import FakeClock
from tests.fakes.content_updates import MemoryUpdates
from tests.fakes.helpers import MemoryHelpers
from tests.fakes.learned import MemoryLearned, MemoryLessonsHub, MemoryPaused
from tests.fakes.printer import Paperboard
from tests.fakes.requests import new_id
from tests.fakes.residents import MemoryResidents
from tests.fakes.screens import FakeBoard, FakeLane, FakeLine, FakeSpeech
from tests.fakes.store import MemoryStore
from tests.fakes.tasks import InlineTasks


@pytest.fixture(scope="session")
def app() -> QApplication:
    choose_platform()
    return create_app()


class ClockPace:
    """The touches' time is the tests' time."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.monotonic()

    def later(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        return self._clock.call_later(seconds, call)


class BuiltIn:
    """Nothing was installed: what came with the program."""

    def folders(self, _kind: str, /) -> tuple[Path, ...]:
        return ()

    def versions(self) -> dict[str, int]:
        return {}


class PressedLane(FakeLane):
    """A lane whose countdown begins when it is pressed."""

    def press(self, screen: str) -> None:
        self.asked.append(f"press {screen}")
        self.turn(phase="countdown", seconds_left=5, cancel_ready=False)


class Room:
    """`tap` presses a key by (a part of) its name, as a finger would; `words` is everything on the screen."""

    def __init__(self) -> None:
        self.settings = load(DEMO_FILE, {})
        self.clock, self.speech, self.board = FakeClock(), FakeSpeech(), FakeBoard()
        self.lane = PressedLane()
        self.lane.turn(phase="idle")
        self.store = MemoryStore(self.clock.now)
        tasks = InlineTasks()
        self.session = Session(self.clock, Preferences(motion=False), idle=180, warning=30)
        self.hub = MemoryResidents()
        self.hospitals = MemoryAppointments()
        self.printer = Paperboard()
        self.residents = WhoIsHere(self.hub, tasks, self.session)
        self.practice = Practice()
        self.requests = Requests(
            self.store,
            self.clock,
            tasks,
            new_id,
            wake=lambda: None,
            owner=self.residents.owner,
            mode=self.practice.mode,
        )
        self.window = KioskWindow(self.kit(self.session.preferences))
        self.navigator = QtNavigator(self.window, self.clock, makers(lambda: self.parts))
        duty = Duty(self.board, self.clock)
        self.bar = Bar(
            self.window, self.navigator, self.session, self.speech, cast(Any, self.lane), duty, self.look, _nothing
        )
        self.helpers = MemoryHelpers()
        self.helping = Helping(self.helpers, tasks, self.clock, self.session, self.residents)
        self.bar.helped = lambda: self.helping.current is not None
        beside = HelperBeside(self.window, self.navigator, self.speech, self.helping, demo=False)
        self.classroom = Classroom(
            self.window, self.navigator, self.session, self.practice, lambda: beside.band, demo=False
        )
        self.lessons_hub = MemoryLessonsHub({person.id for person in self.hub.people})
        self.learning = Learning(
            self.session, self.residents, MemoryLearned(), self.lessons_hub, tasks, self.clock, new_id
        )
        self.shelf = LessonShelf(load_lessons, tasks, self.clock, MemoryPaused())
        self.cards = Cards(self.window, self.navigator, self.session, self.speech, self.residents, cast(Any, self.lane))
        self.steps = Steps(self.clock, new_id)
        policies = Policies(load_cards, tasks)
        self.in_quarter = Quarter()
        self.quarter = QuarterBoard(lambda: self.in_quarter, tasks, self.clock, UTC)
        self.candidates = MemoryCandidates()
        self.advice = LibraryAdvice(self.texts(), load_cards)
        self.sticks = MemoryUpdates()
        self.updates = ContentService(self.sticks, tasks, self.clock, lambda: None, 3600.0)
        self.parts = Parts(
            settings=self.settings,
            speech=self.speech,
            navigator=self.navigator,
            session=self.session,
            clock=self.clock,
            requests=self.requests,
            residents=self.residents,
            times=Bookings(self.hospitals, tasks, self.clock, new_id, self.session, lambda: self.practice.on),
            policies=policies,
            quarter=self.quarter,
            news=PolicyNews(policies, self.residents, lambda: self.clock.now().date()),
            advisor=Advisor(self.advice, tasks, self.steps),
            typing=Typing(self.candidates, NamesAndSayings(self.texts(), BuiltIn()), tasks),
            teaching=Teaching(
                self.shelf,
                self.learning,
                self.classroom.give,
                self.classroom.practise,
                lambda: self.practice.on,
            ),
            scans=self.cards.scans,
            sync=cast(Any, FakeLine()),
            lane=cast(Any, self.lane),
            duty=duty,
            raise_alarm=self.bar.alarm,
            uncover=self.navigator.uncover,
            slips=Slips(self.printer, self.draw, tasks),
            helping=self.helping,
            updates=self.updates,
            tasks=tasks,
            health=lambda: (("hub", "bad"), ("clock", "ok")),
        )
        self.navigator.moved = self._moved
        self.window.show()
        self.navigator.home()
        self.session.activity()

    def texts(self) -> Path:
        """The folder of official texts: none."""
        return Path("/nonexistent")

    def _moved(self, screen: str) -> None:
        self.classroom.moved(screen)
        self.bar.title_line()

    def kit(self, preferences: Preferences) -> Kit:
        t = Translator(preferences.language)
        return make_kit(DISPLAYS["21"], Look.of(preferences), t, pace=ClockPace(self.clock))

    def draw(self, slip: Slip) -> bytes:
        return SlipPicture(slip, self.window.kit.t, self.window.kit.icons, 576, demo=self.settings.kiosk.demo).png()

    def look(self, preferences: Preferences) -> None:
        self.navigator.apply(self.kit(preferences))

    def keys(self) -> list[TapArea]:
        return [key for key in self.window.findChildren(TapArea) if key.isVisible()]

    def key(self, name: str) -> TapArea:
        """The key of this name on the screen; those of the bar only when the screen has none."""
        found = [key for key in self.keys() if name in key.accessibleName()]
        assert found, f"no key {name!r} among {[k.accessibleName() for k in self.keys()]}"
        return next((key for key in found if key.parentWidget() is not self.window.bar), found[0])

    def tap(self, name: str) -> None:
        """A second after the last change, so that a screen is never too young to be tapped (U7)."""
        self.clock.advance(1)
        QTest.mouseClick(self.key(name), Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def bar_tap(self, name: str) -> None:
        self.clock.advance(1)
        QTest.mouseClick(self.window.bar.key(name), Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def happens(self, what: str, status: Status | None = None, name: str = "", **facts: Any) -> None:
        """The hub tells something about the newest request."""
        request = self.requests.live()[-1]
        by = Actor(Role.VOLUNTEER if name else Role.HUB, name)
        seq = len(request.events) + 1
        self.store.told([Event(new_id(), request.id, what, by, status, self.clock.now(), seq, facts)])

    def close(self) -> None:
        self.advice.close()
        self.window.may_close = True
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()


def _nothing() -> None:
    return None


@pytest.fixture
def room(app: QApplication) -> Iterator[Room]:
    made = Room()
    yield made
    made.close()
