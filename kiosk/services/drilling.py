"""An exercise of 紧急呼救 at this kiosk: it has a lane of its own, and a real call ends it at once (docs/drills.md)."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.drill import DrillCall
from kiosk.ports.clock import Cancel, Clock
from kiosk.services.alarm import AlarmLane, AlarmPhase, AlarmState
from kiosk.services.speech import Speaker
from kiosk.text import Message, msg

LONGEST = 3600.0
ENDS = (AlarmPhase.OVER, AlarmPhase.CANCELLED)
CLOSING = 0.0  # seconds: nobody waits for an exercise's threads
LAST_WORD = 5.0  # and so long at most for how its call ended, once the desk says that it is over


class Drilling:
    """Main thread only. `make` gives a lane for one exercise, not started; `real` is the kiosk's own.

    It ends by the desk's word, by its deadline (on this machine's own clock), when the hub is lost, when its screens
    are left, and before everything else when somebody really calls: the real lane never waits for this one.
    """

    def __init__(self, make: Callable[[], AlarmLane], real: AlarmLane, clock: Clock) -> None:
        self._make = make
        self._real = real
        self._clock = clock
        self._current = DrillCall()
        self._left = ""  # the drill whose screens were left: it does not come back by itself
        self._lane: AlarmLane | None = None
        self._deadline: Cancel = lambda: None
        self._ending: Cancel | None = None
        self._listeners: list[Callable[[], None]] = []
        real.watch(self._really)

    @property
    def on(self) -> bool:
        return bool(self._current.id)

    @property
    def by(self) -> str:
        """Who began it."""
        return self._current.by

    @property
    def called(self) -> bool:
        """Whether somebody has pressed the exercise's key."""
        return self._lane is not None and self._lane.state.phase != AlarmPhase.IDLE

    @property
    def finished(self) -> bool:
        """Whether its call came to its own end, which somebody may still want to read."""
        return self._lane is not None and self._lane.state.phase in ENDS and not self._lane.state.withdrawn

    @property
    def lane(self) -> AlarmLane:
        """The exercise's; after its end it shows nothing any more. Raises RuntimeError before the first."""
        if self._lane is None:
            raise RuntimeError("no drill has begun")
        return self._lane

    def watch(self, listener: Callable[[], None]) -> Cancel:
        """`listener` is called when it begins and when it ends."""
        self._listeners.append(listener)

        def cancel() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return cancel

    def told(self, drill: DrillCall) -> None:
        """The hub's word: one has begun, or there is none."""
        if not drill.id and self._waits_for_the_last_word():
            return
        if not drill.id or drill.id != self._current.id:
            self.end()
        if not drill.id or drill.id in (self._current.id, self._left) or self._busy():
            return
        self._current = drill
        self._lane = self._make()
        self._lane.start()
        self._lane.prepare()
        self._deadline = self._clock.call_later(min(LONGEST, max(0.0, drill.seconds)), self.end)
        self._tell()

    def press(self, screen: str) -> None:
        """The exercise's own key."""
        if self.on and self._lane is not None:
            self._lane.press(screen)

    def leave(self) -> None:
        """Its screens were left."""
        self._left = self._current.id or self._left
        self.end()

    def lost(self) -> None:
        """The hub is out of reach: nobody can see this exercise any more."""
        self.end()

    def end(self) -> None:
        """Nothing of it goes on. A second time does nothing."""
        self._deadline()
        if self._ending is not None:
            self._ending()
            self._ending = None
        if not self.on:
            return
        self._current = DrillCall()
        if self._lane is not None:
            self._lane.close(CLOSING)
        self._tell()

    close = end

    def _busy(self) -> bool:
        return self._real.state.phase not in (AlarmPhase.IDLE, *ENDS)

    def _waits_for_the_last_word(self) -> bool:
        """Somebody has closed its call, and that it is over came before how it ended: the call is asked once more, so
        that who practises reads the end too."""
        lane = self._lane
        if not self.on or lane is None or not lane.state.reached or lane.state.phase in ENDS:
            return False
        if self._ending is None:
            self._ending = self._clock.call_later(LAST_WORD, self.end)
            lane.watch(self._heard_last)
            lane.look_again()
        return True

    def _heard_last(self, state: AlarmState) -> None:
        if self._ending is not None and state.phase in ENDS:
            self._ending()
            self._ending = self._clock.call_later(0.0, self.end)

    def _really(self, state: AlarmState) -> None:
        if state.phase != AlarmPhase.IDLE:
            self.end()

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()


def drill_voice(voice: Speaker) -> Speaker:
    """Everything that is said in an exercise begins with 演练."""
    return DrillVoice(voice)


class DrillVoice:
    """See `drill_voice`."""

    def __init__(self, voice: Speaker) -> None:
        self._voice = voice

    def say(self, *messages: Message, personal_too: bool = False, interrupt: bool = True) -> None:
        if messages:
            self._voice.say(msg("drill.first"), *messages, personal_too=personal_too, interrupt=interrupt)
        else:
            self._voice.say(personal_too=personal_too, interrupt=interrupt)

    def aside(self, *messages: Message) -> None:
        self._voice.aside(msg("drill.first"), *messages)

    def stop(self) -> None:
        self._voice.stop()

    def chime(self) -> None:
        self._voice.chime()

    def mute(self, muted: bool, /) -> None:
        self._voice.mute(muted)
