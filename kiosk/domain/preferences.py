"""How a resident likes the screen and the voice; back to the kiosk's defaults when the session ends (U12)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")


class TextSize(StrEnum):
    STANDARD = "standard"
    LARGE = "large"
    HUGE = "huge"


class Palette(StrEnum):
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(frozen=True)
class Preferences:
    """`volume` 0 to 100; `rate` in characters a minute, 150 to 200 by default (U13), 90 to 240 allowed."""

    text_size: TextSize = TextSize.STANDARD
    palette: Palette = Palette.LIGHT
    language: str = "zh_CN"
    volume: int = 70
    rate: int = 170
    motion: bool = True

    def louder(self) -> Preferences:
        """One step louder; after the loudest comes the quietest that can still be heard."""
        steps = (40, 55, 70, 85, 100)
        return replace(self, volume=next((v for v in steps if v > self.volume), steps[0]))

    def slower(self) -> Preferences:
        """One step slower; after the slowest comes the fastest."""
        steps = (200, 170, 140, 110)
        return replace(self, rate=next((r for r in steps if r < self.rate), steps[0]))

    def larger(self) -> Preferences:
        return replace(self, text_size=_next(list(TextSize), self.text_size))

    def next_palette(self) -> Preferences:
        return replace(self, palette=_next(list(Palette), self.palette))

    def next_language(self, languages: tuple[str, ...]) -> Preferences:
        return replace(self, language=_next(list(languages), self.language))


def _next(ring: list[T], now: T) -> T:
    return ring[(ring.index(now) + 1) % len(ring)]
