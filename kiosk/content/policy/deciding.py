"""Whether the best article answers at all. Nothing relevant is refused: no answer without a source.

The weights are those of a logistic regression on questions written for the purpose, fitted with parts of the word lists
taken away at random, so that they also fit questions whose words no list has (docs/policy-search.md).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from kiosk.content.policy.likeness import Likeness
from kiosk.content.policy.question import Question
from kiosk.content.policy.ranking import Index, Ranking

_ASKS_AMOUNT = re.compile(
    r"多少(钱|元|块|金额)|几(元|块钱|百块|千块)|(涨|加|发|交|拿|领|补|收费|工资|费用|价|津贴|金|费)(是|到|要)?多少(?!年|天|人|张|个)"
)
_FINE = re.compile(r"罚|赔|处")
_AMOUNT = re.compile(r"[一二三四五六七八九十百千万两\d]+元|百分之|倍")
_ASKS_HOUR = re.compile(r"(?<!第)几点|几分钟|首末班")
_HOUR = re.compile(r"[一二三四五六七八九十两\d]+(时|点|小时|分钟)")
STRONG, HELD = 0.8, 1.2
DEPTH = 10
"""Places: a law that answers speaks of it more than once, and chance alone finds one article."""
FEW_TEXTS = 0.4
"""How alone a right answer stands on average; of a library too small to tell that is assumed."""


@dataclass(frozen=True)
class Signs:
    """What speaks for and against answering, each about 0 to 1 or a small count."""

    score: float
    strong: float
    outside: float
    unknown: float
    amount: float
    alone: float

    def values(self) -> tuple[float, ...]:
        return (self.score, self.strong, self.outside, self.unknown, self.amount, self.alone)

    @property
    def weights(self) -> tuple[float, ...]:
        return WEIGHTS


@dataclass(frozen=True)
class MeantSigns(Signs):
    """With a sentence model: the best article's cosine, the mean of all, how far the nearest is ahead, and how many of
    the best are of one law with the first: a law that answers speaks of it more than once."""

    cosine: float
    mean: float
    lead: float
    one_law: float

    def values(self) -> tuple[float, ...]:
        return (*super().values(), self.cosine, self.mean, self.lead, self.one_law)

    @property
    def weights(self) -> tuple[float, ...]:
        return MEANT_WEIGHTS


WEIGHTS = (-1.4, 3.15, 1.29, -3.98, -0.24, -6.77, -2.83)
"""A constant, then one for each of `Signs`."""
MEANT_WEIGHTS = (-65.95, 1.469, 1.227, -2.608, 1.242, -6.891, 0.8496, 36.34, 36.27, 26.11, 2.647)
"""The same for `MeantSigns`."""


def signs(question: Question, ranking: Ranking, text: str, size: int) -> Signs:
    """`text` is the best article's, `size` the library's number of articles."""
    scale = math.log(1 + size)
    top = ranking.best[0]
    asked = [(i, c) for i, c in enumerate(question.concepts) if c.counted]
    held = {i: top.parts[i] for i, _ in asked if i in top.parts}
    strong = sum(1 for i, c in asked if c.weight >= STRONG and held.get(i, 0.0) > HELD)
    full = [i for i, c in asked if c.weight >= STRONG] or [-1]
    unknown = sum(1 for i in full if i < 0 or not ranking.worth[i])
    return Signs(
        score=top.score / scale,
        strong=min(strong, 4) / 4,
        outside=min(len(question.outside), 2),
        unknown=unknown / len(full),
        amount=float(_unmet(question.text, text)),
        alone=_alone(ranking, size),
    )


def meant(found: Signs, words: float, ranking: Ranking, likeness: Likeness, index: Index) -> MeantSigns:
    """The same signs with those of meaning. `words` is what the best article's words alone gave."""
    first = ranking.best[0].article
    law = index.law_of[first]
    return MeantSigns(
        score=words / math.log(1 + index.size),
        strong=found.strong,
        outside=found.outside,
        unknown=found.unknown,
        amount=found.amount,
        alone=found.alone,
        cosine=likeness.cosines.get(first, likeness.mean),
        mean=likeness.mean,
        lead=likeness.lead(DEPTH),
        one_law=sum(index.law_of[one.article] == law for one in ranking.best[:DEPTH]) / DEPTH,
    )


def _alone(ranking: Ranking, size: int) -> float:
    """How far the best article stands above the one DEPTH places down, 0 to 1."""
    if len(ranking.best) < DEPTH:
        return 1.0 if size > 2 * DEPTH else FEW_TEXTS
    return 1 - ranking.best[DEPTH - 1].score / (ranking.best[0].score or 1.0)


def _unmet(question: str, text: str) -> bool:
    """Asked for a sum or an hour of which the article knows nothing."""
    if _ASKS_AMOUNT.search(question) and not _FINE.search(question) and not _AMOUNT.search(text):
        return True
    return bool(_ASKS_HOUR.search(question)) and not _HOUR.search(text)


def relevance(found: Signs) -> float:
    """0 to 1: how surely the best article answers."""
    total = found.weights[0] + sum(w * v for w, v in zip(found.weights[1:], found.values(), strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
