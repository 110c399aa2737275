"""One article of an official text as it is shown."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.offered import Key
from kiosk.text import Message


@dataclass(frozen=True)
class State:
    """`big` is the article's number, `lines` where it stands and since when, `parts` its words in pieces that can be
    read at a glance. Without an article `big` says so."""

    title: Message
    big: Message
    lines: tuple[Message, ...] = ()
    parts: tuple[Message, ...] = ()
    keys: tuple[Key, ...] = ()

    @property
    def say(self) -> tuple[Message, ...]:
        """What stands there; the words themselves on 念给我听."""
        return (self.big, *self.lines)

    @property
    def aloud(self) -> tuple[Message, ...]:
        return (self.title, self.big, *self.lines, *self.parts, *(key.words for key in self.keys))
