"""What the check says about a card, in an administrator's words; and the names of what a rule may ask."""

from __future__ import annotations

import re

from kiosk.content.policy.cards_reader import Fault
from kiosk.content.policy.rules_facts import FACTS
from kiosk.text import Message, msg, verbatim

_SAID: tuple[tuple[str, str], ...] = (
    (r"a text is expected here|(?P<a>\S+) is missing", "empty"),
    (r"(?P<a>.+): (?P<n>\d+) characters, at most 20", "long_sentence"),
    (r"(?P<n>\d+) characters", "long_value"),
    (r"(?P<a>.+) is not Chinese", "not_chinese"),
    (r"(?P<a>.+) is not an everyday word", "not_everyday"),
    (r"(?P<a>.+): an amount within a sentence", "amount_said"),
    (r"the closing words are written out", "closing"),
    (r"the answer is not one sentence", "one_sentence"),
    (r"unknown amount 【(?P<a>.*)】", "unknown_amount"),
    (r"amount (?P<a>.+) stands in no sentence", "unused_amount"),
    (r"no picture (?P<a>.+)", "no_picture"),
    (r"(?P<a>.+) is not in the official text", "no_article"),
    (r"(?P<a>.+) does not stand in (?P<b>.+)", "not_in_text"),
    (r"unknown source (?P<a>.*)", "no_source"),
    (r"a source without its article", "article"),
    (r"a table of sources is expected here", "sources"),
    (r"a value from .+ overlaps .+", "overlap"),
    (r"from \S+ to \S+", "ends_first"),
    (r"(?P<a>.+) is no date", "date"),
    (r"(?P<a>.+) is no name|(?P<b>.+) in a file of another name", "id"),
    (r"(?P<a>.+) is no whole number|(?P<b>.+) is no number", "number"),
    (r"no card (?P<a>.+)", "no_card"),
    (r"a card that names itself", "itself"),
    (r"(?P<a>.+) is required and excluded", "both"),
    (r"circular requirement (?P<a>.+)", "circle"),
    (r"no fact changes what this rule says", "settled"),
    (r"a rule without conditions", "no_condition"),
    (r"parameter (?P<a>.+) is used by no condition", "unused_parameter"),
    (r"a rule on an unknown fact (?P<a>.*)|unknown fact (?P<b>.*)", "unknown_fact"),
    (r"a parameter is one value", "one_value"),
    (r"tests without a rule", "tests_alone"),
    (r"(?P<a>.+) a second time", "twice"),
    (r"(?:(?P<b>.+): )?(?P<a>.+) is not allowed", "not_allowed"),
    (r"a (?:list|table) of .+", "empty"),
)


def fault_words(fault: Fault) -> Message:
    """What is wrong, with the very words of the card; where nobody foresaw it, as the check says it."""
    return known_fault(fault) or msg("desk.cards.fault.other", what=fault.what, n="")


def known_fault(fault: Fault) -> Message | None:
    """None where these words do not foresee it."""
    for pattern, name in _SAID:
        if found := re.fullmatch(pattern, fault.what):
            parts = found.groupdict()
            return msg(f"desk.cards.fault.{name}", what=parts.get("a") or parts.get("b") or "", n=parts.get("n") or "")
    return None


def fact_name(fact: str, titles: dict[str, str]) -> Message:
    """`titles` are the cards' names by id, for `has.CARD`."""
    if fact.startswith("has."):
        card = fact.removeprefix("has.")
        return msg("desk.cards.fact.has", card=titles.get(card, card))
    return msg(f"desk.cards.fact.{fact}")


def value_name(fact: str, value: object) -> Message:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if text in ("true", "false"):
        return msg(f"desk.cards.value.{text}")
    if fact in FACTS and FACTS[fact].choices and text in FACTS[fact].choices:
        return msg(f"desk.cards.value.{fact}_{text}")
    return verbatim(text)


def vocabulary() -> list[tuple[str, Message, list[tuple[str, Message]]]]:
    """Every fact with its words and what it may hold, empty for a number."""
    return [(fact.name, fact_name(fact.name, {}), answers(fact.name)) for fact in FACTS.values()]


def answers(fact: str) -> list[tuple[str, Message]]:
    """What a fact may hold, each with its words; none for a number."""
    if fact.startswith("has.") or FACTS[fact].kind == "yes_no":
        return [(text, value_name(fact, text)) for text in ("true", "false")]
    return [(text, value_name(fact, text)) for text in FACTS[fact].choices]
