"""Counts the last seconds of a session, aloud at their start, and gives them back for one tap."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.ports.clock import Cancel, Clock
from kiosk.screens.idle.state import State
from kiosk.services.screen import Presenter as Base
from kiosk.services.session import Session
from kiosk.services.speech import Speaker


class Presenter(Base[State]):
    """`gone` takes the warning away again: the screen beneath was never closed."""

    def __init__(
        self,
        render: Callable[[State], None],
        *,
        speech: Speaker,
        clock: Clock,
        session: Session,
        gone: Callable[[], None],
    ) -> None:
        super().__init__(render, speech, State(session.seconds_left, max(1, session.seconds_left)))
        self._clock = clock
        self._session = session
        self._gone = gone
        self._tick: Cancel | None = clock.call_later(1, self._second)

    def pressed(self, key: str) -> None:
        if key == "stay":
            self._stay()
        elif key == "done":
            self._session.end()

    def back(self) -> bool:
        self._stay()
        return True

    def close(self) -> None:
        super().close()
        if self._tick is not None:
            self._tick()

    def _stay(self) -> None:
        self._speech.stop()
        self._session.activity()
        self._gone()

    def _second(self) -> None:
        if self.closed:
            return
        self._show(left=self._session.seconds_left)
        self._tick = self._clock.call_later(1, self._second) if self._state.left else None
