"""What every widget needs to draw itself: sizes, colours, icons, words, and the passing of time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from kiosk.domain.preferences import Palette, Preferences, TextSize
from kiosk.text import Message
from kiosk.ui.fonts import measure
from kiosk.ui.icons import Icons
from kiosk.ui.later import later
from kiosk.ui.metrics import Display, Metrics
from kiosk.ui.tokens import PALETTES, Colours
from kiosk.ui.typeset import Typesetter


@dataclass(frozen=True)
class Look:
    """How the screen is to look now; follows the resident's preferences."""

    palette: Palette = Palette.LIGHT
    text_size: TextSize = TextSize.STANDARD
    language: str = "zh_CN"
    motion: bool = True

    @classmethod
    def of(cls, preferences: Preferences) -> Look:
        return cls(preferences.palette, preferences.text_size, preferences.language, preferences.motion)


class Pace(Protocol):
    """Monotonic time for touches; tests bring their own, so that no test waits."""

    def now(self) -> float:
        """Seconds, from any start."""

    def later(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        """Calls on the UI thread after `seconds`; the answer cancels it."""


class QtPace:
    def now(self) -> float:
        return time.monotonic()

    def later(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        return later(seconds, call)


@dataclass(frozen=True)
class Kit:
    """Handed to every view and widget. `t` turns a Message into words of the look's language."""

    metrics: Metrics
    colours: Colours
    t: Callable[[Message], str]
    icons: Icons = field(default_factory=Icons)
    pace: Pace = field(default_factory=QtPace)
    type: Typesetter = field(default_factory=lambda: Typesetter(measure))
    motion: bool = True

    def words(self, text: Message | str) -> str:
        """A message translated; text that is already words as it is."""
        return text if isinstance(text, str) else self.t(text)


def make_kit(
    display: Display, look: Look, t: Callable[[Message], str], *, icons: Icons | None = None, pace: Pace | None = None
) -> Kit:
    """A kit for one look; pass the same `icons` again, they remember their pictures."""
    return Kit(
        Metrics(display, look.text_size),
        PALETTES[look.palette],
        t,
        icons or Icons(),
        pace or QtPace(),
        Typesetter(measure),
        look.motion,
    )
