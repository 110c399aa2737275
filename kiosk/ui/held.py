"""Chinese words that a line should not break, where it can be helped: what our screens and a centre's places say.

Chinese has no blanks between words, and a reader of 80 stumbles over 志愿 / 者. A dictionary would cost more memory
than this is worth; words that are missing here are only broken where any other word would be.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FILE = Path(__file__).resolve().parents[2] / "assets" / "words" / "held.txt"


@cache
def _pairs() -> frozenset[str]:
    lines = (line for line in _FILE.read_text("utf-8").splitlines() if not line.startswith("#"))
    return frozenset(word[i : i + 2] for line in lines for word in line.split() for i in range(len(word) - 1))


def held(before: str, after: str) -> bool:
    """Whether a line that ends with `before` and goes on with `after` tears a word."""
    return bool(before and after) and before[-1] + after[0] in _pairs()
