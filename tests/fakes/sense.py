"""A sentence model that says what it was told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kiosk.content.policy.likeness import Likeness

MEAN, SPREAD = 0.8, 0.02


class ToldSense:
    """kiosk.content.policy.likeness.Sense: article → cosine, the mean for the others, whatever is asked."""

    def __init__(self, cosines: Mapping[int, float]) -> None:
        self._cosines = dict(cosines)

    def likeness(self, question: str, articles: Sequence[int]) -> Likeness | None:
        del question
        every = dict.fromkeys(articles, MEAN) | self._cosines
        return Likeness(MEAN, SPREAD, every, sorted(every, key=lambda article: (-every[article], article)))
