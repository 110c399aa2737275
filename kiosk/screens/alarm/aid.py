"""First aid as the alarm's screen shows it: a card in the resident's language, and the floor plan."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.content.first_aid.card import AidCard
from kiosk.text import Message, msg, verbatim


@dataclass(frozen=True)
class Plan:
    """`picture` is a file (SVG, PNG); places are parts of its width and height, 0 to 1. `where`: the defibrillator's
    place in words, "" when nobody has written it.
    """

    picture: str
    kiosk: tuple[float, float]
    defibrillator: tuple[float, float]
    where: str = ""

    @property
    def words(self) -> tuple[Message, ...]:
        """What the marks mean, and where to go, also for who cannot see it."""
        where = (msg("alarm.plan_where", where=self.where),) if self.where else ()
        return (*where, msg("alarm.plan"))


@dataclass(frozen=True)
class Step:
    words: Message
    plan: bool = False


@dataclass(frozen=True)
class Aid:
    """One card; `signs` are answers to 哪里不舒服 that it is for. `checked`: which clinician, and when."""

    id: str
    picture: str
    name: Message
    signs: tuple[str, ...]
    steps: tuple[Step, ...]
    checked: Message


def aids_of(cards: tuple[AidCard, ...], language: str) -> tuple[Aid, ...]:
    """Cards that may be shown, in this language; a draft is never among them."""
    return tuple(_aid(card, language) for card in cards if card.review is not None)


def _aid(card: AidCard, language: str) -> Aid:
    assert card.review is not None  # noqa: S101 - aids_of leaves drafts out
    on = card.review.on
    checked = msg("alarm.aid_checked", by=verbatim(card.review.by), year=on.year, month=on.month)
    steps = tuple(Step(verbatim(step.say[language]), step.plan) for step in card.steps)
    return Aid(card.id, card.picture, verbatim(card.name[language]), card.signs, steps, checked)


def fitting(aids: tuple[Aid, ...], sign: str) -> tuple[Aid, ...]:
    """Those for this sign; all of them where none is, or nothing was said."""
    return tuple(aid for aid in aids if sign in aid.signs) or aids
