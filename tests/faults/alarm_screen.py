"""Reads the alarm's screen as a resident does: every word shown or spoken, with the alarm that it was about."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.preferences import Preferences
from kiosk.screens.alarm.presenter import Presenter
from kiosk.screens.alarm.state import Phone, State
from kiosk.services.alarm import AlarmLane, AlarmPhase, AlarmState
from kiosk.services.session import Session
from kiosk.text import Message
from tests.fakes.clock import FakeClock
from tests.fakes.screens import ZH, FakeNavigator, FakeSpeech

PHONE = Phone("值班", "021-00000000")
REACHED = ("已送到值班台", "收到了", "接了", "马上来", "在路上", "没事了", "响了", "通了", "发给")
"""Claims that somebody knows of it, or comes."""


class Voice(FakeSpeech):
    """Hands on what is said in the moment in which it is."""

    def __init__(self, heard: Callable[[str], None]) -> None:
        super().__init__()
        self._heard = heard

    def say(self, *messages: Message, personal_too: bool = False, interrupt: bool = True) -> None:
        super().say(*messages, personal_too=personal_too, interrupt=interrupt)
        if words := self.heard():
            self._heard(words)


class Reader:
    """The real presenter over the real lane; `read` hears an alarm's id and all words of its screen, and again with
    what is spoken beside them."""

    def __init__(self, lane: AlarmLane, read: Callable[[str, str], None]) -> None:
        self._lane, self._read = lane, read
        self._speech, self._session = Voice(self._spoken), Session(FakeClock(), Preferences())
        self._presenter: Presenter | None = None
        self._id = self._last = ""
        lane.watch(self._turned)

    def _turned(self, state: AlarmState) -> None:
        """Before the presenter hears of it: the alarm that its words will be about."""
        if self._presenter is not None and (state.phase is AlarmPhase.IDLE or state.request_id != self._id):
            self._presenter.close()
            self._presenter = None
        self._id = state.request_id
        if self._presenter is None and state.phase is not AlarmPhase.IDLE:
            self._presenter = Presenter(
                self._drawn,
                speech=self._speech,
                navigator=FakeNavigator(),
                session=self._session,
                lane=self._lane,
                phones=(PHONE,),
            )
            self._presenter.open()

    def _drawn(self, state: State) -> None:
        words = " ".join(ZH(m) for m in state.aloud)
        if words != self._last:
            self._last = words
            self._read(self._id, words)

    def _spoken(self, words: str) -> None:
        self._read(self._id, f"{self._last} {words}")
