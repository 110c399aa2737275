"""What is shown while somebody types a question, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from kiosk.domain.offered import Choice, Key
from kiosk.text import Message, verbatim


class Layout(StrEnum):
    """TYPE: what is typed, words to choose and the keyboard; ANSWERS: an answer and more beside it; WORDS: one answer
    and what can be done."""

    TYPE = "type"
    ANSWERS = "answers"
    WORDS = "words"


@dataclass(frozen=True)
class State:
    """`typed` are words that were chosen, `spelling` keys that are none yet, `words` what they may mean, `sounds` what
    the first digits may be. `question` is what was asked; it may be personal, so it is said only when asked for (U11).
    """

    layout: Layout
    title: Message
    lead: Message
    keys: tuple[Key, ...] = ()
    typed: str = ""
    spelling: str = ""
    words: tuple[str, ...] = ()
    sounds: tuple[str, ...] = ()
    question: Message | None = None
    icon: str = "policy"
    big: Message | None = None
    lines: tuple[Message, ...] = ()
    choices: tuple[Choice, ...] = ()
    problem: Message | None = None

    @property
    def say(self) -> tuple[Message, ...]:
        """An answer at once; of the keyboard what to do."""
        if self.problem is not None:
            return (self.problem,)
        if self.layout is Layout.TYPE:
            return (self.title, self.lead)
        return (*((self.big,) if self.big else ()), *self.lines)

    @property
    def aloud(self) -> tuple[Message, ...]:
        """Everything that is shown but the letters of the keyboard, which say themselves when they are held."""
        entered = tuple(verbatim(words, personal=True) for words in (self.typed, self.spelling, *self.words) if words)
        asked = (replace(self.question, personal=True),) if self.question else ()
        problem = (self.problem,) if self.problem else ()
        big = (self.big,) if self.big else ()
        tiles = tuple(one.words for one in self.choices)
        lead = (self.lead,) if self.layout is Layout.TYPE else ()
        return (self.title, *problem, *lead, *entered, *asked, *big, *self.lines, *tiles, *(k.words for k in self.keys))
