"""The most promising articles by how they begin: what an article is about stands in its first clause.

Ranking weighs words wherever they stand. An article that opens with things nobody asked about (the victim of a crime, a
person under arrest) speaks of a special case; of two that hold the same words the one that opens with them comes first.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from kiosk.content.policy.question import Question
from kiosk.content.policy.ranking import Index, Ranking, rarity
from kiosk.content.policy.tokens import pairs, plain

READ = 12
"""So many articles are looked at."""
WORTH = 0.4
"""What an opening that is asked for in full adds to a score."""
SURELY = 0.3
"""How surely a word must be asked for."""
_END = re.compile(r"[。：；\n]")


def by_opening(question: Question, ranking: Ranking, index: Index, text: Callable[[int], str]) -> Ranking:
    """The first READ articles in order of score and opening, the others after them as they were."""
    asked = _asked(question)
    first = [
        replace(one, score=one.score * (1 + WORTH * _share(text(one.article), asked, index)))
        for one in ranking.best[:READ]
    ]
    first.sort(key=lambda one: (-one.score, one.article))
    return replace(ranking, best=(*first, *ranking.best[READ:]))


def _asked(question: Question) -> dict[str, float]:
    """Pairs of characters that may stand for what was asked, each with how surely, at most 1."""
    found: dict[str, float] = {}
    for concept in question.concepts:
        for term, weight in concept.terms if concept.counted else ():
            sure = min(1.0, weight * concept.weight)
            for pair in pairs(term) if sure >= SURELY else ():
                found[pair] = max(sure, found.get(pair, 0.0))
    return found


def _share(text: str, asked: dict[str, float], index: Index) -> float:
    """Of all that an article's opening says, rare words for more, the share that was asked for."""
    total = met = 0.0
    for pair in dict.fromkeys(pairs(_END.split(plain(text), maxsplit=1)[0])):
        articles = index.articles_with(pair)
        worth = rarity(articles, index.size) if articles else 0.0
        total += worth
        met += worth * asked.get(pair, 0.0)
    return met / total if total else 0.0
