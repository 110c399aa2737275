"""A card's own tests: people whom its rule must judge as its writer expects. A card whose test fails is not used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.content.policy.cards import Card, Trial
from kiosk.content.policy.cards_reader import Fault
from kiosk.content.policy.rules_check import Answer, answer_to, rules_of


@dataclass(frozen=True)
class Ran:
    """A test with what came of it."""

    card: Card
    trial: Trial
    answer: Answer

    @property
    def passed(self) -> bool:
        return self.answer.value == self.trial.expected

    @property
    def fault(self) -> Fault:
        what = f"test {self.trial.who}: {self.answer.value} on {self.trial.on}, expected {self.trial.expected}"
        return Fault(self.card.file, self.trial.line, what, "mend the rule, or the test if it is wrong")


def run(card: Card, cards: Iterable[Card]) -> tuple[Ran, ...]:
    """Every test of the card, in its order; `cards` are all there are, for required programmes."""
    rule = card.rule
    if rule is None or not card.trials:
        return ()
    rules = rules_of(cards)
    return tuple(Ran(card, one, answer_to(rule, one.profile, one.on, rules)) for one in card.trials)


def failing(card: Card, cards: Iterable[Card]) -> tuple[Ran, ...]:
    """Those that did not come out as expected."""
    return tuple(ran for ran in run(card, cards) if not ran.passed)
