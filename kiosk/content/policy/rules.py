"""Conditions over facts, with three answers: true, false, unknown. Unknown is never taken for false.

A group of conditions is the least true of them (all), the most true (any), or the contrary of that (none), so that one
more fact can settle an answer and never unsettle one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, IntEnum

from kiosk.content.policy.cards_source import Cite, Dated, at
from kiosk.content.policy.rules_facts import Value
from kiosk.content.policy.rules_profile import Profile


class Truth(IntEnum):
    FALSE = 0
    UNKNOWN = 1
    TRUE = 2

    def contrary(self) -> Truth:
        return Truth(2 - self)


class How(Enum):
    """How a fact is compared."""

    IS = "is"
    ONE_OF = "one_of"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Join(Enum):
    ALL = "all"
    ANY = "any"
    NONE = "none"


@dataclass(frozen=True)
class FactTest:
    """`say` is the condition in a resident's words. `parameter` names a dated value and stands instead of `values`."""

    fact: str
    how: How
    values: tuple[Value, ...]
    parameter: str
    say: str
    cite: Cite


@dataclass(frozen=True)
class Window:
    """What the law leaves to the office: unknown here, whatever is known of the person."""

    say: str
    cite: Cite


@dataclass(frozen=True)
class Programme:
    """Another card: the person must have it or have a right to it (`wanted`), or must not have it."""

    card: str
    wanted: bool
    say: str
    cite: Cite


@dataclass(frozen=True)
class Group:
    join: Join
    parts: tuple[Condition, ...]


Leaf = FactTest | Window | Programme
Condition = FactTest | Window | Programme | Group


@dataclass(frozen=True)
class Rule:
    """Who may have it, from a day on, to a day. `parameters` without a value (an empty tuple) are unknown."""

    condition: Group
    parameters: Mapping[str, tuple[Dated, ...]]
    start: date
    end: date | None
    line: int

    def holds(self, on: date) -> bool:
        return self.start <= on and (self.end is None or on <= self.end)


@dataclass(frozen=True)
class Judged:
    """A condition with what is true of it. `parts` of a group, or the rule of a programme."""

    condition: Condition
    truth: Truth
    parts: tuple[Judged, ...] = ()
    missing: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Case:
    """Whose case, on which day, and the rules of all cards that have one."""

    profile: Profile
    on: date
    rules: Mapping[str, Rule]


def judge(rule: Rule, case: Case) -> Judged:
    """The whole rule; unknown on a day on which it is not in force."""
    judged = _condition(rule.condition, rule, case)
    return judged if rule.holds(case.on) else Judged(rule.condition, Truth.UNKNOWN)


def limits(test: FactTest, rule: Rule, on: date) -> tuple[Value, ...]:
    """What the fact is compared with on that day; empty where the parameter has no value then."""
    if not test.parameter:
        return test.values
    dated = at(rule.parameters[test.parameter], on)
    return (int(dated.value),) if dated else ()


def _condition(condition: Condition, rule: Rule, case: Case) -> Judged:
    if isinstance(condition, Group):
        return _group(condition, rule, case)
    if isinstance(condition, Programme):
        return _programme(condition, case)
    if isinstance(condition, Window):
        return Judged(condition, Truth.UNKNOWN)
    known = case.profile.value(condition.fact, case.on)
    allowed = limits(condition, rule, case.on)
    if not allowed:
        return Judged(condition, Truth.UNKNOWN)
    if known is None:
        return Judged(condition, Truth.UNKNOWN, missing=(condition.fact,))
    return Judged(condition, Truth.TRUE if _meets(known, condition.how, allowed) else Truth.FALSE)


def _group(group: Group, rule: Rule, case: Case) -> Judged:
    parts = tuple(_condition(part, rule, case) for part in group.parts)
    truths = [part.truth for part in parts]
    if group.join is Join.ALL:
        return Judged(group, min(truths, default=Truth.TRUE), parts)
    most = max(truths, default=Truth.FALSE)
    return Judged(group, most.contrary() if group.join is Join.NONE else most, parts)


def _programme(programme: Programme, case: Case) -> Judged:
    """Wanted: who has it, or could have it by its own rule. Not wanted: only who has it is ruled out."""
    has = case.profile.has.get(programme.card)
    held = Truth.UNKNOWN if has is None else Truth.TRUE if has else Truth.FALSE
    missing = (f"has.{programme.card}",) if has is None else ()
    if not programme.wanted:
        return Judged(programme, held.contrary(), missing=missing)
    rule = case.rules.get(programme.card)
    if rule is None or held is Truth.TRUE:
        return Judged(programme, held, missing=missing)
    own = judge(rule, case)
    truth = max(held, own.truth)
    return Judged(programme, truth, (own,), () if truth is Truth.TRUE else missing)


def _meets(known: Value, how: How, allowed: tuple[Value, ...]) -> bool:
    if how is How.AT_LEAST:
        return int(known) >= int(allowed[0])
    if how is How.AT_MOST:
        return int(known) <= int(allowed[0])
    return known in allowed
