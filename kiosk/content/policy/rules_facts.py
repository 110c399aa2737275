"""The small vocabulary of rules: what can be known of a person. Each fact has a kind and what it may hold.

A rule on a fact that does not stand here is refused by `kiosk content check`. docs/policy.md says what each one means.
"""

from __future__ import annotations

from dataclasses import dataclass

Value = int | str | bool


@dataclass(frozen=True)
class FactKind:
    """`choices` of a choice, `low` and `high` of a number; `asked` are the choices that a resident can know."""

    name: str
    kind: str
    meaning: str
    low: int = 0
    high: int = 0
    choices: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()

    def allowed(self) -> str:
        """What it may hold, in words."""
        if self.kind == "number":
            return f"a whole number from {self.low} to {self.high}"
        return "true or false" if self.kind == "yes_no" else f"one of {', '.join(self.choices)}"

    def accepts(self, value: object) -> bool:
        if self.kind == "yes_no":
            return isinstance(value, bool)
        if self.kind == "number":
            return isinstance(value, int) and not isinstance(value, bool) and self.low <= value <= self.high
        return isinstance(value, str) and value in self.choices

    def answers(self) -> tuple[Value, ...]:
        """What a resident may answer; empty for a number, whose answers depend on the rules."""
        if self.kind == "yes_no":
            return (True, False)
        return tuple(choice for choice in self.choices if choice not in self.not_asked)


def _number(name: str, low: int, high: int, meaning: str) -> FactKind:
    return FactKind(name, "number", meaning, low=low, high=high)


def _choice(name: str, choices: str, meaning: str, not_asked: str = "") -> FactKind:
    return FactKind(name, "choice", meaning, choices=tuple(choices.split()), not_asked=tuple(not_asked.split()))


def _yes_no(name: str, meaning: str) -> FactKind:
    return FactKind(name, "yes_no", meaning)


_ALL = (
    _number("age", 0, 120, "whole years; a profile may give `born` instead"),
    _choice("registered", "shanghai elsewhere", "where the household is registered (户籍)"),
    _choice(
        "income",
        "destitute minimum edge rigid ordinary",
        "what the office has recognised: 特困, 低保, 低保边缘, 刚性支出困难, or none of them after asking",
        not_asked="ordinary",  # who has no paper may still have a right to one: it stays unknown
    ),
    _choice("insurance", "employee resident none", "basic medical insurance: 职工医保, 居民医保, none"),
    _choice("disability", "none one two three four", "level on the disability card; one is the gravest"),
    _number("care_level", 0, 6, "level of care as assessed in Shanghai, 0 for none"),
    _yes_no("needs_care", "cannot look after themselves, and has not been able to for long"),
    _yes_no("lives_alone", "nobody else lives there"),
    _yes_no("carer", "looks after an old person at home who cannot look after themselves"),
    _yes_no("can_work", "is able to work"),
    _yes_no("supporter", "has children or others who must by law support them, and who can"),
    _yes_no("bereaved", "an only child died or was disabled, and no other was born or adopted (失独)"),
    _yes_no("veteran", "served in the forces"),
    _yes_no("abused", "was abused, abandoned or beaten at home"),
    _choice(
        "dispute",
        "support benefits injury other none",
        "what must be fought out: 赡养费; 社保或救助; hurt at work, in traffic, by food, drugs or treatment",
    ),
    _yes_no("sudden_hardship", "a fire, an accident or a grave illness has just made daily life hard"),
)
FACTS = {fact.name: fact for fact in _ALL}
