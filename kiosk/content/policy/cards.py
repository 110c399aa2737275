"""A policy card: what it is called, who may have it, what they get, what to bring, where, how long, whom to call.

Every fact has its source. An amount is shown only while somebody has checked the card in the last 12 months: before and
after, it is 请问窗口. Every answer ends 以受理中心说的为准.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.content.policy.cards_source import Cite, Dated, Source, at
from kiosk.content.policy.rules import Rule
from kiosk.content.policy.rules_profile import Profile

DRAFT, CHECKED = "草稿", "已核对"
ASK = "请问窗口"
CLOSING = "以受理中心说的为准。"
TOPICS = ("money", "care", "health", "home", "family", "law", "safety", "travel", "culture")
SECTIONS = ("who", "what", "bring", "where", "how_long", "call")
UNKNOWN = "unknown"

NAMED = re.compile("【([^【】]*)】")


@dataclass(frozen=True)
class Fact:
    """One sentence for a resident with its source; 【name】 in it stands for an amount of the card."""

    say: str
    cite: Cite
    line: int


@dataclass(frozen=True)
class Names:
    """`everyday`: what people call it."""

    official: str
    everyday: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """Who compared the card with its sources, and when."""

    by: str
    on: date


@dataclass(frozen=True)
class Trial:
    """A person whom the card's rule must judge as its writer expects: entitled, perhaps or not, on that day."""

    who: str
    profile: Profile
    on: date
    expected: str
    line: int


@dataclass(frozen=True)
class Card:
    """`sections` has every key of SECTIONS; an empty one is unknown. An amount without values is unknown."""

    id: str
    topic: str
    picture: str
    names: Names
    checked: Checked | None
    sources: Mapping[str, Source]
    answer: Fact
    sections: Mapping[str, tuple[Fact, ...]]
    amounts: Mapping[str, tuple[Dated, ...]]
    rule: Rule | None
    file: str
    trials: tuple[Trial, ...] = ()

    @property
    def status(self) -> str:
        return CHECKED if self.checked else DRAFT


def amounts_hidden(card: Card, on: date) -> bool:
    """A draft's amounts, and those checked over 12 months ago (or, by a wrong clock, in the future), are not shown."""
    return card.checked is None or not card.checked.on <= on <= _a_year_after(card.checked.on)


def to_check(cards: Iterable[Card], on: date) -> tuple[Card, ...]:
    """Cards that a person should compare with their sources: drafts, and those checked over 12 months ago."""
    return tuple(card for card in cards if amounts_hidden(card, on))


def text(card: Card, fact: Fact, on: date) -> str:
    """The sentence as it is shown and spoken on that day."""
    return NAMED.sub(lambda found: _amount(card, found[1], on), fact.say)


def section(card: Card, name: str, on: date) -> tuple[str, ...]:
    """The sentences of one section; 请问窗口 where nothing is known."""
    return tuple(text(card, fact, on) for fact in card.sections[name]) or (ASK,)


def answer(card: Card, on: date) -> str:
    """The answer in one breath, which ends with who has the last word."""
    return f"{text(card, card.answer, on)}{CLOSING}"


def facts(card: Card) -> tuple[Fact, ...]:
    """Every sentence of the card, in the order of its sections."""
    return (card.answer, *(fact for name in SECTIONS for fact in card.sections[name]))


def cites(card: Card) -> tuple[Cite, ...]:
    """Every place in an official text that the card names, each once."""
    found = [fact.cite for fact in facts(card)]
    found += [value.cite for values in card.amounts.values() for value in values]
    return tuple({(cite.source.document, cite.article): cite for cite in found}.values())


def _amount(card: Card, name: str, on: date) -> str:
    value = at(card.amounts[name], on)
    return ASK if value is None or amounts_hidden(card, on) else f"{value.value}{value.unit}"


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return date(day.year + 1, 3, 1)
