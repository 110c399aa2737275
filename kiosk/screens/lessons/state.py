"""What the screen of lessons shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kiosk.content.lessons.model import Screen
from kiosk.content.lessons.phone import Phone, seen
from kiosk.domain.offered import Key
from kiosk.text import Message, msg, verbatim


class Layout(StrEnum):
    """CHOICES: great keys with pictures; WORDS: few sentences and what can be done; STEP: the drawn telephone;
    QUESTION: one sentence and its answers; TICKS: things to tick; ROWS: few large lines; STAMPS: the stamp book."""

    CHOICES = "choices"
    WORDS = "words"
    STEP = "step"
    QUESTION = "question"
    TICKS = "ticks"
    ROWS = "rows"
    STAMPS = "stamps"


@dataclass(frozen=True)
class Choice:
    """A great key: a level, a lesson, an answer. `main`: filled, what most people want."""

    id: str
    picture: str
    words: Message
    detail: Message | None = None
    main: bool = False


@dataclass(frozen=True)
class Row:
    picture: str
    words: Message


@dataclass(frozen=True)
class Tick:
    words: Message
    on: bool


@dataclass(frozen=True)
class Stamps:
    """A level of the stamp book: its name, and each lesson's picture with whether it was done."""

    title: Message
    stamps: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Handset:
    """The drawn telephone; `ring` is the key that is pointed at, `first` one that must be in sight at first.

    `watching`: it is being shown, taps do nothing.
    """

    screens: Mapping[str, Screen]
    phone: Phone
    ring: str = ""
    first: str = ""
    watching: bool = False


@dataclass(frozen=True)
class State:
    """`big` is the sentence, `lines` what stands under it; `told` is new and said: a hint, praise, why not that one.

    `number` of `of`: how far in this part.
    """

    page: str
    layout: Layout
    title: Message
    lead: Message
    choices: tuple[Choice, ...] = ()
    rows: tuple[Row, ...] = ()
    keys: tuple[Key, ...] = ()
    ticks: tuple[Tick, ...] = ()
    stamps: tuple[Stamps, ...] = ()
    icon: str = "lessons"
    big: Message | None = None
    lines: tuple[Message, ...] = ()
    told: tuple[Message, ...] = ()
    handset: Handset | None = None
    number: int = 0
    of: int = 0
    problem: Message | None = None

    @property
    def progress(self) -> Message:
        """第 3 步，共 7 步."""
        kind = "question" if self.layout is Layout.QUESTION else "step"
        return msg(f"lessons.{kind}_of", number=self.number, of=self.of)

    @property
    def say(self) -> tuple[Message, ...]:
        """What is new, or what this page asks."""
        if self.problem is not None:
            return (self.problem,)
        sentence = (*((self.big,) if self.big else ()), *self.lines)
        match self.layout:
            case Layout.STEP | Layout.QUESTION:
                return (*self.told, *sentence)
            case Layout.WORDS | Layout.TICKS:
                return (self.title, *sentence, *(tick.words for tick in self.ticks))
            case Layout.ROWS:
                return (self.title, *(row.words for row in self.rows))
            case _:
                return (self.title, self.lead)

    @property
    def aloud(self) -> tuple[Message, ...]:
        """Everything that is shown, what is drawn on the telephone last."""
        problem = (self.problem,) if self.problem else ()
        progress = (self.progress,) if self.of else ()
        sentence = (*((self.big,) if self.big else (self.lead,)), *self.lines, *self.told)
        choices = tuple(words for one in self.choices for words in (one.words, one.detail) if words is not None)
        rows, ticks = tuple(row.words for row in self.rows), tuple(tick.words for tick in self.ticks)
        stamps = tuple(level.title for level in self.stamps)
        keys = tuple(key.words for key in self.keys)
        drawn = tuple(map(verbatim, seen(self.handset.screens, self.handset.phone))) if self.handset else ()
        return (self.title, *problem, *progress, *sentence, *rows, *ticks, *choices, *stamps, *keys, *drawn)
