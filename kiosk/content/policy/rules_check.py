"""Who may have what: for each card with a rule entitled, perhaps or not, with what decided it.

Not is said only where the rule's own words rule it out. What nobody knows, what the law leaves to the office, and a day
on which the rule is not in force all give perhaps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from kiosk.content.policy.cards import Card
from kiosk.content.policy.rules import Case, Group, Join, Judged, Leaf, Rule, Truth, Window, judge
from kiosk.content.policy.rules_profile import Profile


class Answer(Enum):
    NOT = "not"
    PERHAPS = "perhaps"
    ENTITLED = "entitled"


ANSWERS = {Truth.FALSE: Answer.NOT, Truth.UNKNOWN: Answer.PERHAPS, Truth.TRUE: Answer.ENTITLED}


@dataclass(frozen=True)
class Decided:
    """A condition that decided, and what is true of it."""

    condition: Leaf
    truth: Truth


@dataclass(frozen=True)
class Verdict:
    """`missing`: facts that could still settle it (`has.CARD` for a programme); `window`: what the office decides."""

    card: Card
    answer: Answer
    deciding: tuple[Decided, ...]
    missing: tuple[str, ...]
    window: tuple[Window, ...]
    in_force: bool


def check(cards: Iterable[Card], profile: Profile, on: date) -> tuple[Verdict, ...]:
    """A verdict for each card that has a rule, in the cards' order."""
    cards = tuple(cards)
    case = Case(profile, on, rules_of(cards))
    return tuple(_verdict(card, card.rule, case) for card in cards if card.rule)


def newly_possible(cards: Iterable[Card], profile: Profile, since: date, on: date) -> tuple[Verdict, ...]:
    """What a birthday or a new rule has made possible after `since`: refused or not in force then, not refused now.

    Never what the person already has.
    """
    cards = tuple(cards)
    before = {verdict.card.id: verdict for verdict in check(cards, profile, since)}
    return tuple(
        now
        for now in check(cards, profile, on)
        if now.in_force
        and now.answer is not Answer.NOT
        and not profile.has.get(now.card.id)
        and (before[now.card.id].answer is Answer.NOT or not before[now.card.id].in_force)
    )


def rules_of(cards: Iterable[Card]) -> dict[str, Rule]:
    return {card.id: card.rule for card in cards if card.rule}


def answer_to(rule: Rule, profile: Profile, on: date, rules: Mapping[str, Rule]) -> Answer:
    """Only the answer, without its reasons."""
    return ANSWERS[judge(rule, Case(profile, on, rules)).truth]


def _verdict(card: Card, rule: Rule, case: Case) -> Verdict:
    judged = judge(rule, case)
    leaves = list(_deciding(judged))
    missing = tuple(dict.fromkeys(name for leaf in leaves for name in leaf.missing))
    decided = {leaf.condition: Decided(leaf.condition, leaf.truth) for leaf in leaves
               if not isinstance(leaf.condition, Group)}  # fmt: skip
    window = tuple(condition for condition in decided if isinstance(condition, Window))
    return Verdict(card, ANSWERS[judged.truth], tuple(decided.values()), missing, window, rule.holds(case.on))


def _deciding(judged: Judged) -> Iterator[Judged]:
    """The leaves that make it what it is: all of them where all were needed, else those that alone were enough."""
    if not isinstance(judged.condition, Group):
        yield judged
        for part in judged.parts:
            if part.truth is judged.truth:
                yield from _deciding(part)
        return
    own = judged.truth.contrary() if judged.condition.join is Join.NONE else judged.truth
    for part in judged.parts:
        if part.truth is own:
            yield from _deciding(part)
