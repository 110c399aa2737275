"""Policy cards for the screens: read once, off the main thread, and only when somebody asks for them."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kiosk.domain.resident import Situation
from kiosk.ports.tasks import Tasks

if TYPE_CHECKING:  # rules and cards are looked at when somebody asks, not at the start
    from kiosk.content.policy.cards import Card
    from kiosk.content.policy.rules_ask import Question
    from kiosk.content.policy.rules_profile import Profile
    from kiosk.ports.policies import PolicyCards

log = logging.getLogger(__name__)
OnError = Callable[[Exception], None]
AT_FIRST = ("allowance", "medical-relief", "long-term-care", "minimum-living")
"""What is shown as asked most, until this kiosk knows better."""
ENOUGH = 5
"""So often a card is opened before it counts as asked often: fewer would tell what the resident before asked for."""


@dataclass(frozen=True)
class News:
    """`profile` is what was remembered, `cards` are the ids of what is newly possible."""

    profile: Profile
    cards: tuple[str, ...]


class Policies:
    """Lives on the main thread: every callback comes there. Knows how often a card was opened, never by whom."""

    def __init__(self, read: PolicyCards, tasks: Tasks) -> None:
        self._read = read
        self._tasks = tasks
        self._cards: tuple[Card, ...] = ()
        self._opened: Counter[str] = Counter()
        self._renewals = 0

    @property
    def cards(self) -> tuple[Card, ...]:
        """() until they are loaded, and where they cannot be."""
        return self._cards

    def load(self, on_done: Callable[[tuple[Card, ...]], None], on_error: OnError) -> None:
        """Read the cards; those that were read already come at once. Errors: KioskError."""
        if self._cards:
            on_done(self._cards)
            return

        asked = self._renewals

        def done(cards: tuple[Card, ...]) -> None:
            self._cards = cards
            if asked != self._renewals:
                self.renew()
            on_done(cards)

        self._tasks.submit(self._read, done, on_error)

    def renew(self) -> None:
        """Other cards count now. Those of before serve until these are read: somebody may be looking at one."""
        self._renewals += 1
        if not self._cards:
            return
        mine = self._renewals

        def done(cards: tuple[Card, ...]) -> None:
            if mine == self._renewals:
                self._cards = cards

        self._tasks.submit(self._read, done, lambda error: log.warning("cards stay: %s", type(error).__name__))

    def opened(self, card: str) -> None:
        """Somebody asked for this card."""
        self._opened[card] += 1

    def most_asked(self, count: int) -> tuple[Card, ...]:
        """The cards asked for most at this kiosk since it was started."""
        first = {card: place for place, card in enumerate(AT_FIRST)}
        often = {card: count for card, count in self._opened.items() if count >= ENOUGH}
        ranked = sorted(self._cards, key=lambda card: (-often.get(card.id, 0), first.get(card.id, len(first))))
        return tuple(ranked[:count])

    def news(self, situation: Situation, on: date, on_done: Callable[[News], None], on_error: OnError) -> None:
        """What a birthday or a rule has made possible since this resident last looked. Errors: KioskError, also for a
        situation that cannot be read any more."""
        cards = self._cards

        def work() -> News:
            from datetime import date as day

            from kiosk.content.policy.rules_check import newly_possible
            from kiosk.content.policy.rules_profile import read_profile

            known = cards or self._read()
            profile = read_profile("situation", situation.profile.encode(), on, [card.id for card in known])
            since = min(day.fromisoformat(situation.seen), on)
            return News(profile, tuple(one.card.id for one in newly_possible(known, profile, since, on)))

        self._tasks.submit(work, on_done, on_error)

    def next_question(
        self,
        profile: Profile,
        on: date,
        asked: tuple[str, ...],
        on_done: Callable[[Question | None], None],
        on_error: OnError,
    ) -> None:
        """The question that still changes most; None when nothing more is to be asked. `profile` is kept nowhere."""
        cards = self._cards

        def work() -> Question | None:
            from kiosk.content.policy.rules_ask import next_question

            return next_question(cards, profile, on, asked)

        self._tasks.submit(work, on_done, on_error)
