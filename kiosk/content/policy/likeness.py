"""What an article means, beside the words it has: a sentence model's cosines join the score of the words.

Words are exact where the lists know them; the model helps where they do not (docs/policy-search.md has the figures).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kiosk.content.policy.ranking import Ranked, Ranking

WORTH = 0.35
"""What one standard deviation of likeness adds, as a part of the best score by words: a few words weigh little, and so
does then what they are like."""
FEWEST, MOST = 20, 20_000
"""Articles of a library that is read for meaning: with fewer, mean and spread say nothing, and more take hours."""


@dataclass(frozen=True)
class Likeness:
    """Cosines of a question with a library's articles: of those that were asked for and of the nearest ones, nearest
    first; mean and spread (standard deviation, above 0) over all of them."""

    mean: float
    spread: float
    cosines: Mapping[int, float]
    nearest: Sequence[int]

    def deviations(self, article: int) -> float:
        """How far an article is nearer than the mean, in standard deviations; 0 for one that was not asked for."""
        return (self.cosines.get(article, self.mean) - self.mean) / self.spread

    def lead(self, depth: int) -> float:
        """How much nearer the nearest article is than the one so many places down."""
        last = self.nearest[min(depth, len(self.nearest)) - 1]
        return self.cosines[self.nearest[0]] - self.cosines[last]


class Sense(Protocol):
    """A sentence model that has read a library."""

    def likeness(self, question: str, articles: Sequence[int]) -> Likeness | None:
        """None when it cannot say: no model on this machine, no vectors in the library."""
        ...


def joined(ranking: Ranking, likeness: Likeness, top: int) -> Ranking:
    """The best articles by words and meaning together; also some that share no word with the question."""
    scale = WORTH * max(one.score for one in ranking.best)
    by_words = {one.article: one for one in ranking.best}
    every = [by_words.get(article) or Ranked(article, 0.0, {}) for article in {*by_words, *likeness.nearest}]
    scored = (Ranked(one.article, one.score + scale * likeness.deviations(one.article), one.parts) for one in every)
    best = sorted(scored, key=lambda one: (-one.score, one.article))
    return Ranking(tuple(best[:top]), ranking.worth)
