"""Whose turn an alarm is next: the rule alone, without a database or a clock (docs/emergency.md)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Where an alarm that nobody has acknowledged stands."""

    GROUP = "group"
    PERSON = "person"  # handed over to one person
    EVERYONE = "everyone"
    PHONES = "phones"
    OUTSIDE = "outside"
    STOPPED = "stopped"  # an exercise, which never leaves the house


SOME_DESKS = frozenset({Stage.GROUP, Stage.PERSON})  # in the others every desk rings


@dataclass(frozen=True)
class Team:
    """A group that is on; `members` are staff ids."""

    id: str
    name: str
    members: frozenset[str]


@dataclass(frozen=True)
class Turn:
    """`passed_over`: names of groups whose turn it was, and nobody's bell is on."""

    to: Stage
    goal: str = ""
    name: str = ""
    passed_over: tuple[str, ...] = ()


def next_turn(teams: Sequence[Team], armed: Collection[str], rung: Collection[str]) -> Turn:
    """After everybody in `rung` (ids, and "everyone"): the next group in order with an armed desk; then every desk, if
    one is left that has not rung; then the telephones."""
    over: list[str] = []
    for team in teams:
        if team.id in rung:
            continue
        if not team.members.isdisjoint(armed):
            return Turn(Stage.GROUP, team.id, team.name, tuple(over))
        over.append(team.name)
    heard = {*rung, *(member for team in teams if team.id in rung for member in team.members)}
    if Stage.EVERYONE not in rung and not heard.issuperset(armed):
        return Turn(Stage.EVERYONE, passed_over=tuple(over))
    return Turn(Stage.PHONES, passed_over=tuple(over))


def rings_for(staff_id: str, teams: Collection[str], stage: str, rung: Collection[str]) -> bool:
    """Whether this person's desks ring: its turn has come, or everybody's has. `teams`: the person's groups, by id."""
    return stage not in SOME_DESKS or staff_id in rung or not set(rung).isdisjoint(teams)
