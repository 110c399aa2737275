"""What a question at the kiosk is answered with: cards in our own words, and the articles themselves."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.content.policy.asking import Passage
from kiosk.content.policy.cards import Card


@dataclass(frozen=True)
class Advice:
    """The best cards and articles, best first. Nothing found is a refusal: no answer without a source."""

    question: str
    cards: tuple[Card, ...] = ()
    passages: tuple[Passage, ...] = ()

    @property
    def refused(self) -> bool:
        return not self.cards and not self.passages


@dataclass(frozen=True)
class Leaf:
    """One article of a text with its neighbours' numbers, "" at either end."""

    passage: Passage
    before: str = ""
    after: str = ""
