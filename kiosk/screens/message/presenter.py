"""Records up to a minute, lets it be heard again, and hands it on. Nothing of it is left when the screen goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kiosk.domain.request import Request
from kiosk.domain.voice_note import MAX_SECONDS
from kiosk.errors import KioskError
from kiosk.ports.clock import Cancel, Clock
from kiosk.ports.navigator import Navigator
from kiosk.ports.recorder import Recorder
from kiosk.screens.message.state import Phase, State
from kiosk.services.screen import Presenter as Base
from kiosk.services.screen import in_words
from kiosk.services.session import Session
from kiosk.services.speech import Speaker
from kiosk.text import msg

HEARD = 0.03  # louder than an empty room


class Messages(Protocol):
    """kiosk.services.messages."""

    def leave(
        self,
        request_id: str,
        sound: bytes,
        seconds: int,
        *,
        on_done: Callable[[Request], None],
        on_error: Callable[[Exception], None],
        about: str = ...,
    ) -> None: ...


class Presenter(Base[State]):
    """`request_id` is what it belongs to; "" makes a request of its own, `about` saying what the resident was at."""

    def __init__(
        self,
        render: Callable[[State], None],
        *,
        speech: Speaker,
        navigator: Navigator,
        session: Session,
        clock: Clock,
        recorder: Recorder,
        messages: Messages,
        request_id: str = "",
        about: str = "",
    ) -> None:
        super().__init__(render, speech, State())
        self._navigator = navigator
        self._session = session
        self._clock = clock
        self._recorder = recorder
        self._messages = messages
        self._request_id = request_id
        self._about = about
        self._sound = b""
        self._since = 0.0
        self._tick: Cancel = _nothing
        self._release: Cancel = _nothing

    def pressed(self, key: str) -> None:
        """A key of the screen, by its name in `State.keys`."""
        actions: dict[str, Callable[[], None]] = {
            "start": self._start,
            "again": self._start,
            "stop": self._stop,
            "listen": self._listen,
            "hush": self._hush,
            "send": self._send,
            "done": self._done,
            "leave": self._navigator.back,
        }
        if key in {name for name, _ in self._state.keys}:
            actions[key]()

    def back(self) -> bool:
        if self._state.phase not in (Phase.RECORDING, Phase.REVIEW):
            return False
        self._forget()
        self._show(aloud=True, phase=Phase.READY, playing=False, problem=None)
        return True

    def read_aloud(self) -> None:
        if self._state.phase is not Phase.RECORDING:  # it would be recorded
            super().read_aloud()

    def close(self) -> None:
        super().close()
        self._forget()

    def _start(self) -> None:
        self._forget()
        self._speech.stop()
        try:
            self._recorder.start(self._level)
        except KioskError as error:
            self._show(aloud=True, phase=Phase.FAILED, problem=in_words(error))
            return
        self._since = self._clock.monotonic()
        self._release = self._session.hold()
        self._show(phase=Phase.RECORDING, left=MAX_SECONDS, heard=False, playing=False, problem=None)
        self._tick = self._clock.call_later(1.0, self._second)

    def _second(self) -> None:
        left = MAX_SECONDS - int(self._clock.monotonic() - self._since + 0.5)
        if left <= 0:
            self._stop()
            return
        self._show(left=left)
        self._tick = self._clock.call_later(1.0, self._second)

    def _level(self, level: float) -> None:
        if self._state.phase is Phase.RECORDING and (level > HEARD) is not self._state.heard:
            self._show(heard=level > HEARD)

    def _stop(self) -> None:
        length = min(MAX_SECONDS, max(1, round(self._clock.monotonic() - self._since)))
        sound = self._recorder.stop()
        self._rest()
        self._sound = sound
        if sound:
            self._show(aloud=True, phase=Phase.REVIEW, length=length, problem=None)
        else:
            self._show(aloud=True, phase=Phase.FAILED, problem=msg("message.nothing"))

    def _listen(self) -> None:
        self._speech.stop()
        self._release = self._session.hold()
        self._show(playing=True)
        self._recorder.play(self._sound, self._guard_end())

    def _guard_end(self) -> Callable[[], None]:
        guard = self._guard()(lambda _: self._hush())
        return lambda: guard(None)

    def _hush(self) -> None:
        self._recorder.hush()
        self._rest()
        self._show(playing=False)

    def _send(self) -> None:
        self._recorder.hush()
        self._rest()
        guard = self._guard()
        self._show(phase=Phase.SENDING, playing=False, problem=None)
        self._messages.leave(
            self._request_id,
            self._sound,
            self._state.length,
            on_done=guard(self._sent),
            on_error=guard(self._failed),
            about=self._about,
        )

    def _sent(self, request: Request) -> None:
        self._request_id = request.id
        self._forget()
        self._show(aloud=True, phase=Phase.SENT)

    def _failed(self, error: Exception) -> None:
        self._show(aloud=True, phase=Phase.REVIEW, problem=in_words(error))

    def _done(self) -> None:
        self._navigator.replace("request", request_id=self._request_id)

    def _rest(self) -> None:
        """The clock stops, and the session's own time runs again."""
        self._tick()
        self._release()
        self._tick = self._release = _nothing

    def _forget(self) -> None:
        self._recorder.hush()
        self._recorder.stop()
        self._rest()
        self._sound = b""


def _nothing() -> None:
    return None
