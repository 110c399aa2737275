"""What the hub says, cut down to what a screen and a voice can bear: plain text, of a length that people write."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kiosk.domain.request import Event

LONGEST_NAME = 20  # as the desk allows
LONGEST_WORD = 80
LONGEST_TEXT = 500  # as much as a desk may say at once
LONGEST_VALUE = 2000
LARGEST = 1_000_000
LIMITS = {
    **dict.fromkeys(("text", "reason", "answer", "question"), LONGEST_TEXT),
    **dict.fromkeys(("plate", "colour", "driver"), LONGEST_NAME),
}


def bounded(event: Event) -> Event:
    """The event with nothing in it that no hub of ours would say."""
    facts = {name: cut for name, value in event.facts.items() if (cut := _cut(name, value)) is not None}
    return replace(event, by=replace(event.by, name=plain(event.by.name, LONGEST_NAME)), facts=facts)


def plain(text: str, longest: int) -> str:
    """One line without signs that cannot be seen: they would break lines, or turn the order of letters round."""
    seen = "".join(letter if letter.isprintable() else " " for letter in text[: longest + 1])
    return seen if len(seen) <= longest else seen[: longest - 1] + "…"


def _cut(name: str, value: Any) -> Any:
    """None for what is left out."""
    match value:
        case str():
            return plain(value, LIMITS.get(name, LONGEST_WORD))
        case bool():
            return value
        case int() | float():
            return value if abs(value) <= LARGEST else None
        case Mapping() | list():
            return value if len(json.dumps(value)) <= LONGEST_VALUE else None
        case _:
            return None
