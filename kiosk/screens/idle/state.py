"""What the warning shows."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Message, msg


@dataclass(frozen=True)
class State:
    """`left` of `total` seconds."""

    left: int = 30
    total: int = 30

    @property
    def title(self) -> Message:
        return msg("idle.title")

    @property
    def lead(self) -> Message:
        return msg("idle.lead", seconds=self.left)

    @property
    def keys(self) -> tuple[tuple[str, Message], ...]:
        return (("stay", msg("idle.stay")), ("done", msg("idle.done")))

    @property
    def say(self) -> tuple[Message, ...]:
        return (self.title, msg("idle.say"))

    @property
    def aloud(self) -> tuple[Message, ...]:
        return (self.title, self.lead, *(words for _, words in self.keys))
