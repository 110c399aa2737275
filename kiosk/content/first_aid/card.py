"""A first-aid card as a value, and the rule that decides whether anybody may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

REVIEW_YEARS = 2
"""A clinician's review holds so long (ours: guidelines on resuscitation are renewed about every five years)."""

SIGNS = ("fall", "chest", "breath", "bleeding", "stroke", "afraid", "lost", "other")
"""What the alarm's screen asks; a card names those it is for."""


@dataclass(frozen=True)
class Source:
    """An official document; `number` is "" where nobody has found it, `date` the day on which it was published."""

    document: str
    number: str
    date: date


@dataclass(frozen=True)
class Step:
    """`say` in each language. `place` is where in the source it is written, "" for the document as a whole; `plan`: the
    floor plan is shown with it. `line` is where the card says so.
    """

    say: Mapping[str, str]
    source: Source
    place: str
    plan: bool
    line: int


@dataclass(frozen=True)
class Review:
    """Which clinician has checked every step, and on which day."""

    by: str
    on: date


@dataclass(frozen=True)
class AidCard:
    """`signs` are what it is for, of SIGNS; without a `review` it is a draft."""

    id: str
    picture: str
    name: Mapping[str, str]
    signs: tuple[str, ...]
    steps: tuple[Step, ...]
    review: Review | None
    file: str

    def may_be_shown(self, today: date) -> bool:
        """Only with a clinician's name, and a review that is neither in the future nor older than two years."""
        return self.review is not None and self.review.on <= today <= _years_later(self.review.on, REVIEW_YEARS)


def _years_later(day: date, years: int) -> date:
    """29 February counts as 28 February in a year that has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
