"""Cards for a question: by what people call them, and by the articles that answer it.

A name counts by the pairs of characters it shares with the question, rare pairs more; an article that answers counts
for every card that cites it. Below ENOUGH nothing is found: a wrong card is worse than a person.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kiosk.content.policy.cards import Card, cites, facts
from kiosk.content.policy.cards_source import Cite
from kiosk.content.policy.law import Article, Law
from kiosk.content.policy.lexicon import Lexicon
from kiosk.content.policy.tokens import LONGEST_QUESTION, pairs, plain

ENOUGH = 0.5
CITED = 0.7
"""What the best article is worth; the second half of it, the third a third."""

_BELOW = re.compile(r"(第[一二三四五六七八九十]+款)?(第[一二三四五六七八九十]+项)?$")


def place_of(cite: Cite) -> tuple[str, str]:
    """(doc, 第…条) of a place in an official text, as the library names it: paragraphs and items left out."""
    return cite.source.text, _BELOW.sub("", cite.article)


def as_law(card: Card) -> Law:
    """What the card says as a text of one article, called as the card: for an index over the cards' own words."""
    names = " ".join((card.names.official, *card.names.everyday))
    text = "\n".join((names, *(fact.say for fact in facts(card))))
    return Law(card.id, card.names.official, "", "", (Article("第一条", text, f"第一章 {names}"),))


@dataclass(frozen=True)
class FoundCard:
    """`score` from ENOUGH up; only comparable within one answer."""

    card: Card
    score: float


class CardFinder:
    """Finds among these cards. `lexicon` rewrites dialect first."""

    def __init__(self, cards: Iterable[Card], lexicon: Lexicon) -> None:
        self._cards = tuple(cards)
        self._lexicon = lexicon
        self._names = [[frozenset(pairs(self._read(name))) for name in _called(card)] for card in self._cards]
        holding = Counter(pair for names in self._names for pair in frozenset().union(*names))
        self._worth = {pair: math.log(1 + len(self._cards) / count) for pair, count in holding.items()}
        self._cited = [set(map(place_of, cites(card))) for card in self._cards]

    def find(self, question: str, articles: Sequence[tuple[str, str]] = (), top: int = 3) -> tuple[FoundCard, ...]:
        """The best `top` cards; `articles` are what the library answered, best first, as (doc, 第…条)."""
        asked = frozenset(pairs(self._read(question)))
        scored = [
            FoundCard(card, self._name(names, asked) + self._article(cited, articles))
            for card, names, cited in zip(self._cards, self._names, self._cited, strict=True)
        ]
        enough = [found for found in scored if found.score >= ENOUGH]
        return tuple(sorted(enough, key=lambda found: -found.score)[:top])

    def _read(self, text: str) -> str:
        return self._lexicon.rewrite(plain(text)[:LONGEST_QUESTION])

    def _name(self, names: list[frozenset[str]], asked: frozenset[str]) -> float:
        """The share of the best name that stands in the question, by worth."""
        return max((self._sum(name & asked) / self._sum(name) for name in names if name), default=0.0)

    def _sum(self, some: frozenset[str]) -> float:
        return sum(self._worth.get(pair, 0.0) for pair in some)

    def _article(self, cited: set[tuple[str, str]], articles: Sequence[tuple[str, str]]) -> float:
        return max((CITED / place for place, one in enumerate(articles, 1) if one in cited), default=0.0)


def _called(card: Card) -> tuple[str, ...]:
    return (card.names.official, *card.names.everyday)
