"""What a rule of reading is, and the pieces that the rules share.

A rule is a pattern and what to say for its match. Rules run in order, each over the whole sentence; what one
has turned into characters, the next no longer sees as digits. So the order is: the most certain form first.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.voice.numbers import cardinal, two

Say = Callable[["re.Match[str]"], str]

NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
"""A written number, with or without thousands separators and decimals."""
TO = r"\s*(?:-|—+|~|到|至)\s*"
"""What stands between the two ends of a range."""
START = r"(?<![\d.,])"
"""Not in the middle of a number."""
HAN_NUMBER = "零一二三四五六七八九十百千万亿两半"


@dataclass(frozen=True)
class Rule:
    """`pattern` is found, `say` gives the words. `trigger`: a sentence without any of these characters is skipped."""

    pattern: re.Pattern[str]
    say: Say
    trigger: str = ""

    def apply(self, text: str) -> str:
        if self.trigger and not any(c in text for c in self.trigger):
            return text
        return self.pattern.sub(self.say, text)


def rule(pattern: str, say: Say | str, trigger: str = "", *, flags: int = 0) -> Rule:
    """A rule; `say` may be a fixed text."""
    words = say
    return Rule(re.compile(pattern, flags), words if callable(words) else lambda _: words, trigger)


def range_word(sign: str) -> str:
    """A range's middle as it is said: 至 stays, every dash is 到."""
    return "至" if sign.strip() == "至" else "到"


def counted(number: str) -> str:
    """The number before a thing that is counted: 2 is 两."""
    return two(cardinal(number))


def signed(sign: str | None, words: str, minus: str = "负") -> str:
    return f"{minus}{words}" if sign else words
