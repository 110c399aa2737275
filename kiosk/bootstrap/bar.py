"""What the bar, the strip and time itself do: the same on every screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kiosk.domain.preferences import Preferences
from kiosk.services.alarm import AlarmLane, AlarmPhase
from kiosk.services.duty import Duty
from kiosk.services.session import Adjust, Session, SessionPhase
from kiosk.services.speech import Speaker
from kiosk.text import Message, msg, verbatim
from kiosk.ui.navigator import IDLE, RESTING, QtNavigator
from kiosk.ui.window import KioskWindow


class Look(Protocol):
    def __call__(self, preferences: Preferences) -> None: ...


class Bar:
    """Ties the window's signals to navigator, session, speech and alarm. `look` changes how everything looks."""

    def __init__(
        self,
        window: KioskWindow,
        navigator: QtNavigator,
        session: Session,
        speech: Speaker,
        lane: AlarmLane,
        duty: Duty,
        look: Look,
        repeat: Callable[[], None],
    ) -> None:
        self._window = window
        self._navigator = navigator
        self._session = session
        self._speech = speech
        self._lane = lane
        self._duty = duty
        self._look = look
        self._repeat = repeat
        self.helped: Callable[[], bool] = lambda: False  # a volunteer stands there already: their own screen
        self._shown = session.preferences
        self._phase = session.phase
        self._alarm_phase = lane.state.phase
        self._alarm_question = ""
        window.tapped.connect(speech.stop)
        window.activity.connect(self._touched)
        window.back_requested.connect(self.back)
        window.home_requested.connect(self.home)
        window.listen_requested.connect(self.listen)
        window.volunteer_requested.connect(self.volunteer)
        window.alarm_requested.connect(self.alarm)
        window.again_requested.connect(self.again)
        for what in Adjust:
            getattr(window, f"{what}_requested").connect(lambda what=what: self._adjust(what))
        window.key_held.connect(self.key_held)
        navigator.recovered = self._recovered
        session.watch(self._session_changed)
        duty.watch(self.title_line)
        lane.watch(lambda state: self._alarm_changed(state.phase, state.question.id if state.question else ""))

    def back(self) -> None:
        if not self._navigator.back_pressed():
            self._why(msg("bar.at_home"))
        self._session.activity()  # after it: on the warning 返回 leads to what lies beneath

    def home(self) -> None:
        if not self._navigator.home_pressed():
            self._why(msg("bar.at_home"))
        self._session.activity()

    def listen(self) -> None:
        """听一听: the strip opens, and the screen is read; a second time it is put away."""
        self._session.activity()
        opened = not self._window.listening
        self._window.set_listening(opened)
        if opened:
            self._navigator.read_aloud()

    def again(self) -> None:
        self._session.activity()
        self._repeat()

    def volunteer(self) -> None:
        self._session.activity()
        screen = self._navigator.current
        if self.helped():
            self._navigator.go("helper")
        elif screen != "volunteer":
            self._navigator.go("volunteer", screen=screen)

    def alarm(self) -> None:
        """紧急呼救: the lane first, the screen after."""
        screen = self._navigator.current
        self._lane.press(screen)
        self._show_alarm()

    def key_held(self, name: str) -> None:
        self._speech.aside(verbatim(name), msg("bar.tap_again"))

    def trouble(self) -> None:
        """The last resort. Nothing of a resident comes back who has gone; a warning goes on counting."""
        self._navigator.trouble(start_over=self._session.phase is SessionPhase.RESTING)
        self._session.let_go()

    def title_line(self) -> None:
        """Who is on duty and the time, in the title; at rest the time stands large on the screen itself."""
        self._window.set_duty(self._duty.line(), helpers=self._duty.helpers)
        self._window.set_time("" if self._navigator.current == RESTING else self._duty.time_line())

    def _why(self, words: Message) -> None:
        self._navigator.notice(words)
        self._speech.aside(words)

    def _adjust(self, what: Adjust) -> None:
        self._session.activity()
        self._session.adjust(what)
        self._speech.aside(msg(f"bar.now_{what}"))

    def _touched(self) -> None:
        """A finger came down. A key of the warning acts by itself: it must still be there when the finger leaves."""
        phase = self._session.phase
        on_key = self._window.finger_on is not None
        if phase is SessionPhase.ACTIVE or (phase is SessionPhase.WARNED and not on_key):
            self._session.activity()

    def _show_alarm(self) -> None:
        self._session.activity()
        if self._navigator.current != "alarm":
            self._navigator.go("alarm")

    def _alarm_changed(self, phase: AlarmPhase, question: str) -> None:
        """An alarm that a restart found, or that was raised elsewhere, takes the screen; so does a new question to
        whoever has left it."""
        news = phase is not self._alarm_phase or question not in ("", self._alarm_question)
        self._alarm_phase, self._alarm_question = phase, question
        if news and phase not in (AlarmPhase.IDLE, AlarmPhase.CANCELLED, AlarmPhase.OVER):
            self._show_alarm()

    def _session_changed(self) -> None:
        phase, before = self._session.phase, self._phase
        self._phase = phase
        if phase is SessionPhase.WARNED:
            self._navigator.cover(IDLE)
        elif phase is SessionPhase.ACTIVE and before is SessionPhase.WARNED:
            self._navigator.uncover()
        elif phase is SessionPhase.RESTING and before is not SessionPhase.RESTING:
            self._navigator.rest()  # first of all: what comes after may break, and nothing of a resident may stay
            self._window.set_listening(False)
        if self._session.preferences != self._shown:
            self._shown = self._session.preferences
            self._look(self._shown)

    def _recovered(self) -> None:
        if self._session.phase is SessionPhase.WARNED:
            self._navigator.cover(IDLE)
