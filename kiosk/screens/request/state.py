"""What the live screen of one request shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.offered import Key
from kiosk.domain.request import Kind
from kiosk.text import Message, msg


class Mark(StrEnum):
    """DONE was reached, NOW is where it stands, TO_COME is not true yet, STOPPED is an ending nobody wanted."""

    DONE = "done"
    NOW = "now"
    TO_COME = "to_come"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Step:
    words: Message
    mark: Mark


class PanelKind(StrEnum):
    WORDS = "words"
    CAR = "car"
    PHONE = "phone"
    TIME = "time"


@dataclass(frozen=True)
class Panel:
    """The large answer: `big` between a line above and lines below. `icon` only where there is no plate or number."""

    kind: PanelKind
    big: Message
    top: Message | None = None
    bottom: tuple[Message, ...] = ()
    icon: str = ""

    @property
    def words(self) -> tuple[Message, ...]:
        return ((self.top,) if self.top else ()) + (self.big, *self.bottom)


@dataclass(frozen=True)
class Fact:
    """A line of what is settled: where to go, what to bring."""

    icon: str
    label: Message
    value: Message
    sub: Message | None = None

    @property
    def words(self) -> tuple[Message, ...]:
        return (self.label, self.value, *((self.sub,) if self.sub else ()))


@dataclass(frozen=True)
class State:
    """`note` is what a person said, or what became of the resident's last word to us. `asking`: the consequences of
    giving up are on show and wait for an answer (U16). `rows` stand instead of the steps once all is settled.
    `question`: a person's question is all that is shown, with a key for each answer."""

    kind: Kind
    title: Message
    steps: tuple[Step, ...]
    number: int
    panel: Panel
    keys: tuple[Key, ...] = ()
    note: Message | None = None
    asking: bool = False
    live: bool = True
    rows: tuple[Fact, ...] = ()
    question: bool = False

    @property
    def number_words(self) -> Message:
        return msg("request.number" if self.live else "request.number_over", number=self.number)

    @property
    def say(self) -> tuple[Message, ...]:
        """The newest truth first, then what to do."""
        return (self.title, *self.panel.words, *((self.note,) if self.note else ()))

    @property
    def aloud(self) -> tuple[Message, ...]:
        """Steps that have not happened are told as such: a flat list would say them before they are true."""
        so_far = tuple(s.words for s in self.steps if s.mark is not Mark.TO_COME)
        coming = tuple(s.words for s in self.steps if s.mark is Mark.TO_COME)
        not_yet = tuple(msg("status.not_yet", steps=coming[i : i + 2]) for i in range(0, len(coming), 2))  # U19
        facts = tuple(words for row in self.rows for words in row.words)
        return (*self.say, *facts, *so_far, *not_yet, self.number_words, *(k.words for k in self.keys))
