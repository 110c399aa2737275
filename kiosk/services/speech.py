"""What is said aloud: in order, never stale, silent at a tap, and nothing personal unless asked for (U10, U11, S3)."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kiosk.domain.preferences import Preferences
from kiosk.ports.player import Player
from kiosk.ports.tasks import Tasks
from kiosk.ports.voice import Sound, Voice
from kiosk.text import Message, msg, verbatim

log = logging.getLogger(__name__)
Translate = Callable[[Message], str]


class Speaker(Protocol):
    """What a presenter asks of the voice. Nothing here raises; without sound nothing is heard."""

    def say(self, *messages: Message, personal_too: bool = False, interrupt: bool = True) -> None: ...

    def stop(self) -> None: ...

    def chime(self) -> None: ...

    def aside(self, *messages: Message) -> None:
        """Say this in between: what was said before is still what is said again."""

    def mute(self, muted: bool, /) -> None:
        """Not a sound, whoever asks for one, until it is taken back: for somebody who is afraid."""


@dataclass
class _Phrase:
    """One sentence on its way: made in the background, played in its turn."""

    sound: Sound | None = None
    failed: bool = False


class Speech:
    """Main thread only. Sentences are made side by side and played one after the other.

    Every `stop` and every `say` that interrupts begins a new generation: what was under way before is never heard.
    `translator` gives the words of a language; `preferences` language, rate and volume at this moment. `tasks` should
    serve nothing else, so that a voice that hangs keeps nobody waiting.
    """

    def __init__(
        self,
        voice: Voice,
        player: Player,
        tasks: Tasks,
        translator: Callable[[str], Translate],
        preferences: Callable[[], Preferences],
        *,
        enabled: bool = True,
        chime: Path | None = None,
    ) -> None:
        self._voice = voice
        self._player = player
        self._tasks = tasks
        self._translator = translator
        self._preferences = preferences
        self._enabled = enabled
        self._chime = chime
        self._generation = 0
        self._queue: deque[_Phrase] = deque()
        self._playing: _Phrase | None = None
        self._chiming: int | None = None
        self._muted = False
        self._paused = False
        self._last: tuple[Message, ...] = ()

    @property
    def speaking(self) -> bool:
        return bool(self._queue) or self._playing is not None

    def say(self, *messages: Message, personal_too: bool = False, interrupt: bool = True) -> None:
        """Say these sentences. `personal_too` only where the resident asked to hear (U11); without `interrupt` they
        come after what is being said."""
        if interrupt:
            self._hush()
            self._last = messages
        if not self._enabled or self._muted or self._paused:
            return
        translate = self._translator(self._preferences().language)
        for message in messages:
            if personal_too or not is_personal(message):
                self._make(translate(message), keep=not varies(message))
        self._go_on()

    def again(self) -> None:
        """What was said last, once more; personal things too, because the resident asks."""
        self.say(*self._last, personal_too=True)

    def read_key(self, name: str) -> None:
        """A key was held: its name, and that the next tap does it (U10)."""
        self.aside(verbatim(name), msg("bar.tap_again"))

    def aside(self, *messages: Message) -> None:
        last = self._last
        self.say(*messages)
        self._last = last

    def chime(self) -> None:
        """The bell for a volunteer; words wait until it has rung, and only a tap stops it."""
        self.stop()
        if self._enabled and not (self._muted or self._paused) and self._chime is not None:
            self._chiming = self._generation
            rung = self._chiming
            self._play(self._chime, lambda: self._rung(rung))

    def stop(self) -> None:
        """Silence at once."""
        self._chiming = None
        self._hush()

    def mute(self, muted: bool) -> None:
        """Silence at once, and nothing is heard until `mute(False)`; what was asked for meanwhile stays unsaid."""
        if muted and not self._muted:
            self.stop()
        self._muted = muted

    def pause(self, paused: bool) -> None:
        """Silence at once, and until `pause(False)`, whatever `mute` says meanwhile: a telephone talks in this room."""
        if paused and not self._paused:
            self.stop()
        self._paused = paused

    def forget(self) -> None:
        """The end of a session: nothing can be said again, and no sound of it stays (S3)."""
        self.stop()
        self._last = ()
        self._tasks.submit(self._voice.forget)

    def _hush(self) -> None:
        """No more words; a bell may ring on."""
        self._generation += 1
        if self._chiming is None:
            self._silence()
        for phrase in (*self._queue, *((self._playing,) if self._playing else ())):
            self._drop(phrase)
        self._queue.clear()
        self._playing = None

    def _rung(self, which: int) -> None:
        if self._chiming == which:
            self._chiming = None
            self._go_on()

    def _make(self, text: str, *, keep: bool) -> None:
        phrase, generation, now = _Phrase(), self._generation, self._preferences()
        self._queue.append(phrase)

        def done(sound: Sound) -> None:
            if generation != self._generation:
                self._drop(_Phrase(sound))
                return
            phrase.sound = sound
            self._go_on()

        def failed(_error: Exception) -> None:
            """The screen still shows it; the next sentence is said."""
            phrase.failed = True
            if generation == self._generation:
                self._go_on()

        self._tasks.submit(
            lambda: self._voice.make(text, language=now.language, rate=now.rate, keep=keep), done, failed
        )

    def _go_on(self) -> None:
        if self._playing is not None or self._chiming is not None:
            return
        while self._queue and self._queue[0].failed:
            self._queue.popleft()
        if self._queue and self._queue[0].sound is not None:
            self._playing = self._queue.popleft()
            assert self._playing.sound is not None  # noqa: S101  # asked the line before
            self._play(self._playing.sound.path, self._ended_of(self._generation))

    def _play(self, path: Path, on_end: Callable[[], None]) -> None:
        """A loudspeaker that breaks costs the sound and nothing else: also sorry is said through here."""
        try:
            self._player.play(path, self._preferences().volume, on_end)
        except Exception as error:  # noqa: BLE001 - whatever a sound system raises, the screen still shows it
            log.error("the player: %s", type(error).__name__)  # noqa: TRY400 - S4: an error's words stay out of the log
            self._tasks.to_main(on_end)

    def _silence(self) -> None:
        try:
            self._player.stop()
        except Exception as error:  # noqa: BLE001 - as above
            log.error("the player: %s", type(error).__name__)  # noqa: TRY400 - as above

    def _ended_of(self, generation: int) -> Callable[[], None]:
        def ended() -> None:
            if generation == self._generation:
                if self._playing is not None:
                    self._drop(self._playing)
                    self._playing = None
                self._go_on()

        return ended

    def _drop(self, phrase: _Phrase) -> None:
        if phrase.sound is not None and not phrase.sound.kept:
            self._voice.drop(phrase.sound)


def varies(message: Message) -> bool:
    """Whether its words are made for this moment or person: then they are never kept on the disk."""
    return bool(message.args) or message.personal


def is_personal(message: Message) -> bool:
    """Whether it, or anything within it, is for the resident's eyes only."""
    values = (one for value in message.args.values() for one in (value if isinstance(value, tuple) else (value,)))
    return message.personal or any(is_personal(one) for one in values if isinstance(one, Message))
