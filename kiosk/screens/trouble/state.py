"""What is shown when nothing else can be."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Message, msg


@dataclass(frozen=True)
class State:
    @property
    def title(self) -> Message:
        return msg("trouble.title")

    @property
    def words(self) -> Message:
        return msg("trouble.words")

    @property
    def safe(self) -> Message:
        return msg("trouble.safe")

    @property
    def home_key(self) -> Message:
        return msg("trouble.home")

    @property
    def say(self) -> tuple[Message, ...]:
        return (self.title, self.words)

    @property
    def aloud(self) -> tuple[Message, ...]:
        return (self.title, self.words, self.safe, self.home_key)
