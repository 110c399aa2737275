"""What, if it were otherwise, would change the answer: found by trying, so that it is true by construction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product

from kiosk.content.policy.rules import Condition, FactTest, Group, How, Leaf, Programme, Rule, limits
from kiosk.content.policy.rules_check import Answer, answer_to
from kiosk.content.policy.rules_facts import FACTS, Value
from kiosk.content.policy.rules_profile import Profile

MOST = 3
"""Facts that are changed together, before it is given up."""
_BEST = {Answer.NOT: (Answer.ENTITLED, Answer.PERHAPS), Answer.PERHAPS: (Answer.ENTITLED, Answer.NOT),
         Answer.ENTITLED: (Answer.NOT, Answer.PERHAPS)}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """With these facts as given here (fewest possible; `has.CARD` for a programme), the answer is `answer`."""

    facts: tuple[tuple[str, Value], ...]
    answer: Answer


def change(rule: Rule, profile: Profile, on: date, rules: Mapping[str, Rule]) -> Change | None:
    """The smallest change that changes the answer; None where none of up to MOST facts does (a rule not in force)."""
    if not rule.holds(on):
        return None
    now = answer_to(rule, profile, on, rules)
    values = {name: tried for name, tried in asked(rule, on, rules).items() if tried}
    for count in range(1, min(MOST, len(values)) + 1):
        found = dict(_changes(rule, profile, on, rules, values, count))
        for wanted in _BEST[now]:
            if wanted in found:
                return Change(found[wanted], wanted)
    return None


def asked(rule: Rule, on: date, rules: Mapping[str, Rule]) -> dict[str, tuple[Value, ...]]:
    """Every fact that the rule looks at on that day, with values on each side of every limit."""
    found: dict[str, set[Value]] = {}
    for leaf, own in leaves(rule, rules):
        for name, value in _sides(leaf, own, on):
            found.setdefault(name, set()).add(value)
    return {name: tuple(sorted(values, key=str)) for name, values in found.items()}


def _changes(
    rule: Rule, profile: Profile, on: date, rules: Mapping[str, Rule], values: dict[str, tuple[Value, ...]], count: int
) -> Iterator[tuple[Answer, tuple[tuple[str, Value], ...]]]:
    """Every answer that `count` facts can bring, other than the one there is."""
    now, seen = answer_to(rule, profile, on, rules), set[Answer]()
    for names in combinations(values, count):
        for chosen in product(*(values[name] for name in names)):
            other = profile
            for name, value in zip(names, chosen, strict=True):
                other = other.knowing(name, value)
            answer = answer_to(rule, other, on, rules)
            if answer is not now and answer not in seen:
                seen.add(answer)
                yield answer, tuple(zip(names, chosen, strict=True))


def leaves(rule: Rule, rules: Mapping[str, Rule]) -> Iterator[tuple[Leaf, Rule]]:
    """Every single condition with the rule whose parameters it uses: those of required programmes too."""

    def within(condition: Condition) -> Iterator[tuple[Leaf, Rule]]:
        if isinstance(condition, Group):
            for part in condition.parts:
                yield from within(part)
            return
        yield condition, rule
        if isinstance(condition, Programme) and condition.wanted and condition.card in rules:
            yield from leaves(rules[condition.card], rules)

    return within(rule.condition)


def _sides(leaf: Leaf, rule: Rule, on: date) -> Iterator[tuple[str, Value]]:
    if isinstance(leaf, Programme):
        yield from ((f"has.{leaf.card}", held) for held in (True, False))
    if not isinstance(leaf, FactTest):
        return
    fact = FACTS[leaf.fact]
    if fact.kind == "yes_no":
        yield from ((fact.name, value) for value in (True, False))
    elif fact.kind == "choice":
        yield from ((fact.name, value) for value in fact.choices)
    else:
        for limit in limits(leaf, rule, on):
            around = {How.AT_LEAST: (-1, 0), How.AT_MOST: (0, 1)}.get(leaf.how, (-1, 0, 1))
            yield from ((fact.name, value) for step in around if fact.accepts(value := int(limit) + step))
