"""Text as it is written → the reading: the same sentence in characters as it is said, without a digit left.

    "沪A·D12345，还有 2 公里" → "沪AD幺二三四五，还有两公里"

Letters stay letters. Pure and total: any text has a reading, nothing raises.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kiosk.voice import addresses, clock, codes, dates, latin, money, phones, plates, quantities, symbols, units
from kiosk.voice.normal import HAN, normalise
from kiosk.voice.numbers import digits
from kiosk.voice.rules import Rule

_RULES: tuple[Rule, ...] = (
    *latin.EARLY_RULES,
    *symbols.EARLY_RULES,
    *plates.RULES,
    *dates.RULES,
    *clock.RULES,
    *codes.RULES,
    *phones.RULES,
    *addresses.RULES,
    *money.RULES,
    *units.RULES,
    *latin.LATE_RULES,
    *codes.LETTERED_RULES,
    *quantities.RULES,
)
_PLAIN = re.compile(rf"[{HAN}，。！？：；、“”‘’…（）《》\s]*")


@lru_cache(maxsize=256)
def read(text: str) -> str:
    """The reading of one sentence or paragraph."""
    text = normalise(text)
    if _PLAIN.fullmatch(text):
        return text
    if any(c.isdigit() for c in text):
        for step in _RULES:
            text = step.apply(text)
    else:
        for step in (*latin.EARLY_RULES, *symbols.EARLY_RULES):
            text = step.apply(text)
    for step in symbols.LATE_RULES:
        text = step.apply(text)
    return "".join(_last(c) for c in text)


def _last(char: str) -> str:
    """What no rule knew: digits of any script are named, pictures fall silent."""
    if char.isdecimal():
        return digits(char, yao=False)
    if char.isdigit():
        return digits(str(unicodedata.digit(char)), yao=False)
    return "" if unicodedata.category(char) in {"So", "Cn", "Co", "Cs"} else char
