"""One resident's time at the kiosk: it ends only after a warning, and leaves nothing behind (U12, U14, S3).

resting ──touch──▶ active ──idle──▶ warned ──▶ resting
                     ▲                 │ touch
                     └─────────────────┘
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum

from kiosk.domain.preferences import Preferences
from kiosk.ports.clock import Cancel, Clock
from kiosk.text import LANGUAGES


class SessionPhase(StrEnum):
    RESTING = "resting"
    ACTIVE = "active"
    WARNED = "warned"


class Adjust(StrEnum):
    """What the strip under 听一听 can change (U10)."""

    LOUDER = "louder"
    SLOWER = "slower"
    LARGER = "larger"
    COLOURS = "colours"
    LANGUAGE = "language"


class Session:
    """`idle` seconds without a touch end it; the warning comes `warning` seconds before that, at least 20.

    Everything here runs on the main thread. Listeners are called after each change of phase or preferences.
    """

    def __init__(self, clock: Clock, defaults: Preferences, *, idle: float = 180, warning: float = 30) -> None:
        self._clock = clock
        self._defaults = defaults
        self._warning = max(20.0, warning)
        self._quiet = max(idle - self._warning, 1.0)
        self._phase = SessionPhase.RESTING
        self._preferences = defaults
        self._kept: dict[str, object] = {}
        self._holds: set[object] = set()
        self._timer: Cancel | None = None
        self._ends_at = 0.0
        self._ended_idle = False
        self._listeners: list[Callable[[], None]] = []
        self._enders: list[Callable[[], None]] = []

    @property
    def phase(self) -> SessionPhase:
        return self._phase

    @property
    def preferences(self) -> Preferences:
        return self._preferences

    @property
    def ended_idle(self) -> bool:
        """Whether the last end came because nobody answered the warning; asked by those who hear of the end."""
        return self._ended_idle

    @property
    def seconds_left(self) -> int:
        """Until the end, while warned."""
        return max(0, round(self._ends_at - self._clock.monotonic())) if self._phase is SessionPhase.WARNED else 0

    def watch(self, listener: Callable[[], None]) -> Cancel:
        return _listen(self._listeners, listener)

    def on_end(self, ender: Callable[[], None]) -> Cancel:
        """`ender` forgets what it holds of this resident; called before the kiosk goes to rest."""
        return _listen(self._enders, ender)

    def activity(self) -> None:
        """A touch: begins a session, or extends it, as often as wanted."""
        changed = self._phase is not SessionPhase.ACTIVE
        self._phase = SessionPhase.ACTIVE
        self._wind()
        if changed:
            self._tell()

    def hold(self) -> Cancel:
        """Stop the timer while the resident waits for something outside (U14), until the result is called."""
        token = object()
        self._holds.add(token)
        self._stop()
        if self._phase is SessionPhase.WARNED:  # what is waited for came up during the warning
            self._phase = SessionPhase.ACTIVE
            self._tell()

        def release() -> None:
            if token in self._holds:
                self._holds.discard(token)
                if self._phase is SessionPhase.ACTIVE:
                    self._wind()

        return release

    def let_go(self) -> None:
        """Whoever held the session is gone: the timer runs again."""
        self._holds.clear()
        if self._phase is SessionPhase.ACTIVE:
            self._wind()

    def change(self, preferences: Preferences) -> None:
        self._preferences = preferences
        self._tell()

    def adjust(self, what: Adjust) -> None:
        """One step of one preference, for the strip under 听一听."""
        now = self._preferences
        steps: dict[Adjust, Callable[[], Preferences]] = {
            Adjust.LOUDER: now.louder,
            Adjust.SLOWER: now.slower,
            Adjust.LARGER: now.larger,
            Adjust.COLOURS: now.next_palette,
            Adjust.LANGUAGE: lambda: now.next_language(LANGUAGES),
        }
        self.change(steps[what]())

    def keep(self, name: str, value: object) -> None:
        """What was entered and must outlive a screen, until the session ends."""
        self._kept[name] = value

    def kept(self, name: str) -> object | None:
        return self._kept.get(name)

    def drop(self, name: str) -> None:
        self._kept.pop(name, None)

    def end(self) -> None:
        """我好了, or nobody answered the warning."""
        if self._phase is SessionPhase.RESTING:
            return
        self._stop()
        self._ended_idle = self._phase is SessionPhase.WARNED
        self._holds.clear()
        self._kept.clear()
        self._phase = SessionPhase.RESTING
        self._preferences = replace(self._defaults)
        try:
            for ender in tuple(self._enders):
                ender()
        finally:
            self._tell()  # the screen is cleared, whatever an ender could not do

    def _wind(self) -> None:
        self._stop()
        if not self._holds:
            self._timer = self._clock.call_later(self._quiet, self._warn)

    def _warn(self) -> None:
        self._phase = SessionPhase.WARNED
        self._ends_at = self._clock.monotonic() + self._warning
        self._timer = self._clock.call_later(self._warning, self.end)
        self._tell()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer()
            self._timer = None

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()


def _listen(listeners: list[Callable[[], None]], one: Callable[[], None]) -> Cancel:
    listeners.append(one)

    def cancel() -> None:
        if one in listeners:
            listeners.remove(one)

    return cancel
