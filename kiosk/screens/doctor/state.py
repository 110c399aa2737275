"""What the screen of the doctor's appointment shows: one question a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.domain.offered import Key
from kiosk.text import Message

URGENT_NUMBER = "120"


class Layout(StrEnum):
    CHOICES = "choices"
    READ_BACK = "read_back"
    WORDS = "words"
    PAD = "pad"
    URGENT = "urgent"


@dataclass(frozen=True)
class Choice:
    """A great key: a need, a place, a day, a time. `great`: in the size of a service's name."""

    id: str
    picture: str
    words: Message
    detail: Message | None = None
    great: bool = False


@dataclass(frozen=True)
class Row:
    """A line of the read-back; personal ones are not said unasked."""

    picture: str
    label: Message | None
    value: Message
    detail: Message | None = None

    @property
    def words(self) -> tuple[Message, ...]:
        return tuple(words for words in (self.label, self.value, self.detail) if words is not None)


@dataclass(frozen=True)
class State:
    """`lead` is the page's sentence; `problem` stands instead of it when something went otherwise than hoped.

    `shown_lead`: it is shown too, because it says what the resident must know before a yes.
    """

    page: str
    layout: Layout
    title: Message
    lead: Message
    choices: tuple[Choice, ...] = ()
    rows: tuple[Row, ...] = ()
    keys: tuple[Key, ...] = ()
    icon: str = "doctor"
    big: Message | None = None
    problem: Message | None = None
    shown_lead: bool = False
    typed: str = field(default="", repr=False)
    typed_words: Message | None = None

    @property
    def sentence(self) -> Message | None:
        """What is written beside the keys, if anything."""
        return self.problem or (self.lead if self.shown_lead else None)

    @property
    def say(self) -> tuple[Message, ...]:
        if self.problem is not None:
            return (self.problem,)
        return (self.title, *((self.big,) if self.big else ()), self.lead)

    @property
    def aloud(self) -> tuple[Message, ...]:
        """Everything that is shown."""
        choices = tuple(w for c in self.choices for w in (c.words, c.detail) if w is not None)
        rows = tuple(w for r in self.rows for w in r.words)
        typed = (self.typed_words,) if self.typed_words else ()
        problem = (self.problem,) if self.problem else ()
        big = (self.big,) if self.big else ()
        keys = tuple(key.words for key in self.keys)
        return (self.title, *problem, *big, self.lead, *rows, *choices, *typed, *keys)
