"""What the drill's first screen shows."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.text import Message, msg


@dataclass(frozen=True)
class State:
    """`by`: the volunteer who began it, "" when not known."""

    by: str = ""

    @property
    def title(self) -> Message:
        return msg("drill.title")

    @property
    def big(self) -> Message:
        return msg("drill.big")

    @property
    def lines(self) -> tuple[Message, ...]:
        by = (msg("drill.by", name=self.by),) if self.by else ()
        return (*by, msg("drill.lead"), msg("drill.real"))

    @property
    def keys(self) -> tuple[tuple[str, Message], ...]:
        return (("press", msg("drill.press")), ("leave", msg("drill.leave")))

    @property
    def say(self) -> tuple[Message, ...]:
        return (self.big, *self.lines)

    @property
    def aloud(self) -> tuple[Message, ...]:
        return (self.title, *self.say, *(words for _, words in self.keys))
