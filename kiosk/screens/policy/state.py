"""What the screen of policies shows: one question a page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from kiosk.domain.offered import Choice, Key
from kiosk.text import Message


class Layout(StrEnum):
    """CHOICES: great keys with pictures; CARD: an answer and what more there is; ROWS: few large lines;
    QUESTION: one sentence and its answers; WORDS: an answer and what can be done."""

    CHOICES = "choices"
    CARD = "card"
    ROWS = "rows"
    QUESTION = "question"
    WORDS = "words"


@dataclass(frozen=True)
class Row:
    """One line of a page."""

    picture: str
    words: Message
    detail: Message | None = None


@dataclass(frozen=True)
class State:
    """`big` is the answer and `lines` what stands under it; `problem` what went otherwise than hoped.

    `quiet`: what stands here concerns the resident's own affairs, so it is shown, and spoken only when asked for (U11).
    """

    page: str
    layout: Layout
    title: Message
    lead: Message
    choices: tuple[Choice, ...] = ()
    rows: tuple[Row, ...] = ()
    keys: tuple[Key, ...] = ()
    icon: str = "policy"
    big: Message | None = None
    lines: tuple[Message, ...] = ()
    problem: Message | None = None
    quiet: bool = False

    @property
    def say(self) -> tuple[Message, ...]:
        """A card's answer at once; of everything else what the page is."""
        if self.problem is not None:
            return (self.problem,)
        answer = (*((self.big,) if self.big else ()), *self.lines)
        match self.layout:
            case Layout.CARD | Layout.WORDS if answer and not self.quiet:
                return (self.title, *answer)
            case Layout.CARD | Layout.WORDS | Layout.ROWS if self.quiet:
                return (self.lead,)
            case _:
                return (self.title, self.lead)

    @property
    def told(self) -> tuple[Message, ...]:
        """What 念给我听 reads: what stands here, without the keys."""
        rows = tuple(words for row in self.rows for words in (row.words, row.detail) if words is not None)
        choices = tuple(words for one in self.choices for words in (one.words, one.detail) if words is not None)
        found = (*((self.big,) if self.big else ()), *self.lines, *rows)
        if self.layout is not Layout.CARD:
            found += choices
        return tuple(replace(words, personal=True) for words in found)

    @property
    def aloud(self) -> tuple[Message, ...]:
        """Everything that is shown."""
        problem = (self.problem,) if self.problem else ()
        keys = tuple(key.words for key in self.keys)
        tiles = tuple(choice.words for choice in self.choices) if self.layout is Layout.CARD else ()
        return (self.title, *problem, self.lead, *self.told, *tiles, *keys)
