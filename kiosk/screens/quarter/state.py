"""What the screen of notices and telephones shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.offered import Choice, Key
from kiosk.text import Message, msg


class Layout(StrEnum):
    """CHOICES: great keys; WORDS: a notice; ROWS: whom to ring, line by line."""

    CHOICES = "choices"
    WORDS = "words"
    ROWS = "rows"


@dataclass(frozen=True)
class Row:
    picture: str
    label: Message
    words: Message


@dataclass(frozen=True)
class State:
    """`big` is a notice's title and `lines` what it says and until when."""

    page: str
    layout: Layout
    title: Message
    choices: tuple[Choice, ...] = ()
    rows: tuple[Row, ...] = ()
    keys: tuple[Key, ...] = ()
    icon: str = "bell"
    big: Message | None = None
    lines: tuple[Message, ...] = ()

    @property
    def say(self) -> tuple[Message, ...]:
        """A notice at once; of a list what it is; whom to ring with the number."""
        if self.layout is Layout.CHOICES:
            return (self.title, msg("quarter.lead"))
        return (self.title, *self.told)

    @property
    def told(self) -> tuple[Message, ...]:
        """What 念给我听 reads: what stands here, without the keys."""
        rows = tuple(words for row in self.rows for words in (row.label, row.words))
        choices = tuple(words for one in self.choices for words in (one.words, one.detail) if words is not None)
        return (*((self.big,) if self.big else ()), *self.lines, *rows, *choices)

    @property
    def aloud(self) -> tuple[Message, ...]:
        return (self.title, *self.told, *(key.words for key in self.keys))
