"""Where a resident stands among the policies. Kept in the session and nowhere else: its end takes all of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kiosk.content.policy.cards import Card
from kiosk.content.policy.rules_ask import Question
from kiosk.content.policy.rules_profile import Profile
from kiosk.text import Message


class Page(StrEnum):
    START = "start"
    TOPIC = "topic"
    CARD = "card"
    SECTION = "section"
    SOURCE = "source"
    QUESTION = "question"
    RESULTS = "results"
    OTHERS = "others"
    RESULT = "result"


@dataclass(frozen=True)
class Around:
    """What the pages stand in: the cards, those asked for most, and the day at this kiosk.

    `missing`: the cards cannot be read here. `listens`: a message can be left here. `keeps`: answers
    may be remembered for who stands there; `news`: something is newly possible for them. `quarter`: there are notices
    or telephones of the quarter to show.
    """

    cards: tuple[Card, ...]
    most: tuple[Card, ...]
    today: date
    missing: bool = False
    listens: bool = False
    keeps: bool = False
    news: bool = False
    quarter: bool = False

    def card(self, name: str) -> Card | None:
        return next((card for card in self.cards if card.id == name), None)


@dataclass(frozen=True)
class Asked:
    """One question with what was known before it, so that 返回 can ask it again."""

    profile: Profile = field(repr=False)
    facts: tuple[str, ...]
    question: Question


@dataclass(frozen=True)
class Draft:
    """`trail` are the pages that 返回 leads through. `facts` are those asked for, answered and skipped ones alike."""

    page: Page = Page.START
    trail: tuple[Page, ...] = ()
    topic: str = ""
    card: str = ""
    section: str = ""
    profile: Profile = field(default=Profile(), repr=False)
    facts: tuple[str, ...] = ()
    question: Question | None = None
    before: tuple[Asked, ...] = field(default=(), repr=False)
    kept: bool = False  # the answers are remembered
    alone: bool = False  # opened at a card that was found by a question
    busy: bool = False
    problem: Message | None = None

    @property
    def own_affairs(self) -> bool:
        """Whether the card was found by answers about the resident: then bystanders hear nothing of it (U11)."""
        return Page.RESULTS in (*self.trail, self.page)


def trail_to(draft: Draft, page: Page) -> tuple[Page, ...]:
    """The pages behind `page`."""
    if page in draft.trail:
        return draft.trail[: draft.trail.index(page)]
    if page is draft.page or draft.page is Page.QUESTION:  # answered questions are behind; 返回 does not ask again
        return draft.trail
    return (*draft.trail, draft.page)
