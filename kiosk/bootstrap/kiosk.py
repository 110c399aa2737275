"""Puts the kiosk together and runs it."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any

from kiosk import __version__
from kiosk.adapters.lock import StateLock
from kiosk.bootstrap.discreet import places, say_that_it_runs, set_up_log
from kiosk.bootstrap.marks import mark
from kiosk.config import Settings
from kiosk.supervisor import BEAT_SECONDS, Heart
from kiosk.ui.app import choose_platform, create_app, quit_on, room_on_screen

if TYPE_CHECKING:
    from kiosk.adapters.control import ControlServer
    from kiosk.domain.preferences import Preferences
    from kiosk.ports.card_reader import CardReader
    from kiosk.ui.kit import Kit

log = logging.getLogger("kiosk")
BROKEN = 1
MINUTE = 20.0
HOUR = 3600.0
UNPAINTED_SECONDS = 2.0


def run_kiosk(settings: Settings) -> int:
    """Run until told to stop; the exit code. Raises SettingsError when another kiosk uses the state folder."""
    set_up_log()
    gc.disable()  # until the first screen is painted: all that is made until then stays
    heart = Heart.from_environment()
    with StateLock(settings.kiosk.state_dir):
        seen = choose_platform()
        app = create_app()
        kiosk = Kiosk(settings, seen=seen)
        sys.excepthook = kiosk.unforeseen
        quit_on(app, (signal.SIGTERM, signal.SIGINT))
        kiosk.start()
        kiosk.beat(heart)
        code = app.exec()
        kiosk.close()
        return code


class Kiosk:
    """The whole kiosk in one process. The alarm is ready before the first screen; what is heavy comes after it."""

    def __init__(self, settings: Settings, *, seen: bool = False) -> None:
        from kiosk.adapters.alarm_button import alarm_button
        from kiosk.adapters.clock import SystemClock
        from kiosk.adapters.hub import HubClient
        from kiosk.adapters.hub.appointments import HubAppointments
        from kiosk.adapters.hub.calls import Calls
        from kiosk.adapters.hub.credentials import load
        from kiosk.adapters.hub.helpers import HubHelpers
        from kiosk.adapters.hub.lessons import HubLessons
        from kiosk.adapters.hub.residents import HubResidents
        from kiosk.adapters.hub.selftests import tell
        from kiosk.adapters.ids import new_id
        from kiosk.adapters.keys import store_key
        from kiosk.adapters.store import SqlStore
        from kiosk.adapters.store.cards import SqlCards
        from kiosk.adapters.store.learned import SqlLearned
        from kiosk.adapters.store.paused import SqlPaused
        from kiosk.bootstrap.alarm import alarm_lane, button_device, drill_lane, hush_for_telephones
        from kiosk.bootstrap.bar import Bar
        from kiosk.bootstrap.cards import Cards
        from kiosk.bootstrap.drill import DrillBeside
        from kiosk.bootstrap.first_aid import read_aids
        from kiosk.bootstrap.health import health
        from kiosk.bootstrap.helping import HelperBeside
        from kiosk.bootstrap.installing import Content
        from kiosk.bootstrap.lessons import Classroom, Teaching, read_lessons
        from kiosk.bootstrap.messages import recorder_for
        from kiosk.bootstrap.policy_cards import LazyAdvice, read_policies, typing_for
        from kiosk.bootstrap.quarter import read_quarter
        from kiosk.bootstrap.screens import Parts, makers
        from kiosk.bootstrap.selftest import morning
        from kiosk.bootstrap.slips import Printing
        from kiosk.bootstrap.voice import Voices
        from kiosk.bootstrap.waiting import Strip
        from kiosk.services.advice import Advisor
        from kiosk.services.alarm.button import RedButton
        from kiosk.services.announcer import Announcer
        from kiosk.services.appointments import Bookings
        from kiosk.services.drilling import Drilling
        from kiosk.services.duty import Duty
        from kiosk.services.first_aid import FirstAid
        from kiosk.services.helping import Helping
        from kiosk.services.known_cards import KnownCards
        from kiosk.services.learning import Learning
        from kiosk.services.lessons import LessonShelf
        from kiosk.services.messages import Messages
        from kiosk.services.moves import Moves
        from kiosk.services.policies import Policies
        from kiosk.services.policy_news import PolicyNews
        from kiosk.services.practice import Practice
        from kiosk.services.presence import PresenceBoard
        from kiosk.services.quarter import QuarterBoard
        from kiosk.services.requests import Requests
        from kiosk.services.residents import WhoIsHere
        from kiosk.services.saytime import local
        from kiosk.services.session import Session
        from kiosk.services.steps import Steps
        from kiosk.services.sync import SyncEngine, SyncOptions
        from kiosk.services.waiting import Waiting
        from kiosk.ui.icons import Icons
        from kiosk.ui.later import later
        from kiosk.ui.navigator import QtNavigator
        from kiosk.ui.tasks import QtTasks
        from kiosk.ui.window import KioskWindow

        self.settings = settings
        self._seen = seen
        folder = settings.kiosk.state_dir
        self._icons = Icons()
        self.tasks = QtTasks(on_unforeseen=self._unforeseen_error)
        self.clock = SystemClock(later)
        link = partial(HubClient, partial(load, folder), program=__version__)
        self.store = SqlStore(folder, lambda: store_key(folder, os.environ), self.clock.now)
        self.board = PresenceBoard(self.tasks)
        self.calls = Calls(partial(load, folder), program=__version__)
        preferences = settings.preferences()
        self.session = Session(
            self.clock, preferences, idle=settings.session.idle_seconds, warning=settings.session.warn_seconds
        )
        learned = SqlLearned(self.store)
        self.known_cards = KnownCards(HubResidents(self.calls), SqlCards(self.store), learned.forget)
        self.residents = WhoIsHere(self.known_cards, self.tasks, self.session)
        self.learning = Learning(
            self.session, self.residents, learned, HubLessons(self.calls), self.tasks, self.clock, new_id
        )
        self.practice = Practice()
        self.requests = Requests(
            self.store,
            self.clock,
            self.tasks,
            new_id,
            wake=self._wake,
            owner=self.residents.owner,
            mode=self.practice.mode,
        )
        self.steps = Steps(self.clock, new_id)
        self.session.on_end(lambda: self.steps.ended(idle=self.session.ended_idle))
        self.content = Content(settings, self.clock, self._unforeseen_error)
        options = SyncOptions(
            screen=lambda: self._screen,
            faults=self._faults,
            steps=self.steps,
            content=self.content.versions,
            enrolled_soon=settings.kiosk.demo,
        )
        self.sync = SyncEngine(self.store, link, self.clock, self.tasks, new_id, self.board, options)
        button = alarm_button(button_device(settings))
        self.button = RedButton(button) if button is not None else None
        self.lane = alarm_lane(
            settings,
            link,
            self.clock,
            self.tasks,
            new_id,
            self.requests,
            self.board,
            self.button,
            self.residents.card_of,
        )
        self.policies = Policies(partial(read_policies, self.content), self.tasks)
        self.content.service.on_changed(self.policies.renew)
        self.news = PolicyNews(self.policies, self.residents, lambda: local(self.clock).date())
        self.duty = Duty(self.board, self.clock, settings.duty.hours)
        self.voices = Voices(settings, self.session, self._unforeseen_error, partial(self.content.folders, "voices"))
        self.printing = Printing(settings, self._icons, self._language, self._unforeseen_error)
        self.recorder = recorder_for(settings, self.clock)
        self.advisor = Advisor(LazyAdvice(settings.kiosk.policy_texts, self.content), self.tasks, self.steps)
        typing, self.candidates = typing_for(settings.kiosk.policy_texts, self.content, self.tasks)
        self.first_aid = FirstAid(partial(read_aids, settings, self.content), self.tasks, self.clock)
        self.content.service.on_changed(self.first_aid.start)
        self.quarter = QuarterBoard(partial(read_quarter, settings, self.content), self.tasks, self.clock)
        self.content.service.on_changed(self.quarter.start)
        self.window = KioskWindow(self._kit(preferences))
        self._screen = ""
        self._heart: Heart | None = None
        self._control: ControlServer | None = None
        self._begun = False
        self._makers = makers(lambda: self._parts)
        self.navigator = QtNavigator(self.window, self.clock, self._makers)
        self.navigator.moved = self._moved
        self.bar = Bar(
            self.window,
            self.navigator,
            self.session,
            self.voices.speech,
            self.lane,
            self.duty,
            self._look,
            self.voices.speech.again,
        )
        self.helping = Helping(HubHelpers(self.calls), self.tasks, self.clock, self.session, self.residents)
        self.bar.helped = lambda: self.helping.current is not None
        demo = settings.kiosk.demo
        beside = HelperBeside(self.window, self.navigator, self.voices.speech, self.helping, demo=demo)
        self._classroom = Classroom(
            self.window, self.navigator, self.session, self.practice, lambda: beside.band, demo=demo
        )
        self.helping.watch(self._classroom.show)
        make = partial(drill_lane, settings, link, self.clock, self.tasks, new_id)
        self.drilling = Drilling(make, self.lane, self.clock)
        hush_for_telephones(self.lane, self.drilling, self.voices.speech.pause)
        self.board.on_drill = self.drilling.told
        self._drill = DrillBeside(
            self.window, self.navigator, self.clock, self.drilling, self._classroom.show, demo=demo
        )
        self.helping.watch(self._drill.show)
        self.cards = Cards(self.window, self.navigator, self.session, self.voices.speech, self.residents, self.lane)
        self._shelf = LessonShelf(partial(read_lessons, self.content), self.tasks, self.clock, SqlPaused(self.store))
        self.content.service.on_changed(self._shelf.renew)
        self._parts = Parts(
            settings=settings,
            speech=self.voices.speech,
            navigator=self.navigator,
            session=self.session,
            clock=self.clock,
            requests=self.requests,
            residents=self.residents,
            times=Bookings(
                HubAppointments(self.calls),
                self.tasks,
                self.clock,
                new_id,
                self.session,
                lambda: self.practice.on,
            ),
            policies=self.policies,
            advisor=self.advisor,
            typing=typing,
            teaching=Teaching(
                self._shelf,
                self.learning,
                self._classroom.give,
                self._classroom.practise,
                lambda: self.practice.on,
            ),
            news=self.news,
            quarter=self.quarter,
            scans=self.cards.scans,
            sync=self.sync,
            lane=self.lane,
            duty=self.duty,
            raise_alarm=self.bar.alarm,
            uncover=self.navigator.uncover,
            slips=self.printing.slips,
            helping=self.helping,
            tasks=self.tasks,
            health=partial(health, settings, self._faults),
            recorder=self.recorder,
            content=self.content,
            updates=self.content.service,
            first_aid=self.first_aid.cards,
            drilling=self.drilling,
            messages=Messages(self.store, self.clock, self.tasks, new_id, self.requests, wake=self._wake),
        )
        self.selftest = morning(settings, partial(tell, self.calls), self._occupied, self.clock, self.tasks, new_id)
        self.waiting = Waiting(self.requests, self.clock)
        self._strip = Strip(self.window, self.navigator, self.waiting, self.voices.speech)
        self._moves = Moves(self.requests)
        self._announcer = Announcer(self.requests, self.voices.speech, self.navigator.request_shown)

    def start(self) -> None:
        """Alarm lane, first screen, then everything that may take its time."""
        from kiosk.bootstrap.alarm import listen
        from kiosk.ui.painted import after_paint
        from kiosk.ui.widgets.band import BandKind

        self.lane.start()
        listen(self.button, self.lane)
        mark("alarm_ready")
        if self.settings.kiosk.demo:
            self.window.set_band(BandKind.DEMO)
        self.bar.title_line()
        if self.settings.display.fullscreen and self._seen:
            self.window.showFullScreen()
        else:
            self.window.show()
        try:
            self.navigator.home()
        except Exception as error:  # noqa: BLE001 - with the alarm key there, it is tried again rather than ended
            self._unforeseen_error(error)
        mark("home_shown")
        self.session.activity()
        after_paint(self.window, self._after_first_screen)
        self.clock.call_later(UNPAINTED_SECONDS, self._after_first_screen)
        self._every_minute()

    def beat(self, heart: Heart | None) -> None:
        """A beat a second from the main loop; without a supervisor left the kiosk goes on by itself."""
        self._heart = heart
        if heart is not None:
            heart.beat()
            self.clock.call_later(BEAT_SECONDS, lambda: self.beat(heart))

    def close(self) -> None:
        """Stop everything that holds a thread, a file or a process."""
        parts = (
            self._control,
            self.selftest,
            self.cards,
            self.button,
            self.drilling,
            self.lane,
            self.voices,
            self.recorder,
            self.sync,
            self.calls,
            self.content,
            self.printing,
            self.candidates,
            self.advisor,
            self.tasks,
            self.store,
        )
        for part in parts:
            try:
                if part is not None:
                    part.close()
            except Exception as error:  # noqa: BLE001 - the others are closed all the same
                log.error("%s could not be closed: %s", type(part).__name__, type(error).__name__)  # noqa: TRY400 - S4
        self.window.may_close = True
        self.window.close()

    def unforeseen(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """The last resort: logged without what a resident entered, sorry said, the screen built anew."""
        if issubclass(kind, KeyboardInterrupt):
            from PySide6.QtWidgets import QApplication

            QApplication.exit(0)
            return
        log.error("unforeseen %s at %s", kind.__name__, places(trace))
        del error
        from kiosk.bootstrap.cards import FREE

        try:
            self.bar.trouble()
        except Exception:  # noqa: BLE001 - even sorry cannot be said: a new process can
            log.critical("the last resort failed; starting anew")
            os._exit(BROKEN)
        if self.navigator.hopeless and self.lane.state.phase in FREE:  # nobody's call for help is cut off
            log.critical("the first screen cannot be opened; starting anew")
            os._exit(BROKEN)

    def _unforeseen_error(self, error: Exception) -> None:
        self.unforeseen(type(error), error, error.__traceback__)

    def _after_first_screen(self) -> None:
        """Once: when home is painted, or when a display that is off lets nothing be painted."""
        from kiosk.bootstrap.screens import load_ahead

        if self._begun:
            return
        self._begun = True
        mark("home_painted")
        say_that_it_runs(self.settings, seen=self._seen)
        if not gc.isenabled():
            gc.freeze()  # what lives as long as the process need not be looked through again and again
            gc.enable()
        self.clock.call_later(0.0, lambda: mark("home_tappable"))
        self.lane.prepare()
        self.tasks.submit(self.store.open, lambda _: self._remember(), lambda _error: self._remember())
        self.voices.start()
        self.cards.start(self._readers(), self.tasks.to_main)
        load_ahead(("alarm", *self._makers), self.clock.call_later)
        self.first_aid.start()
        self.quarter.start()
        if self.settings.kiosk.demo:
            self._open_control()

    def _remember(self) -> None:
        self.requests.start(on_error=lambda error: log.warning("the store: %s", type(error).__name__))
        self._shelf.start()
        self.sync.start()
        self.sync.watch_online(lambda online: self._look_at_cards() if online else self.drilling.lost())
        self.content.service.start()
        self._every_hour()
        self.selftest.start()

    def _every_hour(self) -> None:
        self.clock.call_later(HOUR, self._every_hour)
        if self.sync.online:
            self._look_at_cards()

    def _look_at_cards(self) -> None:
        """What the hub has deleted does not stay here (S1)."""
        self.tasks.submit(self.known_cards.look, None, lambda error: log.info("cards: %s", type(error).__name__))
        self.learning.tell()

    def _readers(self) -> tuple[CardReader, ...]:
        from kiosk.adapters.card_reader_device import DeviceReader
        from kiosk.adapters.card_reader_keys import KeysReader

        device = self.settings.kiosk.card_reader
        return (KeysReader(self.clock), *((DeviceReader(device),) if device is not None else ()))

    def _open_control(self) -> None:
        from kiosk.adapters.control import ControlServer
        from kiosk.bootstrap.demo_hand import DemoHand

        hand = DemoHand(self.window, self._inside)
        self._control = ControlServer(self.settings.kiosk.state_dir, hand.do, self.tasks.to_main)

    def _inside(self) -> dict[str, Any]:
        """How the kiosk stands, for the demo's control socket."""
        live = [{"id": r.id, "kind": r.kind, "status": r.status, "number": r.number} for r in self.requests.live()]
        return {
            "screen": self.navigator.current,
            "spoken": list(self.voices.said),
            "online": self.sync.online,
            "listening": self.board.current.listening,
            "requests": live,
            "alarm": self.lane.state.phase,
        }

    def _occupied(self) -> bool:
        """Whether a self-test would disturb somebody: it plays a sound and listens."""
        from kiosk.bootstrap.cards import FREE
        from kiosk.services.session import SessionPhase

        return self.session.phase is not SessionPhase.RESTING or self.lane.state.phase not in FREE

    def _wake(self) -> None:
        self.sync.wake()

    def _faults(self) -> tuple[str, ...]:
        button = self.button.faults() if self.button is not None else ()
        content = (*self.content.service.faults(), *self.first_aid.faults())
        return (*self.store.faults(), *self.lane.faults(), *button, *self.cards.faults(), *content)

    def _language(self) -> str:
        return self.session.preferences.language

    def _moved(self, screen: str) -> None:
        self._screen = screen
        self._classroom.moved(screen)
        self.steps.moved(screen)
        self._drill.moved(screen)
        if self.helping.current is not None:
            self.steps.help()
        self.bar.title_line()

    def _kit(self, preferences: Preferences) -> Kit:
        from kiosk.text import Translator
        from kiosk.ui.kit import Look, make_kit
        from kiosk.ui.metrics import Display

        show = self.settings.display
        display = Display(show.diagonal_inch, show.width_px, show.height_px, show.viewing_cm, show.mount_mm)
        if self._seen and not show.fullscreen:  # a window on a desk computer, whose screen may be smaller
            display = display.within(*room_on_screen())
        return make_kit(display, Look.of(preferences), Translator(preferences.language), icons=self._icons)

    def _look(self, preferences: Preferences) -> None:
        self.navigator.apply(self._kit(preferences))
        self.bar.title_line()

    def _every_minute(self) -> None:
        self.clock.call_later(MINUTE, self._every_minute)
        self.bar.title_line()
