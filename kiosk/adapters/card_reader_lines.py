"""From bytes or keystrokes to what was on a card: lines, bounded, with noise made harmless. No Qt, no device."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.ports.card_reader import LONGEST

QUIET_SECONDS = 0.25
"""No scanner pauses so long within a card, no finger types so fast."""
LEAST = 6
"""Fewer letters are a slip of a key, not a card."""
REST_SECONDS = 1.0
"""After a card: a second one so soon is the first one's echo, or noise with line ends in it."""


class CardLines:
    """Collects letters into cards. `now` counts seconds; every call says at which of them it happens."""

    def __init__(self, now: Callable[[], float], on_card: Callable[[str], None]) -> None:
        self._now = now
        self._on_card = on_card
        self._letters = ""
        self._last = -QUIET_SECONDS
        self._rest_until = 0.0

    @property
    def under_way(self) -> bool:
        """Whether letters of a card are coming in just now."""
        now = self._now()
        return (bool(self._letters) and now - self._last <= QUIET_SECONDS) or now < self._rest_until

    def letter(self, text: str) -> None:
        """Letters of a card; those of the last one are gone when it was long ago."""
        now = self._now()
        if now - self._last > QUIET_SECONDS:
            self._letters = ""
        self._last = now
        if now < self._rest_until:
            self._rest_until = now + REST_SECONDS  # noise goes on until it is quiet
        elif len(self._letters) <= LONGEST:
            self._letters += text[: LONGEST + 1 - len(self._letters)]

    def end(self) -> None:
        """The card is over: an end of line, or silence."""
        letters, self._letters = self._letters, ""
        if len(letters) >= LEAST:
            self._rest_until = self._now() + REST_SECONDS
            self._on_card(letters)
