"""The answers to a question as great keys. Pure. An age is a band: within it no rule tells two ages apart."""

from __future__ import annotations

from kiosk.content.policy.rules_ask import Question
from kiosk.content.policy.rules_facts import FACTS, Value
from kiosk.domain.offered import Choice
from kiosk.text import Message, msg

PICTURES = {
    "registered": {"shanghai": "home", "elsewhere": "train"},
    "income": {"destitute": "hand", "minimum": "cash", "edge": "minus", "rigid": "pill"},
    "insurance": {"employee": "card", "resident": "house", "none": "cross"},
    "disability": dict.fromkeys(("one", "two", "three", "four"), "wheelchair") | {"none": "cross"},
    "dispute": {"support": "people", "benefits": "bank", "injury": "bone", "other": "speech", "none": "cross"},
}


def answers(question: Question) -> tuple[Choice, ...]:
    """One key an answer, in the order of the question; `value_of` reads its id."""
    given = question.answers
    fact = FACTS.get(question.fact)
    if fact is None or fact.kind == "yes_no":
        return tuple(_yes_no(index, value) for index, value in enumerate(given))
    if fact.kind == "number":
        return tuple(Choice(str(index), "calendar", _band(given, index, fact.name)) for index in range(len(given)))
    return tuple(
        Choice(str(i), PICTURES.get(fact.name, {}).get(str(v), "check"), msg(f"policy.a_{fact.name}_{v}"))
        for i, v in enumerate(given)
    )


def value_of(question: Question, choice: str) -> Value:
    """The answer that this key stands for."""
    return question.answers[int(choice)]


def _yes_no(index: int, value: Value) -> Choice:
    return Choice(str(index), "check" if value else "cross", msg("policy.yes" if value else "policy.no"))


def _band(given: tuple[Value, ...], index: int, fact: str) -> Message:
    """From this answer's number to just under the next one's."""
    low, last = int(given[index]), index == len(given) - 1
    if last:
        return msg(f"policy.band_{fact}_from", low=low)
    above = int(given[index + 1])
    if low == FACTS[fact].low:
        return msg(f"policy.band_{fact}_under", high=above)
    return msg(f"policy.band_{fact}", low=low, high=above - 1)
