"""The next question: the one that settles most. At most six, only those that can still change an answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product

from kiosk.content.policy.cards import Card
from kiosk.content.policy.rules import FactTest, How, Rule, limits
from kiosk.content.policy.rules_check import Answer, answer_to, check, rules_of
from kiosk.content.policy.rules_explain import leaves
from kiosk.content.policy.rules_facts import FACTS, Value
from kiosk.content.policy.rules_profile import Profile

MOST = 6


@dataclass(frozen=True)
class Question:
    """`answers` are what may be given to `Profile.knowing(fact, answer)`; besides them it may always be skipped.

    Of a number each answer is the lowest of a band that reaches to just under the next one: within it no rule tells
    two values apart. `cards` are those that it can settle, alone or with one more fact.
    """

    fact: str
    answers: tuple[Value, ...]
    cards: tuple[str, ...]


def next_question(cards: Iterable[Card], profile: Profile, on: date, asked: Collection[str] = ()) -> Question | None:
    """The question that settles most cards; None when nothing more can be settled, or `asked` (answered and
    skipped ones alike, by fact) holds six."""
    if len(asked) >= MOST:
        return None
    cards = tuple(cards)
    rules = rules_of(cards)
    open_ = {v.card.id: v.missing for v in check(cards, profile, on) if v.answer is Answer.PERHAPS and v.in_force}
    weighing = _Weighing(profile, on, rules, {card: rules[card] for card in open_})
    facts = sorted({fact for missing in open_.values() for fact in missing if fact not in asked}, key=_place)
    ranked = [(*weighing.alone(fact), fact) for fact in facts]
    weight, settled, fact = max(ranked, key=lambda one: one[0], default=(0.0, frozenset[str](), ""))
    if not weight:
        settled, fact = _with_another(weighing, open_, facts)
    if not fact:
        return None
    return Question(fact, weighing.answers(fact), tuple(card for card in open_ if card in settled))


def _with_another(
    weighing: _Weighing, open_: Mapping[str, tuple[str, ...]], facts: list[str]
) -> tuple[frozenset[str], str]:
    """No fact settles anything alone: the one that settles most together with one other."""
    settled: dict[str, set[str]] = {fact: set() for fact in facts}
    for card, missing in open_.items():
        for one, other in combinations([fact for fact in missing if fact in settled], 2):
            if weighing.together(card, one, other):
                settled[one].add(card)
                settled[other].add(card)
    fact = max(facts, key=lambda fact: len(settled[fact]), default="")
    return (frozenset(settled[fact]), fact) if fact and settled[fact] else (frozenset(), "")


class _Weighing:
    """What a fact would settle among the open cards."""

    def __init__(self, profile: Profile, on: date, rules: Mapping[str, Rule], open_: Mapping[str, Rule]) -> None:
        self._profile, self._on, self._rules, self._open = profile, on, rules, open_

    def answers(self, fact: str) -> tuple[Value, ...]:
        if fact.startswith("has."):
            return (True, False)
        return FACTS[fact].answers() or self._bands(fact)

    def alone(self, fact: str) -> tuple[float, frozenset[str]]:
        """Cards settled by an answer, on average over the answers; and which."""
        answers = self.answers(fact)
        settled = [card for value in answers for card in self._open if self._settles(card, (fact, value))]
        return len(settled) / max(1, len(answers)), frozenset(settled)

    def together(self, card: str, one: str, other: str) -> bool:
        pairs = product(self.answers(one), self.answers(other))
        return any(self._settles(card, (one, first), (other, second)) for first, second in pairs)

    def _settles(self, card: str, *facts: tuple[str, Value]) -> bool:
        profile = self._profile
        for name, value in facts:
            profile = profile.knowing(name, value)
        return answer_to(self._open[card], profile, self._on, self._rules) is not Answer.PERHAPS

    def _bands(self, fact: str) -> tuple[Value, ...]:
        """The lowest value of each band."""
        starts = {FACTS[fact].low}
        for rule in self._open.values():
            for leaf, own in leaves(rule, self._rules):
                if isinstance(leaf, FactTest) and leaf.fact == fact:
                    starts.update(_starts(leaf, own, self._on))
        return tuple(sorted(start for start in starts if FACTS[fact].accepts(start)))


def _starts(test: FactTest, rule: Rule, on: date) -> Iterator[int]:
    """Where the answer of one condition may turn."""
    for limit in limits(test, rule, on):
        if test.how is not How.AT_MOST:
            yield int(limit)
        if test.how is not How.AT_LEAST:
            yield int(limit) + 1


_PLACES = {fact: place for place, fact in enumerate(FACTS)}


def _place(fact: str) -> tuple[int, str]:
    """The vocabulary's order; programmes after it."""
    return _PLACES.get(fact, len(_PLACES)), fact
